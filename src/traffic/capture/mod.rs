//! Captures of network traffic → the messages in them that have to do with signing in.
//!
//! Bytes of a file in pieces of any size → frames (`container`) → IP packets (`link`, `ip`, `fragments`) → ordered bytes of
//! each end of a connection (`tcp`) → a dissector for each connection. Memory is bounded at every step, however long the file.

mod calls;
mod container;
mod datagrams;
mod dns;
mod fragments;
mod ip;
mod link;
mod losses;
mod network;
mod tcp;
#[cfg(test)]
mod tests;
mod tunnel;
mod wireless;

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use crate::traffic::dissect::ConnectionDissector;
use crate::traffic::leg::{
    Contents, FileLocation, Flow, Leg, LegKind, Party, Sender, SkipReason, Skipped, Unit,
};
use crate::traffic::stretch;
use crate::traffic::writer::WriterKind;
use container::Records;
use network::PacketReader;
use tcp::{FoundConnection, Listen};

/// What is read at a time of a larger piece, so that a copy of it stays small.
const PIECE: usize = 256 << 10;

/// Both ends of a connection: address and port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Ends {
    client: (IpAddr, u16),
    server: (IpAddr, u16),
}

impl Ends {
    fn sender(&self, source: (IpAddr, u16)) -> Sender {
        if source == self.client {
            Sender::Client
        } else {
            Sender::Server
        }
    }
}

/// A capture that is being read: pcap, pcapng, snoop, Network Monitor or ETL, whatever its name says.
pub struct Capture {
    records: Records,
    network: PacketReader,
    packets: u64,
}

impl Default for Capture {
    fn default() -> Self {
        Self::new(|flow, client_port, server_port| {
            Box::new(ConnectionDissector::new(flow, client_port, server_port))
        })
    }
}

impl Capture {
    fn new(listen: Listen) -> Self {
        Self {
            records: Records::default(),
            network: PacketReader::new(listen),
            packets: 0,
        }
    }

    /// Whether a file that begins so is a capture, as far as the first 64 bytes or so tell.
    pub fn recognises(head: &[u8]) -> bool {
        container::recognised(head)
    }

    /// Takes the next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) {
        for piece in bytes.chunks(PIECE) {
            self.records.push(piece);
            self.read_frames();
        }
    }

    fn read_frames(&mut self) {
        while let Some(frame) = self.records.frame() {
            self.packets += 1;
            let packet = u32::try_from(self.packets).unwrap_or(u32::MAX);
            self.network.frame(&frame, packet);
        }
    }

    /// So many packets were read.
    pub fn packets(&self) -> u64 {
        self.packets.max(self.records.waiting() as u64)
    }

    /// So many messages that have to do with signing in were found.
    pub fn messages(&self) -> usize {
        self.network.legs.len()
    }

    /// Says that no bytes follow, or that no more are wanted: what was found.
    pub fn finish(mut self) -> Contents {
        self.records.end();
        self.read_frames();
        let lost = self.records.finish();
        let found = self.network.finish();
        let unreached = self.network.unreached();
        let mut dropped: Vec<Skipped> = self.network.dropped().collect();
        if lost.is_some() {
            // There may be some behind what was read.
            dropped.retain(|it| it.reason != SkipReason::NoIp);
        }
        dropped.extend(lost.map(|what| Skipped {
            location: self.location_of(&what),
            reason: what,
        }));
        let nothing = match self.packets {
            0 => Some(SkipReason::NoPackets),
            _ if self.network.carries_nothing() => Some(SkipReason::NothingSent),
            _ => None,
        };
        let nothing = nothing.filter(|_| dropped.is_empty() && unreached.is_empty());
        dropped.extend(nothing.map(|reason| Skipped {
            reason,
            location: None,
        }));
        let facts = self.records.facts();
        let mut names = facts.names.clone();
        let known: HashSet<_> = facts.names.iter().collect();
        let answered = self.network.names.into_iter();
        names.extend(answered.filter(|name| !known.contains(name)));
        let (flows, legs) = numbered(found, self.network.legs, facts.keys);
        Contents {
            format: self.records.format().into(),
            writer: facts.writer.clone(),
            writer_kind: WriterKind::of_application(facts.writer.as_deref().unwrap_or_default()),
            count: self.packets,
            flows,
            legs,
            names,
            skipped: dropped,
            unreached,
        }
    }

    /// The packet after the last one that was read, unless nothing is known of the file at all.
    fn location_of(&self, lost: &SkipReason) -> Option<FileLocation> {
        let packet = u32::try_from(self.packets.saturating_add(1)).unwrap_or(u32::MAX);
        (*lost != SkipReason::Unknown).then_some(FileLocation {
            unit: Unit::Packet,
            first: packet,
            last: packet,
        })
    }
}

/// Flows by new numbers without those in between on which nothing was found, and their messages in the order of the file.
/// Messages of one flow stay in the order that they were sent in, even where the file has them in another.
fn numbered(found: Vec<FoundConnection>, legs: Vec<Leg>, keys: bool) -> (Vec<Flow>, Vec<Leg>) {
    let mut numbers = HashMap::new();
    let mut flows = Vec::new();
    for FoundConnection {
        flow,
        ends,
        outcome,
        mut stretches,
    } in found
    {
        let Some(protocol) = outcome.protocol else {
            continue;
        };
        let (client, server) = if outcome.reversed {
            stretches.reverse();
            (ends.server, ends.client)
        } else {
            (ends.client, ends.server)
        };
        numbers.insert(flow, flows.len());
        flows.push(Flow {
            by_proxy: outcome.by_proxy,
            caller: outcome.caller,
            stretches,
            ..Flow::new(party(client), party(server), protocol)
        });
    }
    // Files that were put together may have the end of a connection before its beginning.
    let rests = stretch::rests(&flows);
    let mut known: Vec<(usize, Leg)> = Vec::with_capacity(legs.len());
    for mut leg in legs {
        if let Some(flow) = numbers.get(&leg.flow) {
            let depth;
            (leg.flow, depth) = stretch::whole(&rests, *flow);
            known.push((depth, leg));
        }
    }
    known.sort_by_cached_key(|(depth, _)| *depth);
    let mut latest = vec![0; flows.len()];
    let mut ordered = Vec::with_capacity(known.len());
    for (_, mut leg) in known {
        if let LegKind::Tls(known) = &mut leg.kind {
            *known |= keys;
        }
        if let Some(latest) = latest.get_mut(leg.flow) {
            *latest = leg.location.last.max(*latest);
            ordered.push((*latest, leg));
        }
    }
    // Stable, which keeps the order within a flow.
    ordered.sort_by_cached_key(|(latest, _)| *latest);
    (flows, ordered.into_iter().map(|(_, leg)| leg).collect())
}

fn party((address, port): (IpAddr, u16)) -> Party {
    Party {
        address: Some(address),
        port: Some(port),
        name: None,
    }
}
