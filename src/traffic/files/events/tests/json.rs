//! Events in JSON, or in what has JSON in it.

use super::*;

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
            assert_eq!(format, Format::WindowsEvents, "{text}");
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

/// The only event in JSON, with who it is about.
fn told(json: &serde_json::Value) -> (LogRecord, Option<Status>) {
    let text = json.to_string();
    assert!(is(text.as_bytes()), "{text}");
    let read = read(text.as_bytes());
    let [record] = &read.records[..] else {
        panic!("{text}: {read:#?}")
    };
    assert_eq!(record.get("TargetUserName"), Some("bob"), "{text}");
    assert_eq!(record.computer.as_deref(), Some("web01"), "{text}");
    let status = read.contents.legs.first().and_then(|it| it.status.clone());
    (record.clone(), status)
}

/// As Velociraptor has them: numbers as they are in the log.
#[test]
fn values_may_be_objects_and_times_seconds() {
    let (record, status) = told(&serde_json::json!([{
        "System": {
            "Provider": {"Name": "Microsoft-Windows-Security-Auditing"}, "EventID": {"Value": 4625},
            "TimeCreated": {"SystemTime": 1_773_476_120.25}, "Computer": "web01",
        },
        "EventData": {"TargetUserName": "bob", "Status": 3_221_225_581_u32, "SubStatus": 3_221_225_578_u32, "LogonType": 3},
    }]));
    let at = timestamp::iso("2026-03-14T08:15:20.250Z");
    assert_eq!((record.at, record.zone_known), (at, true));
    assert_eq!(status, Some(Status::Nt(0xC000_006A)));
}

/// As Graylog keeps what Winlogbeat and GELF bring, and as Kibana shows it.
#[test]
fn names_may_have_the_way_before_them() {
    let at = timestamp::iso("2026-03-14T08:15:20Z");
    for json in [
        serde_json::json!({
            "winlogbeat_event_code": "4776", "source": "web01", "winlogbeat_winlog_event_data_Workstation": "DESK",
            "winlogbeat_@timestamp": "2026-03-14T08:15:20.000Z", "winlogbeat_winlog_event_id": "4776",
            "winlogbeat_winlog_event_data_TargetUserName": "bob", "winlogbeat_winlog_event_data_Status": "0xc000006a",
            "winlogbeat_winlog_computer_name": "web01",
        }),
        serde_json::json!({
            "version": "1.1", "host": "web01", "timestamp": 1_773_476_120.0, "_EventID": 4776, "_TargetUserName": "bob",
            "_Workstation": "DESK", "_Status": "0xc000006a", "_Hostname": "web01",
        }),
        serde_json::json!({"_source": {}, "fields": {
            "winlog.event_data.TargetUserName": ["bob"], "winlog.event_data.Workstation": ["DESK"],
            "winlog.event_data.Status": ["0xc000006a"], "winlog.event_id": ["4776"], "winlog.computer_name": ["web01"],
            "@timestamp": ["2026-03-14T08:15:20.000Z"], "event.code": ["4776"],
        }}),
    ] {
        let (record, status) = told(&json);
        assert_eq!((record.id, record.at, record.zone_known), (4776, at, true));
        assert_eq!(record.get("Workstation"), Some("DESK"));
        assert_eq!(status, Some(Status::Nt(0xC000_006A)));
    }
}

/// As Log Analytics answers.
#[test]
fn a_table_in_json_has_its_names_apart() {
    let names = [
        "TimeGenerated",
        "Other",
        "Computer",
        "EventID",
        "TargetUserName",
        "SubStatus",
    ];
    let columns = names.map(|it| serde_json::json!({"name": it, "type": "string"}));
    let row =
        serde_json::json!(["2026-03-14T08:15:20Z", {"a": [1]}, "web01", 4625, "bob", "0xc000006a"]);
    let without = serde_json::json!([
        "2026-03-14T08:15:21Z",
        null,
        "web01",
        4625,
        "carol",
        "0xc000006a"
    ]);
    let table = |rows: Vec<&serde_json::Value>| serde_json::json!({"tables": [{"name": "PrimaryResult", "columns": columns, "rows": rows}]});
    let (record, status) = told(&table(vec![&row]));
    assert_eq!(record.at, timestamp::iso("2026-03-14T08:15:20Z"));
    assert_eq!(status, Some(Status::Nt(0xC000_006A)));
    let two = read(table(vec![&row, &without]).to_string().as_bytes());
    let users = two.records.iter().map(|it| it.get("TargetUserName"));
    assert_eq!(users.collect::<Vec<_>>(), [Some("bob"), Some("carol")]);
}

