//! Captures of any size, always the same: sign-ins of the lab's runs, alone or between other traffic.

use double_hop::hosts::Era;
use double_hop::lab::{EventKind, HostId, Log, Scenario, run};
use std::collections::{BTreeMap, VecDeque};
use std::iter;
use std::net::Ipv4Addr;

/// An end of a connection.
type End = (Ipv4Addr, u16);

/// What is left of a conversation, packet by packet.
type Conversation = VecDeque<Vec<u8>>;

/// So many conversations go on at the same time.
const AT_ONCE: usize = 16;

/// A pcap of so many packets: of 24 conversations one is a sign-in over two hops. About 360 bytes a packet.
pub fn mixed(packets: usize) -> Vec<u8> {
    let mut noise = Noise(1);
    let all = (0..).map(|number: u32| match number % 24 {
        0 => visit(number, desktop(number)),
        1 | 9 | 17 => web_page(number, &mut noise),
        5 | 13 => encrypted(number, &mut noise),
        6 | 14 | 20 => unknown(number, &mut noise),
        _ => look_up(number),
    });
    pcap(all, packets)
}

/// A pcap of so many sign-ins with NTLM over two hops of HTTP, from so many computers.
pub fn visits(count: u32, desktops: u32) -> Vec<u8> {
    let all = (0..count).map(|number| visit(number, desktop(number % desktops.max(1))));
    pcap(all, usize::MAX)
}

/// A pcap of one connection: what is said on it, and whether the client says it.
pub fn conversation<'a>(said: impl Iterator<Item = (bool, &'a [u8])>) -> Vec<u8> {
    let mut packets = Conversation::new();
    let mut connection = Tcp::open((desktop(0), port(0)), (server(1), 80), &mut packets);
    for (by_client, bytes) in said {
        connection.send(by_client, bytes, &mut packets);
    }
    connection.close(&mut packets);
    pcap(iter::once(packets), usize::MAX)
}

/// Puts conversations beside each other, a packet of each in turn.
fn pcap(mut conversations: impl Iterator<Item = Conversation>, packets: usize) -> Vec<u8> {
    let mut file = Vec::new();
    for word in [0xa1b2_c3d4, 0x0004_0002, 0, 0, 0x0004_0000, 1_u32] {
        file.extend_from_slice(&word.to_le_bytes());
    }
    let mut open: VecDeque<Conversation> = conversations.by_ref().take(AT_ONCE).collect();
    let mut number = 0;
    while let Some(mut conversation) = open.pop_front() {
        let Some(frame) = conversation.pop_front() else {
            open.extend(conversations.next());
            continue;
        };
        if number == packets {
            break;
        }
        // 50 microseconds apart.
        let at = number as u64 * 50;
        let length = frame.len() as u32;
        let seconds = 1_785_316_442 + (at / 1_000_000) as u32;
        for word in [seconds, (at % 1_000_000) as u32, length, length] {
            file.extend_from_slice(&word.to_le_bytes());
        }
        file.extend_from_slice(&frame);
        number += 1;
        open.push_back(conversation);
    }
    file
}

/// A message of a run: its connection with both hosts, whether the client sent it, and its bytes.
type Message = ((u32, HostId, HostId), bool, Vec<u8>);

/// The messages of a run on connections that speak HTTP.
fn http_messages(log: &Log) -> Vec<Message> {
    let mut messages = Vec::new();
    for event in &log.events {
        let EventKind::Message {
            connection, sent, ..
        } = &event.kind
        else {
            continue;
        };
        let Some(known) = log.connections.iter().find(|it| it.id == *connection) else {
            continue;
        };
        let place = (connection.0, known.from, known.to);
        let speaks_http = |(other, ..): &Message| *other == place;
        if sent.starts_with(b"GET ") || messages.iter().any(speaks_http) {
            messages.push((place, event.host == known.from, sent.to_vec()));
        }
    }
    messages
}

