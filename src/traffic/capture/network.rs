//! Frames → connections and datagrams: through links, tunnels and fragments.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use super::calls;
use super::container::Frame;
use super::datagrams::{Datagram, DatagramTable, KDC, protocol_at};
use super::fragments::Fragments;
use super::ip::IpPacket;
use super::link::{self, Unread};
use super::losses::Losses;
use super::tcp::{ConnectionSummary, ConnectionTable, FoundConnection, Listen, Segment};
use super::{Ends, dns, tunnel};
use crate::traffic::dissect::{self, Stamp};
use crate::traffic::leg::{
    Leg, Sender, SentCredential, SkipReason, Skipped, Timestamp, Transport, Unreached,
};
use crate::wire::ByteOrder;

/// Most tunnels in one another.
const MAX_TUNNELS: u8 = 4;
/// So much memory may be taken by messages.
const MAX_KEPT: usize = 96 << 20;
const MAX_NAMES: usize = 1 << 16;
/// Where IPsec gets through a translation of addresses (RFC 3948).
const IPSEC: u16 = 4500;
/// The number of IPsec's ESP (RFC 4303).
const ESP: u8 = 50;

/// What was on the network, as far as the frames tell.
pub struct PacketReader {
    /// Messages that have to do with signing in.
    pub legs: Vec<Leg>,
    /// So many of them are weighed, and so much memory they take.
    weighed: usize,
    kept: usize,
    /// Names that answers of DNS gave.
    pub names: Vec<(IpAddr, String)>,
    known_names: HashMap<IpAddr, HashSet<String>>,
    fragments: Fragments,
    connections: ConnectionTable,
    datagrams: DatagramTable,
    losses: Losses,
    /// The number of the next connection.
    next_flow: usize,
    /// When the last frame was captured.
    now: Option<Timestamp>,
}

impl PacketReader {
    /// Nothing yet; connections are read by these.
    pub fn new(listen: Listen) -> Self {
        Self {
            legs: Vec::new(),
            weighed: 0,
            kept: 0,
            names: Vec::new(),
            known_names: HashMap::new(),
            fragments: Fragments::default(),
            connections: ConnectionTable::new(listen),
            datagrams: DatagramTable::default(),
            losses: Losses::default(),
            next_flow: 0,
            now: None,
        }
    }

    /// Takes a frame: its packet goes to its connection, or waits for its other fragments.
    pub fn frame(&mut self, frame: &Frame<'_>, packet: u32) {
        let stamp = Stamp {
            at: frame.at,
            packet,
        };
        if frame.is_cut() {
            self.losses.cut(packet);
        }
        self.losses.frames = true;
        self.now = frame.at;
        match link::packet(frame.link, frame.bytes) {
            Ok(Some(bytes)) => self.packet(bytes, stamp, MAX_TUNNELS),
            Ok(None) => self.losses.others = true,
            Err(Unread::EtherType(kind)) => self.losses.pass_over(kind, packet),
            Err(why) => self.losses.lose(why, packet),
        }
        for bytes in link::others(frame.link, frame.bytes) {
            self.packet(bytes, stamp, MAX_TUNNELS);
        }
        self.weigh();
    }

    /// Drops messages beyond what is kept.
    fn weigh(&mut self) {
        let new = self.legs.get(self.weighed..).unwrap_or_default();
        for leg in new {
            self.kept = self.kept.saturating_add(weight(leg));
        }
        if self.kept > MAX_KEPT {
            self.losses.too_many |= !new.is_empty();
            self.legs.truncate(self.weighed);
        }
        self.weighed = self.legs.len();
    }

    /// Says that no frame follows: the connections and datagrams on which something was found.
    pub fn finish(&mut self) -> Vec<FoundConnection> {
        let mut found = self.connections.finish(&mut self.legs);
        self.weigh();
        for (ends, datagrams) in self.datagrams.finish() {
            if datagrams.call.is_none_or(|call| call.is_sure()) {
                let calls = self.connections.calls();
                calls.end(&ends, Transport::Udp, datagrams.call);
            }
            found.push(FoundConnection {
                flow: datagrams.flow,
                ends,
                outcome: ConnectionSummary {
                    protocol: Some(datagrams.protocol),
                    ..ConnectionSummary::default()
                },
                stretches: [None; 2],
            });
        }
        found.sort_by_cached_key(|found| found.flow);
        found
    }

    /// Calls that nobody took.
    pub fn unreached(&mut self) -> Vec<Unreached> {
        self.connections.calls().unreached(self.now)
    }

    /// Whether there were packets of IP, and nothing in them.
    pub fn carries_nothing(&self) -> bool {
        self.losses.packets && !self.losses.carried
    }

    /// What was not read, with the reason and the packets.
    pub fn dropped(&self) -> impl Iterator<Item = Skipped> {
        let reads_nothing = self.connections.reads_nothing();
        let nothing = reads_nothing && self.legs.is_empty() && self.names.is_empty();
        let why = || match self.connections.are_under_way() {
            true => SkipReason::UnderWay,
            false => SkipReason::NoProtocol,
        };
        let fragments = self.fragments.incomplete();
        let fragments = fragments.map(|(range, count)| Skipped {
            reason: SkipReason::Fragments(count),
            location: Some(range.location()),
        });
        self.losses.told(nothing.then(why)).chain(fragments)
    }

