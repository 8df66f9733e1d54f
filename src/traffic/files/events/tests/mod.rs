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

/// One event as each of the programs writes it that make JSON of events.
#[test]
fn events_as_json_of_any_program() {
    let message = "An account was successfully logged on.\r\n\r\nLogon Type:\t\t3\r\n\r\nNew Logon:\r\n\tAccount Name:\t\talice\r\n\
        \tAccount Domain:\t\tCONTOSO\r\n\r\nNetwork Information:\r\n\tSource Network Address:\t10.0.0.7\r\n\
        \tSource Port:\t\t49734\r\n\r\nDetailed Authentication Information:\r\n\tAuthentication Package:\tNTLM";
    let powershell = serde_json::json!([{
        "Id": 4624, "ProviderName": "Microsoft-Windows-Security-Auditing", "MachineName": "web.contoso.test",
        "TimeCreated": {"value": "/Date(1784195921000)/", "DisplayHint": 2},
        "Properties": [{"Value": "S-1-0-0"}], "Message": message,
    }]);
    let data = serde_json::json!({
        "TargetUserName": "alice", "TargetDomainName": "CONTOSO", "LogonType": 3, "WorkstationName": null,
        "AuthenticationPackageName": "NTLM", "IpAddress": "10.0.0.7", "IpPort": "49734",
    });
    let evtx_dump = serde_json::json!({"Event": {
        "System": {
            "Provider": {"#attributes": {"Name": "Microsoft-Windows-Security-Auditing"}},
            "EventID": {"#attributes": {"Qualifiers": 0}, "#text": 4624},
            "TimeCreated": {"#attributes": {"SystemTime": "2026-07-16T09:58:41Z"}},
            "Computer": "web.contoso.test",
        },
        "EventData": data,
    }});
    let winlogbeat = serde_json::json!({"hits": {"hits": [{"_source": {
        "@timestamp": "2026-07-16T09:58:41.000Z", "log": {"level": "information"},
        "winlog": {
            "provider_name": "Microsoft-Windows-Security-Auditing", "event_id": "4624",
            "computer_name": "web.contoso.test", "event_data": data,
        },
    }}]}});
    let mut nxlog = serde_json::json!({
        "EventTime": "2026-07-16 09:58:41", "Hostname": "web.contoso.test", "EventID": 4624,
        "SourceName": "Microsoft-Windows-Security-Auditing",
    });
    for (name, value) in data.as_object().unwrap() {
        nxlog[name] = value.clone();
    }
    for json in [powershell, evtx_dump, winlogbeat, nxlog] {
        let text = json.to_string();
        for (copies, text) in [(1, text.clone()), (2, format!("{text}\n{text}"))] {
            let format = crate::traffic::files::format_of(text.as_bytes());
            assert_eq!(
                format,
                crate::traffic::files::Format::WindowsEvents,
                "{text}"
            );
            let events = read(text.as_bytes());
            assert_eq!(events.records.len(), copies, "{text}");
            let record = &events.records[0];
            assert_eq!(record.id, 4624);
            assert_eq!(record.computer.as_deref(), Some("web.contoso.test"));
            assert_eq!(record.at, timestamp::iso("2026-07-16T09:58:41Z"), "{text}");
            assert_eq!(record.number("LogonType"), Some(3));
            let user = "CONTOSO\\alice".to_owned();
            let expected = SentCredential::Clear(Method::Ntlm, user, None);
            assert_eq!(events.contents.legs[0].credential, Some(expected));
            assert_eq!(events.contents.flows[0].client.port, Some(49734));
        }
        let cut = read(&text.as_bytes()[..text.len() - 3]);
        assert_eq!(cut.contents.skipped[0].reason, SkipReason::CutShort);
    }
    // What stands in a body of a HAR is quoted there.
    let body =
        serde_json::json!({"log": {"entries": [{"text": "{\"EventID\": 1, \"Provider\": 2}"}]}});
    assert!(!is(body.to_string().as_bytes()));
}

