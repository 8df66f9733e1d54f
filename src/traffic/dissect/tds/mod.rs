//! SQL Server ([MS-TDS] 2.2): how a client signs in. Behind the server's decision nothing is read.

mod login;
mod outcome_tokens;

use super::method;
use super::protocol_dissector::{AfterMessage, Framing, ProtocolDissector, Recognition};
use super::sink::Sink;
use super::tls;
use crate::traffic::leg::{Leg, Method, Protocol, Sender, SentCredential, Status};
use crate::wire::ByteOrder::Big;
use login::Login7Fields;
use std::sync::Arc;

/// Type of a packet ([MS-TDS] 2.2.3.1.1).
mod kind {
    pub const RESPONSE: u8 = 4;
    pub const LOGIN7: u8 = 16;
    pub const SSPI: u8 = 17;
    pub const PRELOGIN: u8 = 18;
}

/// Length of a packet's header, in bytes.
const HEADER: usize = 8;
/// `Status`: the last packet of its message.
const END_OF_MESSAGE: u8 = 1;
/// A message of a sign-in is no longer.
const LONGEST: usize = 128 << 10;
/// So many bytes tell for sure what a packet is.
const TELLING: usize = HEADER + 8;

/// What is remembered of a connection of TDS.
#[derive(Default)]
pub struct Tds {
    client: Vec<u8>,
    server: Vec<u8>,
}

/// Whether a packet of a sign-in starts here, and who sends such a one.
pub fn recognise(bytes: &[u8]) -> (Recognition, Option<Sender>) {
    for (at, byte) in bytes.iter().take(HEADER).enumerate() {
        let right = match at {
            0 => matches!(byte, 4 | 16 | 17 | 18),
            1 => *byte <= 1,
            // Window is not used.
            7 => *byte == 0,
            _ => true,
        };
        if !right {
            return (Recognition::No, None);
        }
    }
    let (Some(kind), Some(length)) = (bytes.first(), Big.u16(bytes, 2)) else {
        return (Recognition::Unsure, None);
    };
    if usize::from(length) <= HEADER {
        return (Recognition::No, None);
    }
    let Some(data) = bytes.get(HEADER..TELLING) else {
        return (Recognition::Unsure, None);
    };
    let (right, speaker) = match (*kind, data) {
        // The first option is the version, and has 6 bytes ([MS-TDS] 2.2.6.5).
        (kind::PRELOGIN, [0, 0, _, 0, 6, ..]) => (true, Sender::Client),
        (kind::PRELOGIN, data) => (tls::is_handshake(data), Sender::Client),
        // Length, then a version from 7.0 to 7.4 ([MS-TDS] 2.2.6.4).
        (kind::LOGIN7, [_, _, _, 0, _, _, _, 0x70..=0x75]) => (true, Sender::Client),
        (kind::SSPI, data) => (
            data.starts_with(b"NTLMSSP") || matches!(data, [0x60 | 0xa1, ..]),
            Sender::Client,
        ),
        (kind::RESPONSE, [0, 0, _, 0, 6, ..]) => (true, Sender::Server),
        (kind::RESPONSE, [token, ..]) => (outcome_tokens::begins(*token), Sender::Server),
        _ => (false, Sender::Client),
    };
    match right {
        true => (Recognition::Yes, Some(speaker)),
        false => (Recognition::No, None),
    }
}

impl ProtocolDissector for Tds {
    fn protocol(&self) -> Protocol {
        Protocol::Tds
    }

    fn starts(&self, from: Sender, bytes: &[u8]) -> Recognition {
        match recognise(bytes) {
            (Recognition::Yes, Some(speaker)) if speaker != from => Recognition::No,
            (verdict, _) => verdict,
        }
    }

    fn frame(&mut self, _from: Sender, bytes: &[u8], _seen: usize) -> Framing {
        match Big.u16(bytes, 2).map(usize::from) {
            None => Framing::More,
            Some(length) if length < HEADER => Framing::NoMessage,
            Some(length) => Framing::with_length(length, bytes.len()),
        }
    }

