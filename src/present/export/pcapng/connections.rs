//! Connections of TCP around the messages of a log: handshakes, sequence numbers, acknowledgements.

use super::addresses::Addresses;
use super::connect::as_others_know_it;
use super::frame::{MOST_SAID, TcpSegment, flag, most};
use super::placeholders::unmistakable;
use super::unseen::unseen;
use crate::hosts::ConnectionId;
use crate::lab::{HostId, Log};
use crate::wire::{LayerValue, layers};
use std::collections::HashMap;
use std::net::IpAddr;

/// The connections of a log, and which of them are open.
pub struct OpenConnections<'a> {
    log: &'a Log,
    addresses: &'a Addresses<'a>,
    ports: HashMap<ConnectionId, u16>,
    open: HashMap<ConnectionId, Open>,
    /// How many packets each address has sent.
    sent: HashMap<IpAddr, u16>,
}

/// An open connection, and how far its two ends have come.
struct Open {
    client: HostId,
    /// The usual port of what is spoken.
    usual: u16,
    ends: [(IpAddr, u16); 2],
    /// What each end, the client first, sends next.
    next: [u32; 2],
    /// The method of the last request.
    method: String,
    /// Whether the last request of DCE/RPC is one that is not as others know it.
    calls: bool,
}

/// The ports of servers, by which Wireshark knows what is spoken.
mod port {
    pub const HTTP: u16 = 80;
    pub const KERBEROS: u16 = 88;
    pub const SQL: u16 = 1433;
    /// Any: Wireshark tries DCE/RPC where nothing else is known.
    pub const RPC: u16 = 1028;
    /// There Wireshark tries nothing else: what is seen of DCE/RPC there went through pipes.
    pub const SMB: [u16; 2] = [139, 445];
    /// Nothing that Wireshark knows: what is simplified here, and tokens of protocols that are not kept.
    pub const OTHER: u16 = 40_000;
}

impl<'a> OpenConnections<'a> {
    pub fn new(log: &'a Log, addresses: &'a Addresses<'a>) -> Self {
        let mut ports = HashMap::new();
        for (message, event) in log.messages() {
            if let Some(connection) = event.kind.connection() {
                ports.entry(connection).or_insert_with(|| port(message));
            }
        }
        Self {
            log,
            addresses,
            ports,
            open: HashMap::new(),
            sent: HashMap::new(),
        }
    }

    /// The three segments that open a connection.
    pub fn open(&mut self, id: ConnectionId) -> Vec<TcpSegment> {
        if self.open.contains_key(&id) {
            return Vec::new();
        }
        let Some(connection) = self.log.connection(id) else {
            return Vec::new();
        };
        let seen = connection.carrier.ports;
        let usual = self.ports.get(&id).copied().unwrap_or(port::OTHER);
        let server = match usual {
            // What was in TLS is in clear here, and stands at a port where that is expected.
            port::HTTP if !connection.carrier.tls => seen.map_or(port::HTTP, |[_, server]| server),
            port::RPC => {
                let own = seen.map(|[_, server]| server);
                own.filter(|it| !port::SMB.contains(it))
                    .unwrap_or(port::RPC)
            }
            known => connection.carrier.framed.unwrap_or(known),
        };
        // Ports of clients begin there (RFC 6335 6).
        let made = 0xc000 | u16::try_from(id.0 & 0x3fff).unwrap_or_default();
        let client = seen.map_or(made, |[client, _]| client);
        let [from, to] = self.addresses.ends(connection);
        // Any number does; these are easy to tell apart.
        let first = id.0.wrapping_mul(0x0100_0000);
        self.open.insert(
            id,
            Open {
                client: connection.from,
                usual,
                ends: [(from, client), (to, server)],
                next: [first, first ^ 0x0080_0000],
                method: String::new(),
                calls: false,
            },
        );
        let empty = |by_client, flags| (by_client, flags, Vec::new());
        self.segments(
            id,
            [
                empty(true, flag::SYN),
                empty(false, flag::SYN | flag::ACK),
                empty(true, flag::ACK),
            ],
        )
    }

    /// The segments that close a connection. `first` closes it, and the other end follows.
    pub fn close(&mut self, id: ConnectionId, first: HostId) -> Vec<TcpSegment> {
        let Some(open) = self.open.get(&id) else {
            return Vec::new();
        };
        let by_client = open.client == first;
        let segment = |by_client, flags| (by_client, flags, Vec::new());
        let segments = self.segments(
            id,
            [
                segment(by_client, flag::FIN | flag::ACK),
                segment(!by_client, flag::FIN | flag::ACK),
                segment(by_client, flag::ACK),
            ],
        );
        self.open.remove(&id);
        segments
    }

