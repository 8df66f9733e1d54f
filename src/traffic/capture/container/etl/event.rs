//! Events that hold packets: of ndiscap, which `netsh trace` starts, and of pktmon.

use super::LITTLE;

/// Microsoft-Windows-NDIS-PacketCapture, {2ed6006e-4729-4609-b423-3ee7bcd678ef}.
const NDISCAP: [u8; 16] = [
    0x6e, 0x00, 0xd6, 0x2e, 0x29, 0x47, 0x09, 0x46, 0xb4, 0x23, 0x3e, 0xe7, 0xbc, 0xd6, 0x78, 0xef,
];
/// Microsoft-Windows-PktMon, {4d4f80d9-c8bd-4d73-bb5b-19c90402c5ac}.
const PKTMON: [u8; 16] = [
    0xd9, 0x80, 0x4f, 0x4d, 0xbd, 0xc8, 0x73, 0x4d, 0xbb, 0x5b, 0x19, 0xc9, 0x04, 0x02, 0xc5, 0xac,
];
/// Length of an `EVENT_HEADER` as it is logged, in bytes.
const HEAD: usize = 80;
/// A bit of its flags: items of other data follow it.
const EXTENDED: u16 = 1;

/// Keywords of ndiscap.
mod keyword {
    pub const MOBILE_BROADBAND: u64 = 0x200;
    pub const WIFI: u64 = 0x1_0000;
    pub const PACKET_TRUNCATED: u64 = 0x200_0000;
    pub const PACKET_START: u64 = 0x4000_0000;
    pub const PACKET_END: u64 = 0x8000_0000;
}

/// Kinds of link, by their numbers in pcap's registry.
mod link {
    pub const ETHERNET: u32 = 1;
    pub const IP: u32 = 101;
    pub const WIFI: u32 = 105;
}

/// An event with a packet, or a part of one.
pub struct PacketEvent<'a> {
    /// When it was logged, as the trace's clock counts.
    pub ticks: u64,
    /// What it holds.
    pub part: Part<'a>,
}

/// A packet, or a part of one.
pub struct Part<'a> {
    /// The kind of link, by its number in pcap's registry.
    pub link: u32,
    /// How many bytes the packet had; 0 where that is not told.
    pub length: u32,
    /// Those that were logged.
    pub bytes: &'a [u8],
    /// Whether it is the first of the packet.
    pub starts: bool,
    /// Whether it is the last one.
    pub ends: bool,
}

impl Part<'_> {
    /// Its bytes, of which those of a wireless network are logged in clear, whatever their head says (IEEE 802.11 9.2.4.1).
    pub fn deciphered(&self) -> Vec<u8> {
        const PROTECTED: u8 = 0x40;
        let mut bytes = self.bytes.to_vec();
        if let Some(flags) = bytes.get_mut(1).filter(|_| self.link == link::WIFI) {
            *flags &= !PROTECTED;
        }
        bytes
    }
}

impl<'a> PacketEvent<'a> {
    /// Of a record, where it is such an event.
    pub fn of(record: &'a [u8]) -> Option<Self> {
        let [_, _, 0x12 | 0x13, 0xc0, ..] = record else {
            return None;
        };
        let provider = record.get(24..40)?;
        let id = LITTLE.u16(record, 40)?;
        let data = data(record)?;
        let part = match id {
            1001 if provider == NDISCAP => of_ndiscap(LITTLE.u64(record, 48)?, data),
            // Those of 170 were dropped.
            160 if provider == PKTMON => of_pktmon(data),
            _ => None,
        };
        let ticks = LITTLE.u64(record, 16)?;
        Some(Self { ticks, part: part? })
    }
}

/// What an event says, behind its head and the items that may follow that. Each of them tells whether another one follows,
/// and how much it holds behind its own head of 8 bytes.
fn data(record: &[u8]) -> Option<&[u8]> {
    let mut rest = record.get(HEAD..)?;
    let mut follows = LITTLE.u16(record, 4)? & EXTENDED != 0;
    while follows {
        follows = LITTLE.u16(rest, 4)? & 1 != 0;
        let length = 8 + usize::from(LITTLE.u16(rest, 6)?);
        rest = rest.get(length.next_multiple_of(8)..)?;
    }
    Some(rest)
}

/// The numbers of the interface and of the one below it, then how many bytes, and those.
fn of_ndiscap(keywords: u64, data: &[u8]) -> Option<Part<'_>> {
    let has = |keyword| keywords & keyword != 0;
    let length = LITTLE.u32(data, 8)?;
    let bytes = data.get(12..)?;
    Some(Part {
        link: match () {
            () if has(keyword::WIFI) => link::WIFI,
            () if has(keyword::MOBILE_BROADBAND) => link::IP,
            () => link::ETHERNET,
        },
        // By how much it was cut is not told.
        length: match has(keyword::PACKET_TRUNCATED) {
            true => length.saturating_add(1),
            false => 0,
        },
        bytes: bytes.get(..length as usize).unwrap_or(bytes),
        starts: has(keyword::PACKET_START),
        ends: has(keyword::PACKET_END),
    })
}

/// Where the packet was seen, and why it was dropped, in 30 bytes; then how long it is, how many bytes were logged, and those.
fn of_pktmon(data: &[u8]) -> Option<Part<'_>> {
    let length = usize::from(LITTLE.u16(data, 32)?);
    let bytes = data.get(34..)?;
    Some(Part {
        link: match LITTLE.u16(data, 14)? {
            1 => link::ETHERNET,
            2 => link::WIFI,
            3 => link::IP,
            _ => return None,
        },
        length: LITTLE.u16(data, 30)?.into(),
        bytes: bytes.get(..length).unwrap_or(bytes),
        starts: true,
        ends: true,
    })
}
