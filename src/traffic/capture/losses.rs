//! What of a capture is not read, with the reasons and the packets.

use super::container::{FOREIGN, UNDESCRIBED};
use super::link::Unread;
use crate::traffic::leg::{FileLocation, SkipReason, Skipped, Unit};

/// Kinds of links that are told of.
const MAX_LINKS: usize = 64;

/// From one packet to another, both included.
#[derive(Clone, Copy)]
pub struct PacketRange {
    /// The number of the first.
    pub first: u32,
    /// The number of the last.
    pub last: u32,
}

impl PacketRange {
    /// One packet.
    pub fn of(packet: u32) -> Self {
        Self {
            first: packet,
            last: packet,
        }
    }

    /// Where they stand in the capture.
    pub fn location(self) -> FileLocation {
        FileLocation {
            unit: Unit::Packet,
            first: self.first,
            last: self.last,
        }
    }
}

/// What was not read so far.
#[derive(Default)]
pub struct Losses {
    /// Whether any frame was there.
    pub frames: bool,
    /// Whether any held a packet of IP.
    pub packets: bool,
    /// Whether any was seen to hold none.
    pub others: bool,
    /// Whether any bytes were in those, by TCP or UDP.
    pub carried: bool,
    /// Whether there were more messages than are kept.
    pub too_many: bool,
    /// Why frames are not read, each reason once.
    unread: Vec<(Unread, PacketRange)>,
    /// The first EtherType that is not read: of many it is no loss.
    foreign: Option<(u16, PacketRange)>,
    /// Those that are not there to their end, and how many they are.
    cut: Option<(PacketRange, u32)>,
}

impl Losses {
    /// A packet is not read.
    pub fn lose(&mut self, why: Unread, packet: u32) {
        if let Some((_, range)) = self.unread.iter_mut().find(|(known, _)| *known == why) {
            range.last = packet;
        } else if self.unread.len() < MAX_LINKS {
            self.unread.push((why, PacketRange::of(packet)));
        }
    }

    /// A packet has something of that EtherType in it, which is not read.
    pub fn pass_over(&mut self, kind: u16, packet: u32) {
        let (known, range) = self
            .foreign
            .get_or_insert_with(|| (kind, PacketRange::of(packet)));
        if *known == kind {
            range.last = packet;
        }
    }

    /// A packet is not there to its end.
    pub fn cut(&mut self, packet: u32) {
        let (range, count) = self.cut.get_or_insert_with(|| (PacketRange::of(packet), 0));
        (range.last, *count) = (packet, count.saturating_add(1));
    }

    /// All of it; `nothing` is why nothing of what the packets carry was read, where that is so.
    pub fn told(&self, nothing: Option<SkipReason>) -> impl Iterator<Item = Skipped> {
        let unread = self.unread.iter().map(|&(why, range)| Skipped {
            reason: match why {
                Unread::LinkType(UNDESCRIBED) => SkipReason::NoInterface,
                Unread::LinkType(link) => SkipReason::LinkType(link & !FOREIGN),
                Unread::Wireless => SkipReason::Wireless,
                Unread::Tunnel => SkipReason::Tunnel,
                Unread::EtherType(kind) => SkipReason::EtherType(kind),
            },
            location: Some(range.location()),
        });
        let too_many = self.too_many.then_some(Skipped {
            reason: SkipReason::TooMany,
            location: None,
        });
        let cut = self.cut.map(|(range, count)| Skipped {
            reason: SkipReason::PacketsCut(count),
            location: Some(range.location()),
        });
        let all = match (self.foreign, nothing) {
            _ if !self.unread.is_empty() => None,
            (Some((kind, range)), _) if self.frames && !self.packets => {
                Some((SkipReason::EtherType(kind), Some(range.location())))
            }
            (None, _) if self.frames && !self.packets => match self.others {
                true => Some((SkipReason::NoIp, None)),
                // Perhaps the kind of link is not what the file says.
                false => Some((SkipReason::Unknown, None)),
            },
            (_, nothing) => nothing
                .filter(|_| self.carried)
                .map(|reason| (reason, None)),
        };
        let all = all.map(|(reason, location)| Skipped { reason, location });
        unread.chain(too_many).chain(cut).chain(all)
    }
}