/// What `select TimeCreated,Id,Message | ConvertTo-Json` leaves of events: no source.
#[test]
fn events_as_json_without_their_source() {
    let logon = "An account was successfully logged on.\r\n\r\nNew Logon:\r\n\tAccount Name:\t\talice\r\n\tAccount Domain:\t\t\
        CONTOSO\r\n\tNetwork Account Name:\t-\r\n\r\nDetailed Authentication Information:\r\n\tAuthentication Package:\tNTLM";
    let ticket = "A Kerberos service ticket was requested.\r\n\r\nAccount Information:\r\n\tAccount Name:\t\tbob@CONTOSO\r\n\r\n\
        Service Information:\r\n\tService Name:\t\tWEB01$\r\n\r\nAdditional Information:\r\n\tFailure Code:\t\t0x0";
    let audit = "NTLM client blocked audit: Audit outgoing NTLM authentication traffic that would be blocked.\r\n\
        Target server: HTTP/web01\r\nSupplied user: alice\r\nSupplied domain: CONTOSO";
    let service = "The Kerberos client received a KRB_AP_ERR_MODIFIED error from the server web01$. The target name used was \
        HTTP/web01. This indicates that the target server failed to decrypt the ticket provided by the client.";
    let event = |id: u32, message: &str| {
        let at = "2025-03-01T09:00:00.123+01:00";
        serde_json::json!({"TimeCreated": at, "Id": id, "LogName": "Security", "Message": message})
    };
    let events = [
        event(4624, logon),
        event(4769, ticket),
        event(8001, audit),
        event(4, service),
    ];
    let list = serde_json::Value::from(events.to_vec()).to_string();
    let each = events.map(|it| it.to_string());
    for (text, count) in [(list, 4)].into_iter().chain(each.map(|it| (it, 1))) {
        assert!(is_json(text.as_bytes()), "{text}");
        let read = read(text.as_bytes());
        assert_eq!(read.contents.legs.len(), count, "{text}");
        assert_eq!(read.contents.skipped, [], "{text}");
        for record in &read.records {
            assert!(record.at.is_some() && record.zone_known);
        }
        if let [logon, ..] = &read.records[..]
            && logon.id == 4624
        {
            assert_eq!(logon.get("TargetUserName"), Some("alice"));
        }
    }
    assert!(!is_json(b"[{\"Id\": 7, \"Message\": \"hello\"}]"));
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
fn fields_may_have_columns_of_their_own() {
    for text in [
        "TimeGenerated [UTC],Computer,EventID,TargetUserName\n\"3/2/2026, 9:14:05 AM\",web01,4624,alice\n",
        "@timestamp;winlog.event_id;host.name;winlog.computer_name;winlog.event_data.TargetUserName\n2026-03-02T09:14:05Z;4624;h;web01;alice\n",
    ] {
        assert!(is(text.as_bytes()));
        let [record] = &read(text.as_bytes()).records[..] else {
            panic!("{text}");
        };
        assert_eq!(
            (record.id, record.computer.as_deref()),
            (4624, Some("web01"))
        );
        assert_eq!(record.at, timestamp::iso("2026-03-02T09:14:05Z"));
        assert_eq!(record.get("TargetUserName"), Some("alice"));
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

/// As `[xml]$event.ToXml() | ConvertTo-Json` and programs like it write the XML's attributes.
#[test]
fn fields_in_json_may_be_objects_with_a_name_and_a_text() {
    for at in ["", "@"] {
        let text = format!(
            r##"{{"Event":{{"System":{{"Provider":{{"{at}Name":"Microsoft-Windows-Security-Auditing"}},
            "EventID":{{"{at}Qualifiers":"","#text":"4625"}},"Computer":"web01"}},"EventData":{{"Data":[
            {{"{at}Name":"TargetUserName","#text":"bob"}},{{"{at}Name":"SubStatus","#text":"0xc000006a"}}]}}}}}}"##
        );
        assert!(is(text.as_bytes()), "{text}");
        let legs = read(text.as_bytes()).contents.legs;
        assert_eq!(legs[0].status, Some(Status::Nt(0xc000_006a)), "{text}");
    }
}

