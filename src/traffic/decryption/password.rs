//! Keys from what somebody knows of an account: a password makes keys only together with a salt, which the KDC says in
//! ETYPE-INFO2 (RFC 4120 5.2.7.5), or which has to be guessed from the names.

use super::ciphertext::ciphertexts;
use super::keyring::{KeySource, Keyring};
use crate::crypto::kerberos::{Etype, computer_salt, string_to_key, user_salt};
use crate::crypto::{Trace, nt_owf_v1};
use crate::traffic::account_name::bare_account;
use crate::traffic::verify::Binding;
use crate::wire::kerberos::{EtypeInfo2, KerberosMessage, MethodData, PaData, Principal};
use crate::wire::{Layer, LayerValue};
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

/// How it is known what a password was salted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaltSource {
    /// The KDC said it, in ETYPE-INFO2.
    Kdc,
    /// It was guessed from the realm and the name.
    Guessed,
}

/// More salts are not tried.
const MOST_SALTS: usize = 128;
/// So often is hashed for all keys together, at most: half a second's work in a browser. Directories ask for 4096, and for
/// 32768 with SHA-2; a salt that comes with more than is left is passed over, and the keyring says so.
const MOST_ITERATIONS: u64 = 1 << 18;

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
        let wanted = messages.iter().flat_map(|it| ciphertexts(it));
        let mut etypes: Vec<i64> = wanted.filter_map(|it| it.etype).collect();
        etypes.sort_unstable();
        etypes.dedup();
        let etypes = etypes.into_iter().filter_map(Etype::from_number);
        let etypes: Vec<Etype> = etypes.filter(|it| !it.is_rc4()).collect();
        let salts = self.salts(messages);
        // One more than is tried tells that there are others.
        if salts.len() > MOST_SALTS {
            etypes.iter().for_each(|etype| ring.lacks(*etype));
        }
        let mut left = MOST_ITERATIONS;
        for salt in salts.into_iter().take(MOST_SALTS) {
            for etype in etypes.iter().copied() {
                if salt.etype.is_some_and(|of| of != etype.number()) {
                    continue;
                }
                let cost = match (etype, salt.iterations) {
                    (Etype::Aes128Sha2 | Etype::Aes256Sha2, None) => 32768,
                    (_, Some(0)) => u32::MAX,
                    (_, Some(count)) => count,
                    (_, None) => 4096,
                };
                let Some(rest) = left.checked_sub(cost.into()) else {
                    ring.lacks(etype);
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

    /// The salts: those for the name that is typed first, then those that a KDC says.
    fn salts(&self, messages: &[Rc<Layer>]) -> Vec<Salt> {
        let mut names = Names::default();
        let mut salts = Vec::new();
        for message in messages {
            if let LayerValue::Kerberos(Some(message)) = &message.value {
                said(message, &mut salts);
                names.of_message(message);
            }
        }
        let domain = self.domain.filter(|it| it.contains('.'));
        let realms: Vec<&str> = match domain {
            Some(domain) => vec![domain],
            None => names.realms.iter().map(String::as_str).collect(),
        };
        let typed: Vec<String> = self.user.into_iter().map(str::to_owned).collect();
        let meant: Vec<Salt> = guesses(&realms, &typed).collect();
        let is_meant = |salt: &Salt| meant.iter().any(|it| it.text == salt.text);
        let (mut salts, rest): (Vec<Salt>, Vec<Salt>) = salts.into_iter().partition(is_meant);
        let others = if typed.is_empty() {
            &names.clients[..]
        } else {
            &[]
        };
        // MIT's and Heimdal's way for a service: all parts of its name.
        let services = realms.iter().flat_map(|realm| {
            let services = names.services.iter();
            services.map(|it| Salt::guess([realm, &*it.parts.concat()].concat()))
        });
        let rest = meant.into_iter().chain(rest);
        for salt in rest.chain(guesses(&realms, others)).chain(services) {
            add(&mut salts, salt);
        }
        salts
    }
}

/// What accounts of these names are salted with in these realms, if nothing is said.
fn guesses<'a>(realms: &'a [&str], names: &'a [String]) -> impl Iterator<Item = Salt> + 'a {
    realms.iter().flat_map(move |realm| {
        names.iter().map(move |name| {
            let name = bare_account(name);
            Salt::guess(match name.ends_with('$') {
                true => computer_salt(realm, name),
                false => user_salt(realm, name, None),
            })
        })
    })
}

/// A salt, and how often is hashed with it.
#[derive(PartialEq)]
struct Salt {
    text: String,
    iterations: Option<u32>,
    /// The encryption type that it is for; any, where it is not said.
    etype: Option<i64>,
    source: SaltSource,
}

impl Salt {
    fn guess(text: String) -> Self {
        Self {
            text,
            iterations: None,
            etype: None,
            source: SaltSource::Guessed,
        }
    }
}

fn add(salts: &mut Vec<Salt>, salt: Salt) {
    let same = |it: &Salt| {
        (&it.text, it.iterations) == (&salt.text, salt.iterations)
            && (it.etype.is_none() || it.etype == salt.etype)
    };
    if salts.len() <= MOST_SALTS && !salts.iter().any(same) {
        salts.push(salt);
    }
}

/// What ETYPE-INFO2 says, in a KRB-ERROR or a reply; in a request only where a line of a tool was made into one.
fn said(message: &KerberosMessage, salts: &mut Vec<Salt>) {
    let list = match message {
        KerberosMessage::Error(error) => {
            let data = error.e_data.as_deref().unwrap_or_default();
            MethodData::decode(data).value.ok().map(|it| it.0)
        }
        KerberosMessage::KdcReply(reply) => reply.padata.clone(),
        KerberosMessage::KdcRequest(request) => Some(request.padata.clone()),
        _ => None,
    };
    let info = list
        .as_deref()
        .and_then(|list| PaData::find(list, PaData::ETYPE_INFO2));
    let info = info.and_then(|value| EtypeInfo2::decode(value).value.ok());
    for entry in info.into_iter().flat_map(|info| info.0) {
        let iterations = entry.s2kparams.and_then(|it| it.try_into().ok());
        if let Some(text) = entry.salt {
            let salt = Salt {
                text,
                iterations: iterations.map(u32::from_be_bytes),
                etype: Some(entry.etype),
                source: SaltSource::Kdc,
            };
            add(salts, salt);
        }
    }
}

/// The names in messages, each once.
#[derive(Default)]
struct Names {
    realms: Vec<String>,
    clients: Vec<String>,
    services: Vec<Principal>,
}

impl Names {
    fn of_message(&mut self, message: &KerberosMessage) {
        match message {
            KerberosMessage::KdcRequest(request) => {
                self.realm(&request.body.realm);
                self.client(request.body.client.as_ref());
            }
            KerberosMessage::KdcReply(reply) => {
                self.realm(&reply.client_realm);
                self.client(Some(&reply.client));
                self.service(&reply.ticket.service);
            }
            KerberosMessage::ApReq(request) => {
                self.realm(&request.ticket.realm);
                self.service(&request.ticket.service);
            }
            KerberosMessage::Error(error) => {
                self.realm(&error.realm);
                self.client(error.client.as_ref());
            }
            KerberosMessage::Cred(_) | KerberosMessage::ApRep(_) | KerberosMessage::Other(_) => {}
        }
    }

    fn realm(&mut self, realm: &str) {
        once(&mut self.realms, realm.to_owned());
    }

    fn client(&mut self, client: Option<&Principal>) {
        if let Some(client) = client {
            once(&mut self.clients, client.to_string());
        }
    }

    fn service(&mut self, service: &Principal) {
        if !service.parts.is_empty() && !service.is_krbtgt() {
            once(&mut self.services, service.clone());
        }
    }
}

fn once<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if list.len() < MOST_SALTS && !list.contains(&item) {
        list.push(item);
    }
}
