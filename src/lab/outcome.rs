//! What came of a run, read from what the hosts decided and from the bytes on hop 1.

use super::log::{Event, EventId, EventKind, Hop, Log};
use crate::hosts::{BackEndAnswer, Decision, Identity, Role};
use crate::wire::http::Response;
use crate::wire::kerberos::is_kdc_message;
use crate::wire::ntlm::MessageType;
use crate::wire::{LayerKind, challenges};

/// What came of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The mailbox opened for this user.
    Opened(Identity),
    /// The caller was authenticated as ANONYMOUS LOGON and refused.
    Anonymous,
    /// The mailbox host could not authenticate the caller.
    NotAuthenticated,
    /// The caller was authenticated and has no rights.
    NoRights(Identity),
    /// The first hop was refused: 401, with its sub-status where one applies.
    FirstHop(Option<u8>),
}

impl Outcome {
    /// A short code: `OK`, `ANON`, `FAIL`, `DENY`, `401` or `401.n`.
    pub fn code(&self) -> String {
        match self {
            Self::Opened(_) => "OK".to_owned(),
            Self::Anonymous => "ANON".to_owned(),
            Self::NotAuthenticated => "FAIL".to_owned(),
            Self::NoRights(_) => "DENY".to_owned(),
            Self::FirstHop(None) => "401".to_owned(),
            Self::FirstHop(Some(sub)) => format!("401.{sub}"),
        }
    }

    /// Whether the mailbox opened.
    pub fn succeeded(&self) -> bool {
        matches!(self, Self::Opened(_))
    }
}

/// An outcome, and the event that settled it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The event: an authorization, a failed verification, or the 401 at which the browser gives up.
    pub event: EventId,
    /// How the visit came out by it.
    pub outcome: Outcome,
}

/// The last visit's outcome.
pub fn outcome(log: &Log) -> Option<Settled> {
    settled(log).pop()
}

/// Each visit's outcome, in order.
pub fn settled(log: &Log) -> Vec<Settled> {
    let mut settled: Vec<Settled> = Vec::new();
    let mut refusal = None;
    let mut changed = false;
    // A call to the mailbox host that nothing has settled yet.
    let mut called = false;
    for event in &log.events {
        if matches!(event.kind, EventKind::Opened(_)) && log.hop(event) == Some(Hop::SECOND) {
            called = true;
        }
        if event.changed() {
            changed = true;
        }
        let Some(decision) = event.kind.decision() else {
            continue;
        };
        let outcome = match decision {
            Decision::RefusesRequest { because } => {
                refusal = because.sub_status();
                None
            }
            // What was granted did not arrive.
            Decision::HearsFromBackEnd(BackEndAnswer::Broken(_))
                if !called && settled.last().is_some_and(|it| it.outcome.succeeded()) =>
            {
                settled.pop();
                Some(Outcome::NotAuthenticated)
            }
            // The call ended before the mailbox host decided anything: a name that fits no message, say.
            Decision::HearsFromBackEnd(_) if called => Some(Outcome::NotAuthenticated),
            // The front end could not read the request.
            Decision::PeerMisbehaved { .. } if refused_unread(log, event) => {
                Some(Outcome::FirstHop(None))
            }
            decision => concluded(decision, refusal),
        };
        if let Some(outcome) = outcome {
            called = false;
            settled.push(Settled {
                event: event.id,
                outcome,
            });
        }
    }
    // After a change on the way a host may wait for ever for the rest of a message.
    let waits = !log.goes_on && changed && (called || settled.is_empty());
    if waits && let Some(last) = log.events.last() {
        settled.push(Settled {
            event: last.id,
            outcome: if called {
                Outcome::NotAuthenticated
            } else {
                Outcome::FirstHop(refusal)
            },
        });
    }
    settled
}

fn refused_unread(log: &Log, event: &Event) -> bool {
    log.role(event) == Some(Role::FrontEnd) && log.hop(event) == Some(Hop::FIRST)
}

