//! What is going on, while nothing is settled.

use super::glossary::Term;
use super::history::{self, until};
use super::kerberos;
use super::names::{LONG, identity as who};
use super::roles::{RoleLook, look};
use super::text::{Text, challenge, ticket};
use super::verdict::known_as;
use crate::hosts::{
    Computation, Decision, DenialReason, ExchangeKind, KdcRule, OutboundCredential, Role,
};
use crate::lab::{Event, EventId, EventKind, Log};
use crate::present::foreign::cut;
use crate::prose;

/// What is going on, while nothing is settled.
pub fn watch(log: &Log, at: EventId) -> Text {
    until(log, at)
        .find_map(|event| stage(log, event))
        .unwrap_or_else(|| {
            prose! { "The browser asks IIS for a page. Nobody has to prove anything yet." }
        })
}

fn stage(log: &Log, event: &Event) -> Option<Text> {
    let second = history::on_second_hop(log, event);
    let back_end = look(log.back_end());
    match &event.kind {
        // Whoever logs on at the browser's computer is not signed in to IIS.
        EventKind::Decision {
            decision: Decision::MakesToken { .. },
            ..
        } if log.role(event) == Some(Role::Browser) => None,
        EventKind::Decision { decision, .. } => decided(decision, back_end),
        EventKind::Computation { computation, .. } => computed(computation, second, back_end),
        EventKind::Opened(_) if second => Some(prose! {
            "IIS calls ", back_end.object, " as the thread it impersonates. Watch what its ", Term::Token, " reaches."
        }),
        EventKind::Opened(_)
        | EventKind::Closed(_)
        | EventKind::Message { .. }
        | EventKind::Inference { .. } => None,
    }
}

fn computed(computation: &Computation, second: bool, back_end: RoleLook) -> Option<Text> {
    match computation {
        Computation::Challenge { challenge: asked } if second => Some(prose! {
            back_end.subject, " asks a question of its own, ", challenge(asked), ". Who on IIS can answer it?"
        }),
        Computation::Challenge { challenge: asked } => Some(prose! {
            "IIS asks ", challenge(asked), ", its ", Term::Challenge, ". An answer takes the password, or a hash of it."
        }),
        Computation::Response { .. } => Some(prose! {
            "The browser has an answer that fits this one ", Term::Challenge, ". Watch where it goes."
        }),
        Computation::KeyFromPassword { .. } => None,
        Computation::Timestamp { .. } => Some(prose! {
            "The KDC wants proof before it issues anything: the time, under the client’s key."
        }),
        Computation::Authenticator {
            delegates: true, ..
        } => Some(prose! {
            "A ", ticket("ticket"), " and a TGT to go with it: whoever gets both can go on for the user."
        }),
        Computation::Authenticator { .. } => Some(prose! {
            "The ", ticket("ticket"), " opens for one service only. Watch what that service can do with it."
        }),
        Computation::OwnChallenge { .. } => None,
    }
}

fn decided(decision: &Decision, back_end: RoleLook) -> Option<Text> {
    Some(match decision {
        Decision::SignsIn { scheme, .. } => prose! {
            "The browser signs in with ", scheme.name(), ". Watch what it hands to IIS."
        },
        Decision::AdmitsAnybody { account } => prose! {
            "IIS asks nobody and gives the page to anybody, as ", who(account, LONG), ". Watch what the next page wants."
        },
        Decision::MakesToken {
            identity,
            credential,
            ..
        } => prose! {
            Term::Hop.called("Hop 1"), " is through: IIS acts as ", who(identity, LONG),
            if *credential { ", and a password is behind its " } else { ", and no password is behind its " }, Term::Token, "."
        },
        Decision::Authenticates { identity, .. } => prose! {
            "The caller is known as ", known_as(identity), ". What that caller may open is a decision of its own."
        },
        Decision::AnswersAs { reach, .. } => answers(reach, back_end),
        Decision::RefusesTicket(decision) if decision.rule != KdcRule::ProofFirst => prose! {
            "The KDC gives no ", ticket("ticket"), " for ", cut(&decision.service, LONG), ": ",
            kerberos::error_name(decision.code), ". Watch what is tried without it."
        },
        Decision::IssuesTicket(decision) => match decision.exchange {
            ExchangeKind::As | ExchangeKind::Referral => prose! {
                "The KDC gives ", cut(&decision.client, LONG), " a TGT: with it tickets for services can be asked for."
            },
            ExchangeKind::Forwarded => prose! {
                "The KDC gives out a TGT to be handed over: whoever gets it can go on for the user anywhere."
            },
            ExchangeKind::ToSelf => prose! {
                "The KDC gives ", cut(&decision.asker, LONG), " a ", ticket("ticket"), " of a user to itself. Watch whether it leads further."
            },
            ExchangeKind::Tgs | ExchangeKind::Proxy => prose! {
                "The KDC gives a ", ticket("ticket"), " for ", cut(&decision.service, LONG), ". Watch who opens it."
            },
        },
        Decision::RefusesRequest {
            because: DenialReason::PageAsks | DenialReason::AnonymousOff,
        } => prose! { "IIS wants to know who calls." },
        Decision::RefusesRequest { .. } => {
            prose! { "IIS refuses this sign-in. Watch what the browser does next." }
        }
        _ => return None,
    })
}

fn answers(reach: &OutboundCredential, back_end: RoleLook) -> Text {
    match reach {
        OutboundCredential::Credential(_) => {
            prose! { "IIS can answer. ", back_end.subject, " has the answer judged." }
        }
        OutboundCredential::Nothing => {
            prose! { "IIS has no answer. Watch whom ", back_end.object, " takes it for." }
        }
        OutboundCredential::LocalCall => {
            prose! { "The call stays on one computer: the system says who calls." }
        }
        OutboundCredential::Hand(_) => {
            prose! { "The answer is given by hand. Watch what ", back_end.object, " makes of it." }
        }
        OutboundCredential::Replay => {
            prose! { "IIS sends the answer it was sent. Watch the two ", Term::Challenge.called("challenges"), "." }
        }
    }
}
