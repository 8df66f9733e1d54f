//! Whether sign-ins of traffic prove what they claim: all of them, with what is known of accounts and services.

use crate::present::evidence::CheckedProof;
use crate::present::narration::verify::because;
use crate::traffic::attempts::{Attempt, MessageRole};
use crate::traffic::collection::Collection;
use crate::traffic::decryption::{KnownSecrets, OpenedPart, decrypt};
use crate::traffic::leg::SentCredential;
use crate::traffic::verify::{
    Judgement, KnownCredentials, KnownSecret, SignInBytes, SignInVerification, VerdictSubject,
    verify,
};
use crate::wire::kerberos::{DecryptedPart, EncTicketPart};
use crate::wire::{Layer, LayerValue, layers, token};
use std::collections::HashMap;
use std::rc::Rc;

/// What is known, for all sign-ins at once.
#[derive(Clone, Debug, Default)]
pub struct KnownToAll<'a> {
    /// A password, as it is typed.
    pub password: Option<&'a str>,
    /// An NT hash: MD4 of the password in UTF-16LE ([MS-NLMP] 3.3.1).
    pub nt_hash: Option<[u8; 16]>,
    /// Whose they are, where that is not everybody.
    pub user: Option<&'a str>,
    /// Files of keys, decoded.
    pub files: &'a [Rc<Layer>],
}

impl KnownToAll<'_> {
    /// Whether there is anything to check with.
    pub fn is_empty(&self) -> bool {
        self.password.is_none() && self.nt_hash.is_none() && self.files.is_empty()
    }
}

/// What is found of each attempt, by their numbers.
pub fn proofs(collection: &Collection, known: &KnownToAll<'_>) -> Vec<Vec<CheckedProof>> {
    let tickets = tickets(collection, known);
    let attempts = collection.attempts.iter().enumerate();
    attempts
        .map(|(number, attempt)| {
            if known.is_empty() {
                return Vec::new();
            }
            let mut proofs = ntlm(collection, attempt, known);
            proofs.extend(clear(collection, attempt, known));
            proofs.extend(tickets.get(&number).cloned());
            proofs
        })
        .collect()
}

/// The checks of NTLM's messages that say anything.
fn ntlm(collection: &Collection, attempt: &Attempt, known: &KnownToAll<'_>) -> Vec<CheckedProof> {
    let Some(found) = verification(collection, attempt, known) else {
        return Vec::new();
    };
    let told = found.verdicts.iter().filter(|verdict| {
        let about = matches!(
            verdict.about,
            VerdictSubject::NtProof | VerdictSubject::LmProof | VerdictSubject::Mic
        );
        about && verdict.result != Judgement::Absent
    });
    told.map(|verdict| CheckedProof {
        about: verdict.about.name(),
        result: verdict.result,
        because: because(verdict),
        who: None,
    })
    .collect()
}

/// The whole check of an attempt with an AUTHENTICATE; nothing where somebody else signs in than the one who is known.
pub fn verification(
    collection: &Collection,
    attempt: &Attempt,
    known: &KnownToAll<'_>,
) -> Option<SignInVerification> {
    let own = attempt.facts.user.as_deref().unwrap_or_default();
    if known
        .user
        .is_some_and(|user| !user.eq_ignore_ascii_case(own))
    {
        return None;
    }
    let secret = match (known.password, known.nt_hash) {
        (Some(password), Some(hash)) => KnownSecret::Both(password, hash),
        (Some(password), None) => KnownSecret::Password(password),
        (None, Some(hash)) => KnownSecret::NtHash(hash),
        (None, None) => return None,
    };
    let message = |part: MessageRole| mechanism_token(collection, attempt.leg(part)?);
    let authenticate = message(MessageRole::Authenticate)?;
    let (negotiate, challenge) = (
        message(MessageRole::Negotiate),
        message(MessageRole::Challenge),
    );
    let set = SignInBytes {
        negotiate: negotiate.as_deref(),
        challenge: challenge.as_deref(),
        authenticate: &authenticate,
    };
    let credentials = KnownCredentials {
        user: None,
        domain: None,
        secret,
    };
    Some(verify(&set, Some(&credentials), None, None))
}

