//! TLS: that it begins, and the server's name; nothing behind that can be read.

use super::part;
use super::protocol_dissector::{AfterMessage, Framing, ProtocolDissector, Recognition};
use super::sink::Sink;
use crate::traffic::leg::{Leg, LegKind, Protocol, Sender};
use crate::wire::ByteOrder::Big;

/// ContentType of a record (RFC 8446 5.1).
const HANDSHAKE: u8 = 22;
const APPLICATION_DATA: u8 = 23;
/// HandshakeType (RFC 8446 4).
const CLIENT_HELLO: u8 = 1;
const SERVER_HELLO: u8 = 2;

/// The beginning of TLS, behind which nothing is read.
#[derive(Default)]
pub struct Tls;

/// Whether a record of TLS starts here, and who sends such a one.
pub fn recognise(bytes: &[u8]) -> (Recognition, Option<Sender>) {
    let (Recognition::Yes, Some(kind)) = (record(bytes), bytes.first()) else {
        return (record(bytes), None);
    };
    match (kind, bytes.get(5)) {
        (&APPLICATION_DATA, _) => (Recognition::Yes, None),
        (_, None) => (Recognition::Unsure, None),
        (_, Some(&CLIENT_HELLO)) => (Recognition::Yes, Some(Sender::Client)),
        (_, Some(&SERVER_HELLO)) => (Recognition::Yes, Some(Sender::Server)),
        _ => (Recognition::No, None),
    }
}

/// The header of a record: its type, version 3.0 to 3.4, and a length of at most 2^14 + 2048 bytes.
fn record(bytes: &[u8]) -> Recognition {
    match bytes {
        [HANDSHAKE | APPLICATION_DATA, 3, 0..=4, high, _, ..] if *high <= 0x48 => Recognition::Yes,
        []
        | [HANDSHAKE | APPLICATION_DATA]
        | [HANDSHAKE | APPLICATION_DATA, 3]
        | [HANDSHAKE | APPLICATION_DATA, 3, 0..=4]
        | [HANDSHAKE | APPLICATION_DATA, 3, 0..=4, 0..=0x48] => Recognition::Unsure,
        _ => Recognition::No,
    }
}

/// Whether bytes that another protocol carries begin TLS.
pub fn is_handshake(bytes: &[u8]) -> bool {
    matches!(bytes, [HANDSHAKE, 3, 0..=4, ..])
}

/// Fills in a leg that says that TLS begins, from its first record.
pub fn begins(mut leg: Leg, record: &[u8]) -> Leg {
    leg.kind = LegKind::Tls(false);
    leg.target = server_name(record);
    leg
}

impl ProtocolDissector for Tls {
    fn protocol(&self) -> Protocol {
        Protocol::Tls
    }

    fn starts(&self, _from: Sender, bytes: &[u8]) -> Recognition {
        record(bytes)
    }

    fn frame(&mut self, _from: Sender, bytes: &[u8], _seen: usize) -> Framing {
        match (bytes.first(), Big.u16(bytes, 3)) {
            (Some(&APPLICATION_DATA), _) => Framing::Done,
            (_, Some(length)) => Framing::with_length(5 + usize::from(length), bytes.len()),
            _ => Framing::More,
        }
    }

    fn message(&mut self, sink: &mut Sink<'_>, bytes: &[u8]) -> AfterMessage {
        sink.emit(begins(sink.leg(), bytes));
        AfterMessage::Done
    }

    fn truncated(&mut self, sink: &mut Sink<'_>, bytes: &[u8]) {
        sink.emit(begins(sink.leg(), bytes));
    }
}

/// The server_name of a ClientHello (RFC 6066 3), as far as the record has it.
fn server_name(record: &[u8]) -> Option<String> {
    let hello = record
        .get(9..)
        .filter(|_| record.get(5) == Some(&CLIENT_HELLO))?;
    // client_version and random, then session_id, cipher_suites and compression_methods (RFC 8446 4.1.2).
    let mut at = 34_usize;
    at += 1 + usize::from(*hello.get(at)?);
    at += 2 + usize::from(Big.u16(hello, at)?);
    at += 1 + usize::from(*hello.get(at)?);
    at += 2;
    while let (Some(kind), Some(length)) = (Big.u16(hello, at), Big.u16(hello, at + 2)) {
        if kind == 0 {
            // A list of names: its length, the type of the first, its length, and it.
            let length = usize::from(Big.u16(hello, at + 7)?);
            let name = part(hello, at + 9, length)?;
            return String::from_utf8(name.to_vec()).ok();
        }
        at += 4 + usize::from(length);
    }
    None
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A ClientHello whose server_name is that (RFC 6066 3).
    pub fn client_hello(name: &str) -> Vec<u8> {
        let long = |bytes: &[u8]| [&(bytes.len() as u16).to_be_bytes()[..], bytes].concat();
        let names = long(&[&[0][..], &long(name.as_bytes())].concat());
        let extensions = long(&[&[0, 0][..], &long(&names)].concat());
        let body = [
            &[3, 3][..],
            &[7; 32],
            &[0, 0, 2, 0x13, 1, 1, 0],
            &extensions,
        ]
        .concat();
        let length = (body.len() as u32).to_be_bytes();
        let handshake = [&[CLIENT_HELLO][..], &length[1..], &body].concat();
        [&[HANDSHAKE, 3, 1][..], &long(&handshake)].concat()
    }

    #[test]
    fn a_hello_names_the_server() {
        let hello = client_hello("iis.contoso.test");
        assert_eq!(server_name(&hello).as_deref(), Some("iis.contoso.test"));
        assert_eq!(recognise(&hello), (Recognition::Yes, Some(Sender::Client)));
        for length in 0..hello.len() {
            server_name(&hello[..length]);
            assert_ne!(recognise(&hello[..length]).0, Recognition::No);
        }
        assert_eq!(recognise(b"\x16\x03\x09\x00\x00").0, Recognition::No);
    }
}
