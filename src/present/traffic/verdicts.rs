//! Whether sign-ins of traffic prove what they claim: all of them, with what is known of accounts and services.

use crate::present::evidence::CheckedProof;
use crate::present::narration::opened::response as digest_response;
use crate::present::narration::traffic as said;
use crate::present::narration::verify::because;
use crate::traffic::attempts::{Attempt, MessageRole};
use crate::traffic::collection::Collection;
use crate::traffic::decryption::{
    ClosedPart, KnownSecrets, MOST_WORK, OpenedPart, WhyClosed, decrypt_within,
};
use crate::traffic::leg::SentCredential;
use crate::traffic::same_account;
use crate::traffic::verify::{
    DigestKnown, DigestVerdict, Judgement, KnownCredentials, KnownSecret, SignInBytes,
    SignInVerification, VerdictSubject, digest, verify,
};
use crate::wire::http::Digest;
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
            proofs.extend(response(collection, attempt, known));
            let of_kind = |kind: usize| tickets.get(&(number, kind)).cloned();
            proofs.extend((0..JUDGED.len()).filter_map(of_kind));
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

/// A response of HTTP's Digest is computed anew.
fn response(
    collection: &Collection,
    attempt: &Attempt,
    known: &KnownToAll<'_>,
) -> Option<CheckedProof> {
    let http = collection.flow(attempt)?.protocol.is_http();
    if !http || !is_known(attempt, known) {
        return None;
    }
    let legs = attempt.legs.iter().rev();
    let sent = legs
        .filter_map(|(_, leg)| collection.legs.get(*leg))
        .find_map(|leg| {
            let Some(SentCredential::Digest(sent)) = &leg.credential else {
                return None;
            };
            let asked = leg.request.as_ref().or(attempt.request.as_ref());
            Some((Digest::of_params(sent.as_bytes()).ok()?, asked))
        });
    let (sent, asked) = sent?;
    let found = digest(
        &sent,
        &DigestKnown {
            password: known.password,
            method: asked.and_then(|it| it.split(' ').next()),
            ..DigestKnown::default()
        },
    );
    Some(CheckedProof {
        about: "response",
        result: match found {
            DigestVerdict::Right(..) => Judgement::Right,
            DigestVerdict::Wrong(_) => Judgement::Wrong,
            _ => Judgement::Unknown,
        },
        because: digest_response(&found).to_string(),
        who: None,
    })
}

/// Whether it is the one who is known that signs in.
fn is_known(attempt: &Attempt, known: &KnownToAll<'_>) -> bool {
    let own = attempt.facts.user.as_deref().unwrap_or_default();
    known.user.is_none_or(|user| same_account(user, own))
}

