//! Events of which little more than the description is there.

use super::*;

/// Two descriptions as Windows writes them.
const DESCRIPTIONS: [&str; 2] = [
    "An account was successfully logged on.\r\n\r\nSubject:\r\n\tAccount Name:\t\t-\r\n\r\nNew Logon:\r\n\tAccount Name:\t\talice\r\n\t\
        Account Domain:\t\tCONTOSO\r\n\tNetwork Account Name:\t-\r\n",
    "An account failed to log on.\r\n\r\nAccount For Which Logon Failed:\r\n\tAccount Name:\t\tbob\r\n\tAccount Domain:\t\tCONTOSO\r\n\r\n\
        Failure Information:\r\n\tStatus:\t\t\t0xC000006D\r\n",
];

/// The numbers of the events and their users.
fn found(text: &str) -> Vec<(u32, Option<String>)> {
    let records = read(text.as_bytes()).records;
    let found = records.iter();
    found
        .map(|it| (it.id, it.get("TargetUserName").map(str::to_owned)))
        .collect()
}

fn expected() -> Vec<(u32, Option<String>)> {
    vec![
        (4624, Some("alice".to_owned())),
        (4625, Some("bob".to_owned())),
    ]
}

#[test]
fn an_event_of_format_list_ends_where_one_of_its_properties_comes_again() {
    let computers = ["web01", "web02"];
    for order in [
        &["Id", "TimeCreated", "Message"][..],
        &["MachineName", "TimeCreated", "Id", "Message"],
        &["Id", "Message"],
        &["Message"],
        &["Message", "Id", "MachineName"],
        &["EntryType", "EventID", "Message", "TimeGenerated"],
    ] {
        let mut text = String::new();
        for (number, description) in DESCRIPTIONS.iter().enumerate() {
            for name in order {
                let value = match *name {
                    "Id" | "EventID" => (4624 + number).to_string(),
                    "TimeCreated" | "TimeGenerated" => format!("5/1/2024 10:00:0{number} AM"),
                    "MachineName" => computers[number].to_owned(),
                    "Message" => description.replace("\r\n", &format!("\r\n{}", " ".repeat(14))),
                    _ => "SuccessAudit".to_owned(),
                };
                text += &format!("{name:11} : {value}\r\n");
            }
            text += "\r\n";
        }
        assert_eq!(found(&text), expected(), "{order:?}");
        if order.contains(&"MachineName") {
            let told = read(text.as_bytes()).records;
            let told: Vec<_> = told
                .iter()
                .filter_map(|it| it.computer.as_deref())
                .collect();
            assert_eq!(told, computers, "{order:?}");
        }
    }
}

#[test]
fn a_description_tells_which_event_it_is_of() {
    let json = DESCRIPTIONS
        .map(|it| serde_json::json!({"TimeCreated": "2024-05-01T10:00:00Z", "Message": it}));
    assert_eq!(found(&serde_json::json!(json).to_string()), expected());
    let graylog =
        DESCRIPTIONS.map(|it| serde_json::json!({"host": "web01", "full_message": it}).to_string());
    assert_eq!(found(&graylog.join("\n")), expected());
    let table = DESCRIPTIONS.map(|it| format!("\"{it}\""));
    assert_eq!(
        found(&format!("\"Message\"\r\n{}\r\n", table.join("\r\n"))),
        expected()
    );
}

#[test]
fn line_ends_may_be_written_out() {
    let rsyslog = DESCRIPTIONS.map(|it| it.replace("\r\n", "#012").replace('\t', "#011"));
    let escaped = DESCRIPTIONS.map(|it| it.replace("\r\n", "\\r\\n").replace('\t', "\\t"));
    for lines in [rsyslog, escaped] {
        let text = lines.map(|it| format!("May  1 10:00:00 web01 Security[700]: {it}"));
        assert_eq!(found(&text.join("\n")), expected());
    }
}

#[test]
fn fields_that_are_told_by_their_places_are_all_there() {
    let event = |id: u32, values: &[&str]| {
        let properties: Vec<_> = values
            .iter()
            .map(|it| serde_json::json!({"Value": it}))
            .collect();
        let event = serde_json::json!({"Id": id, "ProviderName": "Microsoft-Windows-Security-Auditing", "Properties": properties});
        read(event.to_string().as_bytes()).records.remove(0)
    };
    let logon = [
        "S-1-0-0",
        "-",
        "-",
        "0x0",
        "S-1-5-21-1",
        "alice",
        "CONTOSO",
        "0x1",
        "3",
        "NtLmSsp ",
        "NTLM",
        "WS",
        "{0}",
        "-",
        "NTLM V2",
    ];
    assert_eq!(event(4624, &logon).get("LmPackageName"), Some("NTLM V2"));
    let ticket = [
        "carol",
        "CONTOSO",
        "S-1-5-21-1",
        "krbtgt",
        "S-1-5-21-2",
        "1082195984",
        "0",
        "18",
        "2",
    ];
    assert_eq!(
        event(4768, &ticket).number("TicketEncryptionType"),
        Some(18)
    );
}
