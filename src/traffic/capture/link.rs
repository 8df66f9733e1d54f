//! Links and tunnels → IP packets: what stands before an IP packet is skipped, whatever it is.

/// Most labels, tags and envelopes that are looked through; a real packet has four at most.
const MAX_LAYERS: usize = 16;

const IPV4: u16 = 0x0800;
const IPV6: u16 = 0x86dd;

/// Why nothing of a frame is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The kind of link, by pcap's number, is none of those read here.
    LinkType(u32),
    /// The wireless network encrypts it (IEEE 802.11 9.2.4.1.9, Protected Frame).
    Wireless,
    /// It is in IPsec's ESP.
    Tunnel,
}

/// What the next bytes are.
enum Next {
    /// An IP packet of either version.
    Ip,
    /// An Ethernet frame, from its destination address on.
    Ethernet,
    /// What an EtherType of that number names.
    Ether(u16),
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
        113 => (number(frame, 14).map_or(Next::Ip, Next::Ether), 16),
        // LINUX_SLL2: the EtherType comes first.
        276 => (number(frame, 0).map_or(Next::Ip, Next::Ether), 20),
        105 => return wireless(frame),
        // What the radio told of itself comes first: Radiotap, and PPI, which has the kind of link behind its length.
        127 => return behind(105, frame),
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
    Ok(frame.get(skip..).and_then(|rest| inside(next, rest)))
}

/// The packet in a frame whose head has its own length in its third and fourth byte, little-endian.
fn behind(link: u32, frame: &[u8]) -> Result<Option<&[u8]>, Unread> {
    let rest = number(frame, 2).and_then(|length| frame.get(usize::from(length.swap_bytes())..));
    rest.map_or(Ok(None), |rest| packet(link, rest))
}

/// The packet in a frame of a wireless network (IEEE 802.11 9.3.2.1): data with LLC and SNAP.
fn wireless(frame: &[u8]) -> Result<Option<&[u8]>, Unread> {
    const DATA: u8 = 0x08;
    const KIND: u8 = 0x0c;
    const NO_DATA: u8 = 0x40;
    const WITH_QUALITY: u8 = 0x80;
    const BETWEEN_STATIONS: u8 = 0x03;
    const PROTECTED: u8 = 0x40;
    const ORDER: u8 = 0x80;
    let &[kind, flags, ..] = frame else {
        return Ok(None);
    };
    if kind & (KIND | NO_DATA) != DATA {
        return Ok(None);
    }
    if flags & PROTECTED != 0 {
        return Err(Unread::Wireless);
    }
    let mut skip = 24;
    if flags & BETWEEN_STATIONS == BETWEEN_STATIONS {
        skip += 6;
    }
    if kind & WITH_QUALITY != 0 {
        skip += if flags & ORDER == 0 { 2 } else { 6 };
    }
    Ok(frame
        .get(skip..)
        .and_then(|rest| inside(Next::Ether(0), rest)))
}

/// The IP packet in a packet of GRE (RFC 2784, RFC 2890), also as ERSPAN and PPTP have it.
pub fn in_gre(bytes: &[u8]) -> Option<&[u8]> {
    let (flags, protocol) = (number(bytes, 0)?, number(bytes, 2)?);
    let mut skip: usize = 4;
    // Checksum or routing, key, sequence number; PPTP adds an acknowledgement.
    for (mask, length) in [(0xc000, 4), (0x2000, 4), (0x1000, 4), (0x0080, 4)] {
        if flags & mask != 0 {
            skip += length;
        }
    }
    let numbered = flags & 0x1000 != 0;
    let rest = bytes.get(skip..)?;
    match protocol {
        0x6558 => inside(Next::Ethernet, rest),
        0x880b => inside(Next::Ppp, rest),
        // ERSPAN: type I has no head of its own and no sequence number, type II has 8 bytes.
        0x88be if !numbered => inside(Next::Ethernet, rest),
        0x88be => inside(Next::Ethernet, rest.get(8..)?),
        // Type III has 12 bytes, and 8 more where its last bit says so.
        0x22eb => {
            let more = if rest.get(11)? & 1 == 0 { 12 } else { 20 };
            inside(Next::Ethernet, rest.get(more..)?)
        }
        other => inside(Next::Ether(other), rest),
    }
}