/// The whole check of an attempt with an AUTHENTICATE; nothing where somebody else signs in than the one who is known.
pub fn verification(
    collection: &Collection,
    attempt: &Attempt,
    known: &KnownToAll<'_>,
) -> Option<SignInVerification> {
    if !is_known(attempt, known) {
        return None;
    }
    let secret = match (known.password, known.nt_hash) {
        (Some(password), Some(hash)) => KnownSecret::Both(password, hash),
        (Some(password), None) => KnownSecret::Password(password),
        (None, Some(hash)) => KnownSecret::NtHash(hash),
        (None, None) => return None,
    };
    let message = |role: MessageRole| mechanism_token(collection, attempt.leg(role)?);
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
                // An empty one is none: who binds so is nobody.
                Some(SentCredential::Clear(_, _, Some(sent))) if !sent.is_empty() => Some(sent),
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

/// The legs that have tickets, or what the key of one opens, each with the number of its attempt.
fn kerberos_legs(collection: &Collection) -> Vec<(usize, usize)> {
    let kerberos = |role: &MessageRole| {
        matches!(
            role,
            MessageRole::ApReq
                | MessageRole::ApRep
                | MessageRole::KdcRequest(_)
                | MessageRole::KdcReply(_)
        )
    };
    let attempts = collection.attempts.iter().enumerate();
    let legs = attempts.flat_map(|(number, attempt)| {
        let legs = attempt.legs.iter().filter(move |(role, _)| kerberos(role));
        legs.map(move |(_, leg)| (number, *leg))
    });
    legs.collect()
}

/// The message of Kerberos in a leg.
fn kerberos_message(collection: &Collection, leg: usize) -> Option<Rc<Layer>> {
    let leg = collection.legs.get(leg)?;
    let found = match &leg.credential {
        Some(SentCredential::Token(_, bytes)) => token(bytes),
        _ => layers(&leg.message),
    };
    let layer = found.into_iter().last()?;
    matches!(layer.value, LayerValue::Kerberos(_)).then(|| Rc::new(layer))
}

/// The parts of messages of Kerberos that are judged, and what a verdict calls them.
const JUDGED: [(DecryptedPart, &str); 3] = [
    (DecryptedPart::Ticket, "ticket"),
    (DecryptedPart::Timestamp, "timestamp"),
    (DecryptedPart::AsReply, "reply"),
];

/// Of each attempt with such a part, by the attempt's number and the part's, whether a key opens it.
fn tickets(
    collection: &Collection,
    known: &KnownToAll<'_>,
) -> HashMap<(usize, usize), CheckedProof> {
    let mut proofs = HashMap::new();
    if known.is_empty() {
        return proofs;
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
    let mut ring = None;
    let mut left = MOST_WORK;
    for some in kerberos_legs(collection).chunks(AT_ONCE) {
        let messages = some.iter().filter_map(|(number, leg)| {
            let message = kerberos_message(collection, *leg)?;
            Some((*number, message))
        });
        let (numbers, messages): (Vec<usize>, Vec<Rc<Layer>>) = messages.unzip();
        // A password is made into keys once: that is what takes long.
        let ring = ring.get_or_insert_with(|| secrets.ring(&messages));
        let opened = decrypt_within(&messages, ring.clone(), &mut left);
        for (message, number) in numbers.iter().enumerate() {
            // The client's own parts are for whoever knows something of that client.
            let attempt = collection.attempts.get(*number);
            let own = known.password.is_some() || known.nt_hash.is_some();
            let own = own && attempt.is_some_and(|it| is_known(it, known));
            for (place, (kind, about)) in JUDGED.into_iter().enumerate() {
                let mut parts = opened.of_message(message).map(|(_, part)| part);
                if let Some(part) = parts.find(|part| part.kind == kind) {
                    proofs.insert((*number, place), proof_of_opened(part, about));
                    continue;
                }
                let mut closed = opened.closed_of(message);
                let closed = closed.find(|closed| closed.kind == kind);
                let closed = closed.filter(|_| own || kind == DecryptedPart::Ticket);
                let said = |it: &&ClosedPart| it.tried > 0 || it.why == WhyClosed::Untried;
                if let Some(closed) = closed.filter(said) {
                    let proof = || proof_of_closed(closed, about);
                    proofs.entry((*number, place)).or_insert_with(proof);
                }
            }
        }
    }
    proofs
}

/// That no key opens a part, or that not every one was tried.
fn proof_of_closed(part: &ClosedPart, about: &'static str) -> CheckedProof {
    CheckedProof {
        about,
        result: Judgement::Unknown,
        because: said::stays_closed(part),
        who: None,
    }
}

fn proof_of_opened(part: &OpenedPart, about: &'static str) -> CheckedProof {
    let ticket = (part.kind == DecryptedPart::Ticket)
        .then(|| EncTicketPart::decode(&part.layer.bytes).value.ok());
    let who = ticket.flatten();
    let who = who.map(|it| (it.client_realm.clone(), it.client.to_string()));
    CheckedProof {
        about,
        result: Judgement::Right,
        because: match part.kind {
            DecryptedPart::Ticket => said::ticket_opens(who.as_ref()),
            kind => said::opens(kind),
        },
        who,
    }
}

/// So many messages of Kerberos are open at once: what is opened takes memory.
const AT_ONCE: usize = 400;
