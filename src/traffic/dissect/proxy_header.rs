//! What a proxy or a load balancer sends before what it hands on, so that the server learns who called: the PROXY protocol,
//! versions 1 and 2 (haproxy's proxy-protocol.txt 2.1 and 2.2).

use super::protocol_dissector::{Framing, Recognition};
use crate::wire::ByteOrder;
use std::net::IpAddr;

/// How each version begins.
const TEXT: &[u8] = b"PROXY ";
const BINARY: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";
/// The longest header of version 1.
const LONGEST: usize = 107;
/// Version 2 has so many bytes before the addresses: how it begins, the version with the command, the family, and a length.
const BEFORE: usize = 16;

/// Where the header ends that these bytes begin with.
pub fn frame(bytes: &[u8]) -> Framing {
    if Recognition::prefix(bytes, TEXT) == Recognition::Yes {
        let line = bytes.get(..LONGEST).unwrap_or(bytes);
        let end = line.windows(2).position(|it| it == b"\r\n");
        // It says of what the addresses are; a request with the method PROXY does not.
        let of = [&b"PROXY TCP4 "[..], b"PROXY TCP6 ", b"PROXY UNKNOWN"];
        if end.is_some() && !of.iter().any(|it| line.starts_with(it)) {
            return Framing::NoMessage;
        }
        return match end {
            Some(end) => Framing::Whole(end + 2),
            None if line.len() < LONGEST => Framing::More,
            None => Framing::NoMessage,
        };
    }
    let begins = Recognition::prefix(bytes, BINARY).or(|| Recognition::prefix(bytes, TEXT));
    match (begins, bytes.get(12), ByteOrder::Big.u16(bytes, 14)) {
        (Recognition::No, ..) => Framing::NoMessage,
        (_, Some(version), _) if version >> 4 != 2 => Framing::NoMessage,
        (_, _, Some(rest)) => Framing::with_length(BEFORE + usize::from(rest), bytes.len()),
        _ => Framing::More,
    }
}

/// Whom a whole header names as the caller; nobody where the proxy calls for itself, or does not know.
pub fn caller(header: &[u8]) -> Option<IpAddr> {
    if let Some(words) = header.strip_prefix(TEXT) {
        let mut words = std::str::from_utf8(words).ok()?.split(' ');
        words.next().filter(|it| it.starts_with("TCP"))?;
        return words.next()?.parse().ok();
    }
    let address = header.get(BEFORE..)?;
    match (header.get(12)? & 15, header.get(13)? >> 4) {
        (1, 1) => Some(IpAddr::from(*address.first_chunk::<4>()?)),
        (1, 2) => Some(IpAddr::from(*address.first_chunk::<16>()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_ends_where_it_says_and_names_the_caller() {
        let binary = |command: u8, family: u8, rest: &[u8]| {
            let length = u16::try_from(rest.len()).unwrap().to_be_bytes();
            [BINARY, &[command, family], &length, rest].concat()
        };
        let six = "2001:db8::7".parse::<std::net::Ipv6Addr>().unwrap();
        let v4 = [
            &[192, 0, 2, 7, 10, 0, 0, 9, 195, 80, 1, 133][..],
            &[4, 0, 1, 9],
        ]
        .concat();
        let v6 = [&six.octets()[..], &[0; 20]].concat();
        for (header, told) in [
            (
                b"PROXY TCP4 192.0.2.7 10.0.0.9 50000 80\r\n".to_vec(),
                Some("192.0.2.7"),
            ),
            (
                b"PROXY TCP6 2001:db8::7 2001:db8::9 50000 80\r\n".to_vec(),
                Some("2001:db8::7"),
            ),
            (b"PROXY UNKNOWN 192.0.2.7\r\n".to_vec(), None),
            (binary(0x21, 0x11, &v4), Some("192.0.2.7")),
            (binary(0x21, 0x21, &v6), Some("2001:db8::7")),
            (binary(0x20, 0, &[]), None),
            (binary(0x21, 0x11, &[192]), None),
        ] {
            for cut in 1..header.len() {
                let frame = frame(&header[..cut]);
                let begun = matches!(frame, Framing::More | Framing::Partial(_));
                assert!(begun, "{cut}: {frame:?}");
            }
            assert_eq!(frame(&header), Framing::Whole(header.len()));
            assert_eq!(caller(&header), told.map(|it| it.parse().unwrap()));
        }
        let endless = [TEXT, &[b'1'; LONGEST]].concat();
        for other in [
            &b"POST / HTTP/1.1\r\n"[..],
            b"\r\n\r\nGET",
            b"PROXY /status HTTP/1.1\r\n",
            b"\r\n\r\n\0\r\nQUIT\n\x11\x11\0\0",
            &endless,
        ] {
            assert_eq!(frame(other), Framing::NoMessage);
        }
    }
}