/// The IP packet in a packet of Geneve (RFC 8926): options in groups of 4 bytes behind a head of 8.
pub fn in_geneve(bytes: &[u8]) -> Option<&[u8]> {
    let options = usize::from(bytes.first()? & 0x3f) * 4;
    let rest = bytes.get(8 + options..)?;
    match number(bytes, 2)? {
        0x6558 => inside(Next::Ethernet, rest),
        other => inside(Next::Ether(other), rest),
    }
}

/// The IP packet in a packet of GTP-U (3GPP TS 29.281 5.1): behind a head of 8 bytes and what its last three flags announce.
pub fn in_gtp(bytes: &[u8]) -> Option<&[u8]> {
    const PACKET: u8 = 255;
    let (flags, mut rest) = (*bytes.first()?, bytes.get(8..)?);
    if flags >> 4 != 3 || *bytes.get(1)? != PACKET {
        return None;
    }
    if flags & 7 != 0 {
        // What the last byte says counts only where the flag of extensions is set.
        let mut more = if flags & 4 == 0 { 0 } else { *rest.get(3)? };
        rest = rest.get(4..)?;
        while more != 0 {
            let length = usize::from(*rest.first()?) * 4;
            more = *rest.get(length.checked_sub(1)?)?;
            rest = rest.get(length..)?;
        }
    }
    Some(rest)
}

/// The IP packet in PPP in a packet of L2TP (RFC 2661 3.1).
pub fn in_l2tp(bytes: &[u8]) -> Option<&[u8]> {
    let flags = number(bytes, 0)?;
    // Of version 2, and no message of its own.
    if flags & 0x800f != 2 {
        return None;
    }
    let mut at = 6;
    for (mask, length) in [(0x4000, 2), (0x0800, 4)] {
        at += if flags & mask == 0 { 0 } else { length };
    }
    if flags & 0x0200 != 0 {
        at += 2 + usize::from(number(bytes, at)?);
    }
    inside(Next::Ppp, bytes.get(at..)?)
}

/// The IP packet in a datagram of Teredo (RFC 4380 5.1.1), perhaps behind 8 bytes that say where it comes from.
pub fn in_teredo(bytes: &[u8]) -> Option<&[u8]> {
    match bytes {
        [0, 0, ..] => bytes.get(8..),
        _ => Some(bytes),
    }
}

/// The IP packet in an Ethernet frame.
pub fn in_ethernet(frame: &[u8]) -> Option<&[u8]> {
    inside(Next::Ethernet, frame)
}