/// As syslog carries it, evtx_dump prints it and Loki keeps it.
#[test]
fn json_may_stand_behind_other_words_or_in_a_text() {
    let event = r#"{"EventTime": "2026-03-02 11:14:05", "Hostname": "web", "EventID": 4624, "SourceName":
        "Microsoft-Windows-Security-Auditing", "TargetUserName": "alice", "Message": "An account was successfully logged on.\r\n\r\n
        New Logon:\r\n\tAccount Name:\t\talice\r\n"}"#
        .replace('\n', "");
    let within = serde_json::json!([{ "line": event }, { "line": event }]).to_string();
    let behind = |words: &str| format!("{words} {event}\n").repeat(2);
    let raw = serde_json::json!([{ "_raw": event }, { "_raw": event }]).to_string();
    for text in [
        behind("<14>Mar  2 11:14:05 WEB01.contoso.local"),
        behind("<14>1 2026-03-02T10:14:05.123Z WEB01 winlogbeat - - -"),
        behind("2026-03-02T11:14:05+01:00 WEB01 app[12]: @cee:"),
        behind("Record 1001\n"),
        within,
        raw,
    ] {
        let format = crate::traffic::files::format_of(text.as_bytes());
        assert_eq!(format, Format::WindowsEvents, "{text}");
        let records = read(text.as_bytes()).records;
        assert_eq!(records.len(), 2, "{text}");
        for record in records {
            assert_eq!(record.get("TargetUserName"), Some("alice"), "{text}");
            assert_eq!(record.at, timestamp::iso("2026-03-02T11:14:05"));
        }
    }
}

#[test]
fn texts_in_texts_are_read_to_a_depth() {
    let mut text = r#"{"EventID": 4624, "TargetUserName": "alice"}"#.to_owned();
    for _ in 0..8 {
        text = serde_json::json!({ "EventID": "x", "EventData": "", "line": text }).to_string();
    }
    assert!(read(text.as_bytes()).records.is_empty());
}

#[test]
fn fields_may_be_xml_in_a_text_and_the_message_a_description() {
    let data = "<EventData xmlns='x'><Data Name='TargetUserName'>alice</Data><Data Name='IpPort'>50123</Data></EventData>";
    let row = serde_json::json!({"tables": [{
        "columns": [{"name": "TimeGenerated"}, {"name": "EventID"}, {"name": "EventData"}, {"name": "Source"}],
        "rows": [["2026-03-02T10:14:05.123Z", 4624, data, "Microsoft-Windows-Security-Auditing"]],
    }]});
    let promtail = serde_json::json!({
        "source": "Microsoft-Windows-Security-Auditing", "event_id": 4624, "timeCreated": "2026-03-02T10:14:05.123Z",
        "event_data": data,
    });
    let fluentd = serde_json::json!({
        "ProviderName": "Microsoft-Windows-Security-Auditing", "EventID": "4624", "TimeCreated": "2026-03-02T10:14:05.123Z",
        "Description": "An account was successfully logged on.\r\n\r\nNew Logon:\r\n\tAccount Name:\t\talice\r\n",
    });
    for json in [row, promtail, fluentd] {
        let read = read(json.to_string().as_bytes());
        assert_eq!(read.contents.skipped, [], "{json}");
        assert_eq!(
            read.records[0].get("TargetUserName"),
            Some("alice"),
            "{json}"
        );
        assert_eq!(
            read.records[0].at,
            timestamp::iso("2026-03-02T10:14:05.123Z")
        );
    }
}

#[test]
fn times_that_are_not_read_are_said_to_be() {
    let event = |time: &str| {
        let event = serde_json::json!({
            "Id": 4624, "ProviderName": "P", "TimeCreated": time, "TargetUserName": "alice",
        });
        let skipped = read(event.to_string().as_bytes()).contents.skipped;
        skipped.into_iter().map(|it| it.reason).collect::<Vec<_>>()
    };
    assert_eq!(event("2026-03-02 오후 1:14:05"), [SkipReason::NoTime]);
    assert_eq!(event("2026-03-02T10:14:05Z"), []);
    let korean = RENDERED.replace("11/26/2026 5:01:35 PM", "2026-03-02 오후 1:14:05");
    let skipped = read(korean.as_bytes()).contents.skipped;
    assert_eq!(skipped[0].reason, SkipReason::NoTime);
}