    fn message(&mut self, sink: &mut Sink<'_>, packet: &[u8]) -> AfterMessage {
        let (Some(&[kind, status, ..]), Some(data)) =
            (packet.first_chunk::<HEADER>(), packet.get(HEADER..))
        else {
            return AfterMessage::Continue;
        };
        if kind == kind::PRELOGIN && tls::is_handshake(data) {
            sink.emit(tls::begins(sink.leg(), data));
            return AfterMessage::Done;
        }
        let before = match sink.from {
            Sender::Client => &mut self.client,
            Sender::Server => &mut self.server,
        };
        if before.len() + data.len() > LONGEST {
            // Results, not a sign-in.
            return AfterMessage::Done;
        }
        before.extend_from_slice(data);
        if status & END_OF_MESSAGE == 0 {
            return AfterMessage::Continue;
        }
        let data = std::mem::take(before);
        let mut leg = sink.leg();
        leg.message = whole(packet, &data);
        match (kind, sink.from) {
            (kind::LOGIN7, Sender::Client) => sink.emit(login(leg, &data)),
            (kind::SSPI, _) => {
                leg.credential = method::token(method::of_token(&data), &data);
                sink.emit(leg);
            }
            (kind::RESPONSE, Sender::Server) => return response(sink, leg, &data),
            _ => {}
        }
        AfterMessage::Continue
    }

    fn after_gap(&mut self, from: Sender) {
        match from {
            Sender::Client => self.client.clear(),
            Sender::Server => self.server.clear(),
        }
    }
}

/// A message as if one packet had carried it; where it is too long for one, the last packet.
fn whole(packet: &[u8], data: &[u8]) -> Arc<[u8]> {
    match (
        packet.first_chunk::<HEADER>(),
        u16::try_from(HEADER + data.len()),
    ) {
        (Some(&[kind, status, _, _, spid @ .., id, window]), Ok(length)) => {
            let [high, low] = length.to_be_bytes();
            let [first, second] = spid;
            let head = [kind, status, high, low, first, second, id, window];
            [&head[..], data].concat().into()
        }
        _ => packet.into(),
    }
}

fn login(mut leg: Leg, data: &[u8]) -> Leg {
    let login = Login7Fields::read(data);
    leg.request = Some(match login.database.is_empty() {
        true => "LOGIN7".to_owned(),
        false => format!("LOGIN7 {}", login.database),
    });
    leg.target = Some(login.server).filter(|it| !it.is_empty());
    leg.credential = method::token(method::of_token(login.sspi), login.sspi);
    if login.is_federated {
        // The token goes along, or comes once the server has said where to get it.
        leg.credential = Some(SentCredential::Token(Method::Federated, Arc::from([])));
    } else if leg.credential.is_none() && !login.user.is_empty() {
        let clear = SentCredential::Clear(Method::Native, login.user, Some(login.password));
        leg.credential = Some(clear);
    }
    leg
}

fn response(sink: &mut Sink<'_>, mut leg: Leg, data: &[u8]) -> AfterMessage {
    // The answer to a PRELOGIN begins with its version, option 0; no token has that number.
    if data.first() == Some(&0) {
        return AfterMessage::Continue;
    }
    let answer = outcome_tokens::read(data);
    leg.credential = method::token(method::of_token(answer.sspi), answer.sspi);
    let decided = answer.accepted || answer.error.is_some();
    // Who is in may be told of errors besides, and who is not may be told several.
    leg.status = match (answer.accepted, &answer.error) {
        (true, _) => Some(Status::Sql(0)),
        (false, Some((error, _))) => Some(Status::Sql((*error).max(1))),
        (false, None) => None,
    };
    let refused = answer.error.filter(|_| !answer.accepted);
    leg.words = refused.map(|(_, text)| text).filter(|it| !it.is_empty());
    if leg.credential.is_some() || decided {
        sink.emit(leg);
    }
    match decided {
        true => AfterMessage::Done,
        false => AfterMessage::Continue,
    }
}
