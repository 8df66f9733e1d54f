//! Connections made up, brought into disorder and read again.

mod disorder;
mod unreached;

use super::Capture;
use super::tcp::{ConnectionSummary, Listener};
use crate::traffic::dissect::Stamp;
use crate::traffic::leg::{
    Contents, FileLocation, Leg, LegKind, Protocol, Sender, SkipReason, Unit,
};

/// Notes all that it is told.
struct Recorder(usize);

impl Recorder {
    fn note(&self, from: Sender, kind: LegKind, bytes: &[u8], stamp: Stamp, out: &mut Vec<Leg>) {
        let location = FileLocation {
            unit: Unit::Packet,
            first: stamp.packet,
            last: stamp.packet,
        };
        let mut leg = Leg::new(self.0, from, stamp.at, location);
        leg.kind = kind;
        leg.message = bytes.into();
        out.push(leg);
    }
}

impl Listener for Recorder {
    fn data(&mut self, from: Sender, bytes: &[u8], stamp: Stamp, out: &mut Vec<Leg>) {
        assert!(!bytes.is_empty());
        self.note(from, LegKind::Message, bytes, stamp, out);
    }

    fn gap(&mut self, from: Sender, bytes: u64, stamp: Stamp, out: &mut Vec<Leg>) {
        assert!(bytes > 0);
        self.note(from, LegKind::Gap(bytes), &[], stamp, out);
    }

    fn end(&mut self, _: &mut Vec<Leg>) {}

    fn done(&self) -> bool {
        false
    }

    fn outcome(&self) -> ConnectionSummary {
        ConnectionSummary {
            protocol: Some(Protocol::Http),
            ..ConnectionSummary::default()
        }
    }
}

/// A segment as it is to be written.
#[derive(Clone, Debug)]
struct Sent {
    from: Sender,
    sequence: u32,
    acknowledged: Option<u32>,
    flags: u8,
    bytes: Vec<u8>,
    /// So many bytes are captured of it.
    captured: usize,
}

const SYN: u8 = 2;
const FIN: u8 = 1;
const CLIENT: u16 = 50_000;
const SERVER: u16 = 80;

impl Sent {
    fn new(from: Sender, sequence: u32, acknowledged: u32, bytes: &[u8]) -> Self {
        Self {
            from,
            sequence,
            acknowledged: Some(acknowledged),
            flags: 0,
            bytes: bytes.to_vec(),
            captured: usize::MAX,
        }
    }

    /// An IPv4 packet.
    fn packet(&self) -> Vec<u8> {
        let (source, target) = match self.from {
            Sender::Client => (CLIENT, SERVER),
            Sender::Server => (SERVER, CLIENT),
        };
        let address = |port: u16| [10, 0, 0, if port == SERVER { 2 } else { 1 }];
        let flags = self.flags | if self.acknowledged.is_some() { 0x10 } else { 0 };
        let mut tcp = [source.to_be_bytes(), target.to_be_bytes()].concat();
        tcp.extend(self.sequence.to_be_bytes());
        tcp.extend(self.acknowledged.unwrap_or(0).to_be_bytes());
        tcp.extend([0x50, flags, 255, 255, 0, 0, 0, 0]);
        let length = u16::try_from(20 + tcp.len() + self.bytes.len()).unwrap();
        tcp.extend(&self.bytes[..self.bytes.len().min(self.captured)]);
        let mut ip = vec![0x45, 0];
        ip.extend(length.to_be_bytes());
        ip.extend([0, 0, 0, 0, 64, 6, 0, 0]);
        ip.extend(address(source));
        ip.extend(address(target));
        ip.extend(tcp);
        ip
    }
}

/// A file of pcap with these packets of IP.
fn pcap(packets: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut file = 0xa1b2_c3d4_u32.to_le_bytes().to_vec();
    file.extend([2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 101, 0, 0, 0]);
    for packet in packets {
        let length = u32::try_from(packet.len()).unwrap().to_le_bytes();
        file.extend([0; 8]);
        file.extend(length);
        file.extend(length);
        file.extend(packet);
    }
    file
}

fn read(packets: impl IntoIterator<Item = Vec<u8>>) -> Contents {
    let mut capture = Capture::new(|flow, _, _| Box::new(Recorder(flow)));
    capture.push(&pcap(packets));
    capture.finish()
}

