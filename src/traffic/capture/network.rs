//! Frames → connections and datagrams: through links, tunnels and fragments.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::IpAddr;

use super::calls::{self, UntakenCall};
use super::container::{FOREIGN, Frame, UNDESCRIBED};
use super::fragments::Fragments;
use super::ip::IpPacket;
use super::link::{self, Unread};
use super::tcp::{ConnectionSummary, ConnectionTable, FoundConnection, Listen, Segment};
use super::{Ends, dns, tunnel};
use crate::traffic::dissect::{self, Stamp};
use crate::traffic::leg::{
    FileLocation, Leg, Protocol, Sender, SentCredential, SkipReason, Skipped, Timestamp, Transport,
    Unit, Unreached,
};
use crate::wire::ByteOrder;

/// Most tunnels in one another.
const MAX_TUNNELS: u8 = 4;
/// So much memory may be taken by messages.
const MAX_KEPT: usize = 96 << 20;
const MAX_NAMES: usize = 1 << 16;
const MAX_DATAGRAM_FLOWS: usize = 1 << 16;
/// Kinds of links that are told of.
const MAX_LINKS: usize = 64;
const KERBEROS: u16 = 88;
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
    known_names: HashSet<(IpAddr, String)>,
    fragments: Fragments,
    connections: ConnectionTable,
    datagrams: HashMap<Ends, Datagrams>,
    /// Whether any frame was there, and whether any held a packet of IP.
    frames: (bool, bool),
    /// Whether any was seen to hold none.
    others: bool,
    /// Whether any bytes were in those, by TCP or UDP.
    carried: bool,
    /// Why frames are not read, and the first and last packet of each reason.
    unread: Vec<(Unread, u32, u32)>,
    /// The first EtherType that is not read, and the first and last packet of it: of many it is no loss.
    foreign: Option<(u16, u32, u32)>,
    /// The first and the last packet that is not there to its end, and how many are not.
    cut: Option<(u32, u32, u32)>,
    /// The number of the next connection.
    next_flow: usize,
    /// Whether there were more messages than are kept.
    too_many: bool,
    /// When the last frame was captured.
    now: Option<Timestamp>,
}

/// Datagrams between two ends.
struct Datagrams {
    protocol: Protocol,
    flow: usize,
    /// Hashes of the last one from the client and from the server.
    last: (u64, u64),
    /// What the client asks, until anything comes back.
    call: Option<UntakenCall>,
}

/// Reads a datagram from that end into legs of a flow; whether there was something in it.
type Datagram = fn(usize, Sender, &[u8], Stamp, &mut Vec<Leg>) -> bool;

const KDC: (Protocol, Datagram) = (Protocol::Kerberos, dissect::kdc_messages::datagram);

/// What is spoken in datagrams to and from that port, and how they are read.
fn datagrams_of(port: u16) -> Option<(Protocol, Datagram)> {
    match port {
        KERBEROS | dissect::kdc_messages::PASSWORDS => Some(KDC),
        dissect::dns::PORT => Some((Protocol::Dns, dissect::dns::datagram)),
        _ => None,
    }
}

impl PacketReader {
    /// Nothing yet; connections are read by these.
    pub fn new(listen: Listen) -> Self {
        Self {
            legs: Vec::new(),
            weighed: 0,
            kept: 0,
            names: Vec::new(),
            known_names: HashSet::new(),
            fragments: Fragments::default(),
            connections: ConnectionTable::new(listen),
            datagrams: HashMap::new(),
            frames: (false, false),
            others: false,
            carried: false,
            unread: Vec::new(),
            foreign: None,
            cut: None,
            next_flow: 0,
            too_many: false,
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
            let (_, last, count) = self.cut.get_or_insert((packet, packet, 0));
            (*last, *count) = (packet, count.saturating_add(1));
        }
        self.frames.0 = true;
        self.now = frame.at;
        match link::packet(frame.link, frame.bytes) {
            Ok(Some(bytes)) => self.packet(bytes, stamp, MAX_TUNNELS),
            Ok(None) => self.others = true,
            Err(Unread::EtherType(kind)) => {
                let (known, _, last) = self.foreign.get_or_insert((kind, packet, packet));
                if *known == kind {
                    *last = packet;
                }
            }
            Err(why) => self.lose(why, packet),
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
            self.too_many |= !new.is_empty();
            self.legs.truncate(self.weighed);
        }
        self.weighed = self.legs.len();
    }