/// What Splunk exports has the event as it came in `_raw`.
#[test]
fn events_within_a_table_or_json_of_splunk() {
    const EVENT: &str = "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>4625\
        </EventID></System><EventData><Data Name=\"TargetUserName\">CONTOSO\\bob</Data></EventData></Event>";
    let text = "LogName=Security\nEventCode=4625\nMessage=An account failed to log on.\n\nAccount For Which Logon \
        Failed:\n\tAccount Name:\t\tbob\n\tAccount Domain:\t\tCONTOSO\n";
    for raw in [EVENT, text] {
        let json = serde_json::json!({"preview": false, "result": {"_raw": raw, "EventID": "4625", "source": "x"}});
        let table = format!("_time,_raw\n2026-03-02,\"{}\"\n", raw.replace('"', "\"\""));
        for text in [format!("{json}\n{json}"), table.clone()] {
            assert!(is(text.as_bytes()), "{text}");
            let events = read(text.as_bytes());
            assert_eq!(events.contents.skipped, [], "{text}");
            let count = if text == table { 1 } else { 2 };
            assert_eq!(events.records.len(), count, "{text}");
            let user = SentCredential::Clear(Method::Other, "CONTOSO\\bob".to_owned(), None);
            assert_eq!(events.contents.legs[0].credential, Some(user), "{text}");
        }
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

/// What EvtxECmd makes of an event log, as CSV and as JSON.
#[test]
fn fields_may_stand_in_a_payload() {
    let named = |(name, text): (&str, &str)| serde_json::json!({"@Name": name, "#text": text});
    let fields = [
        ("TargetUserName", "alice"),
        ("TargetDomainName", "CONTOSO"),
        ("SubStatus", "0xc000006a"),
        ("IpAddress", "10.0.0.5"),
    ];
    let payload = serde_json::json!({"EventData": {"Data": fields.map(named)}}).to_string();
    let json = serde_json::json!({
        "UserName": "CONTOSO\\other", "RemoteHost": "DESK", "Payload": payload, "Channel": "Security",
        "Provider": "Microsoft-Windows-Security-Auditing", "EventId": 4625, "Computer": "web",
        "TimeCreated": "2025-03-01T08:00:00.1234567+00:00",
    })
    .to_string();
    let table = format!(
        "RecordNumber,TimeCreated,EventId,Provider,Computer,MapDescription,UserName,Payload\n\
        1,2025-03-01 08:00:00.1234567,4625,Microsoft-Windows-Security-Auditing,web,Failed logon,CONTOSO\\other,\"{}\"\n",
        payload.replace('"', "\"\"")
    );
    for text in [json.clone(), format!("{json}\n{json}\n"), table] {
        assert!(is(text.as_bytes()), "{text}");
        let read = read(text.as_bytes());
        assert_eq!(read.contents.skipped, [], "{text}");
        let record = &read.records[0];
        assert_eq!(record.id, 4625);
        assert_eq!(record.computer.as_deref(), Some("web"));
        assert_eq!(record.at, timestamp::iso("2025-03-01T08:00:00.1234567Z"));
        let leg = &read.contents.legs[0];
        assert_eq!(leg.status, Some(Status::Nt(0xC000_006A)), "{text}");
        let user = SentCredential::Clear(Method::Other, "CONTOSO\\alice".to_owned(), None);
        assert_eq!(leg.credential, Some(user), "{text}");
    }
    // Fields of an element of their own, and what is none.
    let told =
        payload::fields("{\"UserData\":{\"EventXML\":{\"@xmlns\":\"x\",\"UserName\":\"a\"}}}");
    assert!(told.contains(&("UserName".to_owned(), "a".to_owned())));
    assert_eq!(payload::fields("hello"), []);
}
