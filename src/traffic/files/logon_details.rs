//! What an event tells of a logon or of a ticket besides who, where and how it ends.

use super::log_record::LogRecord;
use crate::wire::kerberos::KdcOptions;
use crate::wire::ntlm::ResponseKind;

/// What joins an event to others, and what it tells of how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogonDetails {
    /// The GUID that a domain controller (4769) and a member (4624) write alike.
    pub guid: Option<String>,
    /// Whether a service got the ticket in the user's name (`[MS-SFU]` 3.1.5.2.1).
    pub by_proxy: bool,
    /// That service, where the event names it besides the user.
    pub acting: Option<String>,
    /// How the ticket is encrypted, by its number (RFC 3961 8).
    pub etype: Option<i64>,
    /// What proved it, of NTLM.
    pub response: Option<ResponseKind>,
    /// Whether somebody sits before the computer, or sees it by Remote Desktop: no service that was called signs them in.
    pub interactive: bool,
}

impl LogonDetails {
    /// What an event tells; nothing where that is nothing.
    pub fn of(record: &LogRecord) -> Option<Self> {
        let services = record.get("TransmittedServices");
        let last = services.and_then(|it| it.split([',', ' ', '\t']).rfind(|it| !it.is_empty()));
        let asks = matches!(record.id, 673 | 4769)
            && options(record).contains(KdcOptions::CNAME_IN_ADDITIONAL_TICKET);
        let details = Self {
            guid: record.logon_guid(),
            by_proxy: last.is_some() || asks,
            acting: last.filter(|it| !is_user(record, it)).map(str::to_owned),
            etype: etype(record),
            response: match is_nobody(record) {
                true => Some(ResponseKind::Anonymous),
                false => record.get("LmPackageName").and_then(response),
            },
            interactive: is_interactive(record),
        };
        (details != Self::default()).then_some(details)
    }
}

/// The options of a request to a KDC, in hexadecimal (RFC 4120 5.4.1).
fn options(record: &LogRecord) -> KdcOptions {
    let options = number(record, ["TicketOptions", "Ticket Options"]);
    KdcOptions::from_bits_retain(options.unwrap_or_default())
}

/// The encryption type of a ticket that was given.
fn etype(record: &LogRecord) -> Option<i64> {
    const NONE: u32 = u32::MAX;
    let names = ["TicketEncryptionType", "Ticket Encryption Type"];
    let given = number(record, names).filter(|it| *it != NONE && *it != 0);
    given.map(i64::from)
}

/// Of NTLM the event says which version it was, as the package calls it.
fn response(package: &str) -> Option<ResponseKind> {
    Some(match package.to_ascii_uppercase().as_str() {
        "NTLM V2" => ResponseKind::NtlmV2,
        "NTLM V1" => ResponseKind::Ntlm,
        "LM" => ResponseKind::Lm,
        _ => return None,
    })
}

/// Whether nobody signs in. Windows names NTLM's first version there, though nothing is proved.
fn is_nobody(record: &LogRecord) -> bool {
    let is = |field, value: &str| record.get(field).is_some_and(|it| it == value);
    is("TargetUserSid", "S-1-5-7") || is("TargetUserName", "ANONYMOUS LOGON")
}

/// Interactive, unlock, remote interactive, and those without a domain controller (SECURITY_LOGON_TYPE). With a password that
/// it was given, a program makes interactive ones too, as IIS does for Basic.
fn is_interactive(record: &LogRecord) -> bool {
    let by_program = record.get("LogonProcessName").map(str::trim) == Some("Advapi");
    match record.number("LogonType") {
        Some(2) => !by_program,
        Some(kind) => matches!(kind, 7 | 10..=13),
        None => false,
    }
}

/// The number in the first of two fields that is there: the XML and the text call them otherwise.
fn number(record: &LogRecord, names: [&str; 2]) -> Option<u32> {
    names.into_iter().find_map(|it| record.number(it))
}

/// Whether that is who the event is about, with or without a realm.
fn is_user(record: &LogRecord, name: &str) -> bool {
    let bare = |name: &str| name.split('@').next().unwrap_or_default().to_lowercase();
    let user = record.get("TargetUserName");
    user.is_some_and(|user| bare(user) == bare(name))
}

#[cfg(test)]
mod tests {
    use super::super::events::read;
    use super::*;

    fn details(id: u32, fields: &[(&str, &str)]) -> Option<LogonDetails> {
        let data = fields.iter();
        let data = data.map(|(name, value)| format!("<Data Name='{name}'>{value}</Data>"));
        let event = format!(
            "<Event><System><EventID>{id}</EventID></System><EventData>{}</EventData></Event>",
            data.collect::<String>()
        );
        LogonDetails::of(&read(event.as_bytes()).records[0])
    }

    #[test]
    fn an_event_says_that_a_service_acts_for_the_user_and_which() {
        let user = ("TargetUserName", "bob@C.TEST");
        let told = |id, options, services| {
            let fields = [
                user,
                ("TicketOptions", options),
                ("TransmittedServices", services),
            ];
            let told = details(id, &fields).unwrap_or_default();
            (told.by_proxy, told.acting)
        };
        let web = || Some("HTTP/web".to_owned());
        assert_eq!(told(4769, "0x40810000", "-"), (false, None));
        assert_eq!(told(4769, "0x40830000", "-"), (true, None));
        assert_eq!(told(4769, "0x40830000", "HTTP/web"), (true, web()));
        assert_eq!(told(4624, "", "HTTP/front, HTTP/web"), (true, web()));
        // Some domain controllers name the service as the account too.
        assert_eq!(told(4769, "0x40830000", "BOB@C.TEST"), (true, None));
        assert_eq!(told(4768, "0x40830000", "-"), (false, None));
    }

    #[test]
    fn an_event_says_what_the_ticket_or_the_response_was() {
        let told = |name: &str, value: &str| {
            let told = details(4769, &[(name, value)]).unwrap_or_default();
            (told.etype, told.response)
        };
        assert_eq!(told("TicketEncryptionType", "0x17"), (Some(23), None));
        assert_eq!(told("Ticket Encryption Type", "0x12"), (Some(18), None));
        assert_eq!(told("TicketEncryptionType", "0xffffffff"), (None, None));
        for (package, kind) in [
            ("NTLM V1", Some(ResponseKind::Ntlm)),
            ("NTLM V2", Some(ResponseKind::NtlmV2)),
            ("LM", Some(ResponseKind::Lm)),
            ("-", None),
        ] {
            assert_eq!(told("LmPackageName", package), (None, kind), "{package}");
        }
    }

    #[test]
    fn who_is_nobody_proves_nothing_in_any_language() {
        for who in [
            ("TargetUserName", "ANONYMOUS LOGON"),
            ("TargetUserSid", "S-1-5-7"),
        ] {
            let told = details(4624, &[who, ("LmPackageName", "NTLM V1")]).unwrap();
            assert_eq!(told.response, Some(ResponseKind::Anonymous));
        }
    }

    #[test]
    fn who_sits_before_the_computer_signs_in_to_no_service() {
        for (kind, process, interactive) in [
            ("2", "User32 ", true),
            ("2", "Advapi  ", false),
            ("3", "NtLmSsp ", false),
            ("8", "Advapi  ", false),
            ("10", "User32 ", true),
        ] {
            let fields = [("LogonType", kind), ("LogonProcessName", process)];
            let told = details(4625, &fields).unwrap_or_default();
            assert_eq!(told.interactive, interactive, "{kind} {process}");
        }
    }
}
