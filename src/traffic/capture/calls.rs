//! Calls that were not answered yet, and those that never are.

use super::Ends;
use super::ip::IpPacket;
use super::losses::PacketRange;
use super::tcp::Segment;
use crate::traffic::dissect::Stamp;
use crate::traffic::leg::{NoAnswer, Party, Sender, Timestamp, Transport, Unreached};
use crate::wire::ByteOrder;
use std::collections::HashMap;
use std::net::IpAddr;

/// So many are kept: whoever tries one port after the other leaves any number of them.
const MAX_KEPT: usize = 256;
/// Who gets no answer asks again after so long: one second (RFC 6298 2.1).
const PATIENCE: i64 = 1_000_000_000;

/// A call that has no answer so far.
#[derive(Clone, Copy)]
pub struct UntakenCall {
    count: u32,
    why: NoAnswer,
    first: Stamp,
    last: Stamp,
}

impl UntakenCall {
    /// One that begins with this packet, which is still to be counted.
    pub fn new(stamp: Stamp) -> Self {
        Self {
            count: 0,
            why: NoAnswer::Silence,
            first: stamp,
            last: stamp,
        }
    }

    /// The same once more.
    pub fn again(&mut self, stamp: Stamp) {
        self.count = self.count.saturating_add(1);
        self.last = stamp;
    }

    /// Something says that nobody takes it.
    pub fn fail(&mut self, why: NoAnswer, stamp: Stamp) {
        (self.why, self.last) = (why, stamp);
    }

    /// Whether it is still without an answer after a segment of its connection.
    pub fn goes_on(&mut self, from: Sender, segment: &Segment<'_>, stamp: Stamp) -> bool {
        match from {
            Sender::Client if segment.reset => {}
            Sender::Client if segment.syn && segment.acknowledged.is_none() => self.again(stamp),
            Sender::Server if segment.reset => self.fail(NoAnswer::Refusal, stamp),
            _ => return false,
        }
        true
    }

    /// Whether it was made more than once, or something says that nobody takes it.
    pub fn is_sure(&self) -> bool {
        self.count > 1 || self.why != NoAnswer::Silence
    }

    /// Whether an answer would have come: the file may end soon after a question, or have every packet twice.
    fn is_over(&self, now: Option<Timestamp>) -> bool {
        let waited = now.zip(self.first.at);
        let waited = waited.is_some_and(|(now, at)| now.0.saturating_sub(at.0) >= PATIENCE);
        self.is_sure() && (waited || self.count > 2 || self.why != NoAnswer::Silence)
    }
}

/// Calls that were never answered, by who calls which port of whom, and over what.
#[derive(Default)]
pub struct Calls(HashMap<(IpAddr, (IpAddr, u16), Transport), UntakenCall>);

impl Calls {
    /// Takes one along that has ended, or the answer to others.
    pub fn end(&mut self, ends: &Ends, over: Transport, call: Option<UntakenCall>) {
        let key = (ends.client.0, ends.server, over);
        let Some(call) = call else {
            self.0.remove(&key);
            return;
        };
        if let Some(known) = self.0.get_mut(&key) {
            known.count = known.count.saturating_add(call.count);
            (known.last, known.why) = (call.last, known.why.max(call.why));
        } else if self.0.len() < MAX_KEPT {
            self.0.insert(key, call);
        }
    }

    /// Those that would have been answered by now.
    pub fn unreached(&self, now: Option<Timestamp>) -> Vec<Unreached> {
        let over = self.0.iter().filter(|(_, call)| call.is_over(now));
        let told = over.map(|((client, (server, port), over), call)| Unreached {
            file: 0,
            client: Party {
                address: Some(*client),
                ..Party::default()
            },
            server: Party {
                address: Some(*server),
                port: Some(*port),
                name: None,
            },
            over: *over,
            why: call.why,
            count: call.count,
            location: PacketRange {
                first: call.first.packet,
                last: call.last.packet,
            }
            .location(),
        });
        let mut told: Vec<_> = told.collect();
        told.sort_by_key(|it| it.location);
        told
    }
}

/// The packet that did not arrive, as ICMP says (RFC 792, RFC 4443 3.1): what carried it, its ends, and why.
pub fn not_delivered(packet: &IpPacket<'_>) -> Option<(Transport, Ends, NoAnswer)> {
    const FRAGMENTATION_NEEDED: u8 = 4;
    let &[kind, code, ..] = packet.payload else {
        return None;
    };
    let why = match (packet.protocol, kind, code) {
        (1, 3, FRAGMENTATION_NEEDED) => return None,
        (1, 3, 3) | (58, 1, 4) => NoAnswer::Refusal,
        (1, 3, _) | (58, 1, _) => NoAnswer::Unreachable,
        _ => return None,
    };
    let sent = IpPacket::read(packet.payload.get(8..)?)?;
    let port = |at| ByteOrder::Big.u16(sent.payload, at);
    let ends = Ends {
        client: (sent.source, port(0)?),
        server: (sent.target, port(2)?),
    };
    let over = match sent.protocol {
        6 => Transport::Tcp,
        17 => Transport::Udp,
        _ => return None,
    };
    Some((over, ends, why))
}
