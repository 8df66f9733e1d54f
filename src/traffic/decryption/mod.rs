//! What is encrypted in messages of Kerberos, opened with the keys that somebody has: each ciphertext is tried with every
//! key of its encryption type, whoever's it is said to be, and the checksum inside tells which is right. Keys that come to
//! light open more.

mod ciphertext;
mod closed;
mod delegation;
mod keyring;
mod password;
mod salts;
mod signatures;
mod strengthened;
#[cfg(test)]
mod tests;

pub use closed::{ClosedPart, WhyClosed};
pub use delegation::{Delegation, delegation};
pub use keyring::{KeySource, Keyring, RingKey};
pub use password::KnownSecrets;
pub use salts::SaltSource;
pub use signatures::{Signature, SignatureVerdict, Signed};

use crate::crypto::Trace;
use crate::crypto::kerberos::Etype;
use crate::wire::kerberos::{Authenticator, DecryptedPart};
use crate::wire::{self, Layer, LayerValue};
use ciphertext::Ciphertext;
use closed::Waiting;
use std::ops::Range;
use std::rc::Rc;

/// Where something lies: in a message, or in what was decrypted of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRange {
    /// The number of the message.
    pub message: usize,
    /// The number of the part it lies in; none where it lies in the message itself.
    pub part: Option<usize>,
    /// Its bytes, counted from the start of the message or the part.
    pub range: Range<usize>,
}

/// A part that is open, decoded.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedPart {
    /// Which part it is, and so how it is read.
    pub kind: DecryptedPart,
    /// The bytes it was encrypted as; of a PAC or a ticket in a cache, those where it stands.
    pub origin: MessageRange,
    /// The key that opens it; none where it stands in clear in the part around it.
    pub key: Option<RingKey>,
    /// Its bytes and its fields.
    pub layer: Rc<Layer>,
    /// How the signatures in it fall: those of a PAC, or the checksum that covers a request.
    pub signatures: Vec<Signature>,
}

/// What came of opening messages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decryption {
    /// What is open, each part behind the one it lies in.
    pub parts: Vec<OpenedPart>,
    /// What stays closed, each with what was tried.
    pub closed: Vec<ClosedPart>,
    /// Whether there was too much to try everything.
    pub cut_short: bool,
}

/// More parts are left closed.
const MOST_PARTS: usize = 1000;
/// So many bytes are decrypted in trying keys, at most: half a second's work in a browser.
pub const MOST_WORK: usize = 1 << 24;

/// Opens what the keys open in these messages, and what the keys found there open in turn.
pub fn decrypt(messages: &[Rc<Layer>], ring: Keyring) -> Decryption {
    decrypt_within(messages, ring, &mut { MOST_WORK })
}

/// The same, with so many bytes left to decrypt, from which those it took are subtracted.
pub fn decrypt_within(messages: &[Rc<Layer>], ring: Keyring, left: &mut usize) -> Decryption {
    let mut search = Search {
        ring,
        waiting: Vec::new(),
        parts: Vec::new(),
        left: *left,
        cut_short: false,
    };
    for (number, message) in messages.iter().enumerate() {
        search.look_into(number, None, message);
    }
    while search.round() {}
    let Search {
        ring,
        mut parts,
        waiting,
        left: still,
        cut_short,
    } = search;
    *left = still;
    signatures::judge(messages, &mut parts, &ring);
    let closed: Vec<ClosedPart> = waiting
        .into_iter()
        .map(|it| it.stays_closed(messages, &ring, cut_short))
        .collect();
    Decryption {
        cut_short: cut_short || closed.iter().any(|it| it.why == WhyClosed::Untried),
        parts,
        closed,
    }
}

impl Decryption {
    /// The parts of a message, with their numbers.
    pub fn of_message(&self, message: usize) -> impl Iterator<Item = (usize, &OpenedPart)> {
        let parts = self.parts.iter().enumerate();
        parts.filter(move |(_, part)| part.origin.message == message)
    }

