//! Links and tunnels → IP packets: what stands before an IP packet is skipped, whatever it is.

use super::wireless::WirelessFrame;
use crate::wire::ByteOrder;

pub(super) const BIG: ByteOrder = ByteOrder::Big;

/// Most labels, tags and envelopes that are looked through; a real packet has four at most.
const MAX_LAYERS: usize = 16;

const IPV4: u16 = 0x0800;
const IPV6: u16 = 0x86dd;
/// MPLS with labels for one receiver (RFC 3032 5).
pub(super) const MPLS: u16 = 0x8847;
const MACSEC: u16 = 0x88e5;

/// Why nothing of a frame is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The kind of link, by pcap's number, is none of those read here.
    LinkType(u32),
    /// The wireless network encrypts it (IEEE 802.11 9.2.4.1.9, Protected Frame).
    Wireless,
    /// It is in IPsec's ESP.
    Tunnel,
    /// What an EtherType of that number names.
    EtherType(u16),
}

/// What the next bytes are.
#[derive(Clone, Copy)]
pub(super) enum Next {
    /// An IP packet of either version.
    Ip,
    /// An Ethernet frame, from its destination address on.
    Ethernet,
    /// What an EtherType of that number names.
    Ether(u16),
    /// What an EtherType of that number names, which is not read.
    Unread(u16),
    /// PPP's protocol number and what it names.
    Ppp,
}

/// The IP packet in a frame, if there is one.
pub fn packet(link: u32, frame: &[u8]) -> Result<Option<&[u8]>, Unread> {
    let (next, skip) = match link {
        // NULL, LOOP: a number for IPv4 or IPv6 that differs from system to system, in the order of whoever captured.
        0 | 108 => (Next::Ip, 4),
        1 => (Next::Ethernet, 0),
        // RAW with the numbers that it has on several systems, IPV4, IPV6.
        12 | 14 | 101 | 228 | 229 => (Next::Ip, 0),
        // PPP, with or without the bytes of HDLC.
        9 | 50 => (Next::Ppp, 0),
        // PPP over Ethernet, from its own head on.
        51 => (Next::Ppp, 6),
        // LINUX_SLL: the EtherType comes last.
        113 => (BIG.u16(frame, 14).map_or(Next::Ip, Next::Ether), 16),
        // LINUX_SLL2: the EtherType comes first.
        276 => (BIG.u16(frame, 0).map_or(Next::Ip, Next::Ether), 20),
        105 => return WirelessFrame::bare(frame).packet(),
        // What the radio told of itself comes first: Radiotap, and PPI, which has the kind of link behind its length.
        127 => return WirelessFrame::behind_radio(frame).map_or(Ok(None), WirelessFrame::packet),
        192 => {
            return match frame.get(4..).and_then(<[u8]>::first_chunk) {
                Some(&link) if link != 192_u32.to_le_bytes() => {
                    behind(u32::from_le_bytes(link), frame)
                }
                _ => Ok(None),
            };
        }
        other => return Err(Unread::LinkType(other)),
    };
    frame
        .get(skip..)
        .map_or(Ok(None), |rest| inside(next, rest))
}

/// The packet in a frame whose head has its own length in its third and fourth byte, little-endian.
fn behind(link: u32, frame: &[u8]) -> Result<Option<&[u8]>, Unread> {
    let rest = ByteOrder::Little
        .u16(frame, 2)
        .and_then(|length| frame.get(usize::from(length)..));
    rest.map_or(Ok(None), |rest| packet(link, rest))
}

/// The packets behind the first, where a frame has several.
pub fn others(link: u32, frame: &[u8]) -> impl Iterator<Item = &[u8]> {
    let frame = match link {
        105 => Some(WirelessFrame::bare(frame)),
        127 => WirelessFrame::behind_radio(frame),
        _ => None,
    };
    frame.into_iter().flat_map(WirelessFrame::others)
}

/// The IP packet in an Ethernet frame.
pub fn in_ethernet(frame: &[u8]) -> Option<&[u8]> {
    inside(Next::Ethernet, frame).ok()?
}

/// The IP packet behind that, if there is one.
pub(super) fn inside(mut next: Next, mut bytes: &[u8]) -> Result<Option<&[u8]>, Unread> {
    for _ in 0..MAX_LAYERS {
        let skip;
        (next, skip) = match (next, step(next, bytes)) {
            (Next::Ip, _) => return Ok(Some(bytes)),
            (Next::Unread(kind), _) => return Err(Unread::EtherType(kind)),
            (_, Some(step)) => step,
            (_, None) => return Ok(None),
        };
        match bytes.get(skip..) {
            Some(rest) => bytes = rest,
            None => return Ok(None),
        }
    }
    Ok(None)
}

