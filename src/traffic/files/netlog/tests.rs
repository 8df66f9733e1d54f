use super::super::pieces::in_pieces;
use super::*;
use crate::traffic::leg::{Method, SentCredential, Status};

const CONSTANTS: &str = "{\"constants\":{\"timeTickOffset\":\"1000\",\"logEventTypes\":{\"HTTP_TRANSACTION_SEND_TUNNEL_HEADERS\":1,\"HTTP_TRANSACTION_READ_TUNNEL_RESPONSE_HEADERS\":2,\"AUTH_LIBRARY_INIT_SEC_CTX\":3,\"AUTH_GENERATE_TOKEN\":4,\"REQUEST_ALIVE\":5,\"TCP_CONNECT\":6,\"HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS\":7,\"HTTP_TRANSACTION_READ_RESPONSE_HEADERS\":8,\"AUTH_BOUND_TO_CONTROLLER\":9,\"AUTH_HANDLER_CREATE_RESULT\":10,\"HTTP_TRANSACTION_SEND_REQUEST_HEADERS\":11}},\n\"events\":[\n";

fn log(events: &[(u32, u32, u32, &str)]) -> NetLog {
    let events: Vec<String> = events
        .iter()
        .map(|(source, kind, phase, params)| format!("{{\"params\":{{{params}}},\"phase\":{phase},\"source\":{{\"id\":{source},\"type\":1}},\"time\":\"5\",\"type\":{kind}}}"))
        .collect();
    read(format!("{CONSTANTS}{}]}}", events.join(",\n")).as_bytes())
}

#[test]
fn a_proxy_is_another_strand_on_its_socket() {
    let read = log(&[
        (
            1,
            6,
            2,
            "\"local_address\":\"10.0.0.5:50000\",\"remote_address\":\"[fd00::1]:3128\"",
        ),
        (
            1,
            1,
            0,
            "\"line\":\"CONNECT s:443 HTTP/1.1\\r\\n\",\"headers\":[\"Host: s:443\",\"Proxy-Authorization: NTLM TlRMTVNTUAABAAAA\"]",
        ),
        (
            1,
            2,
            0,
            "\"headers\":[\"HTTP/1.1 407 No\",\"Proxy-Authenticate: NTLM [148 bytes were stripped]\"]",
        ),
    ]);
    let legs = &read.contents.legs;
    assert_eq!((legs.len(), legs[0].strand, legs[1].strand), (2, 1, 1));
    assert_eq!(legs[0].request.as_deref(), Some("CONNECT s:443"));
    assert_eq!(legs[0].at, Some(Timestamp(1_005_000_000)));
    assert_eq!(
        legs[1].credential,
        Some(SentCredential::Stripped(Method::Ntlm, Some(148)))
    );
    let flow = &read.contents.flows[0];
    assert_eq!(
        (flow.client.port, flow.server.port),
        (Some(50000), Some(3128))
    );
}

#[test]
fn a_header_that_was_stripped_has_the_scheme_that_the_log_tells_elsewhere() {
    let read = log(&[
        (1, 9, 0, "\"source_dependency\":{\"id\":2,\"type\":40}"),
        (2, 10, 0, "\"scheme\":\"basic\""),
        (
            1,
            11,
            0,
            "\"line\":\"GET / HTTP/1.1\\r\\n\",\"headers\":[\"Host: s\",\"Authorization: [26 bytes were stripped]\"]",
        ),
        (1, 8, 0, "\"headers\":[\"HTTP/1.1 200 OK\"]"),
    ]);
    let leg = &read.contents.legs[0];
    let basic = SentCredential::Stripped(Method::Basic, Some(26));
    assert_eq!(leg.credential, Some(basic));
    let head = String::from_utf8_lossy(&leg.message);
    assert!(
        head.contains("Authorization: basic [26 bytes were stripped]"),
        "{head}"
    );
}

