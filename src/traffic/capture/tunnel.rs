//! Tunnels → the IP packets in them.

use super::link::{self, BIG, Next, Unread};

const VXLAN: u16 = 4789;
/// The same where Linux has set it up without a port (flannel, Docker).
const VXLAN_OF_LINUX: u16 = 8472;
const VXLAN_GPE: u16 = 4790;
const GENEVE: u16 = 6081;
const GTP: u16 = 2152;
const L2TP: u16 = 1701;
const TEREDO: u16 = 3544;
/// GRE in UDP (RFC 8086 8.1), and MPLS (RFC 7510 5).
const GRE: u16 = 4754;
const MPLS: u16 = 6635;
/// What LISP carries (RFC 9300 5.1).
const LISP: u16 = 4341;
/// What an access point carries (RFC 5415 14.1).
const CAPWAP: u16 = 5247;
/// What a sniffer on another computer sends on.
const TZSP: u16 = 37_008;

/// The IP packet in a datagram between those ports, where it is a tunnel's. A client may have any port.
pub fn in_udp(source: u16, target: u16, bytes: &[u8]) -> Option<&[u8]> {
    match (source, target) {
        (_, VXLAN | VXLAN_OF_LINUX) => link::in_ethernet(bytes.get(8..)?),
        (_, VXLAN_GPE) => in_vxlan_gpe(bytes),
        (_, GENEVE) => in_geneve(bytes),
        (_, GTP) => in_gtp(bytes),
        (_, GRE) => in_gre(bytes).ok()?,
        (_, MPLS) => ip(Next::Ether(link::MPLS), bytes),
        (_, LISP) => bytes.get(8..),
        (_, TZSP) => in_tzsp(bytes),
        (CAPWAP, _) | (_, CAPWAP) => in_capwap(bytes),
        (L2TP, _) | (_, L2TP) => in_l2tp(bytes),
        (TEREDO, _) | (_, TEREDO) => in_teredo(bytes),
        _ => None,
    }
}

fn ip(next: Next, bytes: &[u8]) -> Option<&[u8]> {
    link::inside(next, bytes).ok()?
}

/// The IP packet in a packet of GRE (RFC 2784, RFC 2890), also as ERSPAN and PPTP have it.
pub fn in_gre(bytes: &[u8]) -> Result<Option<&[u8]>, Unread> {
    match behind_gre(bytes) {
        // Whatever a frame of it is: that is how frames of a link are.
        Some((Next::Ethernet, frame)) => Ok(link::in_ethernet(frame)),
        Some((next, rest)) => link::inside(next, rest),
        None => Ok(None),
    }
}

fn behind_gre(bytes: &[u8]) -> Option<(Next, &[u8])> {
    let (flags, protocol) = (BIG.u16(bytes, 0)?, BIG.u16(bytes, 2)?);
    let mut skip: usize = 4;
    // Checksum or routing, key, sequence number; PPTP adds an acknowledgement.
    for (mask, length) in [(0xc000, 4), (0x2000, 4), (0x1000, 4), (0x0080, 4)] {
        if flags & mask != 0 {
            skip += length;
        }
    }
    let numbered = flags & 0x1000 != 0;
    let rest = bytes.get(skip..)?;
    Some(match protocol {
        0x6558 => (Next::Ethernet, rest),
        0x880b => (Next::Ppp, rest),
        // ERSPAN: type I has no head of its own and no sequence number, type II has 8 bytes.
        0x88be if !numbered => (Next::Ethernet, rest),
        0x88be => (Next::Ethernet, rest.get(8..)?),
        // Type III has 12 bytes, and 8 more where its last bit says so.
        0x22eb => {
            let more = if rest.get(11)? & 1 == 0 { 12 } else { 20 };
            (Next::Ethernet, rest.get(more..)?)
        }
        other => (Next::Ether(other), rest),
    })
}

/// The IP packet in a packet of Geneve (RFC 8926): options in groups of 4 bytes behind a head of 8.
fn in_geneve(bytes: &[u8]) -> Option<&[u8]> {
    let options = usize::from(bytes.first()? & 0x3f) * 4;
    let rest = bytes.get(8 + options..)?;
    match BIG.u16(bytes, 2)? {
        0x6558 => ip(Next::Ethernet, rest),
        other => ip(Next::Ether(other), rest),
    }
}

