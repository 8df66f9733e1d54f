//! IIS's place, at the moment a back end asks: what IIS holds, what can be made of it, and how to answer.

use super::ledger;
use super::narration::{self, seat as words};
use crate::crypto::{self, Trace};
use crate::hosts::Role;
use crate::lab::{Event, EventId, Hop, Log};
use crate::value_kind::ValueKind;
use crate::wire::ntlm::{MessageType, NtlmMessage};
use crate::wire::{LayerValue, kerberos, layers, text::utf16le};

/// What a value at hand is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueOrigin {
    /// IIS holds it.
    Held,
    /// A token with a ticket, as IIS received it on that hop.
    Ticket(Hop),
    /// A message that IIS sent or received on that hop.
    Message(MessageType, Hop),
    /// A field of such a message.
    Field,
    /// A tool of the seat made it from other values.
    Made,
    /// A person typed it.
    Typed,
}

/// Something at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AvailableValue {
    /// From where IIS has it.
    pub origin: ValueOrigin,
    /// Its name to the person.
    pub name: String,
    /// Its kind, where it is of one.
    pub value_kind: Option<ValueKind>,
    /// Its bytes, as functions take them.
    pub bytes: Vec<u8>,
}

/// The event of the back end's question, where it asks one: its CHALLENGE, or, where it takes tickets, the message by which
/// it asks for any sign-in.
pub fn asked(log: &Log) -> Option<EventId> {
    let tickets = asks_for_tickets(log);
    let mut second = log.events.iter().filter(|event| {
        log.hop(event) == Some(Hop::SECOND) && log.role(event) == Some(log.back_end())
    });
    let asks = |event: &&Event| {
        let challenge = || matches!(token(log, event), Some((NtlmMessage::Challenge(_), _)));
        event.sides().is_some() && (tickets || challenge())
    };
    second.find(asks).map(|event| event.id)
}

/// Whether the back end takes tickets.
pub fn asks_for_tickets(log: &Log) -> bool {
    let host = log.host_of(log.back_end());
    host.is_some_and(|host| host.takes_tickets)
}

/// The token with a ticket in a message, as it was received.
fn ticket(event: &Event) -> Option<Vec<u8>> {
    let [_, received] = event.sides()?;
    let layers = layers(received);
    let shown = |value: &LayerValue| {
        matches!(
            value,
            LayerValue::Kerberos(Some(kerberos::KerberosMessage::ApReq(_)))
        )
    };
    layers.iter().find(|layer| shown(&layer.value))?;
    let tokens = layers
        .into_iter()
        .find(|layer| matches!(layer.value, LayerValue::Spnego(_)) || shown(&layer.value));
    Some(tokens?.bytes)
}

/// The NTLM message in a message, as IIS sent or received it.
fn token(log: &Log, event: &Event) -> Option<(NtlmMessage, Vec<u8>)> {
    let [sent, received] = event.sides()?;
    let own = log.role(event) == Some(Role::FrontEnd);
    layers(if own { sent } else { received })
        .into_iter()
        .find_map(|layer| match layer.value {
            LayerValue::Ntlm(Some(message)) => Some((message, layer.bytes)),
            _ => None,
        })
}

/// All that IIS holds when the question has come, and every NTLM message that it has sent or received until then.
pub fn values(log: &Log, person: &str, asked: EventId) -> Vec<AvailableValue> {
    let mut values = held(log, person, asked);
    for event in log.events.iter().take_while(|event| event.id <= asked) {
        let Some(hop @ (Hop::FIRST | Hop::SECOND)) = log.hop(event) else {
            continue;
        };
        if hop == Hop::FIRST
            && let Some(bytes) = ticket(event)
        {
            values.push(AvailableValue {
                origin: ValueOrigin::Ticket(hop),
                name: words::AP_REQ_OF_HOP_1.to_owned(),
                value_kind: Some(ValueKind::Ticket),
                bytes,
            });
        }
        if let Some((message, bytes)) = token(log, event) {
            let kind = message.message_type();
            values.push(AvailableValue {
                origin: ValueOrigin::Message(kind, hop),
                name: words::message(kind, hop),
                value_kind: None,
                bytes,
            });
            values.extend(field(message, hop));
        }
    }
    values
}