/// What is behind the first of what stands before the packet, and how many bytes that is long.
fn step(next: Next, bytes: &[u8]) -> Option<(Next, usize)> {
    Some(match next {
        Next::Ip | Next::Unread(_) => (next, 0),
        Next::Ethernet => (Next::Ether(BIG.u16(bytes, 12)?), 14),
        Next::Ether(IPV4 | IPV6) => (Next::Ip, 0),
        // VLAN tags, also stacked (IEEE 802.1Q, 802.1ad, and an older number).
        Next::Ether(0x8100 | 0x88a8 | 0x9100) => (Next::Ether(BIG.u16(bytes, 2)?), 4),
        // VN-tag of Cisco, and E-tag (IEEE 802.1BR).
        Next::Ether(0x8926) => (Next::Ether(BIG.u16(bytes, 4)?), 6),
        Next::Ether(0x893f) => (Next::Ether(BIG.u16(bytes, 6)?), 8),
        // Cisco's metadata: a version, and their length in fours.
        Next::Ether(0x8909) => {
            let length = 2 + usize::from(*bytes.get(1)?) * 4;
            (Next::Ether(BIG.u16(bytes, length)?), length + 2)
        }
        // MACsec (IEEE 802.1AE 9.3) that does not encrypt; it may name who sends.
        Next::Ether(MACSEC) if bytes.first()? & 0x0c == 0 => {
            let length = if bytes.first()? & 0x20 == 0 { 6 } else { 14 };
            (Next::Ether(BIG.u16(bytes, length)?), length + 2)
        }
        // Behind a number of the service (IEEE 802.1ah) or the names of two switches (TRILL, RFC 6325 3).
        Next::Ether(0x88e7) => (Next::Ethernet, 4),
        Next::Ether(0x22f3) => {
            let options = BIG.u16(bytes, 0)? >> 6 & 0x1f;
            (Next::Ethernet, 6 + usize::from(options) * 4)
        }
        // WCCP: perhaps 4 bytes about the service.
        Next::Ether(0x883e) => match bytes.first()? >> 4 {
            4 | 6 => (Next::Ip, 0),
            _ => (Next::Ip, 4),
        },
        // MPLS (RFC 3032): labels up to the one with the bottom bit, then IP or Ethernet, perhaps behind a control word.
        Next::Ether(MPLS | 0x8848) => match (bytes.get(2)? & 1, bytes.get(4)? >> 4) {
            (0, _) => (Next::Ether(MPLS), 4),
            // An address of Ethernet may begin as IP does.
            _ if is_frame(bytes.get(4..)?) => (Next::Ethernet, 4),
            (_, 4 | 6) => (Next::Ip, 4),
            _ => (Next::Ethernet, 8),
        },
        // PPPoE sessions (RFC 2516).
        Next::Ether(0x8864) => (Next::Ppp, 6),
        // A length instead: LLC, and SNAP with an EtherType.
        Next::Ether(..0x0600) if bytes.starts_with(&[0xaa, 0xaa, 3]) => {
            (Next::Ether(BIG.u16(bytes, 6)?), 8)
        }
        // No packets of IP: other lengths, ARP and RARP, discovery of neighbours and of PPPoE, aggregation, NHRP, sign-ins to a
        // port, routing of OSI.
        Next::Ether(
            ..0x0600
            | 0x0806
            | 0x2000
            | 0x2001
            | 0x8035
            | 0x8809
            | 0x8863
            | 0x888e
            | 0x88cc
            | 0xfefe,
        ) => return None,
        Next::Ether(other) => (Next::Unread(other), 0),
        Next::Ppp => match bytes {
            [0xff, 3, ..] => (Next::Ppp, 2),
            [0, 0x21 | 0x57, ..] => (Next::Ip, 2),
            // Compressed to one byte.
            [0x21 | 0x57, ..] => (Next::Ip, 1),
            _ => return None,
        },
    })
}

/// Whether that is an Ethernet frame with IP in it, and no packet of IP itself, which mostly begins with 45.
fn is_frame(bytes: &[u8]) -> bool {
    let version = bytes.get(14).map(|it| it >> 4);
    let carries = match BIG.u16(bytes, 12) {
        Some(IPV4) => version == Some(4),
        Some(IPV6) => version == Some(6),
        kind => kind == Some(0x8100),
    };
    carries && !bytes.starts_with(&[0x45]) && !is_packet(bytes)
}