fn inside(mut next: Next, mut bytes: &[u8]) -> Option<&[u8]> {
    for _ in 0..MAX_LAYERS {
        let skip;
        (next, skip) = match next {
            Next::Ip => return Some(bytes),
            Next::Ethernet => (Next::Ether(number(bytes, 12)?), 14),
            Next::Ether(IPV4 | IPV6) => (Next::Ip, 0),
            // VLAN tags, also stacked (IEEE 802.1Q, 802.1ad, and an older number).
            Next::Ether(0x8100 | 0x88a8 | 0x9100) => (Next::Ether(number(bytes, 2)?), 4),
            // MPLS (RFC 3032): labels up to the one with the bottom bit, then IP or, after a control word, Ethernet.
            Next::Ether(0x8847 | 0x8848) => match (bytes.get(2)? & 1, bytes.get(4)? >> 4) {
                (0, _) => (Next::Ether(0x8847), 4),
                (_, 4 | 6) => (Next::Ip, 4),
                _ => (Next::Ethernet, 8),
            },
            // PPPoE sessions (RFC 2516).
            Next::Ether(0x8864) => (Next::Ppp, 6),
            // A length instead: LLC, and SNAP with an EtherType.
            Next::Ether(..0x0600) if bytes.starts_with(&[0xaa, 0xaa, 3]) => {
                (Next::Ether(number(bytes, 6)?), 8)
            }
            Next::Ether(_) => return None,
            Next::Ppp => match bytes {
                [0xff, 3, ..] => (Next::Ppp, 2),
                [0, 0x21 | 0x57, ..] => (Next::Ip, 2),
                // Compressed to one byte.
                [0x21 | 0x57, ..] => (Next::Ip, 1),
                _ => return None,
            },
        };
        bytes = bytes.get(skip..)?;
    }
    None
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..)?
        .first_chunk()
        .copied()
        .map(u16::from_be_bytes)
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
        assert!(inside(0, &[2, 0, 0, 0]) && inside(108, &[0, 0, 0, 2]) && inside(101, &[]));
        assert!(inside(113, &[&[0; 14][..], &[8, 0]].concat()));
        assert!(inside(276, &[&[8, 0][..], &[0; 18]].concat()));
        assert!(inside(9, &[0xff, 3, 0, 0x21]));
        assert_eq!(packet(104, &IP), Err(Unread::LinkType(104)));
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

    #[test]
    fn tunnels_are_looked_through() {
        let gre = |before: &[u8]| in_gre(&[before, &IP].concat()) == Some(&IP);
        let frame = [&[0; 12][..], &[8, 0]].concat();
        assert!(gre(&[0, 0, 8, 0]));
        assert!(gre(&[0xb0, 0, 8, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]));
        assert!(gre(&[&[0, 0, 0x88, 0xbe][..], &frame].concat()));
        assert!(gre(&[
            &[0x10, 0, 0x88, 0xbe, 0, 0, 0, 1][..],
            &[0; 8],
            &frame
        ]
        .concat()));
        let third = [&[0x10, 0, 0x22, 0xeb, 0, 0, 0, 1][..], &[0; 11]].concat();
        assert!(gre(&[&third[..], &[0], &frame].concat()));
        assert!(gre(&[&third[..], &[1], &[0; 8], &frame].concat()));
        let gtp = |before: &[u8]| in_gtp(&[before, &IP].concat()) == Some(&IP);
        assert!(gtp(&[0x30, 255, 0, 4, 0, 0, 0, 1]));
        assert!(gtp(&[
            0x34, 255, 0, 16, 0, 0, 0, 1, 0, 0, 0, 0x85, 1, 0, 0, 0x85, 1, 0, 0, 0
        ]));
        // A sequence number without extensions: the byte of their kind says nothing.
        assert!(gtp(&[0x32, 255, 0, 8, 0, 0, 0, 1, 0, 7, 0, 0x85]));
        assert!(!gtp(&[0x30, 1, 0, 4, 0, 0, 0, 1]) && !gtp(&[0x34, 255, 0, 4, 0, 0, 0, 1]));
        let l2tp = |before: &[u8]| in_l2tp(&[before, &IP].concat()) == Some(&IP);
        assert!(l2tp(&[0, 2, 0, 7, 0, 9, 0xff, 3, 0, 0x21]));
        assert!(l2tp(&[
            0x4a, 2, 0, 22, 0, 7, 0, 9, 0, 1, 0, 1, 0, 2, 0, 0, 0, 0x21
        ]));
        assert!(!l2tp(&[0xc8, 2, 0, 12, 0, 7, 0, 9, 0, 1, 0, 1]));
        assert_eq!(in_teredo(&[&[0; 8][..], &IP].concat()), Some(&IP[..]));
        let geneve = |before: &[u8]| in_geneve(&[before, &IP].concat()) == Some(&IP);
        let network = [0, 0, 7, 0];
        assert!(geneve(
            &[&[0, 0, 0x65, 0x58][..], &network, &frame].concat()
        ));
        assert!(geneve(
            &[&[1, 0, 0x86, 0xdd][..], &network, &[0; 4]].concat()
        ));
    }
}
