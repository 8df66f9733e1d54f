mod csv;
mod described;
mod json;

use super::super::timestamp;
use super::*;
use crate::traffic::leg::{LoggedStep, Method, SentCredential, Status};
use crate::wire::kerberos::KdcKind;

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
fn an_event_is_found_by_the_number_that_its_log_gave_it() {
    let xml = "<Event><System><EventID>4624</EventID><EventRecordID>5000000000</EventRecordID></System>\
        <EventData><Data Name='TargetUserName'>alice</Data></EventData></Event>";
    let powershell = r#"[{"Id": 4624, "RecordId": 5000000000, "ProviderName": "Microsoft-Windows-Security-Auditing",
        "TargetUserName": "alice"}]"#;
    let unit = Unit::Record {
        event: 4624,
        number: 5_000_000_000,
    };
    for text in [xml, powershell] {
        let read = read(text.as_bytes());
        assert_eq!(read.contents.legs[0].location.unit, unit, "{text}");
        assert_eq!(read.records[0].location, read.contents.legs[0].location);
    }
    let unnumbered = read(RENDERED.as_bytes());
    assert_eq!(unnumbered.contents.legs[0].location.unit, Unit::Event);
}

/// The XML that Event Viewer copies below the text has the time in UTC.
#[test]
fn what_is_copied_has_its_time_in_the_xml_below_it() {
    let system = "<System><EventID>4625</EventID><TimeCreated SystemTime='2026-11-26T16:01:35.5Z'/></System>";
    let one_line = RENDERED.replace("<System><EventID>4625</EventID></System>\r\n", system);
    let lines = one_line.replace("><", ">\r\n  <");
    for text in [one_line, lines] {
        let read = read([text.as_str(), RENDERED].concat().as_bytes());
        let [copied, bare] = &read.records[..] else {
            panic!("{:#?}", read.records);
        };
        assert_eq!(copied.at, timestamp::iso("2026-11-26T16:01:35.5Z"));
        assert!(copied.zone_known && !bare.zone_known);
        assert_eq!(bare.at, timestamp::iso("2026-11-26T17:01:35"));
    }
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

#[test]
fn splunk_has_the_time_above_and_equals_signs() {
    let text = "03/02/2026 09:14:05 AM\nLogName=Security\nEventCode=4625\nComputerName=web01.contoso.example\nMessage=An account failed to \
        log on.\n\nAccount For Which Logon Failed:\n\tAccount Name:\t\tbob\n\tAccount Domain:\t\tCONTOSO\n\nFailure Information:\n\t\
        Sub Status:\t\t0xC000006A\n\n";
    let table = format!("\"_time\",\"_raw\"\n\"2026-03-02T09:14:05\",\"{text}\"\n");
    for text in [text.repeat(2), table] {
        assert!(is(text.as_bytes()));
        for record in read(text.as_bytes()).records {
            assert_eq!(record.id, 4625);
            assert_eq!(record.computer.as_deref(), Some("web01.contoso.example"));
            assert_eq!(record.at, timestamp::iso("2026-03-02T09:14:05Z"));
            assert_eq!(record.get("TargetUserName"), Some("bob"));
            assert_eq!(record.number("SubStatus"), Some(0xC000_006A));
        }
    }
}

#[test]
fn who_fails_may_have_no_name() {
    let event = |id: u32| {
        format!(
            "<Event><System><EventID>{id}</EventID></System><EventData><Data Name='TargetUserName'>-</Data>\
            <Data Name='Status'>0xc000035b</Data></EventData></Event>"
        )
    };
    for (id, told) in [(4624, 0), (4625, 1), (4769, 1)] {
        assert_eq!(read(event(id).as_bytes()).contents.legs.len(), told);
    }
}

#[test]
fn elements_may_have_a_prefix_and_events_may_stand_in_other_text() {
    const EVENT: &str = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>\
        <EventID>4625</EventID></System><EventData><Data Name='TargetUserName'>alice</Data>\
        <Data Name='IpAddress'>fe80::1%12</Data></EventData></Event>";
    let prefixed = EVENT
        .replace("xmlns=", "xmlns:e=")
        .replace('<', "<e:")
        .replace("<e:/", "</e:");
    let copied =
        format!("Protokollname: Security\r\nEreignis-ID:   4625\r\nEreignis-XML:\r\n{EVENT}\r\n");
    for text in [prefixed, copied] {
        assert!(is(text.as_bytes()), "{text}");
        let records = read(text.as_bytes()).records;
        assert_eq!(records.len(), 1, "{text}");
        assert_eq!(records[0].get("TargetUserName"), Some("alice"));
        assert_eq!(records[0].address("IpAddress"), "fe80::1".parse().ok());
    }
}

#[test]
fn the_event_that_a_file_ends_with_is_cut_and_in_no_other_language() {
    let list = "ProviderName : Microsoft-Windows-Security-Auditing\nTimeCreated  : 02.03.2026 10:14:05\nId : 4624\n\
        Message : An account was successfully logged on.\n\n          New Logon:\n                Security ID: S-1-1\n";
    let table = "Keywords,Date and Time,Source,Event ID,Task Category\n\
        Audit Success,3/2/2026 10:14:05 AM,Microsoft-Windows-Security-Auditing,4624,Logon,\"An account was successfully logged on.\n\n\
        Subject:\n\tSecurity ID:\t\tSYSTEM\n";
    let xml = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider \
        Name='Microsoft-Windows-Security-Auditing'/><EventID>4624</EventID><TimeCreated SystemTime='2026-07-16T09:58:41Z'/>\
        <Computer>web</Computer></System><EventData><Data Name='SubjectUserSid'>S-1-5-18</Data>";
    let head = RENDERED.split("\r\nLogon Type").next().unwrap();
    let mut cut = 0;
    for whole in [RENDERED, list, table, xml, head] {
        for end in whole.char_indices().map(|(at, _)| at).skip(1) {
            let skipped = read(&whole.as_bytes()[..end]).contents.skipped;
            let mut reasons = skipped.iter().map(|it| &it.reason);
            cut += usize::from(reasons.clone().any(|it| *it == SkipReason::CutShort));
            // Before the number of the event stands nothing is known of it.
            let known = is(&whole.as_bytes()[..end]) && whole[..end].contains("462");
            let foreign = reasons.any(|it| *it == SkipReason::Language);
            assert!(!(known && foreign), "{}", &whole[..end]);
        }
    }
    assert!(cut > 200, "{cut}");
}

#[test]
fn of_events_in_another_language_it_is_said_that_they_are_not_read() {
    let german = "Ein Konto wurde erfolgreich angemeldet.\r\n\r\nNeue Anmeldung:\r\n\tKontoname:\t\talice\r\n";
    let french = "L’ouverture de session d’un compte s’est correctement déroulée.";
    let copied =
        "Source :       Microsoft-Windows-Security-Auditing\r\nID de l’événement :4624\r\n";
    let table = format!(
        "\"Message\";\"Id\";\"TimeCreated\"\n\"{german}\";\"4624\";\"02.03.2026 10:14:05\"\n"
    );
    let list = "ProviderName : Microsoft-Windows-Security-Auditing\nTimeCreated  : 02.03.2026 10:14:05\nId : 4624\nMessage : Ein Konto";
    for text in [german, french, copied, &table, list] {
        assert!(is(text.as_bytes()), "{text}");
        let contents = read(text.as_bytes()).contents;
        assert_eq!(contents.legs, [], "{text}");
        assert_eq!(contents.skipped[0].reason, SkipReason::Language, "{text}");
    }
}

#[test]
fn what_a_client_of_kerberos_says_of_a_service_is_a_sentence() {
    let text = "Log Name:      System\nSource:        Microsoft-Windows-Security-Kerberos\nEvent ID:      4\nComputer:      desk\n\
        Description:\nThe Kerberos client received a KRB_AP_ERR_MODIFIED error from the server web01$. The target name used was \
        HTTP/web01.contoso.test. This indicates that the target server failed to decrypt the ticket provided by the client.\n";
    let legs = read(text.as_bytes()).contents.legs;
    assert_eq!(legs[0].target.as_deref(), Some("HTTP/web01.contoso.test"));
    assert_eq!(legs[0].status, Some(Status::Kerberos(41)));
}

/// What PowerShell writes in the United Kingdom.
#[test]
fn one_date_of_a_table_tells_the_order_of_day_and_month() {
    let row = |date: &str| {
        format!(
            "\"{date} 09:00:00\",\"4771\",\"Kerberos pre-authentication failed.\n\nAccount Information:\n\tAccount Name:\t\tal\"\n"
        )
    };
    let table = |dates: &[&str]| {
        let rows: String = dates.iter().map(|it| row(it)).collect();
        read(format!("\"TimeCreated\",\"Id\",\"Message\"\n{rows}").as_bytes())
    };
    let doubtful = |events: &Events| {
        let mut skipped = events.contents.skipped.iter();
        skipped.any(|it| it.reason == SkipReason::NoDayOrder)
    };
    let march = timestamp::iso("2025-03-01T09:00:00");
    let told = table(&["01/03/2025", "13/03/2025"]);
    assert_eq!((told.records[0].at, doubtful(&told)), (march, false));
    let told = table(&["03/01/2025", "03/13/2025"]);
    assert_eq!((told.records[0].at, doubtful(&told)), (march, false));
    let untold = table(&["03/01/2025"]);
    assert_eq!((untold.records[0].at, doubtful(&untold)), (march, true));
    // The head that Event Viewer copies, and JSON.
    let copied = RENDERED.replace("11/26/2026 5:01:35 PM", "01/03/2025 09:00:00");
    let other = RENDERED.replace("11/26/2026 5:01:35 PM", "13/03/2025 09:00:00");
    let json = |date: &str| {
        format!("{{\"Id\":4624,\"ProviderName\":\"P\",\"TimeCreated\":\"{date} 09:00:00\"}}")
    };
    for text in [copied + &other, json("01/03/2025") + &json("13/03/2025")] {
        assert_eq!(read(text.as_bytes()).records[0].at, march, "{text}");
    }
}

/// As Windows writes them; of the first the name leads to another computer than the one that answers.
#[test]
fn errors_that_a_client_gets_name_who_answers_and_what_was_asked_for() {
    let modified = "The Kerberos client received a KRB_AP_ERR_MODIFIED error from the server pc017$. The target name used was \
        cifs/PC031.corp.local. This indicates that the target server failed to decrypt the ticket.";
    let server = |text: &str| {
        let read = read(text.as_bytes());
        let leg = &read.contents.legs[0];
        let name = read.contents.flows[leg.flow].server.name.clone();
        (name, leg.target.clone(), leg.status.clone(), leg.logged)
    };
    let target = Some("cifs/PC031.corp.local".to_owned());
    let status = Some(Status::Kerberos(41));
    let is = |name: &str| (Some(name.to_owned()), target.clone(), status.clone(), None);
    assert_eq!(server(modified), is("pc017"));
    let own = modified.replace("pc017$", "pc031$");
    assert_eq!(server(&own), is("PC031.corp.local"));
    let account = modified.replace("pc017$", "sqlsvc");
    assert_eq!(server(&account), is("PC031.corp.local"));
    let error = "A Kerberos Error Message was received:\n on logon session\n Client Time:\n Server Time: 13:10:2.0000 10/11/2013 Z\n \
        Error Code: 0x7 KDC_ERR_S_PRINCIPAL_UNKNOWN\n Extended Error:\n Client Realm:\n Client Name:\n Server Realm: rootY.local\n \
        Server Name: krbtgt/rootX.local\n Target Name: krbtgt/rootX.local@rootY.local\n Error Text:\n File: 9\n";
    let (_, target, status, step) = server(error);
    assert_eq!(target.as_deref(), Some("krbtgt/rootX.local"));
    assert_eq!(status, Some(Status::Kerberos(7)));
    assert_eq!(step, Some(LoggedStep::Kdc(KdcKind::Tgs)));
    let pac = "The digitally signed Privilege Attribute Certificate (PAC) that contains the authorization information for client \
        svc_web in realm CONTOSO.COM could not be validated.";
    assert_eq!(server(pac).2, Some(Status::Failed));
}

#[test]
fn a_description_may_have_an_equals_sign_behind_each_name() {
    let text = "LogName=Security\nEventCode=4768\nComputerName=dc01\nMessage=A Kerberos authentication ticket (TGT) was requested.\n\n\
        Account Information:\nAccount Name=jdoe\nSupplied Realm Name=CORP\n\nNetwork Information:\nClient Address=::ffff:10.2.3.4\n\n\
        Additional Information:\nResult Code=0x17\n";
    let read = read(text.as_bytes());
    assert_eq!(
        read.records[0].address("IpAddress"),
        "10.2.3.4".parse().ok()
    );
    assert_eq!(read.contents.legs[0].status, Some(Status::Kerberos(0x17)));
}

#[test]
fn what_tells_of_no_sign_in_or_in_another_language_is_said_to() {
    let reason = |text: &str| read(text.as_bytes()).contents.skipped[0].reason.clone();
    let first = r#"{"system": {"provider": "Microsoft-Windows-Security-Kerberos", "event_id": 3}, "event_data": {"ErrorCode": "0x19",
        "TargetName": "krbtgt/ludus@ludus"}}"#;
    assert_eq!(reason(first), SkipReason::NoSignIns);
    let spanish = "Error de una cuenta al iniciar sesión.\n\nSujeto:\n\tNombre de cuenta:\t-\n";
    for text in [
        "Échec d'ouverture de session d'un compte.\n",
        "Échec d’ouverture de session d’un compte.\n",
        spanish,
    ] {
        assert!(is(text.as_bytes()));
        assert_eq!(reason(text), SkipReason::Language, "{text}");
    }
}
