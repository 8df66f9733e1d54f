//! What a domain controller and a server write of one logon session belongs together, whatever their clocks say.

use double_hop::present::evidence::visit;
use double_hop::traffic::collection::Collection;
use double_hop::traffic::reader::TrafficReader;

fn event(id: u32, hour: u32, computer: &str, guid: &str, user: &str) -> String {
    format!(
        "<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\"><System>\
         <Provider Name=\"Microsoft-Windows-Security-Auditing\"/><EventID>{id}</EventID>\
         <TimeCreated SystemTime=\"2026-11-20T{hour:02}:00:00.000Z\"/><Computer>{computer}</Computer></System>\
         <EventData><Data Name=\"TargetUserName\">{user}</Data><Data Name=\"TargetDomainName\">CONTOSO.EXAMPLE</Data>\
         <Data Name=\"ServiceName\">WEB-01$</Data><Data Name=\"LogonGuid\">{{{guid}}}</Data>\
         <Data Name=\"LogonType\">3</Data><Data Name=\"AuthenticationPackageName\">Kerberos</Data>\
         <Data Name=\"IpAddress\">::ffff:10.0.4.17</Data><Data Name=\"IpPort\">0</Data>\
         <Data Name=\"Status\">0x0</Data></EventData></Event>"
    )
}

#[test]
fn events_of_one_logon_session_are_one_visit() {
    let (one, other) = (
        "58ADC6C7-668E-A999-C52A-384B1CB8E553",
        "DCED4BA6-CF24-37EF-0627-B0E4EED7F565",
    );
    let log = [
        event(
            4769,
            8,
            "dc-01.contoso.example",
            one,
            "alice@CONTOSO.EXAMPLE",
        ),
        event(4624, 9, "web-01.contoso.example", one, "alice"),
        event(4624, 10, "web-01.contoso.example", other, "alice"),
    ];
    let bytes = format!("<Events>{}</Events>", log.concat());
    let mut reader = TrafficReader::new(bytes.as_bytes());
    reader.push(bytes.as_bytes());
    let read = reader.finish().unwrap();
    let mut collection = Collection::default();
    collection.take("security.xml", read);
    assert_eq!(collection.attempts.len(), 3);
    assert_eq!(visit(&collection, 1), [0, 1]);
    assert_eq!(visit(&collection, 2), [2]);
}
