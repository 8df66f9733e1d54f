//! A segment of TCP (RFC 9293 3.1) in IPv4 (RFC 791 3.1) or IPv6 (RFC 8200 3) in Ethernet, with checksums that are right.

use std::net::{IpAddr, Ipv4Addr};

/// The flags of TCP that are used here.
pub mod flag {
    pub const FIN: u8 = 0x01;
    pub const SYN: u8 = 0x02;
    pub const PUSH: u8 = 0x08;
    pub const ACK: u8 = 0x10;
}

/// A segment, from one end to the other.
pub struct TcpSegment {
    /// The sender's address and port, and the receiver's, which is of the same version.
    pub ends: [(IpAddr, u16); 2],
    /// The number of the first byte of payload.
    pub sequence: u32,
    /// The number of the byte that is expected next from the other end.
    pub acknowledges: u32,
    /// What it does besides.
    pub flags: u8,
    /// The bytes that it carries, none in a segment that only acknowledges.
    pub payload: Vec<u8>,
    /// How many bytes of payload follow that are not known.
    pub unseen: usize,
    /// Which packet of its sender it is.
    pub identification: u16,
}

/// The most payload that goes into one packet of Ethernet, by the version of the addresses.
pub fn most(address: IpAddr) -> usize {
    match address {
        IpAddr::V4(_) => 1_460,
        IpAddr::V6(_) => 1_440,
    }
}

/// The most payload that IPv4 can say.
pub const MOST_SAID: usize = 0xffff - HEADERS;
/// The headers of IPv4 and TCP, without options.
const HEADERS: usize = 40;
const TCP: u8 = 6;

impl TcpSegment {
    /// The packet as far as it is known, and how long it was.
    pub fn frame(&self) -> (Vec<u8>, usize) {
        let [(from, _), (to, _)] = self.ends;
        let mut frame = Vec::new();
        for address in [to, from] {
            // Locally administered, as no network card is; then the end of the address.
            frame.extend([2, 0]);
            let octets = octets(address);
            frame.extend(octets.get(octets.len() - 4..).unwrap_or_default());
        }
        match (from, to) {
            (IpAddr::V4(from), IpAddr::V4(to)) => {
                frame.extend([0x08, 0x00]);
                frame.extend(self.ipv4(from, to));
            }
            _ => {
                frame.extend([0x86, 0xdd]);
                frame.extend(self.ipv6());
            }
        }
        frame.extend(self.tcp());
        let length = frame.len() + self.unseen;
        (frame, length)
    }

    fn ipv4(&self, from: Ipv4Addr, to: Ipv4Addr) -> Vec<u8> {
        let length = HEADERS + self.payload.len() + self.unseen;
        let mut ip = vec![0x45, 0];
        ip.extend(u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes());
        ip.extend(self.identification.to_be_bytes());
        // Not to be fragmented; 128 hops, as Windows sends it; the checksum comes last.
        ip.extend([0x40, 0, 128, TCP, 0, 0]);
        ip.extend(from.octets());
        ip.extend(to.octets());
        put_checksum(&mut ip, 10, sum(0, &[]));
        ip
    }

    fn ipv6(&self) -> Vec<u8> {
        let [(from, _), (to, _)] = self.ends;
        // Version 6, without a class and a flow; 128 hops, as Windows sends it.
        let mut ip = vec![0x60, 0, 0, 0];
        ip.extend(self.tcp_length().to_be_bytes());
        ip.extend([TCP, 128]);
        ip.extend(octets(from));
        ip.extend(octets(to));
        ip
    }

    fn tcp_length(&self) -> u16 {
        u16::try_from(20 + self.payload.len() + self.unseen).unwrap_or(u16::MAX)
    }

    fn tcp(&self) -> Vec<u8> {
        let [(from, from_port), (to, to_port)] = self.ends;
        let mut tcp = Vec::with_capacity(20 + self.payload.len());
        tcp.extend(from_port.to_be_bytes());
        tcp.extend(to_port.to_be_bytes());
        tcp.extend(self.sequence.to_be_bytes());
        tcp.extend(self.acknowledges.to_be_bytes());
        // Five words of header; the whole window; the checksum comes last.
        tcp.extend([0x50, self.flags, 0xff, 0xff, 0, 0, 0, 0]);
        tcp.extend(&self.payload);
        // The checksum goes over these too (RFC 9293 3.1). What is not known counts as zeros; nobody can check that one.
        // In IPv6 there are more zeros before each number (RFC 8200 8.1), which add nothing.
        let mut pseudo = [octets(from), octets(to)].concat();
        pseudo.extend([0, TCP]);
        pseudo.extend(self.tcp_length().to_be_bytes());
        put_checksum(&mut tcp, 16, sum(0, &pseudo));
        tcp
    }
}

fn octets(address: IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    }
}

/// Writes the checksum of a header and what follows it (RFC 1071), where it stands as zeros.
fn put_checksum(bytes: &mut [u8], at: usize, before: u32) {
    let mut sum = sum(before, bytes);
    while sum > 0xffff {
        sum = (sum >> 16) + (sum & 0xffff);
    }
    let checksum = !u16::try_from(sum).unwrap_or_default();
    if let Some(place) = bytes.get_mut(at..at + 2) {
        place.copy_from_slice(&checksum.to_be_bytes());
    }
}

/// Adds up words of 16 bits. A packet has so few that nothing overflows.
fn sum(before: u32, bytes: &[u8]) -> u32 {
    bytes.chunks(2).fold(before, |sum, pair| {
        let high = pair.first().copied().unwrap_or_default();
        let low = pair.get(1).copied().unwrap_or_default();
        sum + u32::from(u16::from_be_bytes([high, low]))
    })
}
