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
        let salts = self.salts(messages);
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

    /// The salts: those for the name that is typed first, then those that a KDC says.
    fn salts(&self, messages: &[Rc<Layer>]) -> Vec<Salt> {
        let mut names = Names::default();
        let mut salts = Vec::new();
        for layer in messages {
            if let LayerValue::Kerberos(Some(message)) = &layer.value {
                said(message, &mut salts);
                names.of_message(message, &etypes(layer));
            }
        }
        let domain = self.domain.filter(|it| it.contains('.'));
        let realms: Vec<&str> = match domain {
            Some(domain) => vec![domain],
            None => names.realms.iter().map(String::as_str).collect(),
        };
        let typed = self.user.map(|name| Named {
            name: name.to_owned(),
            etypes: None,
        });
        let typed: Vec<Named<String>> = typed.into_iter().collect();
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
            services.map(|it| Salt::guess([realm, &*it.name.parts.concat()].concat(), &it.etypes))
        });
        let rest = meant.into_iter().chain(rest);
        for salt in rest.chain(guesses(&realms, others)).chain(services) {
            add(&mut salts, salt);
        }
        // A directory salts with a name as the account got it, however it is typed.
        for names in [&typed, others] {
            for spelling in [str::to_lowercase, capitalised] {
                let respelled = names.iter().map(|it| it.respelled(spelling));
                for salt in guesses(&realms, &respelled.collect::<Vec<_>>()) {
                    if salts.len() < MOST_SALTS {
                        add(
                            &mut salts,
                            Salt {
                                respelled: true,
                                ..salt
                            },
                        );
                    }
                }
            }
        }
        salts
    }
}

/// What accounts of these names are salted with in these realms, if nothing is said.
fn guesses<'a>(realms: &'a [&str], names: &'a [Named<String>]) -> impl Iterator<Item = Salt> + 'a {
    realms.iter().flat_map(move |realm| {
        names.iter().map(move |named| {
            let name = bare_account(&named.name);
            let salt = match name.ends_with('$') {
                true => computer_salt(realm, name),
                false => user_salt(realm, name, None),
            };
            Salt::guess(salt, &named.etypes)
        })
    })
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.flat_map(char::to_lowercase)).collect()
}

/// The encryption types of what is encrypted in a message.
fn etypes(layer: &Layer) -> Vec<i64> {
    let found = ciphertexts(layer).into_iter();
    found.filter_map(|it| it.etype).collect()
}

/// A salt, and how often is hashed with it.
#[derive(PartialEq)]
struct Salt {
    text: String,
    iterations: Option<u32>,
    /// The encryption type that it is for; any, where it is not said.
    etype: Option<i64>,
    source: SaltSource,
    /// The types of what is encrypted beside the name it was guessed of; none where it is no guess, or the name was typed.
    beside: Option<Vec<i64>>,
    /// The name is spelled in another way than anywhere here.
    respelled: bool,
}

impl Salt {
    fn guess(text: String, beside: &Option<Vec<i64>>) -> Self {
        Self {
            text,
            iterations: None,
            etype: None,
            source: SaltSource::Guessed,
            beside: beside.clone(),
            respelled: false,
        }
    }

    fn is_beside(&self, etype: Etype) -> bool {
        let beside = self.beside.as_ref();
        beside.is_none_or(|types| types.contains(&etype.number()))
    }

    /// How often is hashed for a key of that type.
    fn cost(&self, etype: Etype) -> u64 {
        match (etype, self.iterations) {
            (Etype::Aes128Sha2 | Etype::Aes256Sha2, None) => 32768,
            (_, Some(0)) => u32::MAX.into(),
            (_, Some(count)) => count.into(),
            (_, None) => 4096,
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
                beside: None,
                respelled: false,
            };
            add(salts, salt);
        }
    }
}

/// A name, and the types of what is encrypted in the messages that have it; none where it was typed.
struct Named<T> {
    name: T,
    etypes: Option<Vec<i64>>,
}

impl Named<String> {
    fn respelled(&self, spelling: fn(&str) -> String) -> Self {
        Self {
            name: spelling(bare_account(&self.name)),
            etypes: self.etypes.clone(),
        }
    }
}

/// The names in messages, each once.
#[derive(Default)]
struct Names {
    realms: Vec<String>,
    clients: Vec<Named<String>>,
    services: Vec<Named<Principal>>,
}

impl Names {
    fn of_message(&mut self, message: &KerberosMessage, etypes: &[i64]) {
        match message {
            KerberosMessage::KdcRequest(request) => {
                self.realm(&request.body.realm);
                self.client(request.body.client.as_ref(), etypes);
            }
            KerberosMessage::KdcReply(reply) => {
                self.realm(&reply.client_realm);
                self.client(Some(&reply.client), etypes);
                self.service(&reply.ticket.service, etypes);
            }
            KerberosMessage::ApReq(request) => {
                self.realm(&request.ticket.realm);
                self.service(&request.ticket.service, etypes);
            }
            KerberosMessage::Error(error) => {
                self.realm(&error.realm);
                self.client(error.client.as_ref(), etypes);
            }
            KerberosMessage::Cred(_) | KerberosMessage::ApRep(_) | KerberosMessage::Other(_) => {}
        }
    }

    fn realm(&mut self, realm: &str) {
        if self.realms.len() < MOST_SALTS && !self.realms.iter().any(|it| it == realm) {
            self.realms.push(realm.to_owned());
        }
    }

    fn client(&mut self, client: Option<&Principal>, etypes: &[i64]) {
        if let Some(client) = client {
            once(&mut self.clients, client.to_string(), etypes);
        }
    }

    fn service(&mut self, service: &Principal, etypes: &[i64]) {
        if !service.parts.is_empty() && !service.is_krbtgt() {
            once(&mut self.services, service.clone(), etypes);
        }
    }
}

fn once<T: PartialEq>(list: &mut Vec<Named<T>>, name: T, etypes: &[i64]) {
    let room = list.len() < MOST_SALTS;
    match list.iter_mut().find(|it| it.name == name) {
        Some(named) => {
            let known = named.etypes.get_or_insert_default();
            for etype in etypes {
                if !known.contains(etype) {
                    known.push(*etype);
                }
            }
        }
        None if room => list.push(Named {
            name,
            etypes: Some(etypes.to_vec()),
        }),
        None => {}
    }
}
