//! Runs of the lab as captures: each message in segments of TCP with right numbers and checks left out, as where the network
//! card makes them.

use double_hop::lab::{EventKind, Hop, Log};
use double_hop::traffic::collection::Collection;
use double_hop::traffic::reader::TrafficReader;
use double_hop::wire::{LayerValue, layers};
use std::collections::BTreeMap;

/// So many bytes are in a segment at most.
const SEGMENT: usize = 600;

/// One end of a connection: the computer and the port.
pub type End = ([u8; 4], u16);

/// A segment of TCP.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Microseconds since 1970.
    pub at: u64,
    pub from: End,
    pub to: End,
    pub sequence: u32,
    pub acknowledged: u32,
    pub flags: u8,
    pub bytes: Vec<u8>,
}

const SYN: u8 = 2;
const ACK: u8 = 16;
const PUSH: u8 = 8;

impl Segment {
    pub fn is_data(&self) -> bool {
        !self.bytes.is_empty()
    }

    fn packet(&self) -> Vec<u8> {
        let mut tcp = [self.from.1.to_be_bytes(), self.to.1.to_be_bytes()].concat();
        tcp.extend(self.sequence.to_be_bytes());
        tcp.extend(self.acknowledged.to_be_bytes());
        tcp.extend([0x50, self.flags, 255, 255, 0, 0, 0, 0]);
        tcp.extend(&self.bytes);
        let length = u16::try_from(20 + tcp.len()).unwrap();
        let mut ip = vec![0x45, 0];
        ip.extend(length.to_be_bytes());
        ip.extend([0, 0, 0, 0, 64, 6, 0, 0]);
        ip.extend(self.from.0);
        ip.extend(self.to.0);
        ip.extend(tcp);
        ip
    }
}

/// The segments of runs, each in a network of its own, one run a minute after the other.
pub fn segments(logs: &[Log]) -> Vec<Segment> {
    let mut all = Vec::new();
    for (number, log) in logs.iter().enumerate() {
        one(log, u8::try_from(number).unwrap(), &mut all);
    }
    all
}

fn one(log: &Log, network: u8, all: &mut Vec<Segment>) {
    let mut sent: BTreeMap<u32, ([u32; 2], u16)> = BTreeMap::new();
    for event in &log.events {
        let EventKind::Message {
            connection,
            sent: message,
            ..
        } = &event.kind
        else {
            continue;
        };
        let info = log.connection(*connection).unwrap();
        let to_kdc = layers(message)
            .first()
            .is_some_and(|layer| matches!(layer.value, LayerValue::Kerberos(_)));
        if info.hop == Hop::Directory && !to_kdc {
            // Simplified: nobody else speaks it.
            continue;
        }
        let micros = (event.at.unwrap().0 - 116_444_736_000_000_000) / 10;
        let mut at = micros + u64::from(network) * 60_000_000;
        let address = |host: u16| [10, 0, network, 1 + u8::try_from(host).unwrap()];
        let opens = !sent.contains_key(&connection.0);
        let (numbers, port) = sent.entry(connection.0).or_insert_with(|| {
            let port = match message.first() {
                _ if to_kdc => 88,
                Some(5) => 1025,
                Some(1..=18) => 1433,
                _ => 80,
            };
            // One side's numbers wrap on the way.
            ([u32::MAX - 300, 5_000], port)
        });
        // Both ends may be on one computer.
        let home = if info.loopback { info.to } else { info.from };
        let client = (
            address(home.0),
            50_000 + u16::try_from(connection.0).unwrap(),
        );
        let server = (address(info.to.0), *port);
        if opens {
            let start = |number: u32| number.wrapping_sub(1);
            for (from, to, sequence, acknowledged, flags) in [
                (client, server, start(numbers[0]), 0, SYN),
                (server, client, start(numbers[1]), numbers[0], SYN | ACK),
            ] {
                all.push(Segment {
                    at: at.saturating_sub(10),
                    from,
                    to,
                    sequence,
                    acknowledged,
                    flags,
                    bytes: Vec::new(),
                });
            }
        }
        let by_client = event.host == info.from;
        let (mine, from, to) = match by_client {
            true => (0, client, server),
            false => (1, server, client),
        };
        for part in message.chunks(SEGMENT) {
            all.push(Segment {
                at,
                from,
                to,
                sequence: numbers[mine],
                acknowledged: numbers[1 - mine],
                flags: ACK | PUSH,
                bytes: part.to_vec(),
            });
            at += 1;
            numbers[mine] = numbers[mine].wrapping_add(u32::try_from(part.len()).unwrap());
        }
    }
}

/// A file of pcap with these segments, in that order.
pub fn pcap(segments: &[Segment]) -> Vec<u8> {
    let mut file = 0xa1b2_c3d4_u32.to_le_bytes().to_vec();
    file.extend([2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 101, 0, 0, 0]);
    for segment in segments {
        let packet = segment.packet();
        let second = u32::try_from(segment.at / 1_000_000).unwrap();
        let micros = u32::try_from(segment.at % 1_000_000).unwrap();
        let length = u32::try_from(packet.len()).unwrap();
        for word in [second, micros, length, length] {
            file.extend(word.to_le_bytes());
        }
        file.extend(packet);
    }
    file
}

/// What is found in such a file.
pub fn collection(segments: &[Segment]) -> Collection {
    let mut collection = Collection::default();
    add(&mut collection, "lab.pcap", &pcap(segments));
    collection
}

/// Reads one more file.
pub fn add(collection: &mut Collection, name: &str, bytes: &[u8]) {
    let mut reader = TrafficReader::new(bytes);
    reader.push(bytes);
    collection.take(name, reader.finish().expect(name));
}
