use super::*;
use crate::hosts::{ConnectionId, Era};
use crate::lab::{Carrier, Connection, Hop, HostId, HostInfo, Scenario, run};
use crate::present::export::ExportFormat;
use crate::traffic::leg::Flow;
use crate::traffic::reader::TrafficReader;
use std::time::{Duration, Instant};

fn host(id: u16, name: &str) -> HostInfo {
    HostInfo::named(HostId(id), name)
}

/// One connection from the first host to the second, and these messages on it, from either side in turn.
fn talk(names: [&str; 2], messages: impl IntoIterator<Item = Vec<u8>>) -> Log {
    let mut log = Log::new(vec![host(0, names[0]), host(1, names[1])]);
    log.connections.push(Connection {
        id: ConnectionId(7),
        from: HostId(0),
        to: HostId(1),
        hop: Hop::FIRST,
        loopback: false,
        carrier: Carrier::default(),
    });
    for (number, message) in messages.into_iter().enumerate() {
        let from = (number % 2) as u16;
        let kind = EventKind::Message {
            connection: ConnectionId(7),
            to: HostId(1 - from),
            sent: message.into(),
            received: None,
        };
        log.push(
            HostId(from),
            FileTime::from_unix(1_000_000),
            kind,
            Vec::new(),
        );
    }
    log
}

/// The frames of a file, each with the length that it had.
fn frames(file: &[u8]) -> Vec<(&[u8], usize)> {
    let number = |bytes: &[u8]| u32::from_le_bytes(bytes.try_into().unwrap()) as usize;
    let mut frames = Vec::new();
    let mut rest = file;
    while !rest.is_empty() {
        let length = number(&rest[4..8]);
        assert_eq!((length % 4, number(&rest[length - 4..length])), (0, length));
        if rest[..4] == [6, 0, 0, 0] {
            let there = number(&rest[20..24]);
            frames.push((&rest[28..28 + there], number(&rest[24..28])));
        }
        rest = &rest[length..];
    }
    frames
}

#[test]
fn only_a_kdc_has_the_port_of_one() {
    use crate::wire::kerberos::{AP_REQ_TOKEN, ApReq, KrbError, wrap};
    let port = |message: Vec<u8>| {
        let file = pcapng(&talk(["a", "b"], [message]), &|_| None);
        let frame = frames(&file)[0].0;
        u16::from_be_bytes([frame[36], frame[37]])
    };
    let error = KrbError::default().encode();
    assert_eq!(port(error.clone()), 88);
    assert_eq!(
        port([&(error.len() as u32).to_be_bytes(), &error[..]].concat()),
        88
    );
    assert_ne!(port(wrap(AP_REQ_TOKEN, &ApReq::default().encode())), 88);
}

#[test]
fn a_server_has_the_port_that_was_seen_where_wireshark_knows_what_is_spoken_there() {
    use crate::wire::rpc::{Body, Pdu};
    let port = |message: &[u8], seen: u16| {
        let mut log = talk(["a", "b"], [message.to_vec()]);
        log.connections[0].carrier.ports = Some([50_000, seen]);
        let file = pcapng(&log, &|_| None);
        let frame = frames(&file)[0].0;
        u16::from_be_bytes([frame[36], frame[37]])
    };
    let bind = Pdu::new(1, Body::Auth3 { pad: [0; 4] }, None)
        .encode()
        .unwrap();
    assert_eq!(port(&bind, 49_676), 49_676);
    assert_eq!(port(&bind, 445), 1028);
    assert_eq!(port(b"GET / HTTP/1.1\r\n\r\n", 8080), 8080);
}

#[test]
fn a_message_is_in_segments_that_follow_each_other() {
    let message: Vec<u8> = (0..4_000).map(|number| number as u8).collect();
    let file = pcapng(&talk(["a", "b"], [message.clone()]), &|_| None);
    let frames = frames(&file);
    let sequence = |frame: &[u8]| u32::from_be_bytes(frame[38..42].try_into().unwrap());
    let payload = |frame: &[u8]| frame[54..].to_vec();
    // Three open the connection; one acknowledges the second.
    let sizes: Vec<usize> = frames.iter().map(|(frame, _)| frame.len() - 54).collect();
    assert_eq!(sizes, [0, 0, 0, 1460, 1460, 0, 1080]);
    let data: Vec<&[u8]> = frames
        .iter()
        .map(|(frame, _)| *frame)
        .filter(|frame| frame.len() > 54)
        .collect();
    assert_eq!(
        data.iter()
            .flat_map(|frame| payload(frame))
            .collect::<Vec<u8>>(),
        message
    );
    assert_eq!(sequence(data[1]) - sequence(data[0]), 1460);
}