    /// Says that no frame follows: the connections and datagrams on which something was found.
    pub fn finish(&mut self) -> Vec<FoundConnection> {
        let mut found = self.connections.finish(&mut self.legs);
        self.weigh();
        // In the order of the file: what came later counts.
        let mut datagrams: Vec<_> = self.datagrams.drain().collect();
        datagrams.sort_unstable_by_key(|(_, it)| it.flow);
        for (ends, datagrams) in datagrams {
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
        found.sort_unstable_by_key(|found| found.flow);
        found
    }

    /// Calls that nobody took.
    pub fn unreached(&mut self) -> Vec<Unreached> {
        self.connections.calls().unreached(self.now)
    }

    /// Whether there were packets of IP, and nothing in them.
    pub fn carries_nothing(&self) -> bool {
        self.frames.1 && !self.carried
    }

    /// What was not read, with the reason and the packets.
    pub fn dropped(&self) -> impl Iterator<Item = Skipped> {
        let unread = self.unread.iter().map(|&(why, first, last)| Skipped {
            reason: match why {
                Unread::LinkType(UNDESCRIBED) => SkipReason::NoInterface,
                Unread::LinkType(link) => SkipReason::LinkType(link & !FOREIGN),
                Unread::Wireless => SkipReason::Wireless,
                Unread::Tunnel => SkipReason::Tunnel,
                Unread::EtherType(kind) => SkipReason::EtherType(kind),
            },
            location: Some(packets(first, last)),
        });
        let too_many = self.too_many.then_some(Skipped {
            reason: SkipReason::TooMany,
            location: None,
        });
        let cut = self.cut.map(|(first, last, count)| Skipped {
            reason: SkipReason::PacketsCut(count),
            location: Some(packets(first, last)),
        });
        // Perhaps the kind of link is not what the file says.
        let unknown = self.connections.reads_nothing() && self.legs.is_empty();
        let nothing = match (self.frames, self.foreign) {
            ((true, false), Some((kind, first, last))) => {
                Some((SkipReason::EtherType(kind), Some(packets(first, last))))
            }
            ((true, false), None) if self.others => Some((SkipReason::NoIp, None)),
            ((true, false), None) => Some((SkipReason::Unknown, None)),
            _ if self.carried && unknown && self.names.is_empty() => {
                let reason = match self.connections.are_under_way() {
                    true => SkipReason::UnderWay,
                    false => SkipReason::NoProtocol,
                };
                Some((reason, None))
            }
            _ => None,
        };
        let nothing = nothing.filter(|_| self.unread.is_empty());
        let nothing = nothing.map(|(reason, location)| Skipped { reason, location });
        unread.chain(too_many).chain(cut).chain(nothing)
    }

    fn lose(&mut self, why: Unread, packet: u32) {
        if let Some((.., last)) = self.unread.iter_mut().find(|(known, ..)| *known == why) {
            *last = packet;
        } else if self.unread.len() < MAX_LINKS {
            self.unread.push((why, packet, packet));
        }
    }

    fn packet(&mut self, bytes: &[u8], stamp: Stamp, tunnels: u8) {
        let Some(packet) = IpPacket::read(bytes) else {
            return;
        };
        self.frames.1 = true;
        match packet.fragment {
            None => self.payload(&packet, stamp, tunnels),
            Some(fragment) => {
                if let Some(whole) = self.fragments.add(&packet, fragment) {
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
                    self.lose(why, stamp.packet);
                    None
                }
            },
            // EtherIP (RFC 3378).
            97 => packet.payload.get(2..).and_then(link::in_ethernet),
            ESP => {
                self.lose(Unread::Tunnel, stamp.packet);
                None
            }
            _ => {
                match calls::not_delivered(packet) {
                    Some((Transport::Tcp, ends, why)) => self.connections.fail(&ends, why, stamp),
                    Some((Transport::Udp, ends, why)) => {
                        let asked = self.datagrams.get_mut(&ends);
                        if let Some(call) = asked.and_then(|it| it.call.as_mut()) {
                            call.fail(why, stamp);
                        }
                    }
                    None => self.carried |= !packet.payload.is_empty(),
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
            self.carried |= segment.length() > 0;
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
        self.carried |= !bytes.is_empty();
        match (source, target) {
            // A client may have any port.
            _ if datagrams_of(source).or(datagrams_of(target)).is_some() => {}
            // What begins with four zeros is IKE's, which sets the tunnel up, and a byte alone keeps it open.
            (IPSEC, _) | (_, IPSEC) if bytes.len() > 8 && !bytes.starts_with(&[0; 4]) => {
                self.lose(Unread::Tunnel, stamp.packet);
                return None;
            }
            _ => {
                if let Some(inner) = tunnel::in_udp(source, target, bytes) {
                    return Some(inner);
                }
            }
        }
        let (source_end, target_end) = ((packet.source, source), (packet.target, target));
        let by_port = |port, sender| Some((sender, datagrams_of(port)?));
        let read = by_port(target, Sender::Client)
            .or_else(|| by_port(source, Sender::Server))
            .or_else(|| Some((dissect::kdc_messages::is_whole(bytes)?, KDC)));
        if let Some((sender, read)) = read {
            let (client, server) = match sender {
                Sender::Client => (source_end, target_end),
                Sender::Server => (target_end, source_end),
            };
            self.datagram(Ends { client, server }, sender, bytes, stamp, read);
        }
        if dns::answers_from(source) {
            dns::addresses(bytes, |address, name| {
                let entry = (address, name.to_owned());
                if self.names.len() < MAX_NAMES && self.known_names.insert(entry.clone()) {
                    self.names.push(entry);
                }
            });
        }
        None
    }

    fn datagram(
        &mut self,
        ends: Ends,
        from: Sender,
        bytes: &[u8],
        stamp: Stamp,
        (protocol, read): (Protocol, Datagram),
    ) {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let hash = hasher.finish();
        if let Some(datagrams) = self.datagrams.get_mut(&ends) {
            let last = match from {
                Sender::Client => &mut datagrams.last.0,
                Sender::Server => &mut datagrams.last.1,
            };
            match (&mut datagrams.call, from) {
                (Some(call), Sender::Client) => call.again(stamp),
                _ => datagrams.call = None,
            }
            // The same again is a retransmission, or was captured twice.
            if std::mem::replace(last, hash) != hash {
                read(datagrams.flow, from, bytes, stamp, &mut self.legs);
            }
        } else if self.datagrams.len() >= MAX_DATAGRAM_FLOWS {
            self.too_many = true;
        } else if read(self.next_flow, from, bytes, stamp, &mut self.legs) {
            let mut call = UntakenCall::new(stamp);
            call.again(stamp);
            let (last, call) = match from {
                Sender::Client => ((hash, 0), Some(call)),
                Sender::Server => ((0, hash), None),
            };
            let flow = self.next_flow;
            self.datagrams.insert(
                ends,
                Datagrams {
                    protocol,
                    flow,
                    last,
                    call,
                },
            );
            self.next_flow += 1;
        }
    }
}

/// From one packet to another.
pub fn packets(first: u32, last: u32) -> FileLocation {
    FileLocation {
        unit: Unit::Packet,
        first,
        last,
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
