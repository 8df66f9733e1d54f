//! DNS (RFC 1035) as far as computers sign in with it: a TKEY record carries tokens of GSS-API (RFC 2930, RFC 3645), with
//! which a client gets the key that signs its secure dynamic updates.

use super::part;
use super::protocol_dissector::{AfterMessage, Framing, ProtocolDissector, Recognition};
use super::sink::{PendingGap, Sink};
use super::{Stamp, method};
use crate::traffic::leg::{Leg, Protocol, Sender, Status};
use crate::wire::ByteOrder::Big;

/// DNS, over TCP and UDP (RFC 1035 4.2).
pub const PORT: u16 = 53;
/// Before each message over TCP (RFC 1035 4.2.2).
const LENGTH: usize = 2;
const HEADER: usize = 12;
/// A name has 255 bytes at most (RFC 1035 2.3.4), so there are no more labels than this.
const MAX_LABELS: usize = 128;
/// Messages of sign-ins have a few records.
const MAX_RECORDS: usize = 16;
const TKEY: u16 = 249;
/// Mode 3: the key is agreed on by GSS-API (RFC 2930 2.5).
const GSS_API: u16 = 3;

/// DNS over TCP, of which nothing needs to be remembered.
#[derive(Default)]
pub struct Dns;

/// Whether a message of DNS starts here, behind its length, on a connection between those ports; and who sends such a one.
/// The bytes alone say too little.
pub fn recognise(bytes: &[u8], ports: [u16; 2]) -> (Recognition, Option<Sender>) {
    if !ports.contains(&PORT) {
        return (Recognition::No, None);
    }
    let header = (Big.u16(bytes, LENGTH + 2), Big.u16(bytes, LENGTH + 4));
    let (Some(flags), Some(questions)) = header else {
        return (Recognition::Unsure, None);
    };
    // A query or an update (RFC 2136 2.2) about one name; the bits behind that are zero are so.
    let opcode = flags >> 11 & 0xf;
    let plausible = matches!(opcode, 0 | 5) && questions == 1 && flags & 0x0040 == 0;
    match plausible {
        true => (Recognition::Yes, Some(sender(flags))),
        false => (Recognition::No, None),
    }
}

/// Reads a datagram; whether it carries a token.
pub fn datagram(
    flow: usize,
    _from: Sender,
    bytes: &[u8],
    stamp: Stamp,
    out: &mut Vec<Leg>,
) -> bool {
    let Some(exchange) = KeyExchange::of(bytes) else {
        return false;
    };
    let mut lost = PendingGap::default();
    exchange.tell(&mut Sink::new(
        flow,
        exchange.from,
        stamp.into(),
        &mut lost,
        out,
    ));
    true
}

impl ProtocolDissector for Dns {
    fn protocol(&self) -> Protocol {
        Protocol::Dns
    }

    fn starts(&self, _from: Sender, bytes: &[u8]) -> Recognition {
        recognise(bytes, [PORT; 2]).0
    }

    fn frame(&mut self, _from: Sender, bytes: &[u8], _seen: usize) -> Framing {
        match Big.u16(bytes, 0) {
            None => Framing::More,
            Some(length) => Framing::with_length(LENGTH + usize::from(length), bytes.len()),
        }
    }

    fn message(&mut self, sink: &mut Sink<'_>, bytes: &[u8]) -> AfterMessage {
        let message = bytes.get(LENGTH..).unwrap_or_default();
        if let Some(exchange) = KeyExchange::of(message) {
            exchange.tell(sink);
        }
        AfterMessage::Continue
    }
}

/// A message with a TKEY record.
struct KeyExchange<'a> {
    from: Sender,
    /// What the key is to be called.
    name: String,
    token: &'a [u8],
    /// RCODE, or the error within the record; 0 is none.
    error: u16,
}

impl<'a> KeyExchange<'a> {
    fn of(message: &'a [u8]) -> Option<Self> {
        let flags = Big.u16(message, 2)?;
        let (name, mut at) = name(message, HEADER)?;
        // The question asks for a TKEY; what it is about is the name of the key.
        if Big.u16(message, 4)? != 1 || Big.u16(message, at)? != TKEY {
            return None;
        }
        at += 4;
        let from = sender(flags);
        let mut found = Self {
            from,
            name,
            token: &[],
            error: flags & 0xf,
        };
        let counts = [6, 8, 10].map(|at| Big.u16(message, at).map_or(0, usize::from));
        for _ in 0..counts.iter().sum::<usize>().min(MAX_RECORDS) {
            let Some((kind, data, end)) = record(message, at) else {
                break;
            };
            at = end;
            if kind == TKEY {
                found.take(message, data);
            }
        }
        Some(found)
    }

    /// Takes the data of the record (RFC 2930 2): the algorithm's name, two times, mode, error, and the key behind its size.
    fn take(&mut self, message: &'a [u8], data: usize) -> Option<()> {
        let (_, at) = name(message, data)?;
        if Big.u16(message, at + 8)? != GSS_API {
            return None;
        }
        let error = Big.u16(message, at + 10)?;
        if self.error == 0 {
            self.error = error;
        }
        let size = usize::from(Big.u16(message, at + 12)?);
        self.token = part(message, at + 14, size)?;
        Some(())
    }

    fn tell(&self, sink: &mut Sink<'_>) {
        let mut leg = sink.leg_of(self.token);
        leg.sender = self.from;
        leg.credential = method::token(method::of_token(self.token), self.token);
        match self.from {
            Sender::Client => leg.request = Some(format!("TKEY {}", self.name)),
            Sender::Server => leg.status = Some(Status::Dns(self.error)),
        }
        sink.emit(leg);
    }
}

fn sender(flags: u16) -> Sender {
    match flags & 0x8000 {
        0 => Sender::Client,
        _ => Sender::Server,
    }
}

/// The kind of the record there, where its data begin, and where it ends.
fn record(message: &[u8], at: usize) -> Option<(u16, usize, usize)> {
    let (_, at) = name(message, at)?;
    let length = usize::from(Big.u16(message, at + 8)?);
    Some((Big.u16(message, at)?, at + 10, at + 10 + length))
}

/// The name there, and where what follows it begins. Where it goes on elsewhere (RFC 1035 4.1.4) its end is left out.
fn name(message: &[u8], mut at: usize) -> Option<(String, usize)> {
    let mut name = String::new();
    for _ in 0..MAX_LABELS {
        let length = usize::from(*message.get(at)?);
        match length {
            0 => return Some((name, at + 1)),
            1..64 => {
                let label = part(message, at + 1, length)?;
                if !name.is_empty() {
                    name.push('.');
                }
                name.push_str(&String::from_utf8_lossy(label));
                at += 1 + length;
            }
            0xc0.. => return Some((name, at + 2)),
            _ => return None,
        }
    }
    None
}
