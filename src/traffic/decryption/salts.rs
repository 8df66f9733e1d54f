//! What a password is salted with: it makes keys only together with a salt, which the KDC says in ETYPE-INFO2 (RFC 4120
//! 5.2.7.5), or which has to be guessed from the names.

use super::ciphertext::ciphertexts;
use super::password::KnownSecrets;
use crate::crypto::kerberos::{Etype, computer_salt, user_salt};
use crate::traffic::account_name::bare_account;
use crate::wire::kerberos::{EtypeInfo2, KerberosMessage, MethodData, PaData, Principal};
use crate::wire::{Layer, LayerValue};
use std::rc::Rc;

/// How it is known what a password was salted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaltSource {
    /// The KDC said it, in ETYPE-INFO2.
    Kdc,
    /// It was guessed from the realm and the name that was typed.
    Typed,
    /// It was guessed from the realm and a name in the messages, which the account may have in another case.
    Guessed,
}

/// More salts are not tried.
pub(super) const MOST_SALTS: usize = 128;

/// The salts: those for the name that is typed first, then those that a KDC says.
pub(super) fn salts(known: &KnownSecrets<'_>, messages: &[Rc<Layer>]) -> Vec<Salt> {
    let mut names = Names::default();
    let mut salts = Vec::new();
    for layer in messages {
        if let LayerValue::Kerberos(Some(message)) = &layer.value {
            said(message, &mut salts);
            names.of_message(message, &etypes(layer));
        }
    }
    let domain = known.domain.filter(|it| it.contains('.'));
    let realms: Vec<&str> = match domain {
        Some(domain) => vec![domain],
        None => names.realms.iter().map(String::as_str).collect(),
    };
    let typed = known.user.map(|name| Named {
        name: name.to_owned(),
        etypes: None,
    });
    let typed: Vec<Named<String>> = typed.into_iter().collect();
    let meant = guesses(&realms, &typed).map(|salt| Salt {
        source: SaltSource::Typed,
        ..salt
    });
    let meant: Vec<Salt> = meant.collect();
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
pub(super) fn etypes(layer: &Layer) -> Vec<i64> {
    let found = ciphertexts(layer).into_iter();
    found.filter_map(|it| it.etype).collect()
}

/// A salt, and how often is hashed with it.
#[derive(PartialEq)]
pub(super) struct Salt {
    pub(super) text: String,
    pub(super) iterations: Option<u32>,
    /// The encryption type that it is for; any, where it is not said.
    pub(super) etype: Option<i64>,
    pub(super) source: SaltSource,
    /// The types of what is encrypted beside the name it was guessed of; none where it is no guess, or the name was typed.
    beside: Option<Vec<i64>>,
    /// The name is spelled in another way than anywhere here.
    pub(super) respelled: bool,
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

    pub(super) fn is_beside(&self, etype: Etype) -> bool {
        let beside = self.beside.as_ref();
        beside.is_none_or(|types| types.contains(&etype.number()))
    }

    /// How often is hashed for a key of that type.
    pub(super) fn cost(&self, etype: Etype) -> u64 {
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
