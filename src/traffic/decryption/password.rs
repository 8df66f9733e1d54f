//! Keys from what somebody knows of an account.

use super::keyring::{KeySource, Keyring};
use super::salts::{MOST_SALTS, Salt, etypes, salts};
use crate::crypto::kerberos::{Etype, string_to_key};
use crate::crypto::{Trace, nt_owf_v1};
use crate::traffic::verify::Binding;
use crate::wire::Layer;
use std::rc::Rc;

/// What is known, as somebody gave it.
#[derive(Clone, Copy, Debug, Default)]
pub struct KnownSecrets<'a> {
    /// The password, in clear: it makes the key of RC4, and with a salt those of AES.
    pub password: Option<&'a str>,
    /// The NT hash, which is the key of RC4.
    pub nt_hash: Option<[u8; 16]>,
    /// Whose they are, where it is another name than the messages have.
    pub user: Option<&'a str>,
    /// Its realm, likewise.
    pub domain: Option<&'a str>,
    /// A key, of an encryption type that its length tells.
    pub key: &'a [u8],
    /// Keytabs and credential caches.
    pub files: &'a [Rc<Layer>],
    /// What to hold the channel bindings of authenticators against, which is no secret.
    pub binding: Option<Binding<'a>>,
}

/// So often is hashed for all keys together, at most: half a second's work in a browser. Directories ask for 4096, and for
/// 32768 with SHA-2; a salt that comes with more than is left is passed over, and the keyring says so.
const MOST_ITERATIONS_IN_ALL: u64 = 1 << 18;

impl KnownSecrets<'_> {
    /// Whether there is nothing that could open anything.
    pub fn is_empty(&self) -> bool {
        self.password.is_none()
            && self.nt_hash.is_none()
            && self.key.is_empty()
            && self.files.is_empty()
    }

    /// The keys for what is encrypted in these messages. Of a password only those are made whose encryption type occurs.
    pub fn ring(&self, messages: &[Rc<Layer>]) -> Keyring {
        let mut ring = Keyring::default();
        for file in self.files {
            ring.add_file(file);
        }
        ring.add_untyped(self.key, &KeySource::Typed);
        let hash = self.password.map(|it| nt_owf_v1(it, &mut Trace::off()));
        for hash in self.nt_hash.iter().chain(&hash) {
            for etype in [Etype::Rc4, Etype::Rc4Export] {
                ring.add_bytes(etype.number(), hash, &KeySource::NtHash);
            }
        }
        if let Some(password) = self.password {
            self.add_derived(password, messages, &mut ring);
        }
        ring
    }

    fn add_derived(&self, password: &str, messages: &[Rc<Layer>], ring: &mut Keyring) {
        let mut etypes: Vec<i64> = messages.iter().flat_map(|it| etypes(it)).collect();
        etypes.sort_unstable();
        etypes.dedup();
        let etypes = etypes.into_iter().filter_map(Etype::from_number);
        let etypes: Vec<Etype> = etypes.filter(|it| !it.is_rc4()).collect();
        let salts = salts(self, messages);
        // One more than is tried tells that there are others.
        if salts.len() > MOST_SALTS {
            etypes.iter().for_each(|etype| ring.lacks(*etype));
        }
        // A name stands for whom most is encrypted that stands beside it; the rest as far as time goes.
        let salts = salts.iter().take(MOST_SALTS);
        let wanted = salts.flat_map(|salt| {
            let fits = |etype: &Etype| salt.etype.is_none_or(|of| of == etype.number());
            let etypes = etypes.iter().copied().filter(fits);
            etypes.map(move |etype| (salt, etype))
        });
        let mut wanted: Vec<(&Salt, Etype)> = wanted.collect();
        wanted.sort_by_key(|(salt, etype)| {
            (salt.respelled, !salt.is_beside(*etype), salt.cost(*etype))
        });
        let mut left = MOST_ITERATIONS_IN_ALL;
        for (salt, etype) in wanted {
            let Some(rest) = left.checked_sub(salt.cost(etype)) else {
                if !salt.respelled {
                    ring.lacks(etype);
                }
                continue;
            };
            left = rest;
            let text = salt.text.as_bytes();
            let trace = &mut Trace::off();
            let key = string_to_key(etype, password, text, salt.iterations, trace);
            ring.add(key, KeySource::Password(salt.text.clone(), salt.source));
        }
    }
}
