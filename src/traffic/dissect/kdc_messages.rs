//! Kerberos with a KDC: over TCP behind a length of 4 bytes (RFC 4120 7.2.2), over UDP a datagram each (7.2.1). Passwords are
//! changed in the same way on a port of their own (RFC 3244).

use super::protocol_dissector::{AfterMessage, Framing, ProtocolDissector, Recognition};
use super::sink::{PendingGap, Sink};
use super::{LIMIT, Stamp};
use crate::traffic::leg::{Leg, Method, Protocol, Sender, SentCredential, Status};
use crate::wire::ByteOrder::Big;
use crate::wire::der::extent;
use crate::wire::kerberos::{self, KerberosMessage, MessageKind, Principal};

/// A connection with a KDC. Answers come in the order of the requests, of which several may wait (RFC 4120 7.2.2); each
/// request has a strand of its own.
#[derive(Default)]
pub struct Kerberos {
    /// So many requests came, and so many of them are answered.
    asked: u64,
    answered: u64,
}

/// No message is longer: tickets with large authorization data take some 64 KB.
const LONGEST: u32 = 1 << 20;
/// The tags of what goes to a KDC and comes from it (RFC 4120 5.10).
const TAGS: [u8; 5] = [0x6a, 0x6b, 0x6c, 0x6d, 0x7e];
/// So many bytes tell for sure: the length, and headers up to msg-type.
const TELLING: usize = 32;

/// The port where passwords are changed.
pub const PASSWORDS: u16 = 464;

/// Reads a datagram; whether it is one of Kerberos.
pub fn datagram(flow: usize, from: Sender, bytes: &[u8], stamp: Stamp, out: &mut Vec<Leg>) -> bool {
    let asks_kdc = speaker(bytes).is_some() && kerberos::starts_message(bytes);
    if !asks_kdc && password_change(bytes).is_none() {
        return false;
    }
    let mut lost = PendingGap::default();
    let mut sink = Sink::new(flow, from, stamp.into(), &mut lost, out);
    sink.emit(leg(&sink, bytes));
    true
}

/// Who sends such a datagram, where it is one message to a KDC or from it, from its first byte to its last.
pub fn is_whole(bytes: &[u8]) -> Option<Sender> {
    let whole = kerberos::starts_message(bytes) && extent(bytes) == Some(bytes.len());
    let sender = speaker(bytes).filter(|_| whole)?;
    KerberosMessage::decode(bytes).value.ok().map(|_| sender)
}

/// Whether a message of Kerberos starts here, behind its length, and who sends such a one.
pub fn recognise(bytes: &[u8]) -> (Recognition, Option<Sender>) {
    let Some(length) = Big.u32(bytes, 0) else {
        return match bytes {
            [] | [0] | [0, 0..=0x0f] | [0, 0..=0x0f, _] => (Recognition::Unsure, None),
            _ => (Recognition::No, None),
        };
    };
    let message = bytes.get(4..).unwrap_or_default();
    let tag = message.first();
    match starts_change(length, message) {
        (Recognition::No, _) => {}
        told => return told,
    }
    if length > LONGEST || tag.is_some_and(|tag| !TAGS.contains(tag)) {
        return (Recognition::No, None);
    }
    if kerberos::starts_message(message) {
        return (Recognition::Yes, speaker(message));
    }
    match bytes.len() < TELLING {
        true => (Recognition::Unsure, None),
        false => (Recognition::No, None),
    }
}

/// Whether a change of a password starts here, which begins with its own length, of two bytes, and who sends such a one.
fn starts_change(length: u32, message: &[u8]) -> (Recognition, Option<Sender>) {
    let [0, 0, own @ ..] = length.to_be_bytes() else {
        return (Recognition::No, None);
    };
    if !own.starts_with(message.get(..2).unwrap_or(message)) {
        return (Recognition::No, None);
    }
    match (message.get(2..4), message.get(6)) {
        (None, _) | (Some([0, 1] | [0xff, 0x80]), None) => (Recognition::Unsure, None),
        (Some([0, 1] | [0xff, 0x80]), Some(0x6e)) => (Recognition::Yes, Some(Sender::Client)),
        (Some([0, 1] | [0xff, 0x80]), Some(0x6f | 0x7e)) => {
            (Recognition::Yes, Some(Sender::Server))
        }
        _ => (Recognition::No, None),
    }
}

/// Who sends such a message.
fn speaker(message: &[u8]) -> Option<Sender> {
    match message.first()? {
        0x6a | 0x6c => Some(Sender::Client),
        0x6b | 0x6d | 0x7e => Some(Sender::Server),
        _ => None,
    }
}

impl ProtocolDissector for Kerberos {
    fn protocol(&self) -> Protocol {
        Protocol::Kerberos
    }

    fn starts(&self, _from: Sender, bytes: &[u8]) -> Recognition {
        recognise(bytes).0
    }