#[test]
fn a_body_that_the_log_lacks_is_cut_off_and_its_numbers_are_left_out() {
    let request = b"GET / HTTP/1.1\r\nHost: b\r\n\r\n".to_vec();
    let response = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".to_vec();
    let head = response.len();
    let log = talk(
        ["a", "b"],
        [request.clone(), response.clone(), request, response],
    );
    let file = pcapng(&log, &|_| None);
    let frames = frames(&file);
    let cut: Vec<_> = frames
        .iter()
        .filter(|(frame, length)| frame.len() != *length)
        .collect();
    let sequences = cut
        .iter()
        .map(|(frame, _)| u32::from_be_bytes(frame[38..42].try_into().unwrap()));
    let sequences: Vec<u32> = sequences.collect();
    assert_eq!(
        sequences[1].wrapping_sub(sequences[0]),
        100_000 + head as u32
    );
    assert_eq!(cut[0].1, 14 + 0xffff);
}

#[test]
fn hosts_of_one_name_have_one_address_and_names_that_are_addresses_stay() {
    let log = talk(["WEB-01", "web-01"], [b"x".to_vec()]);
    let file = pcapng(&log, &|_| None);
    let (frame, _) = frames(&file)[0];
    assert_eq!(frame[26..30], frame[30..34]);
    let log = talk(["192.0.2.1", "web"], [b"x".to_vec()]);
    let file = pcapng(&log, &|_| None);
    let (frame, _) = frames(&file)[0];
    assert_eq!(
        (&frame[26..30], &frame[30..34]),
        (&[192, 0, 2, 1][..], &[192, 0, 2, 2][..])
    );
}

#[test]
fn many_messages_take_time_in_proportion() {
    let log = talk(
        ["a", "b"],
        (0..100_000).map(|_| b"GET / HTTP/1.1\r\n\r\n".to_vec()),
    );
    let start = Instant::now();
    let file = pcapng(&log, &|_| Some("a".repeat(100_000)[..10].to_owned()));
    assert!(start.elapsed() < Duration::from_secs(60));
    assert_eq!(frames(&file).len(), 100_003);
}

#[test]
fn a_comment_too_long_for_its_option_is_cut_between_letters() {
    let log = talk(["a", "b"], [b"x".to_vec()]);
    let file = pcapng(&log, &|_| Some("ä".repeat(40_000)));
    assert_eq!(frames(&file).len(), 4);
    let said = file.windows(2).filter(|two| *two == "ä".as_bytes()).count();
    assert_eq!(said, 32_767);
}

#[test]
fn ports_and_addresses_that_traffic_shows_are_kept_and_logs_are_left_out() {
    let read = |bytes: &[u8]| {
        let mut reader = TrafficReader::new(bytes);
        reader.push(bytes);
        reader.finish().unwrap().swap_remove(0).contents
    };
    let mut log = run(&Scenario::of(Era::Today));
    let ends = ["10.0.0.7", "10.0.0.80"].map(|it| it.parse().unwrap());
    log.connections[0].carrier.ports = Some([39_968, 8080]);
    log.connections[0].carrier.addresses = Some(ends);
    let contents = read(&pcapng(&log, &|_| None));
    let [client, server] = ends.map(Some);
    let is_first = |flow: &&Flow| flow.client.port == Some(39_968);
    let flow = contents.flows.iter().find(is_first).unwrap();
    assert_eq!((flow.client.address, flow.server.address), (client, server));
    assert_eq!(flow.server.port, Some(8080));
    // The front end has that address where it calls on, too.
    let others = contents.flows.iter().filter(|flow| !is_first(flow));
    assert!(others.clone().count() > 0);
    assert!(others.into_iter().any(|flow| flow.client.address == server));

    assert!(ExportFormat::Pcapng.holds(&log));
    log.connections
        .iter_mut()
        .for_each(|it| it.carrier.told = true);
    assert!(!ExportFormat::Pcapng.holds(&log));
    assert!(read(&pcapng(&log, &|_| None)).flows.is_empty());
}

#[test]
fn a_connection_of_ipv6_is_one_and_its_hosts_have_their_names() {
    let mut log = run(&Scenario::of(Era::Today));
    let ends = ["2001:db8::7", "2001:db8::80"].map(|it| it.parse().unwrap());
    log.connections[0].carrier.addresses = Some(ends);
    let bytes = pcapng(&log, &|_| None);
    let mut reader = TrafficReader::new(&bytes);
    reader.push(&bytes);
    let contents = reader.finish().unwrap().swap_remove(0).contents;
    let is_first = |flow: &&Flow| flow.client.address == Some(ends[0]);
    let flow = contents.flows.iter().find(is_first).unwrap();
    assert_eq!(flow.server.address, Some(ends[1]));
    assert!(contents.names.contains(&(ends[1], "WEB-01".to_owned())));
    // The others are of IPv4.
    let others = contents.flows.iter().filter(|flow| !is_first(flow));
    assert!(others.clone().count() > 0);
    assert!(
        others
            .into_iter()
            .all(|flow| flow.server.address.unwrap().is_ipv4())
    );
}
