//! What a log has of tickets until some moment: who asked a KDC, what it gave, and who went on without.

use crate::hosts::security::kerberos::KerberosFailure;
use crate::hosts::{Computation, Decision, ExchangeKind, KdcRule, Mechanism, Role, TicketDecision};
use crate::lab::{Event, EventId, EventKind, Log};
use crate::present::narration::history::{before, latest};

/// The host that asked a KDC for what an event is about.
pub fn asker(log: &Log, event: &Event) -> Option<Role> {
    let connection = log.connection(event.kind.connection()?)?;
    log.host(connection.from)?.role
}

/// The latest ticket of that kind that IIS was given.
pub fn issued(log: &Log, at: EventId, exchange: ExchangeKind) -> Option<&TicketDecision> {
    latest(log, at, &|event, decision| match decision {
        Decision::IssuesTicket(decision) => {
            let asked = asker(log, event) == Some(Role::FrontEnd) && decision.exchange == exchange;
            asked.then_some(&**decision)
        }
        _ => None,
    })
}

/// What the KDC decided about the browser's ticket to IIS.
pub fn to_front_end(log: &Log, at: EventId) -> Option<&TicketDecision> {
    latest(log, at, &|event, decision| match decision {
        Decision::IssuesTicket(decision) => {
            let asked = asker(log, event) == Some(Role::Browser);
            (asked && decision.exchange == ExchangeKind::Tgs).then_some(&**decision)
        }
        _ => None,
    })
}

/// The latest refusal of a KDC to a host of that role, but that which only asks for proof.
pub fn refused(log: &Log, at: EventId, role: Role) -> Option<&TicketDecision> {
    latest(log, at, &|event, decision| match decision {
        Decision::RefusesTicket(decision) => {
            let asked = asker(log, event) == Some(role) && decision.rule != KdcRule::ProofFirst;
            asked.then_some(&**decision)
        }
        _ => None,
    })
}

/// The service for which a host of that role had no ticket, so that it took NTLM; and why.
pub fn fell_back(log: &Log, at: EventId, role: Role) -> Option<(&str, &KerberosFailure)> {
    latest(log, at, &|event, decision| match decision {
        Decision::FallsBack { service, failure } if log.role(event) == Some(role) => {
            Some((service.as_str(), failure))
        }
        _ => None,
    })
}

/// Whether the browser has handed over a TGT.
pub fn delegated(log: &Log, at: EventId) -> bool {
    before(log, at).any(|event| {
        matches!(
            event.kind,
            EventKind::Computation {
                computation: Computation::Authenticator {
                    delegates: true,
                    ..
                },
                ..
            }
        )
    })
}

/// Whether IIS knows the caller by a ticket.
pub fn came_by_ticket(log: &Log, at: EventId) -> bool {
    let by_ticket = latest(log, at, &|event, decision| match decision {
        Decision::MakesToken { how, .. } if log.role(event) == Some(Role::FrontEnd) => {
            Some(matches!(how.mechanism, Mechanism::Ticket(_)))
        }
        _ => None,
    });
    by_ticket.unwrap_or_default()
}