/// Whether that begins with a head of IP whose length is not beyond the bytes.
fn is_packet(bytes: &[u8]) -> bool {
    let fits = |length: usize| length <= bytes.len();
    match bytes.first() {
        Some(first @ 0x45..=0x4f) => {
            let head = usize::from(first & 0xf) * 4;
            BIG.u16(bytes, 2)
                .is_some_and(|it| usize::from(it) >= head && fits(it.into()))
        }
        Some(0x60..=0x6f) => BIG
            .u16(bytes, 4)
            .is_some_and(|it| fits(40 + usize::from(it))),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IP: [u8; 4] = [0x45, 1, 2, 3];

    fn inside(link: u32, before: &[u8]) -> bool {
        packet(link, &[before, &IP].concat()) == Ok(Some(&IP))
    }

    #[test]
    fn what_stands_before_ip_is_skipped() {
        let ethernet = |rest: &[u8]| inside(1, &[&[0; 12], rest].concat());
        assert!(ethernet(&[8, 0]));
        assert!(ethernet(&[0x81, 0, 0, 5, 0x86, 0xdd]));
        assert!(ethernet(&[
            0x88, 0xa8, 0, 5, 0x91, 0, 0, 5, 0x81, 0, 0, 6, 8, 0
        ]));
        assert!(ethernet(&[0x88, 0x47, 0, 1, 0, 64, 0, 2, 1, 64]));
        assert!(ethernet(&[0x88, 0x64, 0x11, 0, 0, 1, 0, 6, 0, 0x21]));
        assert!(ethernet(&[0, 20, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0]));
        assert!(!ethernet(&[8, 6]));
        assert!(ethernet(&[0x89, 0x26, 0x80, 0, 0, 1, 8, 0]));
        assert!(ethernet(&[0x89, 0x3f, 0, 0, 0, 1, 0, 0, 8, 0]));
        assert!(ethernet(&[0x89, 9, 1, 1, 0, 1, 0, 5, 8, 0]));
        assert!(ethernet(&[0x88, 0xe5, 0, 0, 0, 0, 0, 1, 8, 0]));
        let named = [&[0x88, 0xe5, 0x20, 0, 0, 0, 0, 1][..], &[0; 8], &[8, 0]].concat();
        assert!(ethernet(&named));
        let frame = [&[2; 12][..], &[8, 0]].concat();
        assert!(ethernet(&[&[0x88, 0xe7, 0, 0, 0, 1][..], &frame].concat()));
        assert!(ethernet(
            &[&[0x22, 0xf3, 0, 0x40, 0, 1, 0, 2, 0, 0, 0, 0][..], &frame].concat()
        ));
        // Ethernet behind MPLS, with a control word and without.
        assert!(ethernet(
            &[&[0x88, 0x47, 0, 1, 1, 64, 0, 0, 0, 0][..], &frame].concat()
        ));
        assert!(ethernet(&[&[0x88, 0x47, 0, 1, 1, 64][..], &frame].concat()));
        // An address of IPv6 may look like the type of a frame.
        let mut ipv6 = vec![0; 60];
        (ipv6[0], ipv6[5], ipv6[12], ipv6[13]) = (0x60, 20, 0x81, 0);
        assert!(!is_frame(&ipv6));
        ipv6[5] = 21;
        assert!(is_frame(&ipv6));
        let like_ip = [&[0x64; 12][..], &[8, 0]].concat();
        assert!(ethernet(
            &[&[0x88, 0x47, 0, 1, 1, 64][..], &like_ip].concat()
        ));
        assert!(inside(0, &[2, 0, 0, 0]) && inside(108, &[0, 0, 0, 2]) && inside(101, &[]));
        assert!(inside(113, &[&[0; 14][..], &[8, 0]].concat()));
        assert!(inside(276, &[&[8, 0][..], &[0; 18]].concat()));
        assert!(inside(9, &[0xff, 3, 0, 0x21]));
        assert_eq!(packet(104, &IP), Err(Unread::LinkType(104)));
        let ether = |kind: &[u8]| packet(1, &[&[0; 12], kind, &IP].concat()).map(|_| ());
        assert_eq!(ether(&[0x89, 0x4f]), Err(Unread::EtherType(0x894f)));
        assert_eq!(ether(&[0x88, 0xe5, 0x0c]), Err(Unread::EtherType(MACSEC)));
        assert_eq!(ether(&[8, 6]), Ok(()));
        // Tags without end.
        assert_eq!(packet(1, &[0x81, 0].repeat(1000)), Ok(None));
    }

    #[test]
    fn wireless_frames_have_ip_behind_their_radio() {
        let snap = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0];
        let frame =
            |kind, flags, more: usize| [&[kind, flags][..], &vec![0; 22 + more], &snap].concat();
        assert!(inside(105, &frame(0x08, 1, 0)));
        assert!(inside(105, &frame(0x08, 3, 6)));
        assert!(inside(105, &frame(0x88, 2, 2)));
        assert!(inside(105, &frame(0x88, 0x82, 6)));
        let radio = [&[0, 0, 9, 0, 0, 0, 0, 0, 0][..], &frame(0x88, 2, 2)].concat();
        assert!(inside(127, &radio));
        assert!(inside(
            192,
            &[&[0, 0, 8, 0, 105, 0, 0, 0][..], &frame(0x08, 1, 0)].concat()
        ));
        // A head within a head without end, a beacon, and data without any.
        assert_eq!(packet(192, &[0, 0, 8, 0, 192, 0, 0, 0].repeat(9)), Ok(None));
        assert!(!inside(105, &frame(0x80, 0, 0)) && !inside(105, &frame(0x48, 1, 0)));
        let protected = frame(0x08, 0x41, 8);
        assert_eq!(packet(105, &protected), Err(Unread::Wireless));
    }
}