    fn frame(&mut self, _from: Sender, bytes: &[u8], _seen: usize) -> Framing {
        match Big.u32(bytes, 0) {
            None => Framing::More,
            Some(length) if length > LONGEST => Framing::NoMessage,
            Some(length) => Framing::with_length(4 + length as usize, bytes.len()),
        }
    }

    fn message(&mut self, sink: &mut Sink<'_>, bytes: &[u8]) -> AfterMessage {
        self.truncated(sink, bytes);
        AfterMessage::Continue
    }

    fn truncated(&mut self, sink: &mut Sink<'_>, bytes: &[u8]) {
        let message = bytes.get(4..).unwrap_or_default();
        let known = speaker(message).is_some() || password_change(message).is_some();
        if !known || message.len() > LIMIT {
            return;
        }
        let mut leg = leg(sink, message);
        leg.strand = match leg.sender {
            Sender::Client => self.asked,
            Sender::Server => self.answered,
        };
        self.answered += u64::from(leg.sender == Sender::Server);
        // An answer to what is not seen stands alone.
        self.asked = match leg.sender {
            Sender::Client => self.asked + 1,
            Sender::Server => self.asked.max(self.answered),
        };
        sink.emit(leg);
    }

    fn after_gap(&mut self, from: Sender) {
        if from == Sender::Server {
            self.answered = self.asked;
        }
    }
}

/// What is said on the port for passwords: who says it, and its AP-REQ, AP-REP or KRB-ERROR. It begins with its own length, a
/// version, and the length of the first two of them, which an error has not (RFC 3244 2).
fn password_change(message: &[u8]) -> Option<(Sender, &[u8])> {
    let (&[a, b, version @ .., c, d], rest) = message.split_first_chunk::<6>()?;
    let length = usize::from(u16::from_be_bytes([a, b]));
    if length != message.len() || !matches!(version, [0, 1] | [0xff, 0x80]) {
        return None;
    }
    let token = match u16::from_be_bytes([c, d]) {
        0 => rest,
        length => rest.get(..usize::from(length))?,
    };
    match token.first()? {
        0x6e => Some((Sender::Client, token)),
        0x6f | 0x7e => Some((Sender::Server, token)),
        _ => None,
    }
}

fn leg(sink: &Sink<'_>, message: &[u8]) -> Leg {
    if let Some((sender, token)) = password_change(message) {
        if speaker(token).is_some() {
            return leg(sink, token);
        }
        let mut leg = sink.leg_of(message);
        leg.sender = sender;
        leg.credential = Some(SentCredential::Token(Method::Kerberos, token.into()));
        leg.request = (sender == Sender::Client).then(|| "change of a password".to_owned());
        return leg;
    }
    let mut leg = sink.leg_of(message);
    leg.sender = speaker(message).unwrap_or(leg.sender);
    match KerberosMessage::decode(message).value {
        Ok(KerberosMessage::KdcRequest(request)) => {
            let kind = request.kind.request_name();
            leg.request = Some(match &request.body.client {
                Some(client) => format!("{kind} {client}"),
                None => kind.to_owned(),
            });
            leg.target = request.body.service.as_ref().and_then(name);
        }
        Ok(KerberosMessage::KdcReply(reply)) => {
            leg.target = name(&reply.ticket.service);
            leg.status = Some(Status::Kerberos(0));
        }
        Ok(KerberosMessage::Error(error)) => {
            leg.target = name(&error.service);
            leg.status = Some(Status::Kerberos(error.code));
            leg.windows = error.status();
            leg.windows = leg.windows.filter(|status| *status != 0);
        }
        // Cut or broken: its tag tells what it is.
        _ => match MessageKind::of(message) {
            Some(kind @ (MessageKind::AsReq | MessageKind::TgsReq)) => {
                leg.request = Some(kind.name().to_owned());
            }
            Some(MessageKind::AsRep | MessageKind::TgsRep) => {
                leg.status = Some(Status::Kerberos(0));
            }
            _ => {}
        },
    }
    leg
}

fn name(principal: &Principal) -> Option<String> {
    Some(principal.to_string()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_a_password_shows_a_ticket() {
        let message = |body: &[u8], ticket: u8| {
            let length = u8::try_from(body.len() + 6).unwrap();
            [&[0, length, 0xff, 0x80, 0, ticket], body].concat()
        };
        let request = message(&[0x6e, 2, 1, 1, 0x75, 0], 4);
        assert_eq!(
            password_change(&request),
            Some((Sender::Client, &request[6..10]))
        );
        let error = message(&[0x7e, 1, 1], 0);
        assert_eq!(password_change(&error), Some((Sender::Server, &error[6..])));
        assert_eq!(password_change(&request[..9]), None);
        let framed = [&[0, 0, 0, 12], &request[..]].concat();
        for length in 0..=framed.len() {
            let told = match length {
                11.. => (Recognition::Yes, Some(Sender::Client)),
                _ => (Recognition::Unsure, None),
            };
            assert_eq!(recognise(&framed[..length]), told, "{length}");
        }
    }
}
