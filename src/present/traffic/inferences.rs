//! What follows of messages and is in none of them.

use crate::lab::Inference;
use crate::present::evidence::is_judged_elsewhere;
use crate::traffic::attempts::{Attempt, AttemptOutcome, MessageRole, SeenMechanism};
use crate::traffic::collection::Collection;
use crate::traffic::leg::{AdmittedAs, Leg, Sender};

/// What follows of a message and of what came before it, and is to be known to read it. `judged` says whether it was told
/// already what came of the attempt.
pub fn before(
    collection: &Collection,
    attempt: &Attempt,
    leg: &Leg,
    (role, number): (MessageRole, usize),
    judged: bool,
) -> Vec<Inference> {
    let mut found = Vec::new();
    if role == MessageRole::Authenticate && attempt.is_anonymous() {
        found.push(Inference::NothingToAnswerWith);
    }
    let last = attempt.legs.last().is_some_and(|(_, it)| *it == number);
    if !last || leg.sender != Sender::Server || judged {
        return found;
    }
    // What a log says is said by itself.
    let told = matches!(role, MessageRole::KdcError | MessageRole::Logged);
    match &attempt.outcome {
        AttemptOutcome::Refused(_) => {
            found.extend(judged_elsewhere(collection, attempt));
            let refuses = !told && shows_proof(collection, attempt);
            found.extend(refuses.then(|| match attempt.is_anonymous() {
                true => Inference::RefusesNobody,
                false => Inference::Refuses,
            }));
        }
        _ if told => found.extend(judged_elsewhere(collection, attempt)),
        _ => found.extend(accepted(collection, attempt)),
    }
    found
}

/// What a server must have done that goes on for somebody: had the proof judged, and let them in.
pub fn accepted(collection: &Collection, attempt: &Attempt) -> Vec<Inference> {
    let ticket = matches!(attempt.mechanism, SeenMechanism::Ticket(_));
    let admits = matches!(attempt.outcome, AttemptOutcome::Accepted(_)) && !ticket;
    let admits = admits.then(|| Inference::Admits(name(attempt)));
    judged_elsewhere(collection, attempt)
        .into_iter()
        .chain(admits)
        .collect()
}

fn judged_elsewhere(collection: &Collection, attempt: &Attempt) -> Option<Inference> {
    is_judged_elsewhere(collection, attempt).then_some(Inference::JudgedElsewhere)
}

/// Whether anything is seen that was to prove who calls: what says no to nothing refuses no proof.
fn shows_proof(collection: &Collection, attempt: &Attempt) -> bool {
    let mut legs = attempt
        .legs
        .iter()
        .filter_map(|(_, it)| collection.legs.get(*it));
    attempt.mechanism != SeenMechanism::Unknown
        || legs.any(|leg| leg.sender == Sender::Client && leg.credential.is_some())
}

/// Whom the server takes the caller for.
fn name(attempt: &Attempt) -> Option<String> {
    if attempt.is_anonymous() {
        return Some("ANONYMOUS LOGON".to_owned());
    }
    match attempt.admitted_as() {
        Some(AdmittedAs::Guest) => return Some("Guest".to_owned()),
        Some(AdmittedAs::Nobody) => return Some("ANONYMOUS LOGON".to_owned()),
        None => {}
    }
    let user = attempt.facts.user.clone()?;
    Some(match &attempt.facts.domain {
        Some(realm) if attempt.mechanism == SeenMechanism::Kerberos => format!("{user}@{realm}"),
        Some(domain) => format!("{domain}\\{user}"),
        None => user,
    })
}