/// The token of the mechanism that a leg carries.
fn mechanism_token(collection: &Collection, leg: usize) -> Option<Vec<u8>> {
    let leg = collection.legs.get(leg)?;
    let Some(SentCredential::Token(_, bytes)) = &leg.credential else {
        return None;
    };
    token(bytes).into_iter().last().map(|layer| layer.bytes)
}

/// A password in clear is compared.
fn clear(
    collection: &Collection,
    attempt: &Attempt,
    known: &KnownToAll<'_>,
) -> Option<CheckedProof> {
    let password = known.password?;
    let sent =
        attempt
            .legs
            .iter()
            .find_map(|(_, leg)| match &collection.legs.get(*leg)?.credential {
                Some(SentCredential::Clear(_, _, Some(sent))) => Some(sent),
                _ => None,
            })?;
    let right = sent == password;
    Some(CheckedProof {
        about: "password",
        result: if right {
            Judgement::Right
        } else {
            Judgement::Wrong
        },
        because: crate::present::narration::traffic::password(right).to_owned(),
        who: None,
    })
}

/// The messages that have tickets, or what the key of one opens, and the attempt of each.
fn kerberos_messages(collection: &Collection) -> (Vec<usize>, Vec<Rc<Layer>>) {
    let mut numbers = Vec::new();
    let mut messages: Vec<Rc<Layer>> = Vec::new();
    for (number, attempt) in collection.attempts.iter().enumerate() {
        for (part, leg) in &attempt.legs {
            let kerberos = matches!(
                part,
                MessageRole::ApReq
                    | MessageRole::ApRep
                    | MessageRole::KdcRequest(_)
                    | MessageRole::KdcReply(_)
            );
            if !kerberos || messages.len() >= MOST {
                continue;
            }
            let Some(leg) = collection.legs.get(*leg) else {
                continue;
            };
            let found = match &leg.credential {
                Some(SentCredential::Token(_, bytes)) => token(bytes),
                _ => layers(&leg.message),
            };
            let found = found.into_iter().last();
            if let Some(layer) = found.filter(|it| matches!(it.value, LayerValue::Kerberos(_))) {
                numbers.push(number);
                messages.push(Rc::new(layer));
            }
        }
    }
    (numbers, messages)
}

/// Of each attempt with a ticket, whether a key opens it.
fn tickets(collection: &Collection, known: &KnownToAll<'_>) -> HashMap<usize, CheckedProof> {
    let (numbers, messages) = kerberos_messages(collection);
    if known.is_empty() || messages.is_empty() {
        return HashMap::new();
    }
    let secrets = KnownSecrets {
        password: known.password,
        nt_hash: known.nt_hash,
        user: known.user,
        domain: None,
        key: &[],
        files: known.files,
        binding: None,
    };
    let opened = decrypt(&messages, secrets.ring(&messages));
    let mut proofs = HashMap::new();
    for (message, number) in numbers.iter().enumerate() {
        let mut parts = opened.of_message(message).map(|(_, part)| part);
        if let Some(part) = parts.find(|part| part.kind == DecryptedPart::Ticket) {
            proofs.insert(*number, open_ticket(part));
        } else if let Some(closed) = opened
            .closed_of(message)
            .find(|closed| closed.kind == DecryptedPart::Ticket && closed.tried > 0)
        {
            proofs.entry(*number).or_insert_with(|| CheckedProof {
                about: "ticket",
                result: Judgement::Unknown,
                because: crate::present::narration::traffic::ticket_closed(closed.tried),
                who: None,
            });
        }
    }
    proofs
}

fn open_ticket(part: &OpenedPart) -> CheckedProof {
    let ticket = EncTicketPart::decode(&part.layer.bytes).value.ok();
    let who = ticket.map(|it| (it.client_realm.clone(), it.client.to_string()));
    CheckedProof {
        about: "ticket",
        result: Judgement::Right,
        because: crate::present::narration::traffic::ticket_opens(who.as_ref()),
        who,
    }
}

/// More messages of Kerberos are not opened at once.
const MOST: usize = 400;