    fn packet(&mut self, bytes: &[u8], stamp: Stamp, tunnels: u8) {
        let Some(packet) = IpPacket::read(bytes) else {
            return;
        };
        self.losses.packets = true;
        match packet.fragment {
            None => self.payload(&packet, stamp, tunnels),
            Some(fragment) => {
                if let Some(whole) = self.fragments.add(&packet, fragment, stamp.packet) {
                    let packet = IpPacket {
                        payload: &whole,
                        missing: 0,
                        fragment: None,
                        ..packet
                    };
                    self.payload(&packet, stamp, tunnels);
                }
            }
        }
    }

    fn payload(&mut self, packet: &IpPacket<'_>, stamp: Stamp, tunnels: u8) {
        let inner = match packet.protocol {
            6 => return self.tcp(packet, stamp),
            17 => self.udp(packet, stamp),
            // IP in IP.
            4 | 41 => Some(packet.payload),
            47 => match tunnel::in_gre(packet.payload) {
                Ok(inner) => inner,
                Err(why) => {
                    self.losses.lose(why, stamp.packet);
                    None
                }
            },
            // EtherIP (RFC 3378).
            97 => packet.payload.get(2..).and_then(link::in_ethernet),
            ESP => {
                self.losses.lose(Unread::Tunnel, stamp.packet);
                None
            }
            _ => {
                match calls::not_delivered(packet) {
                    Some((Transport::Tcp, ends, why)) => self.connections.fail(&ends, why, stamp),
                    Some((Transport::Udp, ends, why)) => self.datagrams.fail(&ends, why, stamp),
                    None => self.losses.carried |= !packet.payload.is_empty(),
                }
                None
            }
        };
        if let (Some(inner), Some(tunnels)) = (inner, tunnels.checked_sub(1)) {
            self.packet(inner, stamp, tunnels);
        }
    }

    fn tcp(&mut self, packet: &IpPacket<'_>, stamp: Stamp) {
        if let Some((source, target, segment)) = Segment::read(packet.payload, packet.missing) {
            self.losses.carried |= segment.length() > 0;
            self.connections.segment(
                (packet.source, source),
                (packet.target, target),
                &segment,
                stamp,
                &mut self.next_flow,
                &mut self.legs,
            );
        }
    }

    /// The IP packet inside, where the datagram is a tunnel.
    fn udp<'a>(&mut self, packet: &IpPacket<'a>, stamp: Stamp) -> Option<&'a [u8]> {
        let number = |at| ByteOrder::Big.u16(packet.payload, at);
        let (source, target, length) = (number(0)?, number(2)?, number(4)?);
        let rest = packet.payload.get(8..)?;
        let bytes = rest
            .get(..usize::from(length).saturating_sub(8))
            .unwrap_or(rest);
        self.losses.carried |= !bytes.is_empty();
        match (source, target) {
            // A client may have any port.
            _ if protocol_at(source).or(protocol_at(target)).is_some() => {}
            // What begins with four zeros is IKE's, which sets the tunnel up, and a byte alone keeps it open.
            (IPSEC, _) | (_, IPSEC) if bytes.len() > 8 && !bytes.starts_with(&[0; 4]) => {
                self.losses.lose(Unread::Tunnel, stamp.packet);
                return None;
            }
            _ => {
                if let Some(inner) = tunnel::in_udp(source, target, bytes) {
                    return Some(inner);
                }
            }
        }
        let (source_end, target_end) = ((packet.source, source), (packet.target, target));
        let by_port = |port, sender| Some((sender, protocol_at(port)?));
        let read = by_port(target, Sender::Client)
            .or_else(|| by_port(source, Sender::Server))
            .or_else(|| Some((dissect::kdc_messages::is_whole(bytes)?, KDC)));
        if let Some((from, spoken)) = read {
            let (client, server) = match from {
                Sender::Client => (source_end, target_end),
                Sender::Server => (target_end, source_end),
            };
            let ends = Ends { client, server };
            let datagram = Datagram {
                ends,
                from,
                bytes,
                stamp,
            };
            let (number, out) = (&mut self.next_flow, &mut self.legs);
            let taken = self.datagrams.take(&datagram, spoken, number, out);
            self.losses.too_many |= taken.is_none();
        }
        if dns::answers_from(source) {
            dns::addresses(bytes, |address, name| {
                let known = self.known_names.get(&address);
                let known = known.is_some_and(|names| names.contains(name));
                if !known && self.names.len() < MAX_NAMES {
                    let names = self.known_names.entry(address).or_default();
                    names.insert(name.to_owned());
                    self.names.push((address, name.to_owned()));
                }
            });
        }
        None
    }
}

/// Bytes of memory that a message takes, with all that hangs on it.
fn weight(leg: &Leg) -> usize {
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let carried = match &leg.credential {
        Some(SentCredential::Token(_, token)) => token.len(),
        Some(SentCredential::Clear(_, name, word)) => name.len().saturating_add(length(word)),
        Some(SentCredential::Digest(parameters)) => parameters.len(),
        Some(SentCredential::Stripped(..)) | None => 0,
    };
    let offered = leg.offers.iter().map(String::len);
    let texts = [&leg.request, &leg.target, &leg.words].map(length);
    let rest = offered.chain(texts).chain([carried, leg.message.len()]);
    rest.fold(size_of::<Leg>(), usize::saturating_add)
}