    /// What stays closed of a message.
    pub fn closed_of(&self, message: usize) -> impl Iterator<Item = &ClosedPart> {
        let closed = self.closed.iter();
        closed.filter(move |part| part.origin.message == message)
    }
}

struct Search {
    ring: Keyring,
    waiting: Vec<Waiting>,
    parts: Vec<OpenedPart>,
    /// So many bytes may still be decrypted.
    left: usize,
    cut_short: bool,
}

impl Search {
    /// Notes the ciphertexts in a layer, and takes the keys and what else stands there in clear.
    fn look_into(&mut self, message: usize, part: Option<usize>, layer: &Layer) {
        self.ring.take_found(layer);
        let bare = matches!(layer.value, LayerValue::Decrypted(DecryptedPart::Pac));
        if part.is_none() && bare {
            // A PAC without its ticket: its signatures are judged all the same.
            let origin = MessageRange {
                message,
                part,
                range: 0..layer.bytes.len(),
            };
            // What is closed in it lies in that part.
            return self.open(DecryptedPart::Pac, origin, None, layer.bytes.clone());
        }
        for Ciphertext { kind, etype, range } in ciphertext::ciphertexts(layer) {
            let bytes = layer.bytes.get(range.clone()).unwrap_or_default().to_vec();
            let origin = MessageRange {
                message,
                part,
                range,
            };
            match etype {
                // It stands there in clear.
                None => self.open(kind, origin, None, bytes),
                Some(etype) => {
                    if self.waiting.len() + self.parts.len() >= MOST_PARTS {
                        self.cut_short = true;
                        return;
                    }
                    self.waiting.push(Waiting::new(kind, origin, etype, bytes));
                }
            }
        }
    }

    /// Tries the keys that were not tried yet; whether anything was opened.
    fn round(&mut self) -> bool {
        let mut opened = Vec::new();
        let mut still = Vec::new();
        for mut waiting in std::mem::take(&mut self.waiting) {
            match self.attempt(&mut waiting) {
                Some(found) => opened.push((waiting, found)),
                None => still.push(waiting),
            }
        }
        self.waiting = still;
        let any = !opened.is_empty();
        for (waiting, (key, plain)) in opened {
            self.open(waiting.kind, waiting.origin, Some(key), plain);
        }
        any
    }

    fn attempt(&mut self, waiting: &mut Waiting) -> Option<(RingKey, Vec<u8>)> {
        let etype = Etype::from_number(waiting.etype)?;
        let keys = self.ring.keys().get(waiting.seen..).unwrap_or_default();
        for held in keys {
            waiting.seen += 1;
            if held.key.etype != etype {
                continue;
            }
            waiting.count(&held.source);
            for usage in ciphertext::usages(waiting.kind) {
                let Some(left) = self.left.checked_sub(waiting.cipher.len()) else {
                    self.cut_short = true;
                    return None;
                };
                self.left = left;
                let plain = held.key.decrypt(*usage, &waiting.cipher, &mut Trace::off());
                if let Ok(plain) = plain {
                    return Some((held.clone(), plain));
                }
            }
        }
        None
    }

    fn open(
        &mut self,
        kind: DecryptedPart,
        origin: MessageRange,
        key: Option<RingKey>,
        bytes: Vec<u8>,
    ) {
        if self.parts.len() >= MOST_PARTS {
            self.cut_short = true;
            return;
        }
        let number = self.parts.len();
        let message = origin.message;
        let layer = Rc::new(wire::decrypted(kind, bytes));
        self.parts.push(OpenedPart {
            kind,
            origin,
            key,
            layer: layer.clone(),
            signatures: Vec::new(),
        });
        self.look_into(message, Some(number), &layer);
    }
}

/// The authenticator in such a part, if it is one.
pub fn authenticator(part: &OpenedPart) -> Option<Authenticator> {
    match part.kind {
        DecryptedPart::Authenticator | DecryptedPart::KdcAuthenticator => {
            Authenticator::decode(&part.layer.bytes).value.ok()
        }
        _ => None,
    }
}
