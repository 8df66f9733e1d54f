//! IP packets → what they carry (RFC 791, RFC 8200).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::wire::ByteOrder;

/// Most extension headers that are looked through.
const MAX_EXTENSIONS: usize = 16;
const BIG: ByteOrder = ByteOrder::Big;
const FRAGMENT: u8 = 44;

/// An IP packet, or a fragment of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IpPacket<'a> {
    /// The address that it says it comes from.
    pub source: IpAddr,
    /// The address that it says it is for.
    pub target: IpAddr,
    /// The number of what it carries: 6 is TCP.
    pub protocol: u8,
    /// What it carries, as far as it was captured, without what an Ethernet frame is filled up with.
    pub payload: &'a [u8],
    /// So many more bytes were sent than captured.
    pub missing: u64,
    /// Which part of a packet it is, if it is not a whole one.
    pub fragment: Option<Fragment>,
}

/// Of which packet a fragment is a part, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// The number that the fragments of a packet have in common.
    pub id: u32,
    /// Where in the packet it begins, in bytes.
    pub offset: usize,
    /// Whether others come after it in the packet.
    pub more: bool,
}

impl<'a> IpPacket<'a> {
    /// Reads a packet of either version.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        match bytes.first()? >> 4 {
            4 => Self::version_4(bytes),
            6 => Self::version_6(bytes),
            _ => None,
        }
    }

    fn version_4(bytes: &'a [u8]) -> Option<Self> {
        let head = usize::from(bytes.first()? & 0x0f) * 4;
        let total = usize::from(BIG.u16(bytes, 2)?);
        let place = BIG.u16(bytes, 6)?;
        let source: [u8; 4] = *bytes.get(12..)?.first_chunk()?;
        let target: [u8; 4] = *bytes.get(16..)?.first_chunk()?;
        if head < 20 || (total != 0 && total < head) {
            return None;
        }
        let offset = usize::from(place & 0x1fff) * 8;
        let more = place & 0x2000 != 0;
        let (payload, missing) = cut(bytes.get(head..)?, total.saturating_sub(head));
        Some(Self {
            source: Ipv4Addr::from(source).into(),
            target: Ipv4Addr::from(target).into(),
            protocol: *bytes.get(9)?,
            payload,
            missing,
            fragment: (more || offset > 0).then_some(Fragment {
                id: u32::from(BIG.u16(bytes, 4)?),
                offset,
                more,
            }),
        })
    }

    fn version_6(bytes: &'a [u8]) -> Option<Self> {
        let source: [u8; 16] = *bytes.get(8..)?.first_chunk()?;
        let target: [u8; 16] = *bytes.get(24..)?.first_chunk()?;
        let total = usize::from(BIG.u16(bytes, 4)?);
        let (mut payload, missing) = cut(bytes.get(40..)?, total);
        let mut protocol = *bytes.get(6)?;
        let mut fragment = None;
        for _ in 0..MAX_EXTENSIONS {
            let length = match protocol {
                // Hop-by-hop and destination options, routing, mobility: in eights, the first not counted.
                0 | 43 | 60 | 135 => (usize::from(*payload.get(1)?) + 1) * 8,
                // The authentication header: in fours, the first two not counted.
                51 => (usize::from(*payload.get(1)?) + 2) * 4,
                FRAGMENT => {
                    let place = BIG.u16(payload, 2)?;
                    fragment = Some(Fragment {
                        id: BIG.u32(payload, 4)?,
                        offset: usize::from(place & 0xfff8),
                        more: place & 1 != 0,
                    });
                    8
                }
                _ => break,
            };
            protocol = *payload.first()?;
            payload = payload.get(length..)?;
            // What comes after is only in the first fragment.
            if fragment.is_some() {
                break;
            }
        }
        Some(Self {
            source: Ipv6Addr::from(source).into(),
            target: Ipv6Addr::from(target).into(),
            protocol,
            payload,
            missing,
            // A packet may be in one "fragment" (RFC 6946).
            fragment: fragment.filter(|part| part.more || part.offset > 0),
        })
    }
}

/// As much as a length says, and how many bytes lack to it. A length of 0 is of a packet that the network card was to cut
/// (TSO, LSO): it is as long as what was captured.
fn cut(bytes: &[u8], length: usize) -> (&[u8], u64) {
    match bytes.get(..length) {
        Some(_) if length == 0 => (bytes, 0),
        Some(taken) => (taken, 0),
        None => (bytes, (length - bytes.len()) as u64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_zero_is_as_much_as_was_captured() {
        let mut bytes = [[0; 20], [7; 20]].concat();
        (bytes[0], bytes[9]) = (0x45, 6);
        let read = |bytes: &[u8]| {
            let packet = IpPacket::read(bytes).unwrap();
            (packet.payload.len(), packet.missing)
        };
        assert_eq!(read(&bytes), (20, 0));
        bytes[3] = 30;
        assert_eq!(read(&bytes), (10, 0), "filled up");
        bytes[3] = 50;
        assert_eq!(read(&bytes), (20, 10), "cut");
        bytes[3] = 19;
        assert_eq!(IpPacket::read(&bytes), None);
    }

    #[test]
    fn extension_headers_are_skipped() {
        let mut bytes = vec![0; 40];
        (bytes[0], bytes[5], bytes[6]) = (0x60, 40, 0);
        bytes.extend([60, 0, 1, 4, 0, 0, 0, 0]);
        bytes.extend([51, 0, 1, 4, 0, 0, 0, 0]);
        bytes.extend([44, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        bytes.extend([6, 0, 0, 9, 0, 0, 0, 77]);
        bytes.extend([9; 4]);
        let packet = IpPacket::read(&bytes).unwrap();
        let fragment = Fragment {
            id: 77,
            offset: 8,
            more: true,
        };
        assert_eq!((packet.protocol, packet.fragment), (6, Some(fragment)));
        assert_eq!(packet.payload, [9; 4]);
    }
}