fn concluded(decision: &Decision, refusal: Option<u8>) -> Option<Outcome> {
    Some(match decision {
        Decision::Authorizes {
            identity,
            granted: true,
            ..
        } => Outcome::Opened(identity.clone()),
        Decision::Authorizes {
            identity: Identity::Anonymous,
            ..
        } => Outcome::Anonymous,
        Decision::Authorizes { identity, .. } => Outcome::NoRights(identity.clone()),
        Decision::AuthenticationFails { .. } => Outcome::NotAuthenticated,
        Decision::GivesUp { .. } | Decision::CannotSignIn { .. } | Decision::CannotLogOn { .. } => {
            Outcome::FirstHop(refusal)
        }
        // These are on the way to one of those, or a domain controller's.
        Decision::SignsIn { .. }
        | Decision::RefusesRequest { .. }
        | Decision::AdmitsAnybody { .. }
        | Decision::MakesToken { .. }
        | Decision::AnswersAs { .. }
        | Decision::Authenticates { .. }
        | Decision::Validates { .. }
        | Decision::HearsFromBackEnd(_)
        | Decision::GainsTicket(_)
        | Decision::FallsBack { .. }
        | Decision::ServerProves { .. }
        | Decision::IssuesTicket(_)
        | Decision::RefusesTicket(_)
        | Decision::CannotSend { .. }
        | Decision::PeerMisbehaved { .. } => return None,
    })
}

/// What happened how often on hop 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Responses with status 401, questions of NTLM included.
    pub refusals: usize,
    /// Among them, those that carry an NTLM CHALLENGE.
    pub challenges: usize,
    /// Connections that the browser opened to the front end.
    pub connections: usize,
    /// How often the person was asked.
    pub prompts: usize,
    /// Requests to KDCs, of all hosts.
    pub kdc: usize,
}

/// Counts hop 1, and what the KDCs were asked.
pub fn counts(log: &Log) -> Counts {
    let connections = log.connections.iter();
    let mut counts = Counts {
        connections: connections.filter(|c| c.hop == Hop::FIRST).count(),
        ..Counts::default()
    };
    for event in &log.events {
        if let Some(Decision::SignsIn {
            prompt: Some(_), ..
        }) = event.kind.decision()
        {
            counts.prompts += 1;
        }
        counts.kdc += usize::from(asks_kdc(log, event));
        if let Some(response) = first_hop_response(log, event)
            && response.status == 401
        {
            counts.refusals += 1;
            counts.challenges += usize::from(carries_challenge(&response));
        }
    }
    counts
}

fn asks_kdc(log: &Log, event: &Event) -> bool {
    let EventKind::Message { to, sent, .. } = &event.kind else {
        return false;
    };
    let role = log.host(*to).and_then(|host| host.role);
    role == Some(Role::DomainController) && is_kdc_message(sent)
}

fn first_hop_response(log: &Log, event: &Event) -> Option<Response> {
    let EventKind::Message { sent, .. } = &event.kind else {
        return None;
    };
    let first = log.hop(event) == Some(Hop::FIRST) && log.role(event) == Some(Role::FrontEnd);
    first.then(|| Response::decode(sent).value.ok()).flatten()
}

fn carries_challenge(response: &Response) -> bool {
    let values = response.headers.get_all("WWW-Authenticate");
    let challenge = LayerKind::Ntlm(Some(MessageType::Challenge));
    values
        .flat_map(challenges)
        .any(|layer| layer.kind() == challenge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::Scheme;
    use crate::wire::ntlm::{Challenge, Negotiate};
    use crate::wire::spnego::{NegToken, NegTokenResp, REJECT};

    #[test]
    fn a_token_in_a_401_is_a_challenge_only_where_it_is_one_of_ntlm() {
        let spnego = |state, token| {
            NegToken::Resp(NegTokenResp {
                neg_state: Some(state),
                response_token: token,
                ..NegTokenResp::default()
            })
            .encode()
        };
        let challenge = Challenge::default().encode();
        for (scheme, token, expected) in [
            (Scheme::Ntlm, challenge.clone(), true),
            (Scheme::Negotiate, challenge.clone(), true),
            (Scheme::Negotiate, spnego(1, Some(challenge)), true),
            (Scheme::Negotiate, spnego(REJECT, None), false),
            (Scheme::Ntlm, Negotiate::default().encode(), false),
        ] {
            let header = scheme.with_token(&token);
            let response = Response::new(401, "Unauthorized").header("WWW-Authenticate", &header);
            assert_eq!(carries_challenge(&response), expected, "{header}");
        }
    }
}
