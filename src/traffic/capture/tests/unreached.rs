//! Calls that nobody takes.

use super::*;
use crate::traffic::leg::NoAnswer;
use crate::wire::kerberos::{KdcRequest, KrbError};

const RESET: u8 = 4;

/// What comes of each call that is not taken, how often it was made, and its packets.
fn unreached(packets: impl IntoIterator<Item = Vec<u8>>) -> Vec<(NoAnswer, u32, u32, u32)> {
    let mut capture = Capture::default();
    capture.push(&pcap(packets));
    let calls = capture.finish().unreached.into_iter();
    calls
        .map(|it| (it.why, it.count, it.location.first, it.location.last))
        .collect()
}

fn reset() -> Vec<u8> {
    let mut reset = server(0, 101, "");
    reset.flags = RESET;
    reset.packet()
}

/// A packet of IPv4 from one of these hosts to the other.
fn ip(protocol: u8, from: u8, to: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(20 + payload.len()).unwrap();
    let head = [
        0x45, 0, 0, length, 0, 0, 0, 0, 64, protocol, 0, 0, 10, 0, 0, from, 10, 0, 0, to,
    ];
    [&head[..], payload].concat()
}

/// ICMP's word on a packet, of which it repeats the beginning.
fn undelivered(code: u8, packet: &[u8]) -> Vec<u8> {
    ip(
        1,
        2,
        1,
        &[&[3, code, 0, 0, 0, 0, 0, 0], &packet[..28]].concat(),
    )
}

/// A question to a KDC, or its answer: an error.
fn datagram(from: Sender) -> Vec<u8> {
    let (ports, hosts, message) = match from {
        Sender::Client => ([0xc3, 0x50, 0, 88], (1, 2), KdcRequest::default().encode()),
        Sender::Server => ([0, 88, 0xc3, 0x50], (2, 1), KrbError::default().encode()),
    };
    let length = u8::try_from(8 + message.len()).unwrap();
    let udp = [&ports[..], &[0, length, 0, 0], &message].concat();
    ip(17, hosts.0, hosts.1, &udp)
}

#[test]
fn a_connection_that_nobody_opens_is_told() {
    let [open, accept] = handshake().map(|it| it.packet());
    let tries = |count| vec![open.clone(); count];
    assert_eq!(unreached(tries(3)), [(NoAnswer::Silence, 3, 1, 3)]);
    let refused = [open.clone(), reset(), open.clone(), reset()];
    assert_eq!(unreached(refused), [(NoAnswer::Refusal, 2, 1, 4)]);
    for (code, why) in [(1, NoAnswer::Unreachable), (3, NoAnswer::Refusal)] {
        let told = unreached([open.clone(), undelivered(code, &open)]);
        assert_eq!(told, [(why, 1, 1, 2)]);
    }
    assert_eq!(unreached([open.clone(), undelivered(4, &open)]), []);
    // The answer may come after the end, and an open connection may be reset.
    assert_eq!(unreached(tries(1)), []);
    assert_eq!(unreached([tries(3), vec![accept.clone()]].concat()), []);
    assert_eq!(unreached([open.clone(), accept, reset()]), []);
    // Where one direction was captured the client goes on.
    let goes_on = client(101, 501, "GET / HTTP/1.1\r\n").packet();
    assert_eq!(unreached([tries(3), vec![goes_on]].concat()), []);
}

#[test]
fn what_is_opened_later_was_reached() {
    let [open, accept] = handshake();
    let mut again = open.clone();
    again.sequence = 9000;
    let mut accepted = accept;
    accepted.acknowledged = Some(9001);
    let all = [&open, &open, &open, &again, &accepted].map(Sent::packet);
    assert_eq!(unreached(all), []);
}

#[test]
fn a_kdc_that_does_not_answer_is_told() {
    let (ask, answer) = (datagram(Sender::Client), datagram(Sender::Server));
    let asked = vec![ask.clone(); 3];
    assert_eq!(unreached(asked.clone()), [(NoAnswer::Silence, 3, 1, 3)]);
    assert_eq!(unreached([asked, vec![answer]].concat()), []);
    let closed = undelivered(3, &ask);
    let told = unreached([ask.clone(), closed.clone(), ask, closed]);
    assert_eq!(told, [(NoAnswer::Refusal, 2, 1, 4)]);
}

#[test]
fn whoever_tries_every_port_leaves_a_bounded_number() {
    let open = handshake()[0].packet();
    let tries = (1..5000_u16).flat_map(|port| {
        let mut packet = open.clone();
        packet[22..24].copy_from_slice(&port.to_be_bytes());
        vec![packet; 3]
    });
    assert!(unreached(tries).len() < 1000);
}