#[test]
fn what_windows_says() {
    let read = log(&[
        (1, 9, 0, "\"source_dependency\":{\"id\":2,\"type\":40}"),
        (2, 4, 1, ""),
        (2, 3, 1, "\"spn\":\"HTTP/s\""),
        (
            2,
            3,
            2,
            "\"context\":{\"mechanism\":\"Kerberos\",\"source\":\"alice@C\",\"target\":\"HTTP/s\",\"flags\":{\"delegated\":true,\"mutual\":true}},\"status\":{\"security_status\":-2146893042}",
        ),
        (2, 4, 2, "\"net_error\":-342"),
        (2, 4, 2, "\"net_error\":-342"),
        (1, 5, 2, "\"net_error\":-338"),
    ]);
    let trace = &read.traces[0];
    assert_eq!(
        (trace.spn.as_deref(), trace.mechanism.as_deref()),
        (Some("HTTP/s"), Some("Kerberos"))
    );
    assert_eq!((trace.delegated, trace.mutual), (Some(true), Some(true)));
    assert_eq!(trace.failures.len(), 1);
    assert_eq!(
        (
            trace.failures[0].security_status,
            trace.failures[0].net_error
        ),
        (Some(0x8009_030e), Some(-342))
    );
    let statuses: Vec<_> = read
        .contents
        .legs
        .iter()
        .map(|leg| leg.status.clone())
        .collect();
    assert_eq!(statuses, [Some(Status::Net(-342)), Some(Status::Net(-338))]);
}

#[test]
fn the_constants_may_stand_behind_the_events() {
    let text = whole();
    let (constants, events) = text.split_at(text.find("\"events\"").unwrap());
    let constants = constants.strip_prefix('{').unwrap().trim_end();
    let constants = constants.strip_suffix(',').unwrap();
    let turned = format!("{{{},{constants}}}", events.strip_suffix('}').unwrap());
    let told = read(turned.as_bytes()).contents;
    assert_eq!(told.legs.len(), 2, "{turned}");
    let pieces = in_pieces::<NetLogReader>(turned.as_bytes(), 100, 9);
    assert_eq!(pieces.contents, told);
}

#[test]
fn http_2_has_no_first_line() {
    let read = log(&[
        (
            1,
            7,
            0,
            "\"headers\":[\":method: GET\",\":authority: s\",\":path: /x\",\"authorization: Basic YTpi\"]",
        ),
        (1, 8, 0, "\"headers\":[\"HTTP/1.1 200\"]"),
    ]);
    assert_eq!(read.contents.legs[0].request.as_deref(), Some("GET /x"));
    assert_eq!(read.contents.legs[0].target.as_deref(), Some("s"));
}

/// Two events that matter, one that does not, and something behind them.
fn whole() -> String {
    format!(
        "{CONSTANTS}{{\"params\":{{\"line\":\"GET /a HTTP/1.1\\r\\n\",\"headers\":[\"Host: s\",\"Authorization: NTLM TlRMTVNTUAABAAAA\"]}},\"phase\":0,\"source\":{{\"id\":1,\"type\":1}},\"time\":\"5\",\"type\":1}},\n\
         null, {{\"type\":99}},\n\
         {{\"params\":{{\"headers\":[\"HTTP/1.1 401 No\",\"WWW-Authenticate: NTLM\"]}},\"phase\":0,\"source\":{{\"id\":1,\"type\":1}},\"time\":\"6\",\"type\":2}}],\n\
         \"polledData\":{{\"x\":[1,2]}}}}"
    )
}

#[test]
fn what_comes_in_pieces_is_the_same() {
    let text = whole();
    let read_whole = read(text.as_bytes());
    assert_eq!(
        (read_whole.contents.count, read_whole.contents.legs.len()),
        (3, 2)
    );
    for first in 0..text.len() {
        let pieces = in_pieces::<NetLogReader>(text.as_bytes(), first, 9);
        assert_eq!(pieces, read_whole, "{first}");
        let cut = &text.as_bytes()[..first];
        let pieces = in_pieces::<NetLogReader>(cut, CONSTANTS.len(), 9);
        assert_eq!(pieces, read(cut), "{first}");
    }
}

proptest::proptest! {
    #[test]
    fn what_is_wrong_is_the_same_in_pieces(
        changes in proptest::collection::vec((0..900_usize, proptest::sample::select(&b"{}[]\",:x\\ 1"[..])), 0..6),
        first in 0..900_usize,
        more in 1..300_usize,
    ) {
        let mut bytes = whole().into_bytes();
        for (place, byte) in changes {
            if let Some(old) = bytes.get_mut(place) {
                *old = byte;
            }
        }
        let pieces = in_pieces::<NetLogReader>(&bytes, first, more);
        proptest::prop_assert_eq!(pieces, read(&bytes));
    }
}