fn sent(segments: &[Sent]) -> Contents {
    read(segments.iter().map(Sent::packet))
}

/// What each end said in turn, a gap as what it lacks.
fn talk(contents: &Contents) -> Vec<(Sender, String)> {
    let mut talk: Vec<(Sender, String)> = Vec::new();
    for leg in &contents.legs {
        let said = match leg.kind {
            LegKind::Gap(bytes) => format!("[{bytes}]"),
            _ => String::from_utf8_lossy(&leg.message).into_owned(),
        };
        match talk.last_mut() {
            Some((from, all)) if *from == leg.sender => all.push_str(&said),
            _ => talk.push((leg.sender, said)),
        }
    }
    talk
}

fn client(sequence: u32, acknowledged: u32, bytes: &str) -> Sent {
    Sent::new(Sender::Client, sequence, acknowledged, bytes.as_bytes())
}

fn server(sequence: u32, acknowledged: u32, bytes: &str) -> Sent {
    Sent::new(Sender::Server, sequence, acknowledged, bytes.as_bytes())
}

/// A handshake after which the client's first byte has the number 101 and the server's 501.
fn handshake() -> [Sent; 2] {
    let mut open = client(100, 0, "");
    open.acknowledged = None;
    open.flags = SYN;
    let mut accept = server(500, 101, "");
    accept.flags = SYN;
    [open, accept]
}

fn said(segments: &[Sent]) -> String {
    let parts = talk(&sent(&[&handshake()[..], segments].concat()));
    let parts = parts.iter().map(|(from, said)| match from {
        Sender::Client => format!(">{said}"),
        Sender::Server => format!("<{said}"),
    });
    parts.collect()
}

#[test]
fn order_is_by_number() {
    let segments = [
        client(104, 501, "def"),
        client(101, 501, "abc"),
        server(501, 107, "x"),
    ];
    assert_eq!(said(&segments), ">abcdef<x");
}

#[test]
fn an_answer_waits_for_its_question() {
    let segments = [
        server(501, 104, "answer"),
        client(101, 501, "ask"),
        client(104, 507, "on"),
    ];
    assert_eq!(said(&segments), ">ask<answer>on");
}

#[test]
fn the_first_copy_of_an_overlap_counts() {
    let early = [client(103, 501, "CDE"), client(101, 501, "abcdefg")];
    assert_eq!(said(&early), ">abCDEfg");
    let late = [client(101, 501, "abc"), client(102, 501, "XXde")];
    assert_eq!(said(&late), ">abcde");
}

#[test]
fn a_probe_is_no_data() {
    let segments = [
        client(101, 501, "abc"),
        client(103, 501, "\0"),
        client(104, 501, "def"),
    ];
    assert_eq!(said(&segments), ">abcdef");
    // In the middle of a connection, too.
    let segments = [client(103, 501, "\0"), client(104, 501, "def")];
    assert_eq!(talk(&sent(&segments)), [(Sender::Client, "def".to_owned())]);
}

#[test]
fn what_lacks_is_given_up() {
    let mut segments = vec![client(101, 501, "abc"), client(114, 501, "def")];
    assert_eq!(said(&segments), ">abc[10]def", "at the end of the file");
    segments.extend((0..400).map(|number| client(117 + number, 501, "-")));
    segments.push(client(104, 501, "too late"));
    let all = said(&segments);
    assert!(
        all.starts_with(">abc[10]def--") && all.ends_with('-'),
        "{all}"
    );
}

#[test]
fn what_only_an_acknowledgement_tells_of_is_a_gap() {
    let segments = [client(101, 501, "abc"), server(501, 204, "answer")];
    assert_eq!(said(&segments), ">abc[100]<answer");
}

#[test]
fn one_direction_may_come_after_the_other() {
    let questions = (0..600).map(|number| client(101 + number, 501 + number, "q"));
    let answers = (0..600).map(|number| server(501 + number, 102 + number, "a"));
    let all = said(&questions.chain(answers).collect::<Vec<_>>());
    assert!(!all.contains('['), "{all}");
    assert_eq!(all.matches('q').count(), 600);
    assert_eq!(all.matches('a').count(), 600);
}

#[test]
fn a_cut_packet_is_a_gap() {
    let mut cut = client(101, 501, "abcdefghij");
    cut.captured = 4;
    assert_eq!(said(&[cut, client(111, 501, "kl")]), ">abcd[6]kl");
}