/// The IP packet in a packet of GTP-U (3GPP TS 29.281 5.1): behind a head of 8 bytes and what its last three flags announce.
fn in_gtp(bytes: &[u8]) -> Option<&[u8]> {
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
fn in_l2tp(bytes: &[u8]) -> Option<&[u8]> {
    let flags = BIG.u16(bytes, 0)?;
    // Of version 2, and no message of its own.
    if flags & 0x800f != 2 {
        return None;
    }
    let mut at = 6;
    for (mask, length) in [(0x4000, 2), (0x0800, 4)] {
        at += if flags & mask == 0 { 0 } else { length };
    }
    if flags & 0x0200 != 0 {
        at += 2 + usize::from(BIG.u16(bytes, at)?);
    }
    ip(Next::Ppp, bytes.get(at..)?)
}

/// The IP packet in a datagram of Teredo (RFC 4380 5.1.1), perhaps behind 8 bytes that say where it comes from.
fn in_teredo(bytes: &[u8]) -> Option<&[u8]> {
    match bytes {
        [0, 0, ..] => bytes.get(8..),
        _ => Some(bytes),
    }
}

/// The IP packet in a packet of VXLAN that says what it carries (draft-ietf-nvo3-vxlan-gpe 3.1).
fn in_vxlan_gpe(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.get(8..)?;
    match bytes.get(3)? {
        1 | 2 => Some(rest),
        3 => link::in_ethernet(rest),
        _ => None,
    }
}

/// The IP packet in a frame that an access point carries (RFC 5415 4.3), of Ethernet or of the wireless network, whole and not in
/// DTLS.
fn in_capwap(bytes: &[u8]) -> Option<&[u8]> {
    const ETHERNET: u32 = 1;
    const WIRELESS: u32 = 105;
    let &[0, length, kind, flags, ..] = bytes else {
        return None;
    };
    let frame = bytes.get(usize::from(length >> 3) * 4..)?;
    let link = if kind & 1 == 0 { ETHERNET } else { WIRELESS };
    let whole = flags & 0x80 == 0;
    link::packet(link, frame).ok()?.filter(|_| whole)
}

/// The IP packet in a frame that TZSP hands on: a version, a kind, what it is, and tags up to the last one, 1.
fn in_tzsp(bytes: &[u8]) -> Option<&[u8]> {
    const ETHERNET: u16 = 1;
    let mut rest = bytes.get(4..)?;
    loop {
        match rest {
            // What fills up.
            [0, behind @ ..] => rest = behind,
            [1, frame @ ..] => {
                let is_ethernet = BIG.u16(bytes, 2) == Some(ETHERNET);
                return link::in_ethernet(frame).filter(|_| is_ethernet);
            }
            [_, length, behind @ ..] => rest = behind.get(usize::from(*length)..)?,
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IP: [u8; 4] = [0x45, 1, 2, 3];

    #[test]
    fn tunnels_are_looked_through() {
        let gre = |before: &[u8]| in_gre(&[before, &IP].concat()) == Ok(Some(&IP));
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
        assert!(gre(&[0, 0, 0x88, 0x3e]) && gre(&[0, 0, 0x88, 0x3e, 0, 0, 0, 0]));
        assert_eq!(
            in_gre(&[0, 0, 0x89, 0x4f, 0]),
            Err(Unread::EtherType(0x894f))
        );
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
        let udp = |port, before: &[u8]| in_udp(7, port, &[before, &IP].concat()) == Some(&IP[..]);
        assert!(udp(
            VXLAN,
            &[&[8, 0, 0, 0, 0, 0, 7, 0][..], &frame].concat()
        ));
        assert!(udp(
            VXLAN_OF_LINUX,
            &[&[8, 0, 0, 0, 0, 0, 1, 0][..], &frame].concat()
        ));
        assert!(udp(
            VXLAN_GPE,
            &[&[12, 0, 0, 3, 0, 0, 7, 0][..], &frame].concat()
        ));
        assert!(udp(VXLAN_GPE, &[12, 0, 0, 1, 0, 0, 7, 0]));
        assert!(udp(GRE, &[0, 0, 8, 0]) && udp(MPLS, &[0, 1, 1, 64]));
        assert!(udp(LISP, &[0x80, 0, 0, 0, 0, 0, 0, 1]));
        assert!(udp(
            TZSP,
            &[&[1, 0, 0, 1, 0, 10, 1, 9, 1][..], &frame].concat()
        ));
        assert!(udp(
            CAPWAP,
            &[&[0, 0x10, 2, 0, 0, 0, 0, 0][..], &frame].concat()
        ));
        let wireless = [&[8, 1][..], &[0; 22], &[0xaa, 0xaa, 3, 0, 0, 0, 8, 0]].concat();
        assert!(udp(
            CAPWAP,
            &[&[0, 0x10, 3, 0, 0, 0, 0, 0][..], &wireless].concat()
        ));
        // DTLS, and a fragment.
        assert!(!udp(CAPWAP, &[&[1, 0, 0, 0][..], &frame].concat()));
        assert!(!udp(
            CAPWAP,
            &[&[0, 0x10, 2, 0x80, 0, 0, 0, 0][..], &frame].concat()
        ));
    }
}
