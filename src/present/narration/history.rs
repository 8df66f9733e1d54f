//! What the log knows around an event: who decided what before it.

use crate::hosts::{
    AccountName, Comparison, Computation, ConnectionId, Decision, DenialReason, HowKnown, Identity,
    LogonType, Mechanism, OutboundCredential, Refusal, Role,
};
use crate::lab::{Event, EventId, EventKind, Hop, HostId, Log};
use crate::present::Step;
use crate::value_kind::ValueKind;

/// The events before one, latest first.
pub fn before(log: &Log, id: EventId) -> impl Iterator<Item = &Event> {
    let end = usize::try_from(id.0).unwrap_or(usize::MAX);
    let end = end.min(log.events.len());
    log.events.get(..end).unwrap_or_default().iter().rev()
}

/// The events up to and with one, latest first.
pub fn until(log: &Log, id: EventId) -> impl Iterator<Item = &Event> {
    before(log, EventId(id.0.saturating_add(1)))
}

/// The latest thing that `pick` finds in the decisions before an event.
pub fn latest<'a, T>(
    log: &'a Log,
    id: EventId,
    pick: &dyn Fn(&'a Event, &'a Decision) -> Option<T>,
) -> Option<T> {
    before(log, id).find_map(|event| pick(event, event.kind.decision()?))
}

/// What the call on this connection was answered with, before an event.
pub fn answered_as(
    log: &Log,
    id: EventId,
    connection: Option<ConnectionId>,
) -> Option<(&OutboundCredential, &Identity, &[u8])> {
    latest(log, id, &|event, decision| match decision {
        Decision::AnswersAs {
            reach,
            thread,
            challenge,
        } if connection.is_none() || event.kind.connection() == connection => {
            Some((reach, thread, challenge.as_slice()))
        }
        _ => None,
    })
}

/// A token of the front end: whose, of which kind, whether a credential is behind it, how known.
pub struct TokenMade<'a> {
    /// Whom the token stands for.
    pub identity: &'a Identity,
    /// By which logon, and so whether a credential is behind it.
    pub logon: LogonType,
    /// Whether a name and password are kept behind it.
    pub credential: bool,
    /// How the caller became known.
    pub how: HowKnown,
}

/// The front end's latest token before an event, on that connection if one is named.
pub fn token_made(log: &Log, id: EventId, on: Option<ConnectionId>) -> Option<TokenMade<'_>> {
    latest(log, id, &|event, decision| match decision {
        Decision::MakesToken {
            identity,
            logon,
            credential,
            how,
        } if on.is_none() || event.kind.connection() == on => Some(TokenMade {
            identity,
            logon: *logon,
            credential: *credential,
            how: *how,
        }),
        _ => None,
    })
}

/// Whether this AUTHENTICATE repeats one that was received before.
pub fn replayed(log: &Log, event: &Event) -> bool {
    let connection = event.kind.connection();
    let answered = answered_as(log, event.id, connection);
    connection.is_some() && matches!(answered, Some((OutboundCredential::Replay, _, _)))
}

/// Whether somebody in IIS's place answers on the connection of this event.
pub fn by_hand(log: &Log, event: &Event) -> bool {
    let connection = event.kind.connection();
    let answered = answered_as(log, event.id, connection);
    connection.is_some() && matches!(answered, Some((OutboundCredential::Hand(_), _, _)))
}

/// Whether the connection of this event was signed in before it.
pub fn signed_in(log: &Log, event: &Event) -> bool {
    let connection = event.kind.connection();
    connection.is_some()
        && token_made(log, event.id, connection)
            .is_some_and(|made| made.how.mechanism != Mechanism::Password)
}

/// Why the front end last refused, before an event.
pub fn refusal(log: &Log, id: EventId) -> Option<&DenialReason> {
    latest(log, id, &|_, decision| match decision {
        Decision::RefusesRequest { because } => Some(because),
        _ => None,
    })
}

/// The name the person typed.
pub fn person(log: &Log, id: EventId) -> String {
    let typed = until(log, id).find_map(|event| {
        let browser = log.role(event) == Some(Role::Browser);
        let mut gained = event.gained.iter().filter(|_| browser);
        gained.find(|holding| holding.kind == ValueKind::Password)
    });
    typed.map_or("", |holding| holding.of.user()).to_owned()
}

/// A judgement that an authority made.
pub struct AuthorityJudgement<'a> {
    /// The event that has the judgement.
    pub event: &'a Event,
    /// The account asked about.
    pub account: &'a AccountName,
    /// What proved the account, or why nothing did.
    pub outcome: &'a Result<Mechanism, Refusal>,
}

/// The judgement in an event, if it is one.
pub fn judgement(event: &Event) -> Option<AuthorityJudgement<'_>> {
    match event.kind.decision()? {
        Decision::Validates { account, outcome } => Some(AuthorityJudgement {
            event,
            account,
            outcome,
        }),
        _ => None,
    }
}

/// The judgement folded into a step, or the last one before it that answers the same host.
pub fn judged<'a>(log: &'a Log, id: EventId) -> Option<AuthorityJudgement<'a>> {
    until(log, id).find_map(judgement)
}

/// What a judgement held against what.
pub fn compared(event: &Event) -> Option<&Comparison> {
    match &event.kind {
        EventKind::Decision { comparisons, .. } => comparisons.last(),
        _ => None,
    }
}

/// The question that is drawn in an event, for a CHALLENGE.
pub fn challenged(event: &Event) -> Option<&[u8; 8]> {
    match &event.kind {
        EventKind::Computation {
            computation: Computation::Challenge { challenge },
            ..
        } => Some(challenge),
        _ => None,
    }
}

/// The event a step is named for.
pub fn event<'a>(log: &'a Log, step: &Step) -> Option<&'a Event> {
    log.event(step.id)
}

/// Whether an event is part of hop 2.
pub fn on_second_hop(log: &Log, event: &Event) -> bool {
    log.hop(event) == Some(Hop::SECOND)
}

/// The back end that was last talked to, before an event; the run's own, if none was.
pub fn called(log: &Log, id: EventId) -> Role {
    let receivers = before(log, id).filter(|event| on_second_hop(log, event));
    let mut roles = receivers.filter_map(|event| log.host(receiver(event)?)?.role);
    roles
        .find(|role| *role != Role::FrontEnd)
        .unwrap_or_else(|| log.back_end())
}

/// The receiver of a message.
pub fn receiver(event: &Event) -> Option<HostId> {
    match &event.kind {
        EventKind::Message { to, .. } => Some(*to),
        _ => None,
    }
}

/// The value of that kind that an event's host holds from now on.
pub fn gained(event: &Event, kind: ValueKind) -> Option<&[u8]> {
    let holding = event.gained.iter().find(|holding| holding.kind == kind)?;
    holding.value.as_deref()
}