/// What IIS holds, each value once.
fn held(log: &Log, person: &str, asked: EventId) -> Vec<AvailableValue> {
    let mut values: Vec<AvailableValue> = Vec::new();
    let cards = ledger::cards(log, person, asked, asked);
    let own = cards.into_iter().filter(|card| card.role == Role::FrontEnd);
    for held in own.flat_map(|card| card.holdings) {
        let holding = held.holding;
        let name = narration::holding(&holding);
        if let Some(bytes) = holding.value {
            let same = |other: &AvailableValue| {
                other.bytes == bytes && other.value_kind == Some(holding.kind)
            };
            if !values.iter().any(same) {
                values.push(AvailableValue {
                    origin: ValueOrigin::Held,
                    name,
                    value_kind: Some(holding.kind),
                    bytes,
                });
            }
        }
    }
    values
}

/// The question of hop 2, or an answer: the field of a message that something can be made of.
fn field(message: NtlmMessage, hop: Hop) -> Option<AvailableValue> {
    let (name, kind, bytes) = match message {
        NtlmMessage::Challenge(message) if hop == Hop::SECOND => {
            let question = message.server_challenge.to_vec();
            (words::challenge(hop), ValueKind::Challenge, question)
        }
        NtlmMessage::Authenticate(message) => (
            words::response(hop),
            ValueKind::Response,
            message.nt_response,
        ),
        NtlmMessage::Negotiate(_) | NtlmMessage::Challenge(_) => return None,
    };
    Some(AvailableValue {
        origin: ValueOrigin::Field,
        name,
        value_kind: Some(kind),
        bytes,
    })
}

/// A function that can be applied to what is at hand.
#[derive(Clone, Copy, Debug)]
pub struct Tool {
    /// Its name to the person.
    pub name: &'static str,
    /// Its name in what it makes.
    function: &'static str,
    /// What it is applied to.
    pub takes: &'static [&'static str],
    apply: fn(&[u8], &[u8]) -> Option<Vec<u8>>,
}

/// All tools, in the order in which the page offers them.
pub const TOOLS: [Tool; 7] = [
    Tool {
        name: "NT hash: MD4(UTF-16LE(text))",
        function: "NT hash",
        takes: &["Text"],
        apply: |text, _| {
            let text = String::from_utf8(text.to_vec()).ok()?;
            Some(crypto::md4(&utf16le(&text)).to_vec())
        },
    },
    Tool {
        name: "MD4(bytes)",
        function: "MD4",
        takes: &["Bytes"],
        apply: |bytes, _| Some(crypto::md4(bytes).to_vec()),
    },
    Tool {
        name: "MD5(bytes)",
        function: "MD5",
        takes: &["Bytes"],
        apply: |bytes, _| Some(crypto::md5(&[bytes]).to_vec()),
    },
    Tool {
        name: "HMAC-MD5(key, bytes)",
        function: "HMAC-MD5",
        takes: &["Key", "Bytes"],
        apply: |key, bytes| Some(crypto::hmac_md5(key, &[bytes]).to_vec()),
    },
    Tool {
        name: "RC4(key of 16 bytes, bytes)",
        function: "RC4",
        takes: &["Key", "Bytes"],
        apply: |key, bytes| Some(crypto::rc4(key.try_into().ok()?, bytes)),
    },
    Tool {
        name: "NTLMv1: DESL(hash of 16 bytes, challenge of 8)",
        function: "NTLMv1",
        takes: &["Hash", "Challenge"],
        apply: |hash, challenge| {
            let question = challenge.try_into().ok()?;
            let response = crypto::ntlm_v1(hash.try_into().ok()?, question, &mut Trace::off());
            Some(response.to_vec())
        },
    },
    Tool {
        name: "First 16 bytes",
        function: "First 16 bytes",
        takes: &["Bytes"],
        apply: |bytes, _| Some(bytes.first_chunk::<16>()?.to_vec()),
    },
];

impl Tool {
    /// What comes of one or two values; none where they are not of the kind it takes.
    pub fn apply(&self, inputs: &[&AvailableValue]) -> Option<AvailableValue> {
        let bytes = |number: usize| inputs.get(number).map_or(&[][..], |value| &value.bytes);
        let result = (self.apply)(bytes(0), bytes(1))?;
        let names: Vec<&str> = inputs.iter().map(|value| value.name.as_str()).collect();
        Some(AvailableValue {
            origin: ValueOrigin::Made,
            name: words::made(self.function, &names),
            value_kind: None,
            bytes: result,
        })
    }
}
