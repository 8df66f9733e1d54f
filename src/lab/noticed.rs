//! What a change on the way broke, and who noticed first: the decisions of two runs, held against each other.

use super::log::{Event, EventId, EventKind, Log};
use super::outcome::{Outcome, settled};
use crate::hosts::{BackEndAnswer, Decision, DenialReason, Identity, Refusal, Role};
use crate::value_kind::ValueKind;
use std::mem::{Discriminant, discriminant};

/// Who noticed that messages were changed on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detection {
    /// No message was changed: there is nothing to notice.
    Untouched,
    /// A host refused what the original run has nobody refuse.
    By {
        /// The refusal: the first one that the original run does not have.
        event: EventId,
        /// Which host refused.
        role: Role,
        /// What gave it away.
        how: DetectionMethod,
    },
    /// A message is waited for that never becomes whole; the last event.
    Silence(EventId),
    /// Nobody refused: the change went unnoticed.
    Nobody {
        /// Whether each visit came out as in the original run, for the same caller and with the same mailbox.
        same: bool,
    },
}

/// What gave a change away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DetectionMethod {
    /// The MIC over the three messages.
    Mic,
    /// The response, which is not what the account's password gives.
    Proof,
    /// The password, which is not the account's.
    Password,
    /// The AP-REP, in which the client does not find its own time.
    MutualProof,
    /// The bytes, which do not decode.
    Parser,
    /// Something else: a rule, a name, a right.
    Refusal,
}

/// Who noticed first what was changed in `edited`.
pub fn detection(original: &Log, edited: &Log) -> Detection {
    if !edited.events.iter().any(Event::changed) {
        return Detection::Untouched;
    }
    let mut known: Vec<Refused> = refusals(original).map(|(_, refused)| refused).collect();
    for (event, refused) in refusals(edited) {
        match known.iter().position(|other| *other == refused) {
            Some(place) => {
                known.remove(place);
            }
            None => {
                return Detection::By {
                    event: event.id,
                    role: refused.role,
                    how: refused.how,
                };
            }
        }
    }
    let after = settled(edited);
    let stands = |event: EventId| {
        edited
            .event(event)
            .is_some_and(|event| event.kind.decision().is_none())
    };
    match after.last() {
        Some(last) if stands(last.event) => Detection::Silence(last.event),
        _ => Detection::Nobody {
            same: came_of(original) == came_of(edited),
        },
    }
}

/// What came of the visits.
#[derive(PartialEq)]
struct CameOf<'a> {
    outcomes: Vec<Outcome>,
    /// Whom the hosts took the callers for.
    callers: Vec<&'a Identity>,
    answers: Vec<&'a BackEndAnswer>,
}

fn came_of(log: &Log) -> CameOf<'_> {
    let outcomes = settled(log).into_iter().map(|settled| settled.outcome);
    let decisions = || log.events.iter().filter_map(|it| it.kind.decision());
    let callers = decisions().filter_map(|decision| match decision {
        Decision::MakesToken { identity, .. } | Decision::Authenticates { identity, .. } => {
            Some(identity)
        }
        _ => None,
    });
    let answers = decisions().filter_map(|decision| match decision {
        Decision::HearsFromBackEnd(answer) => Some(answer),
        _ => None,
    });
    CameOf {
        outcomes: outcomes.collect(),
        callers: callers.collect(),
        answers: answers.collect(),
    }
}

/// A refusal, as far as two of them are the same.
#[derive(PartialEq)]
struct Refused {
    role: Role,
    how: DetectionMethod,
    kind: Discriminant<Decision>,
}

fn refusals(log: &Log) -> impl Iterator<Item = (&Event, Refused)> {
    log.events.iter().filter_map(|event| {
        let decision = event.kind.decision()?;
        let how = how(event, decision)?;
        let role = match decision {
            // What IIS hears is what the back end found.
            Decision::HearsFromBackEnd(answer) if !broken(answer) => log.back_end(),
            _ => log.role(event)?,
        };
        let kind = discriminant(decision);
        Some((event, Refused { role, how, kind }))
    })
}

fn broken(answer: &BackEndAnswer) -> bool {
    matches!(answer, BackEndAnswer::Broken(_))
}

/// What a refusal was made by; none for what refuses nothing.
fn how(event: &Event, decision: &Decision) -> Option<DetectionMethod> {
    Some(match decision {
        Decision::RefusesRequest {
            because: DenialReason::PageAsks | DenialReason::AnonymousOff,
        } => return None,
        Decision::RefusesRequest { because } | Decision::AuthenticationFails { because } => {
            match because {
                DenialReason::MicMismatch => DetectionMethod::Mic,
                DenialReason::Malformed(_) => DetectionMethod::Parser,
                _ => DetectionMethod::Refusal,
            }
        }
        Decision::Validates { outcome, .. } => match outcome {
            Ok(_) => return None,
            Err(Refusal::WrongPassword) if compares_hashes(event) => DetectionMethod::Password,
            Err(Refusal::WrongPassword) => DetectionMethod::Proof,
            Err(_) => DetectionMethod::Refusal,
        },
        Decision::PeerMisbehaved { .. } => DetectionMethod::Parser,
        Decision::ServerProves { proven: false, .. } => DetectionMethod::MutualProof,
        Decision::HearsFromBackEnd(answer) if answer.succeeded() => return None,
        Decision::HearsFromBackEnd(answer) if broken(answer) => DetectionMethod::Parser,
        Decision::HearsFromBackEnd(_)
        | Decision::Authorizes { granted: false, .. }
        | Decision::CannotSignIn { .. }
        | Decision::CannotLogOn { .. }
        | Decision::GivesUp { .. }
        | Decision::CannotSend { .. } => DetectionMethod::Refusal,
        _ => return None,
    })
}

fn compares_hashes(event: &Event) -> bool {
    match &event.kind {
        EventKind::Decision { comparisons, .. } => {
            let last = comparisons.last();
            last.is_some_and(|compared| compared.value_kind == ValueKind::NtHash)
        }
        _ => false,
    }
}
