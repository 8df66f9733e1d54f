//! Events in tables, each field in a column of its own.

use super::*;

const UTC: &str = "2026-03-14T08:15:20Z";

/// The only event of a table with that head and that row.
fn event(head: &str, row: &str) -> LogRecord {
    let text = format!("{head}\n{row}\n");
    assert!(is(text.as_bytes()), "{text}");
    let read = read(text.as_bytes());
    let [record] = &read.records[..] else {
        panic!("{text}: {read:#?}")
    };
    assert_eq!(read.contents.legs.len(), 1, "{text}");
    record.clone()
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
        assert!(record.zone_known, "{text}");
        assert_eq!(record.get("TargetUserName"), Some("alice"));
    }
}

/// All that Sentinel knows of an event.
#[test]
fn a_table_may_have_hundreds_of_columns() {
    let others: String = (0..260).map(|it| format!(",OtherColumn{it}")).collect();
    let head =
        format!("TenantId,TimeGenerated [UTC],Computer{others},EventID,TargetUserName,Status");
    let row = format!(
        "x,\"3/14/2026, 8:15:20 AM\",web01{},4625,bob,0xc000006d",
        ",".repeat(260)
    );
    let record = event(&head, &row);
    assert_eq!(record.get("TargetUserName"), Some("bob"));
    assert_eq!((record.at, record.zone_known), (timestamp::iso(UTC), true));
}

#[test]
fn a_table_of_anything_is_none_of_events() {
    for head in [
        "id,timestamp,message",
        "Id,Timestamp,Message",
        "event_id,timestamp,user",
        "Id,Time,Source",
    ] {
        assert!(
            !is(format!("{head}\n4624,2026-03-14T08:15:20Z,hello\n").as_bytes()),
            "{head}"
        );
    }
}

#[test]
fn kibana_and_log_parser_name_time_and_computer_otherwise() {
    let record = event(
        "@timestamp,event.code,host.name,winlog.event_data.TargetUserName,winlog.event_data.SubStatus,source.ip",
        "\"Mar 14, 2026 @ 08:15:20.000\",4625,web01,bob,0xc000006a,10.0.0.6",
    );
    assert_eq!((record.at, record.zone_known), (timestamp::iso(UTC), false));
    assert_eq!(record.computer.as_deref(), Some("web01"));
    assert_eq!(record.address("IpAddress"), "10.0.0.6".parse().ok());
    let record = event(
        "EventLog,TimeGenerated,EventID,SourceName,Strings,ComputerName,Message",
        "Security,2026-03-14 08:15:20,4776,Microsoft-Windows-Security-Auditing,x|bob|DESK|0xc000006a,dc01,The computer attempted to \
        validate the credentials for an account. Logon Account: bob Source Workstation: DESK Error Code: 0xC000006A",
    );
    assert_eq!(record.computer.as_deref(), Some("dc01"));
    assert_eq!(record.get("TargetUserName"), Some("bob"));
}

/// What Splunk read in descriptions, without those.
#[test]
fn splunk_has_blanks_as_underscores_and_two_people_in_one_cell() {
    let record = event(
        "\"_time\",host,EventCode,\"Account_Name\",\"Account_Domain\",\"Logon_Type\",\"Source_Network_Address\",\"Sub_Status\"",
        "\"2026-03-14T09:15:20.000+0100\",web01,4625,\"-\nbob\",\"-\nCONTOSO\",3,10.0.0.6,0xC000006A",
    );
    assert_eq!((record.at, record.zone_known), (timestamp::iso(UTC), true));
    assert_eq!(record.computer.as_deref(), Some("web01"));
    for (name, value) in [
        ("TargetUserName", "bob"),
        ("TargetDomainName", "CONTOSO"),
        ("LogonType", "3"),
        ("IpAddress", "10.0.0.6"),
        ("SubStatus", "0xC000006A"),
    ] {
        assert_eq!(record.get(name), Some(value));
    }
    let record = event(
        "_time,ComputerName,EventCode,user,src_ip,Logon_Type",
        "2026-03-14T09:15:20.000+0100,web01,4625,bob,10.0.0.6,3",
    );
    assert_eq!(record.get("TargetUserName"), Some("bob"));
    assert_eq!(record.address("IpAddress"), "10.0.0.6".parse().ok());
}

