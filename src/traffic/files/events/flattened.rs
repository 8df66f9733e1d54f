//! Descriptions whose lines a program has joined: `An account failed to log on.  Subject:  Security ID:  S-1-0-0  …`. What is
//! known as a heading or a key begins a line again.

use super::rendered::NAMES;

/// The headings of descriptions, which have no value of their own.
const HEADINGS: [&str; 15] = [
    "Subject",
    "New Logon",
    "Logon Information",
    "Account For Which Logon Failed",
    "Account Whose Credentials Were Used",
    "Account That Was Locked Out",
    "Account Information",
    "Service Information",
    "Target Server",
    "Failure Information",
    "Process Information",
    "Network Information",
    "Detailed Authentication Information",
    "Additional Information",
    "Ticket information",
];
/// Keys that are kept under their own name, so that the value before them ends.
const OTHERS: [&str; 11] = [
    "Status",
    "Ticket Options",
    "Ticket Encryption Type",
    "Pre-Authentication Type",
    "Restricted Admin Mode",
    "Virtual Account",
    "Elevated Token",
    "Linked Logon ID",
    "Caller User Name",
    "Caller Domain",
    "Caller Logon ID",
];
/// How the explanation behind the fields begins.
const EXPLAINS: [&str; 3] = [
    "This event is ",
    "The subject fields ",
    "The Process Information fields ",
];

/// The lines of a description that is all in one; nothing of one that has its lines.
pub(super) fn lines(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains('\n') {
        return None;
    }
    let end = EXPLAINS.iter().filter_map(|it| text.find(it)).min();
    let text = text.get(..end.unwrap_or(text.len()))?;
    let mut lines = String::with_capacity(text.len() + 64);
    let mut rest = text;
    let mut keys = 0;
    while !rest.is_empty() {
        let behind = lines.ends_with(char::is_whitespace);
        if let Some(name) = begun(rest, &HEADINGS).filter(|_| behind) {
            lines.extend(["\n", name, ":"]);
            rest = rest.get(name.len() + 1..)?;
        } else if let Some(name) = key(rest).filter(|_| behind) {
            // Set in, as a key is.
            lines.extend(["\n\t", name, ":"]);
            rest = rest.get(name.len() + 1..)?;
            keys += 1;
        } else {
            let first = rest.chars().next()?;
            lines.push(first);
            rest = rest.get(first.len_utf8()..)?;
        }
    }
    (keys > 0).then_some(lines)
}

/// The longest of the keys that the text begins with, a colon behind it.
fn key(text: &str) -> Option<&'static str> {
    let known = NAMES.iter().map(|(name, _)| *name).chain(OTHERS);
    let known = known.filter(|name| is_behind(text, name));
    known.max_by_key(|name| name.len())
}

fn begun(text: &str, names: &[&'static str]) -> Option<&'static str> {
    names.iter().copied().find(|name| is_behind(text, name))
}

fn is_behind(text: &str, name: &str) -> bool {
    text.strip_prefix(name)
        .is_some_and(|it| it.starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::super::{LogRecord, read};

    const JOINED: &str = "An account failed to log on.  Subject:  Security ID:  S-1-0-0  Account Name:  -  Logon Type:   3  \
        Account For Which Logon Failed:  Security ID:  S-1-0-0  Account Name:  alice  Account Domain:    Failure Information:  \
        Failure Reason:  Unknown user name or bad password.  Status:   0xC000006D  Sub Status:  0xC0000064  Process \
        Information:  Caller Process ID: 0x0  Caller Process Name: -  Network Information:  Workstation Name: DESK  Source \
        Network Address: 10.0.0.5  Source Port: 50123  This event is generated when a logon request fails. Status: see above";

    fn holds(record: &LogRecord) {
        for (name, value) in [
            ("TargetUserName", Some("alice")),
            ("SubjectUserName", None),
            ("TargetDomainName", None),
            ("Status", Some("0xC000006D")),
            ("SubStatus", Some("0xC0000064")),
            ("LogonType", Some("3")),
            ("WorkstationName", Some("DESK")),
            ("IpAddress", Some("10.0.0.5")),
            ("IpPort", Some("50123")),
        ] {
            assert_eq!(record.get(name), value, "{name}: {:#?}", record.fields);
        }
    }

    #[test]
    fn a_description_in_one_line_is_read_in_json_and_in_text() {
        let json = format!(
            "[{{\"Id\":4625,\"ProviderName\":\"Microsoft-Windows-Security-Auditing\",\"Message\":\"{JOINED}\"}}]"
        );
        holds(&read(json.as_bytes()).records[0]);
        holds(&read(JOINED.as_bytes()).records[0]);
    }

    #[test]
    fn what_is_set_in_evenly_is_read_as_if_it_were_not() {
        let text = "    An account failed to log on.\n\n    Account For Which Logon Failed:\n        Account Name:\t\talice\n\n    \
            Failure Information:\n        Status:\t\t0xC000006D\n";
        let record = &read(text.as_bytes()).records[0];
        assert_eq!(record.get("TargetUserName"), Some("alice"));
        assert_eq!(record.get("Status"), Some("0xC000006D"));
    }

    #[test]
    fn members_may_begin_small_and_the_source_may_be_left_out() {
        for json in [
            "{\"EventID\":4625,\"TargetUserName\":\"alice\",\"Status\":\"0xc000006d\"}",
            "{\"data\":{\"win\":{\"system\":{\"eventID\":\"4625\"},\"eventdata\":{\"targetUserName\":\"alice\",\"status\":\"0xc000006d\"}}}}",
        ] {
            let read = read(json.as_bytes());
            let [record] = &read.records[..] else {
                panic!("{json}")
            };
            assert_eq!(
                (record.id, record.get("TargetUserName")),
                (4625, Some("alice"))
            );
            assert_eq!(read.contents.legs.len(), 1);
        }
        assert!(!super::super::is(
            b"{\"Id\":4625,\"TargetUserName\":\"alice\"}"
        ));
    }
}
