//! What is going on, while nothing is settled.

use super::read::{self, until};
use super::text::{self, LONG};
use crate::hosts::{Because, Computation, Decision, Reach};
use crate::lab::{Event, EventId, Kind, Log};
use crate::present::fingerprint;

/// What is going on, while nothing is settled.
pub fn watch(log: &Log, at: EventId) -> String {
    let last = until(log, at).find_map(|event| stage(log, event));
    last.unwrap_or_else(|| {
        "The browser asks IIS for a page. Nobody has to prove anything yet.".to_owned()
    })
}

fn stage(log: &Log, event: &Event) -> Option<String> {
    let second = read::on_second_hop(log, event);
    match &event.kind {
        Kind::Decision { decision, .. } => decided(decision),
        Kind::Computation {
            computation: Computation::Challenge { challenge },
            ..
        } => {
            let question = fingerprint(challenge);
            Some(if second {
                format!("The mailbox host asks a question of its own, {question}. Who on IIS can answer it?")
            } else {
                format!("IIS asks {question}. An answer takes the password, or a hash of it.")
            })
        }
        Kind::Computation {
            computation: Computation::Response { .. },
            ..
        } => Some("The browser has an answer that fits this one challenge. Watch where it goes.".to_owned()),
        Kind::Opened(_) if second => {
            Some("IIS calls the mailbox host as the thread it impersonates. Watch what its token reaches.".to_owned())
        }
        _ => None,
    }
}

fn decided(decision: &Decision) -> Option<String> {
    Some(match decision {
        Decision::SignsIn { scheme, .. } => format!(
            "The browser signs in with {}. Watch what it hands to IIS.",
            scheme.name()
        ),
        Decision::MakesToken {
            identity,
            credential,
            ..
        } => {
            let who = text::identity(identity, LONG);
            let behind = if *credential {
                "a password is behind its token"
            } else {
                "no password is behind its token"
            };
            format!("Hop 1 is through: IIS acts as {who}, and {behind}.")
        }
        Decision::AnswersAs { reach, .. } => match reach {
            Reach::Credential(_) => "IIS can answer. The mailbox host has the answer judged.",
            Reach::Nothing => "IIS has no answer. Watch whom the mailbox host takes it for.",
            Reach::LocalCall => "The call stays on one computer: the system says whose it is.",
            Reach::Replay => "IIS sends the answer it was sent. Watch the two challenges.",
        }
        .to_owned(),
        Decision::Authenticates { identity, .. } => format!(
            "The caller is known as {}. Whether that may open the mailbox is decided apart.",
            text::identity(identity, LONG)
        ),
        Decision::RefusesRequest {
            because: Because::PageAsks | Because::AnonymousOff,
        } => "IIS wants to know who calls.".to_owned(),
        Decision::RefusesRequest { .. } => {
            "IIS refuses this sign-in. Watch what the browser does next.".to_owned()
        }
        _ => return None,
    })
}
