//! An event in one line of another program's log: Snare's columns, or Splunk's `Name=value` before the description.

use super::super::json::JsonText;
use super::super::log_record::LogRecord;
use super::super::timestamp;
use super::flattened;
use super::rendered::{field, titled};

/// What Snare calls itself, before its columns: severity, log, counter, time, event, source, user, kind, type and computer.
const SNARE: &str = "MSWinEventLog";

/// Whether such an event is in the line.
pub(super) fn is(line: &str) -> bool {
    description(line).is_some()
}

/// Takes over what the line says of its event; whether it has one.
pub(super) fn read(line: &str, record: &mut LogRecord) -> bool {
    let Some((id, before, description)) = description(line) else {
        return false;
    };
    record.id = id;
    match before.split_once(SNARE) {
        Some((_, columns)) => snare(columns, record),
        None => named(before, record),
    }
    let mut section = String::new();
    for line in description.lines().skip(1) {
        field(line, &mut section, record);
    }
    true
}

/// The event that a title in the middle of the line is of, what stands before it, and the description in lines.
fn description(line: &str) -> Option<(u32, &str, String)> {
    let (at, id) = titled(line).filter(|(at, _)| *at > 0)?;
    let (before, mut text) = line.split_at_checked(at)?;
    // Snare counts once more at the end.
    if before.contains(SNARE)
        && let Some((told, count)) = text.trim_end().rsplit_once('\t')
        && count.bytes().all(|it| it.is_ascii_digit())
    {
        text = told;
    }
    let unescaped = unescaped(text);
    Some((id, before, unescaped.or_else(|| flattened::lines(text))?))
}

/// A description whose line ends are written out: as rsyslog does (`#012`), or as in a string of JSON (`\n`).
fn unescaped(text: &str) -> Option<String> {
    let (_, rest) = text.split_once('.')?;
    if rest.starts_with("#01") {
        let lines = text.replace("#015", "").replace("#012", "\n");
        return Some(lines.replace("#011", "\t"));
    }
    if !rest.starts_with("\\r\\n") && !rest.starts_with("\\n") {
        return None;
    }
    let mut quotes = text.match_indices('"').map(|(at, _)| at);
    let end = quotes.find(|at| text.get(..*at).is_some_and(|it| !it.ends_with('\\')));
    let raw = text.get(..end.unwrap_or(text.len()))?.as_bytes();
    Some(JsonText { raw, at: 0 }.text().into_owned())
}

fn snare(columns: &str, record: &mut LogRecord) {
    let columns: Vec<&str> = columns.split('\t').map(str::trim).collect();
    let column = |number: usize| columns.get(number).filter(|it| !it.is_empty());
    // `Tue Sep 29 13:53:04 2026`, in the zone of its computer.
    record.at = column(4).and_then(|it| {
        let (day, year) = it.rsplit_once(' ')?;
        Some(timestamp::java(&[day, " - ", year].concat())?.0)
    });
    if let Some(id) = column(5).and_then(|it| it.parse().ok()) {
        record.id = id;
    }
    record.source = column(6).map(|it| (*it).to_owned());
    record.computer = column(10).map(|it| (*it).to_owned());
}

