//! What follows of messages and is in none of them.

use super::is_judged_elsewhere;
use crate::lab::Inference;
use crate::traffic::attempts::{Attempt, Fate, Mechanism, Part};
use crate::traffic::collection::Collection;
use crate::traffic::leg::{Leg, Sender};

/// What follows of a message and of what came before it, and is to be known to read it.
pub fn before(
    collection: &Collection,
    attempt: &Attempt,
    leg: &Leg,
    part: Part,
    number: usize,
) -> Vec<Inference> {
    let mut found = Vec::new();
    if part == Part::Authenticate && attempt.is_anonymous() {
        found.push(Inference::NothingToAnswerWith);
    }
    let last = attempt.legs.last().is_some_and(|(_, it)| *it == number);
    if last && leg.sender == Sender::Server && is_judged_elsewhere(collection, attempt) {
        found.push(Inference::JudgedElsewhere);
    }
    // What a log says is said by itself.
    let told = matches!(part, Part::KdcError | Part::Logged);
    if last && leg.sender == Sender::Server && !told {
        match &attempt.fate {
            Fate::Accepted(_) if !matches!(attempt.mechanism, Mechanism::Ticket(_)) => {
                found.push(Inference::Admits(name(attempt)));
            }
            Fate::Refused(_) if shows_proof(collection, attempt) => found.push(Inference::Refuses),
            _ => {}
        }
    }
    found
}

/// Whether anything is seen that was to prove who calls: what says no to nothing refuses no proof.
fn shows_proof(collection: &Collection, attempt: &Attempt) -> bool {
    let mut legs = attempt
        .legs
        .iter()
        .filter_map(|(_, it)| collection.legs.get(*it));
    attempt.mechanism != Mechanism::Unknown
        || legs.any(|leg| leg.sender == Sender::Client && leg.credential.is_some())
}

/// Whom the server takes the caller for.
fn name(attempt: &Attempt) -> Option<String> {
    if attempt.is_anonymous() {
        return Some("ANONYMOUS LOGON".to_owned());
    }
    let user = attempt.told.user.clone()?;
    Some(match &attempt.told.domain {
        Some(realm) if attempt.mechanism == Mechanism::Kerberos => format!("{user}@{realm}"),
        Some(domain) => format!("{domain}\\{user}"),
        None => user,
    })
}