#[test]
fn a_whole_copy_counts_before_a_cut_one() {
    let whole = client(101, 501, "abcdefghij");
    let cut = |captured| Sent {
        captured,
        ..whole.clone()
    };
    let next = client(111, 501, "kl");
    for copies in [
        vec![cut(4), whole.clone()],
        vec![cut(2), cut(4), whole.clone(), cut(4)],
        vec![whole.clone(), cut(4)],
    ] {
        assert_eq!(
            said(&[copies, vec![next.clone()]].concat()),
            ">abcdefghijkl"
        );
    }
    let longest = [cut(2), cut(4), cut(3), next];
    assert_eq!(said(&longest), ">abcd[6]kl");
}

#[test]
fn a_file_may_begin_in_the_middle() {
    let segments = [server(900, 300, "answer"), client(300, 906, "next")];
    let contents = sent(&segments);
    assert_eq!(
        talk(&contents),
        [
            (Sender::Server, "answer".to_owned()),
            (Sender::Client, "next".to_owned())
        ]
    );
    assert_eq!(contents.flows[0].server.port, Some(SERVER));
}

#[test]
fn what_lacks_in_the_middle_is_known_by_what_the_other_end_expects() {
    // The first answer was not captured.
    let lacking = [
        client(300, 900, "first"),
        client(305, 906, "second"),
        server(906, 311, "two"),
        client(311, 909, "third"),
    ];
    let contents = sent(&lacking);
    let gaps: Vec<_> = contents
        .legs
        .iter()
        .map(|leg| (leg.sender, leg.kind))
        .collect();
    assert_eq!(gaps[2], (Sender::Server, LegKind::Gap(6)), "{gaps:?}");
    // Or it came late.
    let late = [
        client(300, 900, "first"),
        server(906, 305, "two"),
        server(900, 305, "answer"),
    ];
    let said: String = talk(&sent(&late))
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    assert_eq!(said, "firstanswertwo");
}

#[test]
fn the_same_ports_are_used_again() {
    let mut fin = client(104, 501, "");
    fin.flags = FIN;
    let mut reply = server(501, 105, "");
    reply.flags = FIN;
    let mut open = client(9000, 0, "");
    open.acknowledged = None;
    open.flags = SYN;
    let again = [
        client(101, 501, "abc"),
        fin,
        reply,
        open,
        client(9001, 0, "def"),
    ];
    let contents = sent(&[&handshake()[..], &again].concat());
    assert_eq!(contents.flows.len(), 2);
    let flows: Vec<usize> = contents.legs.iter().map(|leg| leg.flow).collect();
    assert_eq!(flows, [0, 1]);
}

#[test]
fn silent_connections_make_room() {
    let packets = (0..100_000_u32).map(|number| {
        let mut packet = client(number, 0, "xy").packet();
        packet[12..16].copy_from_slice(&number.to_be_bytes());
        packet
    });
    let contents = read(packets);
    assert_eq!(
        (contents.flows.len(), contents.legs.len()),
        (100_000, 100_000)
    );
}

