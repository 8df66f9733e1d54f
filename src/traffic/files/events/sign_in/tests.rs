use super::*;
use crate::traffic::leg::{FileLocation, Unit};

/// How an event reads: its connection, who, the target, the status, and the exchange.
type Read = (String, String, String, Option<Status>, Option<KdcKind>);

fn message(id: u32, source: &str, fields: &[(&str, &str)]) -> Option<(Flow, Leg)> {
    let mut record = LogRecord::new(FileLocation {
        unit: Unit::Event,
        first: 1,
        last: 1,
    });
    record.id = id;
    record.source = Some(source.to_owned());
    record.computer = Some("writer".to_owned());
    let fields = fields.iter();
    record.fields = fields
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let mut flows = LogFlows::default();
    let leg = leg(&record, &mut flows, &[])?;
    Some((flows.into_vec().remove(0), leg))
}

fn read(id: u32, source: &str, fields: &[(&str, &str)]) -> Option<Read> {
    let (flow, leg) = message(id, source, fields)?;
    let name = |party: &Party| party.name.clone().unwrap_or_default();
    let Some(SentCredential::Clear(_, user, None)) = leg.credential else {
        panic!("{id}");
    };
    Some((
        format!("{} > {}", name(&flow.client), name(&flow.server)),
        user,
        leg.target.unwrap_or_default(),
        leg.status,
        leg.logged.and_then(exchange),
    ))
}

fn exchange(step: LoggedStep) -> Option<KdcKind> {
    match step {
        LoggedStep::Kdc(kind) => Some(kind),
        LoggedStep::Validation => None,
    }
}

fn expected(
    ends: &str,
    user: &str,
    target: &str,
    status: Option<Status>,
    exchange: Option<KdcKind>,
) -> Option<Read> {
    let [ends, user, target] = [ends, user, target].map(str::to_owned);
    Some((ends, user, target, status, exchange))
}

/// Fields as the manifest of Microsoft-Windows-NTLM and Microsoft-Windows-Security-Netlogon have them.
#[test]
fn audits_of_ntlm_name_who_and_where() {
    let source = "Microsoft-Windows-NTLM";
    let goes_out = [
        ("TargetName", "HTTP/web01:8080"),
        ("UserName", "(NULL)"),
        ("DomainName", "(NULL)"),
        ("ClientUserName", "alice"),
        ("ClientDomainName", "CONTOSO"),
    ];
    let who = "CONTOSO\\alice";
    let sends = "writer > web01";
    assert_eq!(
        read(8001, source, &goes_out),
        expected(sends, who, "HTTP/web01:8080", None, None)
    );
    assert_eq!(
        read(4001, source, &goes_out),
        expected(
            sends,
            who,
            "HTTP/web01:8080",
            Some(Status::Nt(NTLM_BLOCKED)),
            None
        )
    );
    // The program that was called is not who calls.
    assert_eq!(
        read(8002, source, &[("ClientUserName", "WEB01$")]),
        expected(" > writer", "", "writer", None, None)
    );
    let comes = [
        ("UserName", "alice"),
        ("DomainName", "CONTOSO"),
        ("WorkstationName", "DESK"),
        ("SChannelName", "WEB01"),
    ];
    assert_eq!(
        read(8004, "Microsoft-Windows-Security-Netlogon", &comes),
        expected("DESK > writer", who, "WEB01", None, None)
    );
    assert_eq!(read(8004, "Another", &comes), None);
}

#[test]
fn a_client_of_kerberos_notes_what_a_kdc_or_a_service_answers() {
    let source = "Microsoft-Windows-Security-Kerberos";
    let error = |code: &'static str, server: &'static str| {
        let fields = [
            ("LogonSession", "CONTOSO\\alice"),
            ("ErrorCode", code),
            ("ServerName", server),
        ];
        read(3, source, &fields)
    };
    let who = "CONTOSO\\alice";
    let status = |code| Some(Status::Kerberos(code));
    assert_eq!(
        error("0x7", "HTTP/web01"),
        expected(
            "writer > ",
            who,
            "HTTP/web01",
            status(7),
            Some(KdcKind::Tgs)
        )
    );
    assert_eq!(
        error("0x12", "krbtgt/CONTOSO"),
        expected(
            "writer > ",
            who,
            "krbtgt/CONTOSO",
            status(18),
            Some(KdcKind::As)
        )
    );
    assert_eq!(
        error("0x25", "HTTP/web01"),
        expected("writer > web01", who, "HTTP/web01", status(37), None)
    );
    // Each sign-in begins so.
    assert_eq!(error("0x19", "krbtgt/CONTOSO"), None);
    assert_eq!(
        read(
            4,
            source,
            &[("Server", "web01$"), ("Targetname", "HTTP/web01")]
        ),
        expected("writer > web01", "", "HTTP/web01", status(41), None)
    );
    assert_eq!(read(4, "Another", &[("Targetname", "HTTP/web01")]), None);
}

#[test]
fn a_ticket_is_renewed() {
    let fields = [
        ("TargetUserName", "alice@CONTOSO"),
        ("ServiceName", "krbtgt"),
    ];
    assert_eq!(
        read(4770, "Microsoft-Windows-Security-Auditing", &fields),
        expected(
            " > writer",
            "alice@CONTOSO",
            "krbtgt",
            Some(Status::Kerberos(0)),
            Some(KdcKind::Tgs)
        )
    );
}

#[test]
fn a_kdc_of_windows_says_more_closely_why() {
    let fields = [
        ("ErrorCode", "0x12"),
        ("ExtendedError", "0xc0000072 KLIN(0)"),
        ("ServerName", "krbtgt/CONTOSO"),
    ];
    let (_, leg) = message(3, "Microsoft-Windows-Security-Kerberos", &fields).unwrap();
    assert_eq!(leg.windows, Some(0xc000_0072));
}

#[test]
fn the_address_in_a_logon_with_given_credentials_is_the_caller_s_unless_its_port_is_a_service_s() {
    let ends = |target: &str, address: &str, port: &str| {
        let fields = [
            ("TargetUserName", "alice"),
            ("TargetServerName", target),
            ("IpAddress", address),
            ("IpPort", port),
        ];
        let (flow, _) = message(4648, "Microsoft-Windows-Security-Auditing", &fields).unwrap();
        let end = |party: Party| {
            let address = party.address.map(|it| it.to_string());
            (party.name, address)
        };
        [end(flow.client), end(flow.server)]
    };
    let name = |name: &str| (Some(name.to_owned()), None);
    let at = |name: Option<&str>| (name.map(str::to_owned), Some("10.0.0.7".to_owned()));
    assert_eq!(
        ends("localhost", "10.0.0.7", "50555"),
        [at(None), name("writer")]
    );
    assert_eq!(
        ends("sql01", "10.0.0.7", "50555"),
        [name("writer"), name("sql01")]
    );
    assert_eq!(
        ends("sql01", "10.0.0.7", "445"),
        [name("writer"), at(Some("sql01"))]
    );
    assert_eq!(
        ends("localhost", "-", "-"),
        [name("writer"), name("writer")]
    );
}
