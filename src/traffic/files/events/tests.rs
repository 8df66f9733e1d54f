use super::super::timestamp;
use super::*;
use crate::traffic::leg::{Method, SentCredential, Status};

const RENDERED: &str = "Log Name:      Security\r
Source:        Microsoft-Windows-Security-Auditing\r
Date:          11/26/2026 5:01:35 PM\r
Event ID:      4625\r
Task Category: Logon\r
Computer:      web.contoso.test\r
Description:\r
An account failed to log on.\r
\r
Subject:\r
\tSecurity ID:\t\tNULL SID\r
\tAccount Name:\t\t-\r
\r
Logon Type:\t\t\t3\r
\r
Account For Which Logon Failed:\r
\tSecurity ID:\t\tNULL SID\r
\tAccount Name:\t\talice\r
\tAccount Domain:\t\tCONTOSO\r
\r
Failure Information:\r
\tFailure Reason:\t\tUnknown user name or bad password.\r
\tStatus:\t\t\t0xC000006D\r
\tSub Status:\t\t0xC000006A\r
\r
Network Information:\r
\tWorkstation Name:\tDESK\r
\tSource Network Address:\t10.0.0.5\r
\tSource Port:\t\t50123\r
\r
Detailed Authentication Information:\r
\tAuthentication Package:\tNTLM\r
\r
The Process Information fields indicate which account and process on the system requested the logon.\r
Event Xml:\r
<Event xmlns=\"x\"><System><EventID>4625</EventID></System>\r
</Event>\r
";

#[test]
fn rendered_text_has_the_names_of_the_xml() {
    let twice = RENDERED.repeat(2);
    let read = read(twice.as_bytes());
    assert_eq!((read.records.len(), read.contents.legs.len()), (2, 2));
    let record = &read.records[0];
    assert_eq!(record.get("SubjectUserName"), None);
    assert_eq!(record.get("TargetUserName"), Some("alice"));
    assert_eq!(record.get("LogonType"), Some("3"));
    assert_eq!(record.address("IpAddress"), "10.0.0.5".parse().ok());
    let leg = &read.contents.legs[0];
    assert_eq!(leg.status, Some(Status::Nt(0xc000_006a)));
    let user = SentCredential::Clear(Method::Ntlm, "CONTOSO\\alice".into(), None);
    assert_eq!(leg.credential, Some(user));
    assert_eq!(read.contents.flows.len(), 1);
}

#[test]
fn xml_of_every_make() {
    let event = "<Event xmlns='x'><System><Provider Name='P'/><EventID Qualifiers='0'>4624</EventID><TimeCreated SystemTime='2026-11-26T12:34:56Z'/><Computer>c</Computer></System><EventData><Data Name='TargetUserName'>a&amp;b</Data><Data>x</Data></EventData></Event>";
    let wide = |text: &str| {
        [0xfeff]
            .into_iter()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    };
    let forms = [
        format!("{event}{event}").into_bytes(),
        format!("<Events>{event}\n{event}</Events>").into_bytes(),
        wide(&format!("{event}\r\n{event}")),
        format!("- {event}- {event}")
            .replace("><", "> \n- <")
            .into_bytes(),
    ];
    for form in forms {
        let read = read(&form);
        assert_eq!(read.records.len(), 2, "{}", String::from_utf8_lossy(&form));
        assert_eq!(read.records[1].get("TargetUserName"), Some("a&b"));
        assert_eq!(read.records[1].location.first, 2);
        assert_eq!(read.contents.legs.len(), 2);
        assert!(read.contents.skipped.is_empty());
    }
}

#[test]
fn fields_in_a_table_of_powershell() {
    let text = "#TYPE x\r\n\"Message\",\"Id\",\"ProviderName\",\"MachineName\",\"TimeCreated\"\r\n\"Kerberos pre-authentication failed.\r\n\r\nAccount Information:\r\n\tAccount Name:\t\talice\r\n\r\nAdditional Information:\r\n\tFailure Code:\t\t0x18\r\n\",\"4771\",\"P\",\"dc\",\"11/26/2026 5:01:35 PM\"\r\n";
    let read = read(text.as_bytes());
    assert_eq!(read.contents.legs[0].status, Some(Status::Kerberos(0x18)));
    assert_eq!(read.records[0].computer.as_deref(), Some("dc"));
}

#[test]
fn of_a_logon_from_afar_the_address_tells_more_than_the_computer_s_own_name() {
    let named = |workstation: &str, address: &str| {
        let text = RENDERED
            .replace("DESK", workstation)
            .replace("10.0.0.5", address);
        let contents = read(text.as_bytes()).contents;
        contents.flows[0].client.name.clone()
    };
    assert_eq!(named("DESK", "10.0.0.5").as_deref(), Some("DESK"));
    assert_eq!(named("WEB", "10.0.0.5"), None);
    assert_eq!(named("WEB", "127.0.0.1").as_deref(), Some("WEB"));
}

/// What `Format-List` of PowerShell makes of events: with properties behind the message, and of `Get-EventLog`.
#[test]
fn format_list_sets_the_message_in() {
    let message = |width: usize, title: &str, user: &str| {
        let blanks = " ".repeat(width + 2);
        let lines = ["", "Subject:", "\tAccount Name:\t\t-", "", "New Logon:"].join("\n");
        let text = format!("{title}\n{lines}\n\tAccount Name:\t\t{user}\n\tLogon GUID:\t\t");
        let text = format!("{text}\n\nNetwork Information:\n\tSource Port:\t\t51234");
        format!(
            "{:width$}: {}\n",
            "Message",
            text.replace('\n', &format!("\n{blanks}"))
        )
    };
    let titles = [
        "An account was successfully logged on.",
        "An account failed to log on.",
    ];
    let ids = [4624, 4625];
    let users = ["alice", "bob"];
    let each = |make: &dyn Fn(usize) -> String| format!("{}\n\n{}\n", make(0), make(1));
    let short = each(&|n| {
        let message = message(13, titles[n], users[n]);
        format!(
            "TimeCreated  : 3/22/2024 10:00:0{n} AM\nId           : {}\n{message}",
            ids[n]
        )
    });
    let long = each(&|n| {
        let message = message(21, titles[n], users[n]);
        format!(
            "{message}Id                   : {}\nMachineName          : SRV\nTimeCreated          : 3/22/2024 10:00:0{n} AM",
            ids[n]
        )
    });
    let old = each(&|n| {
        let message = message(19, titles[n], users[n]);
        format!(
            "Index              : 7\nInstanceId         : {}\n{message}TimeGenerated      : 3/22/2024 10:00:0{n} AM",
            ids[n]
        )
    });
    for (text, computer) in [(short, None), (long, Some("SRV")), (old, None)] {
        let read = read(text.as_bytes());
        let told = read
            .records
            .iter()
            .map(|it| (it.id, it.get("TargetUserName"), it.get("IpPort")));
        let expected = [
            (4624, Some("alice"), Some("51234")),
            (4625, Some("bob"), Some("51234")),
        ];
        assert_eq!(told.collect::<Vec<_>>(), expected, "{text}");
        let times = [0, 1].map(|n| timestamp::iso(&format!("2024-03-22 10:00:0{n}")));
        assert_eq!(
            read.records.iter().map(|it| it.at).collect::<Vec<_>>(),
            times
        );
        assert!(
            read.records
                .iter()
                .all(|it| it.computer.as_deref() == computer)
        );
    }
}