#[test]
fn the_time_beside_an_event_as_it_came_has_its_zone() {
    let raw = "03/14/2026 09:15:20 AM\nLogName=Security\nEventCode=4625\nMessage=An account failed to log on.\n\nAccount For Which \
        Logon Failed:\n\tAccount Name:\t\tbob\n";
    let record = event(
        "\"_raw\",\"_time\",host",
        &format!("\"{raw}\",\"2026-03-14T09:15:20.000+0100\",web01"),
    );
    assert_eq!((record.at, record.zone_known), (timestamp::iso(UTC), true));
    let json =
        serde_json::json!({"result": {"_raw": raw, "_time": "2026-03-14T09:15:20.000+0100"}});
    let record = &read(json.to_string().as_bytes()).records[0];
    assert_eq!((record.at, record.zone_known), (timestamp::iso(UTC), true));
    // Where it is none, the other columns tell.
    let record = event(
        "_time,EventCode,Account_Name,_raw",
        "2026-03-14T09:15:20+0100,4625,bob,x",
    );
    assert_eq!(record.get("TargetUserName"), Some("bob"));
}

/// What Hayabusa makes of events, as a table and as JSON: fields under short names in one text, or in an object.
#[test]
fn hayabusa_lists_fields_under_names_of_its_own() {
    let details = "TgtUser: bob ¦ TgtDom: CONTOSO ¦ Type: 3 ¦ SrcComp: DESK ¦ SrcIP: 10.0.0.6 ¦ AuthPkg: NTLM";
    let more = "Status: 0xc000006d ¦ SubStatus: 0xc000006a";
    let table = format!(
        "\"Timestamp\",\"Computer\",\"Channel\",\"EventID\",\"Level\",\"RuleTitle\",\"Details\",\"ExtraFieldInfo\"\n\
        \"2026-03-14 17:15:20.000 +09:00\",\"web01\",\"Sec\",4625,\"low\",\"Failed Logon\",\"{details}\",\"{more}\"\n"
    );
    let json = |details: serde_json::Value, more: serde_json::Value| {
        serde_json::json!({
            "Timestamp": "2026-03-14 17:15:20.000 +09:00", "Computer": "web01", "Channel": "Sec", "EventID": 4625,
            "RuleTitle": "Failed Logon", "Status": "stable", "Details": details, "ExtraFieldInfo": more,
        })
        .to_string()
    };
    let object = json(
        serde_json::json!({"TgtUser": "bob", "TgtDom": "CONTOSO", "Type": 3, "SrcComp": "DESK", "SrcIP": "10.0.0.6", "AuthPkg": "NTLM"}),
        serde_json::json!({"Status": "0xc000006d", "SubStatus": "0xc000006a"}),
    );
    for text in [table, json(details.into(), more.into()), object] {
        assert!(is(text.as_bytes()), "{text}");
        let read = read(text.as_bytes());
        assert_eq!(read.contents.skipped, [], "{text}");
        let record = &read.records[0];
        assert_eq!((record.at, record.zone_known), (timestamp::iso(UTC), true));
        assert_eq!(record.computer.as_deref(), Some("web01"));
        assert_eq!(record.number("LogonType"), Some(3));
        assert_eq!(record.number("Status"), Some(0xC000_006D));
        let leg = &read.contents.legs[0];
        let user = SentCredential::Clear(Method::Ntlm, "CONTOSO\\bob".to_owned(), None);
        assert_eq!(leg.credential, Some(user));
        assert_eq!(leg.status, Some(Status::Nt(0xC000_006A)));
    }
}

#[test]
fn event_viewer_s_table_is_known_in_any_language() {
    for (head, mark) in [
        (
            "キーワード,日付と時刻,ソース,イベント ID,タスクのカテゴリ",
            ",",
        ),
        ("关键字,日期和时间,来源,事件 ID,任务类别", ","),
        (
            "Anahtar Sözcükler\tTarih ve Saat\tKaynak\tOlay Kimliği\tGörev Kategorisi",
            "\t",
        ),
    ] {
        let row = [
            "x",
            "2026/03/02 11:14:05",
            "Microsoft-Windows-Security-Auditing",
            "4624",
            "Logon",
            "\"帐户\n\"",
        ];
        let text = format!("\u{feff}{head}\n{}\n", row.join(mark));
        let format = crate::traffic::files::format_of(text.as_bytes());
        assert_eq!(format, Format::WindowsEvents, "{text}");
        let contents = read(text.as_bytes()).contents;
        assert_eq!(contents.skipped[0].reason, SkipReason::Language, "{text}");
    }
    let german = "Schlüsselwörter,Datum und Uhrzeit,Quelle,Ereignis-ID,Aufgabenkategorie\nx,02.03.2026 11:14:05,NETLOGON,5719,-,x\n";
    assert!(is(german.as_bytes()));
    let other = "a,b,c,d,e\n1,2,Microsoft-Windows-Hotfix,x,5\n";
    assert!(!is(other.as_bytes()));
}
