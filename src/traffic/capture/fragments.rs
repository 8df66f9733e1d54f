//! Fragments of IP packets → the packets.

use std::collections::HashMap;
use std::net::IpAddr;

use super::ip::{Fragment, IpPacket};

/// So many packets are waited for at once; then the oldest is given up. Fragments come close to one another.
const MAX_PACKETS: usize = 256;
/// So many fragments are one packet: 65,535 bytes through the smallest link that IPv4 allows are 1366, but nobody has one.
const MAX_PARTS: usize = 256;
const MAX_LENGTH: usize = 65_535;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    source: IpAddr,
    target: IpAddr,
    protocol: u8,
    id: u32,
}

/// The packets of which fragments came.
#[derive(Default)]
pub struct Fragments {
    packets: HashMap<Key, Parts>,
    /// Counts the packets that were begun.
    begun: u64,
}

/// What came of a packet.
struct Parts {
    begun: u64,
    parts: Vec<(usize, Vec<u8>)>,
    held: usize,
    /// The length of the packet, once its last fragment came.
    length: Option<usize>,
}

impl Fragments {
    /// Keeps a fragment. What the packet carries, once that was the last one lacking.
    pub fn add(&mut self, packet: &IpPacket<'_>, fragment: Fragment) -> Option<Vec<u8>> {
        let end = fragment.offset.saturating_add(packet.payload.len());
        if packet.missing > 0 || packet.payload.is_empty() || end > MAX_LENGTH {
            return None;
        }
        let key = Key {
            source: packet.source,
            target: packet.target,
            protocol: packet.protocol,
            id: fragment.id,
        };
        if !self.packets.contains_key(&key) {
            self.make_room();
            self.begun += 1;
        }
        let parts = self.packets.entry(key).or_insert(Parts {
            begun: self.begun,
            parts: Vec::new(),
            held: 0,
            length: None,
        });
        if !fragment.more {
            parts.length.get_or_insert(end);
        }
        parts.held += packet.payload.len();
        parts.parts.push((fragment.offset, packet.payload.to_vec()));
        let whole = parts.whole();
        if whole.is_some() || parts.parts.len() >= MAX_PARTS || parts.held > 2 * MAX_LENGTH {
            self.packets.remove(&key);
        }
        whole
    }

    fn make_room(&mut self) {
        if self.packets.len() >= MAX_PACKETS {
            // Half at once, so that it is not sought for each.
            let keep = self.begun.saturating_sub(MAX_PACKETS as u64 / 2);
            self.packets.retain(|_, parts| parts.begun > keep);
        }
    }
}

impl Parts {
    fn whole(&mut self) -> Option<Vec<u8>> {
        let length = self.length.filter(|&length| self.held >= length)?;
        // Stable: of two with the same offset the one that came first stays first.
        self.parts.sort_by_key(|(offset, _)| *offset);
        let mut whole = Vec::with_capacity(length);
        for (offset, bytes) in &self.parts {
            // The first copy of an overlap is kept; a hole ends it.
            let known = whole.len().checked_sub(*offset)?;
            whole.extend_from_slice(bytes.get(known..).unwrap_or_default());
        }
        whole.truncate(length);
        (whole.len() == length).then_some(whole)
    }
}