fn named(before: &str, record: &mut LogRecord) {
    let value = |name: &str| {
        let (_, rest) = before.split_once(name)?;
        rest.split_whitespace().next()
    };
    record.computer = value("ComputerName=").map(str::to_owned);
    if let Some(id) = value("EventCode=").and_then(|it| it.parse().ok()) {
        record.id = id;
    }
    // QRadar's LEEF has a name before it.
    let first = value("devTime=").or(before.split([' ', '|', '\t']).next());
    // PsLogList has it in one of its columns.
    let columns = || before.split(',').find_map(timestamp::local);
    let time = first.and_then(timestamp::zoned);
    if let Some((at, zone)) = time.or_else(|| Some((columns()?, false))) {
        (record.at, record.zone_known) = (Some(at), zone);
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::timestamp;
    use crate::traffic::leg::{SentCredential, Status};

    #[test]
    fn lines_of_snare_and_splunk_are_events() {
        let snare = "<132>Sep 29 13:53:04 WIN-DC01 MSWinEventLog\t2\tSecurity\t498298\tTue Sep 29 13:53:04 2026\t4625\t\
            Microsoft-Windows-Security-Auditing\tCONTOSO\\alice\tUser\tFailure Audit\tWEB-01.contoso.example\tLogon\t\tAn account \
            failed to log on.  Account For Which Logon Failed:  Account Name:  alice  Account Domain:  CONTOSO  Failure Information:  \
            Status:  0xC000006D  Sub Status:  0xC000006A  Network Information:  Source Network Address:  10.0.0.5\t498298";
        let splunk = "2014-03-21T23:24:58.000+02:00|03/21/2014 11:24:58 PM LogName=Security SourceName=Microsoft Windows security \
            auditing. EventCode=4769 EventType=0 ComputerName=DC-01.contoso.example Message=A Kerberos service ticket was requested. \
            Account Information: Account Name:\t alice@CONTOSO.EXAMPLE Service Information: Service Name:\t WEB-01$ Network \
            Information: Client Address:\t ::ffff:10.0.0.5 Additional Information: Failure Code:\t 0xD";
        let text = [snare, splunk].join("\n");
        assert!(super::super::is(text.as_bytes()));
        let found = read(text.as_bytes());
        let [one, two] = &found.records[..] else {
            panic!("{:#?}", found.records);
        };
        assert_eq!(
            (one.id, one.computer.as_deref()),
            (4625, Some("WEB-01.contoso.example"))
        );
        assert_eq!(
            (two.id, two.computer.as_deref()),
            (4769, Some("DC-01.contoso.example"))
        );
        assert!(one.at.is_some() && !one.zone_known && two.zone_known);
        let [refused, ticket] = &found.contents.legs[..] else {
            panic!("{:#?}", found.contents.legs);
        };
        assert_eq!(refused.status, Some(Status::Nt(0xC000_006A)));
        assert!(
            matches!(&refused.credential, Some(SentCredential::Clear(_, name, _)) if name == "CONTOSO\\alice")
        );
        assert_eq!(ticket.status, Some(Status::Kerberos(13)));
        // Of words alone there is nothing to tell.
        assert!(!super::super::is(
            b"yesterday: An account failed to log on. Why?"
        ));
    }

    #[test]
    fn leef_and_psloglist_have_the_time_before_the_description() {
        let event = "An account was successfully logged on.  New Logon:  Account Name:  alice  Logon ID:  0x3e7a1";
        let leef = format!(
            "<13>Mar  2 11:14:05 WEB01 LEEF:1.0|Microsoft|Windows|2k16|4624|devTime=2026-03-02T10:14:05GMT+00:00\tmessage={event}"
        );
        let listed = format!(
            "82312,Security,Microsoft-Windows-Security-Auditing,AUDIT SUCCESS,WEB01,3/2/2026 10:14:05 AM,4624,None,\"{event}\""
        );
        for (text, zone) in [(leef, true), (listed, false)] {
            let records = read(text.as_bytes()).records;
            let told = records.first().map(|it| (it.at, it.zone_known));
            assert_eq!(
                told,
                Some((timestamp::iso("2026-03-02T10:14:05Z"), zone)),
                "{text}"
            );
        }
    }

    #[test]
    fn what_snare_counts_at_the_end_is_none_of_the_event() {
        let line = |id: u32, source: &str, description: &str| {
            format!(
                "<14>Sep 18 13:10:00 dc01 MSWinEventLog\t1\tSecurity\t16\tThu Sep 18 13:10:00 2025\t{id}\t{source}\tN/A\tN/A\t\
                Failure Audit\tdc01\tAccount Logon\t\t{description}\t16\n"
            )
        };
        let today = line(
            4776,
            "Microsoft-Windows-Security-Auditing",
            "The computer attempted to validate the credentials for an account.    Logon Account: alice   Source Workstation: DESK   \
            Error Code: 0xC000006A",
        );
        let before = line(
            680,
            "Security",
            "Logon attempt by: MICROSOFT_AUTHENTICATION_PACKAGE_V1_0    Logon account:  alice    Source Workstation: DESK    Error \
            Code: 0xC000006A    ",
        );
        // Without what syslog puts before it.
        let bare = before.split_once("dc01 ").unwrap().1.to_owned();
        for text in [today, before, bare] {
            assert!(super::super::is(text.as_bytes()), "{text}");
            let legs = read(text.as_bytes()).contents.legs;
            assert_eq!(legs.len(), 1, "{text}");
            assert_eq!(legs[0].status, Some(Status::Nt(0xC000_006A)), "{text}");
            assert!(
                matches!(&legs[0].credential, Some(SentCredential::Clear(_, name, _)) if name == "alice")
            );
        }
    }
}
