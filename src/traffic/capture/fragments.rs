//! Fragments of IP packets → the packets.

use std::collections::HashMap;
use std::net::IpAddr;

use super::ip::{Fragment, IpPacket};
use super::losses::PacketRange;
use crate::recent::keep_recent;

/// So many packets are waited for at once; then the oldest is given up. Fragments come close to one another.
const MAX_PACKETS: usize = 256;
/// So many fragments are one packet: 65,535 bytes through the smallest link that IPv4 allows are 1366, but nobody has one.
const MAX_PARTS: usize = 256;
const MAX_LENGTH: usize = 65_535;
/// So many packets that were put together are remembered: captures may have a fragment twice.
const MAX_WHOLE: usize = 64;

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
    /// Those that were whole last.
    whole: Vec<Key>,
    /// Where fragments stand of packets that are waited for no more, and how many those are.
    given_up: Option<(PacketRange, u32)>,
}

/// What came of a packet.
struct Parts {
    begun: u64,
    /// Where they stand; nothing where the same packet was whole before.
    range: Option<PacketRange>,
    parts: Vec<(usize, Vec<u8>)>,
    held: usize,
    /// The length of the packet, once its last fragment came.
    length: Option<usize>,
}

impl Fragments {
    /// Keeps a fragment, of the packet of the file with that number. What the packet carries, once that was the last one
    /// lacking.
    pub fn add(
        &mut self,
        packet: &IpPacket<'_>,
        fragment: Fragment,
        number: u32,
    ) -> Option<Vec<u8>> {
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
        let again = self.whole.contains(&key);
        let parts = self.packets.entry(key).or_insert(Parts {
            begun: self.begun,
            range: (!again).then(|| PacketRange::of(number)),
            parts: Vec::new(),
            held: 0,
            length: None,
        });
        if let Some(range) = &mut parts.range {
            range.last = number;
        }
        if !fragment.more {
            parts.length.get_or_insert(end);
        }
        parts.held += packet.payload.len();
        parts.parts.push((fragment.offset, packet.payload.to_vec()));
        let whole = parts.whole();
        if whole.is_some() {
            self.packets.remove(&key);
            keep_recent(&mut self.whole, key, MAX_WHOLE);
        } else if parts.parts.len() >= MAX_PARTS || parts.held > 2 * MAX_LENGTH {
            let lost = self.packets.remove(&key);
            self.given_up = together(self.given_up, lost.iter());
        }
        whole
    }

    /// Where fragments stand of packets of which others did not come, and how many those packets are.
    pub fn incomplete(&self) -> Option<(PacketRange, u32)> {
        together(self.given_up, self.packets.values())
    }

    fn make_room(&mut self) {
        if self.packets.len() >= MAX_PACKETS {
            // Half at once, so that it is not sought for each.
            let keep = self.begun.saturating_sub(MAX_PACKETS as u64 / 2);
            let old = self.packets.values().filter(|parts| parts.begun <= keep);
            self.given_up = together(self.given_up, old);
            self.packets.retain(|_, parts| parts.begun > keep);
        }
    }
}

/// Those that were lost before, and these.
fn together<'a>(
    before: Option<(PacketRange, u32)>,
    lost: impl Iterator<Item = &'a Parts>,
) -> Option<(PacketRange, u32)> {
    let lost = lost.filter_map(|parts| Some((parts.range?, 1)));
    before
        .into_iter()
        .chain(lost)
        .reduce(|(all, count), (range, more)| {
            let first = all.first.min(range.first);
            let last = all.last.max(range.last);
            (PacketRange { first, last }, count.saturating_add(more))
        })
}

impl Parts {
    fn whole(&mut self) -> Option<Vec<u8>> {
        let length = self.length.filter(|&length| self.held >= length)?;
        // Stable: of two with the same offset the one that came first stays first.
        self.parts.sort_by_cached_key(|(offset, _)| *offset);
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