#[test]
fn where_no_packet_is_understood_it_is_said() {
    let reasons = |contents: Contents| contents.skipped.into_iter().map(|it| it.reason);
    assert_eq!(
        reasons(read([vec![0xff; 60]])).collect::<Vec<_>>(),
        [SkipReason::Unknown]
    );
    assert_eq!(
        reasons(sent(&handshake())).collect::<Vec<_>>(),
        [SkipReason::NothingSent]
    );
    // Another transport, an encrypted tunnel, and a connection of which nothing is known.
    let packet = |protocol: u8| {
        let mut packet = client(101, 501, "neither this nor that").packet();
        packet[9] = protocol;
        packet
    };
    let read_whole = |packets: Vec<Vec<u8>>| {
        let mut capture = Capture::default();
        capture.push(&pcap(packets));
        capture.finish()
    };
    let [open, accept] = handshake().map(|it| it.packet());
    // GRE with something unknown in it, frames of such a kind, and an interface that nothing describes.
    let mut gre = packet(47);
    gre[20..24].copy_from_slice(&[0, 0, 0x89, 0x4f]);
    let read_as = |link: u32, frame: Vec<u8>| {
        let mut file = pcap([frame]);
        file[20..24].copy_from_slice(&link.to_le_bytes());
        let mut capture = Capture::default();
        capture.push(&file);
        capture.finish()
    };
    let frame = [&[0; 12][..], &[0x89, 0x4f, 0, 0]].concat();
    let mut undescribed = Capture::default();
    let words = |all: &[u32]| {
        all.iter()
            .flat_map(|it| it.to_le_bytes())
            .collect::<Vec<_>>()
    };
    undescribed.push(&words(&[
        0x0a0d_0d0a,
        28,
        0x1a2b_3c4d,
        1,
        u32::MAX,
        u32::MAX,
        28,
    ]));
    undescribed.push(&words(&[6, 36, 0, 0, 0, 4, 4, 0, 36]));
    for (read, expected) in [
        (read([]), vec![SkipReason::NoPackets]),
        (read([gre]), vec![SkipReason::EtherType(0x894f)]),
        (read_as(1, frame), vec![SkipReason::EtherType(0x894f)]),
        (undescribed.finish(), vec![SkipReason::NoInterface]),
        (
            read_as(1, [&[0; 12][..], &[8, 6, 0, 0]].concat()),
            vec![SkipReason::NoIp],
        ),
        (read([packet(132)]), vec![SkipReason::NoProtocol]),
        (read([packet(50)]), vec![SkipReason::Tunnel]),
        (
            read_whole(vec![open, accept, packet(6)]),
            vec![SkipReason::NoProtocol],
        ),
        (read_whole(vec![packet(6)]), vec![SkipReason::UnderWay]),
    ] {
        assert_eq!(reasons(read).collect::<Vec<_>>(), expected);
    }
}

/// A packet in fragments of 48 bytes.
fn fragments(whole: &[u8]) -> Vec<Vec<u8>> {
    let (head, payload) = whole.split_at(20);
    let mut fragments: Vec<Vec<u8>> = Vec::new();
    for (number, part) in payload.chunks(48).enumerate() {
        let mut head = head.to_vec();
        let more = if number * 48 + part.len() < payload.len() {
            0x20
        } else {
            0
        };
        head[2..4].copy_from_slice(&u16::try_from(20 + part.len()).unwrap().to_be_bytes());
        head[6..8].copy_from_slice(&[more, u8::try_from(number * 6).unwrap()]);
        // What an Ethernet frame is filled up with.
        fragments.push([&head, part, &[0xee; 5]].concat());
    }
    fragments
}

#[test]
fn fragments_come_in_any_order() {
    let mut fragments = fragments(&client(101, 501, &"0123456789abcdef".repeat(8)).packet());
    fragments.reverse();
    fragments.insert(1, fragments[0].clone());
    let contents = read(fragments);
    assert_eq!(
        talk(&contents),
        [(Sender::Client, "0123456789abcdef".repeat(8))]
    );
}

/// As a filter for ports lets through the first fragment of each packet alone.
#[test]
fn fragments_without_the_others_are_told() {
    let packet = |id: u8| {
        let mut packet = client(101, 501, &"0123456789abcdef".repeat(8)).packet();
        packet[5] = id;
        fragments(&packet)
    };
    let lost = |packets: Vec<Vec<u8>>| {
        let skipped = read(packets).skipped.into_iter();
        let told = skipped.map(|it| (it.reason, it.location.map(|at| (at.first, at.last))));
        told.collect::<Vec<_>>()
    };
    let firsts = |count: u16| {
        (0..count).map(|id| {
            let mut first = packet(0)[0].clone();
            first[4..6].copy_from_slice(&id.to_be_bytes());
            first
        })
    };
    assert_eq!(
        lost(firsts(3).collect()),
        [(SkipReason::Fragments(3), Some((1, 3)))]
    );
    // More than are waited for at once.
    assert_eq!(
        lost(firsts(1000).collect()),
        [(SkipReason::Fragments(1000), Some((1, 1000)))]
    );
    // A fragment of a whole packet may come twice.
    let mut all = packet(1);
    all.push(all[0].clone());
    assert_eq!(lost(all), []);
    let apart = [packet(1), vec![packet(2)[1].clone()], packet(3)].concat();
    assert_eq!(lost(apart), [(SkipReason::Fragments(1), Some((5, 5)))]);
}
