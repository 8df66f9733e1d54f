//! IIS's place, at the moment the mailbox host asks: what IIS holds, what can be made of it, and how to answer.

use super::{inspect, ledger, words};
use crate::crypto::{self, Trace};
use crate::hosts::Role;
use crate::lab::{Event, EventId, Hop, Log};
use crate::secret::Secret;
use crate::wire::ntlm::Message;
use crate::wire::{LayerValue, layers, text::utf16le};

/// Something at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// What it is.
    pub name: String,
    /// Its kind, where it is of one.
    pub secret: Option<Secret>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The event of the mailbox host's question, where it asks one.
pub fn asked(log: &Log) -> Option<EventId> {
    let mut second = log.events.iter().filter(|event| {
        log.hop(event) == Some(Hop::SECOND) && log.role(event) == Some(Role::Mailbox)
    });
    let found = second.find(|event| matches!(token(log, event), Some((Message::Challenge(_), _))));
    found.map(|event| event.id)
}

/// The NTLM message in a message, as IIS sent or received it.
fn token(log: &Log, event: &Event) -> Option<(Message, Vec<u8>)> {
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
pub fn values(log: &Log, person: &str, asked: EventId) -> Vec<Value> {
    let mut values = Vec::new();
    let cards = ledger::cards(log, person, asked, asked);
    let own = cards.into_iter().filter(|card| card.role == Role::FrontEnd);
    for held in own.flat_map(|card| card.holdings) {
        let holding = held.holding;
        let name = words::holding(&holding);
        if let Some(bytes) = holding.value {
            let same = |other: &Value| other.bytes == bytes && other.secret == Some(holding.secret);
            if !values.iter().any(same) {
                values.push(Value {
                    name,
                    secret: Some(holding.secret),
                    bytes,
                });
            }
        }
    }
    for event in log.events.iter().take_while(|event| event.id <= asked) {
        let Some((message, bytes)) = token(log, event) else {
            continue;
        };
        let first = log.hop(event) == Some(Hop::FIRST);
        if !first && log.hop(event) != Some(Hop::SECOND) {
            continue;
        }
        let hop = if first { " of hop 1" } else { " of hop 2" };
        let (kind, question, response) = match message {
            Message::Negotiate(_) => ("NEGOTIATE", None, None),
            Message::Challenge(message) => ("CHALLENGE", Some(message.server_challenge), None),
            Message::Authenticate(message) => ("AUTHENTICATE", None, Some(message.nt_response)),
        };
        let mut push = |name: &str, secret, bytes| {
            let name = [name, hop].concat();
            values.push(Value {
                name,
                secret,
                bytes,
            });
        };
        push(kind, None, bytes);
        if let Some(question) = question.filter(|_| !first) {
            push("challenge", Some(Secret::Challenge), question.to_vec());
        }
        if let Some(response) = response {
            push("NtChallengeResponse", Some(Secret::Response), response);
        }
    }
    values
}

/// A function that can be applied to what is at hand.
#[derive(Clone, Copy, Debug)]
pub struct Tool {
    /// Its name to the person.
    pub name: &'static str,
    /// What it is applied to.
    pub takes: &'static [&'static str],
    apply: fn(&[u8], &[u8]) -> Option<Vec<u8>>,
}

/// All functions.
pub const TOOLS: [Tool; 7] = [
    Tool {
        name: "NT hash: MD4(UTF-16LE(text))",
        takes: &["Text"],
        apply: |text, _| {
            let text = String::from_utf8(text.to_vec()).ok()?;
            Some(crypto::md4(&utf16le(&text)).to_vec())
        },
    },
    Tool {
        name: "MD4(bytes)",
        takes: &["Bytes"],
        apply: |bytes, _| Some(crypto::md4(bytes).to_vec()),
    },
    Tool {
        name: "MD5(bytes)",
        takes: &["Bytes"],
        apply: |bytes, _| Some(crypto::md5(&[bytes]).to_vec()),
    },
    Tool {
        name: "HMAC-MD5(key, bytes)",
        takes: &["Key", "Bytes"],
        apply: |key, bytes| Some(crypto::hmac_md5(key, &[bytes]).to_vec()),
    },
    Tool {
        name: "RC4(key of 16 bytes, bytes)",
        takes: &["Key", "Bytes"],
        apply: |key, bytes| Some(crypto::rc4(key.try_into().ok()?, bytes)),
    },
    Tool {
        name: "NTLMv1: DESL(hash of 16 bytes, challenge of 8)",
        takes: &["Hash", "Challenge"],
        apply: |hash, challenge| {
            let question = challenge.try_into().ok()?;
            let response = crypto::ntlm_v1(hash.try_into().ok()?, question, &mut Trace::off());
            Some(response.to_vec())
        },
    },
    Tool {
        name: "First 16 bytes",
        takes: &["Bytes"],
        apply: |bytes, _| Some(bytes.first_chunk::<16>()?.to_vec()),
    },
];

impl Tool {
    /// What comes of one or two values; none where they are not of the kind it takes.
    pub fn apply(&self, inputs: &[&Value]) -> Option<Value> {
        let bytes = |number: usize| inputs.get(number).map_or(&[][..], |value| &value.bytes);
        let result = (self.apply)(bytes(0), bytes(1))?;
        let function = self.name.split('(').next().unwrap_or_default();
        let function = function.split(':').next().unwrap_or_default();
        let names: Vec<&str> = inputs.iter().map(|value| value.name.as_str()).collect();
        let mut name = function.to_owned();
        name.push('(');
        name.push_str(&inspect::cut(&names.join(", "), 60));
        name.push(')');
        Some(Value {
            name,
            secret: None,
            bytes: result,
        })
    }
}
