//! Datagrams, by the addresses and ports of their ends.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Ends;
use super::calls::UntakenCall;
use crate::traffic::dissect::{self, Stamp};
use crate::traffic::leg::{Leg, NoAnswer, Protocol, Sender};

const MAX_FLOWS: usize = 1 << 16;
const KERBEROS: u16 = 88;

/// Reads a datagram from that end into legs of a flow; whether there was something in it.
type Read = fn(usize, Sender, &[u8], Stamp, &mut Vec<Leg>) -> bool;

/// A protocol of datagrams, and how they are read.
#[derive(Clone, Copy)]
pub struct DatagramProtocol(Protocol, Read);

/// What a KDC is asked.
pub const KDC: DatagramProtocol =
    DatagramProtocol(Protocol::Kerberos, dissect::kdc_messages::datagram);

/// The protocol of datagrams to and from that port; none where it is not read.
pub fn protocol_at(port: u16) -> Option<DatagramProtocol> {
    match port {
        KERBEROS | dissect::kdc_messages::PASSWORDS => Some(KDC),
        dissect::dns::PORT => Some(DatagramProtocol(Protocol::Dns, dissect::dns::datagram)),
        _ => None,
    }
}

/// A datagram, put together of its fragments.
pub struct Datagram<'a> {
    /// Addresses and ports of client and server.
    pub ends: Ends,
    /// The end that sent it, told by its port.
    pub from: Sender,
    /// What is in it.
    pub bytes: &'a [u8],
    /// When it came, in which packet.
    pub stamp: Stamp,
}

/// Datagrams between two ends.
pub struct Datagrams {
    /// The protocol that their ports tell.
    pub protocol: Protocol,
    /// Their number among the flows.
    pub flow: usize,
    /// What the client asks, until anything comes back.
    pub call: Option<UntakenCall>,
    /// Hashes of the last one from the client and from the server.
    last: [Option<u64>; 2],
}

/// The datagrams in which something was found.
#[derive(Default)]
pub struct DatagramTable(HashMap<Ends, Datagrams>);

impl DatagramTable {
    /// Reads one; `number` gives new ends their number among the flows. Nothing where there are more than are kept.
    pub fn take(
        &mut self,
        datagram: &Datagram<'_>,
        DatagramProtocol(protocol, read): DatagramProtocol,
        number: &mut usize,
        out: &mut Vec<Leg>,
    ) -> Option<()> {
        let &Datagram {
            ends,
            from,
            bytes,
            stamp,
        } = datagram;
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let hash = Some(hasher.finish());
        if let Some(datagrams) = self.0.get_mut(&ends) {
            let [client, server] = &mut datagrams.last;
            let last = match from {
                Sender::Client => client,
                Sender::Server => server,
            };
            match (&mut datagrams.call, from) {
                (Some(call), Sender::Client) => call.again(stamp),
                _ => datagrams.call = None,
            }
            // The same again is a retransmission, or was captured twice.
            if std::mem::replace(last, hash) != hash {
                read(datagrams.flow, from, bytes, stamp, out);
            }
        } else if self.0.len() >= MAX_FLOWS {
            return None;
        } else if read(*number, from, bytes, stamp, out) {
            let mut call = UntakenCall::new(stamp);
            call.again(stamp);
            let (last, call) = match from {
                Sender::Client => ([hash, None], Some(call)),
                Sender::Server => ([None, hash], None),
            };
            let flow = *number;
            let datagrams = Datagrams {
                protocol,
                flow,
                call,
                last,
            };
            self.0.insert(ends, datagrams);
            *number += 1;
        }
        Some(())
    }

    /// One of them did not arrive.
    pub fn fail(&mut self, ends: &Ends, why: NoAnswer, stamp: Stamp) {
        if let Some(call) = self.0.get_mut(ends).and_then(|it| it.call.as_mut()) {
            call.fail(why, stamp);
        }
    }

    /// All of them, in the order of the file: what came later counts.
    pub fn finish(&mut self) -> Vec<(Ends, Datagrams)> {
        let mut all: Vec<_> = self.0.drain().collect();
        all.sort_by_cached_key(|(_, it)| it.flow);
        all
    }
}