/// A run between computers of which the first, who visits, has an address of its own. Each has challenges and proofs of its
/// own, as real ones: of sign-ins with the same proof all but one count as copies.
fn visit(number: u32, desktop: Ipv4Addr) -> Conversation {
    let messages = http_messages(&run(&Scenario {
        seed: number.into(),
        ..Scenario::of(Era::Today)
    }));
    let mut packets = Conversation::new();
    let mut connections: BTreeMap<u32, Tcp> = BTreeMap::new();
    let address = |host: HostId| match host.0 {
        0 => desktop,
        other => server(u32::from(other)),
    };
    for ((connection, from, to), by_client, bytes) in &messages {
        let connection = connections.entry(*connection).or_insert_with(|| {
            let port = port(number.wrapping_mul(4).wrapping_add(*connection));
            Tcp::open((address(*from), port), (address(*to), 80), &mut packets)
        });
        connection.send(*by_client, bytes, &mut packets);
    }
    for connection in connections.into_values() {
        connection.close(&mut packets);
    }
    packets
}

/// A page with a picture, for which nobody signs in.
fn web_page(number: u32, noise: &mut Noise) -> Conversation {
    let mut packets = Conversation::new();
    let ends = ((desktop(number), port(number)), (server(20), 8080));
    let mut connection = Tcp::open(ends.0, ends.1, &mut packets);
    for (path, kind, length) in [
        ("/", "text/html", 3_000),
        ("/logo.png", "image/png", 22_000),
    ] {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: intranet.contoso.example\r\nAccept: */*\r\nCookie: visit={number}\r\n\r\n"
        );
        let mut response =
            format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n")
                .into_bytes();
        response.extend(noise.bytes(length));
        connection.send(true, request.as_bytes(), &mut packets);
        connection.send(false, &response, &mut packets);
    }
    connection.close(&mut packets);
    packets
}

/// A connection in TLS, as far as its records tell.
fn encrypted(number: u32, noise: &mut Noise) -> Conversation {
    let mut packets = Conversation::new();
    let ends = ((desktop(number), port(number)), (server(30), 443));
    let mut connection = Tcp::open(ends.0, ends.1, &mut packets);
    for (kind, by_client, length) in [
        (22, true, 300),
        (22, false, 3_000),
        (23, true, 500),
        (23, false, 12_000),
    ] {
        let mut record = vec![kind, 3, 3];
        record.extend_from_slice(&(length as u16).to_be_bytes());
        // Of a handshake the kind and the length of what is in it.
        let inner = length as u32 - 4;
        let hello = [
            if by_client { 1 } else { 2 },
            0,
            (inner >> 8) as u8,
            inner as u8,
            3,
            3,
        ];
        let head: &[u8] = if kind == 22 { &hello } else { &[] };
        record.extend_from_slice(head);
        record.extend(noise.bytes(length - head.len()));
        connection.send(by_client, &record, &mut packets);
    }
    connection.close(&mut packets);
    packets
}

/// A protocol that nobody knows, in small pieces of both ends.
fn unknown(number: u32, noise: &mut Noise) -> Conversation {
    let mut packets = Conversation::new();
    let ends = ((desktop(number), port(number)), (server(40), 9_100));
    let mut connection = Tcp::open(ends.0, ends.1, &mut packets);
    for turn in 0..24 {
        connection.send(turn % 2 == 0, &noise.bytes(90 + turn * 7), &mut packets);
    }
    connection.close(&mut packets);
    packets
}

/// A question to a name server (RFC 1035 4.1) and its answer.
fn look_up(number: u32) -> Conversation {
    let ends = [(desktop(number), port(number)), (server(53), 53)];
    let name = b"\x03www\x07contoso\x07example\0\0\x01\0\x01";
    let head = |flags: u8, answers: u8| {
        [
            (number >> 8) as u8,
            number as u8,
            flags,
            0,
            0,
            1,
            0,
            answers,
            0,
            0,
            0,
            0,
        ]
    };
    let question = [&head(1, 0)[..], name].concat();
    let address = server(number % 200).octets();
    let answer = [
        &head(0x81, 1)[..],
        name,
        b"\xc0\x0c\0\x01\0\x01\0\0\x0e\x10\0\x04",
        &address,
    ]
    .concat();
    let [client, server] = ends;
    [udp(client, server, &question), udp(server, client, &answer)].into()
}

/// Of each of 4,000 visitors.
fn desktop(number: u32) -> Ipv4Addr {
    let number = number % 4_000;
    Ipv4Addr::new(10, 1, (number / 250) as u8, (number % 250) as u8 + 1)
}

fn server(number: u32) -> Ipv4Addr {
    Ipv4Addr::new(10, 0, 0, number as u8)
}

fn port(number: u32) -> u16 {
    10_000 + (number % 50_000) as u16
}

/// A connection: both ends, the client first, and the number of the next byte of each.
struct Tcp {
    ends: [End; 2],
    next: [u32; 2],
}

const SYN: u8 = 2;
const ACK: u8 = 16;
const PUSH: u8 = 8;
const FIN: u8 = 1;
/// As many bytes of TCP as an Ethernet frame carries.
const SEGMENT: usize = 1_460;

impl Tcp {
    fn open(client: End, server: End, packets: &mut Conversation) -> Self {
        let mut connection = Self {
            ends: [client, server],
            next: [1_000, 9_000],
        };
        connection.segment(true, SYN, &[], packets);
        connection.segment(false, SYN | ACK, &[], packets);
        connection.segment(true, ACK, &[], packets);
        connection
    }

    /// Sends bytes; the other end acknowledges every other segment.
    fn send(&mut self, by_client: bool, bytes: &[u8], packets: &mut Conversation) {
        for (number, piece) in bytes.chunks(SEGMENT).enumerate() {
            self.segment(by_client, PUSH | ACK, piece, packets);
            if number % 2 == 1 {
                self.segment(!by_client, ACK, &[], packets);
            }
        }
        self.segment(!by_client, ACK, &[], packets);
    }

    fn close(mut self, packets: &mut Conversation) {
        self.segment(true, FIN | ACK, &[], packets);
        self.segment(false, FIN | ACK, &[], packets);
        self.segment(true, ACK, &[], packets);
    }

    fn segment(&mut self, by_client: bool, flags: u8, bytes: &[u8], packets: &mut Conversation) {
        let ([client, server], [own, others]) = (self.ends, &mut self.next);
        let (source, target, sequence, acknowledged) = if by_client {
            (client, server, own, others)
        } else {
            (server, client, others, own)
        };
        let mut segment = ports(source, target);
        segment.extend_from_slice(&sequence.to_be_bytes());
        segment.extend_from_slice(&acknowledged.to_be_bytes());
        segment.extend_from_slice(&[0x50, flags, 0xff, 0xff, 0, 0, 0, 0]);
        segment.extend_from_slice(bytes);
        let length = bytes.len() as u32 + u32::from(flags & (SYN | FIN) != 0);
        *sequence = sequence.wrapping_add(length);
        packets.push_back(ethernet(source.0, target.0, 6, &segment));
    }
}

fn udp(source: End, target: End, bytes: &[u8]) -> Vec<u8> {
    let mut datagram = ports(source, target);
    datagram.extend_from_slice(&(bytes.len() as u16 + 8).to_be_bytes());
    datagram.extend_from_slice(&[0, 0]);
    datagram.extend_from_slice(bytes);
    ethernet(source.0, target.0, 17, &datagram)
}

fn ports(source: End, target: End) -> Vec<u8> {
    [source.1.to_be_bytes(), target.1.to_be_bytes()].concat()
}

/// A frame with an IPv4 packet. Checksums are left to the card, as captures of one's own traffic show them.
fn ethernet(source: Ipv4Addr, target: Ipv4Addr, protocol: u8, bytes: &[u8]) -> Vec<u8> {
    let mut frame = b"\x02\0\0\0\0\x01\x02\0\0\0\0\x02\x08\0\x45\0".to_vec();
    frame.extend_from_slice(&(bytes.len() as u16 + 20).to_be_bytes());
    frame.extend_from_slice(&[0, 0, 0x40, 0, 64, protocol, 0, 0]);
    frame.extend_from_slice(&source.octets());
    frame.extend_from_slice(&target.octets());
    frame.extend_from_slice(bytes);
    frame
}

/// Bytes that look random and are always the same.
struct Noise(u32);

impl Noise {
    fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut next = || {
            self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (self.0 >> 24) as u8
        };
        (0..count).map(|_| next()).collect()
    }
}