    /// The segments of a message; before them those that open its connection, where it is not open.
    pub fn send(
        &mut self,
        id: ConnectionId,
        from: HostId,
        message: &[u8],
    ) -> (Vec<TcpSegment>, Vec<TcpSegment>) {
        let before = self.open(id);
        let Some(open) = self.open.get_mut(&id) else {
            return (before, Vec::new());
        };
        let by_client = open.client == from;
        let [(client, _), _] = open.ends;
        let most = most(client);
        let bytes = match open.usual {
            port::HTTP => unmistakable(message),
            port::RPC => as_others_know_it(message, &mut open.calls),
            // Over UDP it has no length; over TCP it has (RFC 4120 7.2.2).
            port::KERBEROS if message.first() != Some(&0) => {
                let length = u32::try_from(message.len()).unwrap_or_default();
                [&length.to_be_bytes(), message].concat().into()
            }
            _ => message.into(),
        };
        let unseen = unseen(message, &mut open.method);
        let count = bytes.chunks(most).len();
        let mut parts = Vec::new();
        for (number, part) in bytes.chunks(most).enumerate() {
            let last = number + 1 == count;
            let push = if last { flag::PUSH } else { 0 };
            parts.push((by_client, flag::ACK | push, part.to_vec()));
            // Every second one is acknowledged (RFC 9293 3.8.6.3), but that the answer acknowledges the last.
            if number % 2 == 1 && !last {
                parts.push((!by_client, flag::ACK, Vec::new()));
            }
        }
        let mut segments = self.segments(id, parts);
        if let (Some(last), Some(open)) = (segments.last_mut(), self.open.get_mut(&id)) {
            // So much of it as a packet can have is cut off the packet; the rest is missing as if nobody had captured it.
            let room = MOST_SAID.saturating_sub(last.payload.len());
            last.unseen = usize::try_from(unseen).unwrap_or(usize::MAX).min(room);
            let [client, server] = &mut open.next;
            let next = if by_client { client } else { server };
            // Sequence numbers begin again after 32 bits.
            let [low, _] = halves(unseen);
            *next = next.wrapping_add(low);
        }
        (before, segments)
    }

    /// Segments by the client or the server, with these flags and payloads, in order.
    fn segments(
        &mut self,
        id: ConnectionId,
        parts: impl IntoIterator<Item = (bool, u8, Vec<u8>)>,
    ) -> Vec<TcpSegment> {
        let Some(open) = self.open.get_mut(&id) else {
            return Vec::new();
        };
        let mut segments = Vec::new();
        for (by_client, flags, payload) in parts {
            let [client, server] = open.ends;
            let [of_client, of_server] = &mut open.next;
            let (ends, sequence, acknowledges) = if by_client {
                ([client, server], of_client, *of_server)
            } else {
                ([server, client], of_server, *of_client)
            };
            let count = self.sent.entry(ends[0].0).or_default();
            *count = count.wrapping_add(1);
            let segment = TcpSegment {
                ends,
                sequence: *sequence,
                acknowledges: if flags & flag::ACK == 0 {
                    0
                } else {
                    acknowledges
                },
                flags,
                payload,
                unseen: 0,
                identification: *count,
            };
            // Opening and closing count as a byte.
            let counted = u32::from(flags & (flag::SYN | flag::FIN) != 0);
            let length = u32::try_from(segment.payload.len()).unwrap_or_default();
            *sequence = sequence.wrapping_add(length).wrapping_add(counted);
            segments.push(segment);
        }
        segments
    }
}

/// The lower 32 bits of a number, and the upper.
fn halves(number: u64) -> [u32; 2] {
    let [a, b, c, d, e, f, g, h] = number.to_le_bytes();
    [[a, b, c, d], [e, f, g, h]].map(u32::from_le_bytes)
}

/// The port of the server that a connection's first message tells.
fn port(message: &[u8]) -> u16 {
    // The tags of messages to and from a KDC (RFC 4120 5.10), as over UDP.
    if let Some(0x6a..=0x6d | 0x7e) = message.first() {
        return port::KERBEROS;
    }
    match layers(message).first().map(|layer| &layer.value) {
        Some(LayerValue::Request(_) | LayerValue::Response(_)) => port::HTTP,
        // Behind its length. Tokens of other protocols than a KDC's are none that Wireshark expects there.
        Some(LayerValue::Kerberos(_)) if message.first() == Some(&0) => port::KERBEROS,
        Some(LayerValue::Tds(_)) => port::SQL,
        Some(LayerValue::Rpc(_)) => port::RPC,
        _ => port::OTHER,
    }
}
