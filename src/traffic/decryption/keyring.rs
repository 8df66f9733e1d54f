//! The keys somebody has, and where each is from.

use super::ciphertext::{child, number};
use super::salts::SaltSource;
use crate::crypto::kerberos::{Etype, Key};
use crate::wire::{Field, Layer, LayerValue, field_name};

/// A key and its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingKey {
    /// The key, with its encryption type.
    pub key: Key,
    /// How somebody came to have it.
    pub source: KeySource,
}

/// How somebody came to have a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// Made of the password, with that salt.
    Password(String, SaltSource),
    /// The NT hash: typed, or made of the password.
    NtHash,
    /// Typed, as bytes in hex.
    Typed,
    /// In a keytab: whose it is, and its version.
    Keytab(String, u32),
    /// The session key that a credential cache keeps with the ticket for that service.
    Ccache(String),
    /// Found in what was opened, or in a KRB-CRED that is in clear: the name of the part.
    Inside(&'static str),
    /// A host of a run has it, a long-term key: whose it is.
    Held(String),
    /// A host of a run got it, a session key: of whose ticket.
    HeldSession(String),
}

/// Keys, each once, with where they are from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Keyring {
    keys: Vec<RingKey>,
    /// The encryption types of which there could be more: it would take too long, or there are too many.
    lacking: Vec<Etype>,
}

/// More keys are left out.
const MOST_KEYS: usize = 512;

impl Keyring {
    /// The keys, in the order they came.
    pub fn keys(&self) -> &[RingKey] {
        &self.keys
    }

    /// The encryption types of which it lacks keys that what is known would give.
    pub fn lacking(&self) -> &[Etype] {
        &self.lacking
    }

    /// Notes that a key of that encryption type is left out.
    pub(super) fn lacks(&mut self, etype: Etype) {
        if !self.lacking.contains(&etype) {
            self.lacking.push(etype);
        }
    }

    /// Adds a key, unless it is there already.
    pub fn add(&mut self, key: Key, source: KeySource) {
        if self.keys.iter().any(|held| held.key == key) {
            return;
        }
        match self.keys.len() < MOST_KEYS {
            true => self.keys.push(RingKey { key, source }),
            false => self.lacks(key.etype),
        }
    }

    /// Adds bytes as a key of that encryption type, if there can be such a key.
    pub fn add_bytes(&mut self, etype: i64, bytes: &[u8], source: &KeySource) {
        let etype = Etype::from_number(etype);
        if let Some(key) = etype.and_then(|etype| Key::new(etype, bytes)) {
            self.add(key, source.clone());
        }
    }

    /// Adds bytes as a key of every encryption type whose keys have that length.
    pub fn add_untyped(&mut self, bytes: &[u8], source: &KeySource) {
        for etype in Etype::ALL {
            self.add_bytes(etype.number(), bytes, source);
        }
    }

    /// Adds the keys of a keytab or a credential cache; nothing of another layer.
    pub fn add_file(&mut self, layer: &Layer) {
        match &layer.value {
            LayerValue::Keytab(Some(table)) => {
                for entry in table.entries() {
                    let source = KeySource::Keytab(entry.principal.to_string(), entry.kvno());
                    self.add_bytes(entry.etype.into(), &entry.key, &source);
                }
            }
            LayerValue::Ccache(Some(cache)) => {
                let tickets = cache.credentials.iter().filter(|it| !it.is_setting());
                for ticket in tickets {
                    let source = KeySource::Ccache(ticket.server.to_string());
                    self.add_bytes(ticket.etype.into(), &ticket.key, &source);
                }
            }
            _ => {}
        }
    }

    /// Adds the keys that stand in a layer in clear.
    pub(super) fn take_found(&mut self, layer: &Layer) {
        self.add_file(layer);
        let source = KeySource::Inside(layer.kind().name());
        for field in &layer.layout.fields {
            self.take_field(field, layer, &source);
        }
    }

    fn take_field(&mut self, field: &Field, layer: &Layer, source: &KeySource) {
        if let Some((etype, value)) =
            child(field, field_name::KEYTYPE).zip(child(field, field_name::KEYVALUE))
        {
            let bytes = layer.bytes.get(value.range.clone()).unwrap_or_default();
            self.add_bytes(number(etype).unwrap_or_default(), bytes, source);
        }
        if field.name == field_name::NT_PASSWORD {
            let hash = layer.bytes.get(field.range.clone()).unwrap_or_default();
            self.add_bytes(Etype::Rc4.number(), hash, source);
        }
        for field in &field.children {
            self.take_field(field, layer, source);
        }
    }
}
