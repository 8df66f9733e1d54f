//! Events of the Security log of Windows NT 4 to Server 2003: which of today's each is, and why a logon failed, which its number
//! tells (Microsoft's description of security events in Windows 2000 and Server 2003).

use crate::traffic::files::log_record::{LogRecord, is_no_value};

/// The event of today that tells the same, if it is one of the old ones.
pub(super) fn today(record: &LogRecord) -> Option<u32> {
    let source = record.source.as_deref().unwrap_or("Security");
    if source != "Security" {
        return None;
    }
    Some(match record.id {
        528 | 540 => 4624,
        529..=537 | 539 => 4625,
        552 => 4648,
        672 | 676 => 4768,
        673 | 677 => 4769,
        674 => 4770,
        675 => 4771,
        680 | 681 => 4776,
        _ => return None,
    })
}

/// Whether a ticket was given: there is no code then, and `-` stands in its place.
pub(super) fn is_given(record: &LogRecord) -> bool {
    let empty = |(name, value): &(String, String)| {
        name == "Status" && !value.trim().is_empty() && is_no_value(value)
    };
    today(record).is_some() && record.fields.iter().any(empty)
}

/// Whom a logon is of whose name is empty: up to Windows Server 2003 ANONYMOUS LOGON has none.
pub(super) fn nobody(record: &LogRecord) -> Option<&'static str> {
    let (_, name) = record
        .fields
        .iter()
        .find(|(name, _)| name == "TargetUserName")?;
    let anonymous = today(record).is_some() && name.trim().is_empty();
    anonymous.then_some("NT AUTHORITY\\ANONYMOUS LOGON")
}

/// Why a logon failed, as the NTSTATUS that stands for it ([MS-ERREF] 2.3.1); nothing where the number leaves it open.
pub(super) fn reason(record: &LogRecord) -> Option<u32> {
    today(record)?;
    // Where the text has no number, its title stands for the most common: what it says itself counts.
    let said = record.get("Reason");
    let bad_name = said.is_none_or(|it| it.starts_with("Unknown user name"));
    Some(match record.id {
        529 if !bad_name => return None,
        529 => 0xC000_006D,
        530 => 0xC000_006F,
        531 => 0xC000_0072,
        532 => 0xC000_0193,
        533 => 0xC000_0070,
        534 => 0xC000_015B,
        535 => 0xC000_0071,
        536 => 0xC000_0192,
        539 => 0xC000_0234,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::traffic::files::events::read;
    use crate::traffic::leg::{Method, SentCredential, Status};

    #[test]
    fn what_server_2003_writes_is_read_as_the_event_of_today() {
        let logon = "Event Type:\tSuccess Audit\nEvent Source:\tSecurity\nEvent ID:\t540\nDate:\t\t5/5/2008\nTime:\t\t10:11:12 AM\n\
            Computer:\tMBX-02\nDescription:\nSuccessful Network Logon:\n \tUser Name:\talice\n \tDomain:\t\tCONTOSO\n \
            \tLogon Type:\t3\n \tAuthentication Package:\tNTLM\n \tWorkstation Name:\tWEB-01\n";
        let read_logon = read(logon.as_bytes());
        let leg = &read_logon.contents.legs[0];
        assert_eq!(leg.status, Some(Status::Nt(0)));
        let user = SentCredential::Clear(Method::Ntlm, "CONTOSO\\alice".into(), None);
        assert_eq!(leg.credential, Some(user));
        assert!(read_logon.records[0].at.is_some());
        assert_eq!(leg.target.as_deref(), Some("MBX-02"));

        let nobody = read(logon.replace("alice", "").replace("CONTOSO", "").as_bytes());
        let anonymous =
            SentCredential::Clear(Method::Ntlm, "NT AUTHORITY\\ANONYMOUS LOGON".into(), None);
        assert_eq!(nobody.contents.legs[0].credential, Some(anonymous));

        let status = |text: &str| read(text.as_bytes()).contents.legs.remove(0).status;
        let locked = logon
            .replace("540", "539")
            .replace("Successful Network Logon", "Logon Failure");
        assert_eq!(status(&locked), Some(Status::Nt(0xC000_0234)));
        let headless = "Logon Failure:\n \tReason:\t\tAccount locked out\n \tUser Name:\talice\n";
        assert_eq!(status(headless), Some(Status::Failed));
        let unknown = headless.replace("Account locked out", "Unknown user name or bad password");
        assert_eq!(status(&unknown), Some(Status::Nt(0xC000_006D)));
        let ticket = |code: &str| {
            status(&format!(
                "    Service Ticket Request:\n     \tUser Name:\t\tbjones@EXAMPLE.NET\n     \tService Name:\t\tWEB-01$\n     \
                \tClient Address:\t\t10.0.0.9\n     \tFailure Code:\t\t{code}\n"
            ))
        };
        assert_eq!(ticket("-"), Some(Status::Kerberos(0)));
        assert_eq!(ticket("0xD"), Some(Status::Kerberos(13)));
    }

    #[test]
    fn a_number_of_another_source_is_no_event_of_security() {
        let record =
            "Event Type:\tError\nEvent Source:\tW3SVC\nEvent ID:\t540\nUser Name:\talice\n";
        assert!(read(record.as_bytes()).contents.legs.is_empty());
    }
}
