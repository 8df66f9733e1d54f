//! What is going on, while nothing is settled.

use super::read::{self, until};
use super::text::{self, LONG};
use crate::hosts::{Computation, Decision, DenialReason, OutboundCredential};
use crate::lab::{Event, EventId, Kind, Log};
use crate::present::fingerprint;
use crate::present::told::{Value, fill};

/// What is going on, while nothing is settled.
pub fn watch(log: &Log, at: EventId) -> String {
    let (text, value) = until(log, at)
        .find_map(|event| stage(log, event))
        .unwrap_or((
            "The browser asks IIS for a page. Nobody has to prove anything yet.",
            "".into(),
        ));
    fill(text, &[value])
}

fn stage(log: &Log, event: &Event) -> Option<(&'static str, Value)> {
    let second = read::on_second_hop(log, event);
    let text = match &event.kind {
        Kind::Decision { decision, .. } => return decided(decision),
        Kind::Computation { computation, .. } => match computation {
            Computation::Challenge { challenge } => {
                let text = if second {
                    "The mailbox host asks a question of its own, {0}. Who on IIS can answer it?"
                } else {
                    "IIS asks {0}. An answer takes the password, or a hash of it."
                };
                return Some((text, fingerprint(challenge).into()));
            }
            Computation::Response { .. } => {
                "The browser has an answer that fits this one challenge. Watch where it goes."
            }
            Computation::OwnChallenge { .. } => return None,
        },
        Kind::Opened(_) if second => {
            "IIS calls the mailbox host as the thread it impersonates. Watch what its token reaches."
        }
        _ => return None,
    };
    Some((text, "".into()))
}

fn decided(decision: &Decision) -> Option<(&'static str, Value)> {
    let text = match decision {
        Decision::SignsIn { scheme, .. } => {
            let text = "The browser signs in with {0}. Watch what it hands to IIS.";
            return Some((text, scheme.name().into()));
        }
        Decision::MakesToken {
            identity,
            credential,
            ..
        } => {
            let text = if *credential {
                "Hop 1 is through: IIS acts as {0}, and a password is behind its token."
            } else {
                "Hop 1 is through: IIS acts as {0}, and no password is behind its token."
            };
            return Some((text, text::identity(identity, LONG).into()));
        }
        Decision::Authenticates { identity, .. } => {
            let text =
                "The caller is known as {0}. Whether that may open the mailbox is decided apart.";
            return Some((text, text::identity(identity, LONG).into()));
        }
        Decision::AnswersAs { reach, .. } => match reach {
            OutboundCredential::Credential(_) => {
                "IIS can answer. The mailbox host has the answer judged."
            }
            OutboundCredential::Nothing => {
                "IIS has no answer. Watch whom the mailbox host takes it for."
            }
            OutboundCredential::LocalCall => {
                "The call stays on one computer: the system says whose it is."
            }
            OutboundCredential::Hand(_) => {
                "The answer is given by hand. Watch what the mailbox host makes of it."
            }
            OutboundCredential::Replay => {
                "IIS sends the answer it was sent. Watch the two challenges."
            }
        },
        Decision::RefusesRequest {
            because: DenialReason::PageAsks | DenialReason::AnonymousOff,
        } => "IIS wants to know who calls.",
        Decision::RefusesRequest { .. } => {
            "IIS refuses this sign-in. Watch what the browser does next."
        }
        _ => return None,
    };
    Some((text, "".into()))
}
