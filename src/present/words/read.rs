//! What the log knows around an event.

use super::text;
use crate::hosts::{
    ConnectionId, Decision, DenialReason, HowKnown, Identity, Mechanism, OutboundCredential, Role,
};
use crate::lab::{Event, EventId, Hop, HostId, Kind, Log};
use crate::present::Step;
use crate::secret::Secret;

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
) -> Option<(&OutboundCredential, &Identity, [u8; 8])> {
    latest(log, id, &|event, decision| match decision {
        Decision::AnswersAs {
            reach,
            thread,
            challenge,
        } if connection.is_none() || event.kind.connection() == connection => {
            Some((reach, thread, *challenge))
        }
        _ => None,
    })
}

/// A token of the front end: whose, of which kind, whether a credential is behind it, how known.
pub struct Made<'a> {
    /// Whose.
    pub identity: &'a Identity,
    /// Of which kind.
    pub logon: crate::hosts::LogonType,
    /// Whether a name and password are kept behind it.
    pub credential: bool,
    /// How the caller became known.
    pub how: HowKnown,
}

/// The front end's latest token before an event, on that connection if one is named.
pub fn token_made(log: &Log, id: EventId, on: Option<ConnectionId>) -> Option<Made<'_>> {
    latest(log, id, &|event, decision| match decision {
        Decision::MakesToken {
            identity,
            logon,
            credential,
            how,
        } if on.is_none() || event.kind.connection() == on => Some(Made {
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
        gained.find(|holding| holding.secret == Secret::Password)
    });
    let name = typed.map_or("", |holding| {
        holding
            .of
            .split_once('\\')
            .map_or(holding.of.as_str(), |(_, name)| name)
    });
    name.to_owned()
}

/// A judgement that an authority made.
pub struct Judged<'a> {
    /// The event.
    pub event: &'a Event,
    /// Domain and name asked about.
    pub account: &'a (String, String),
    /// What was found.
    pub outcome: &'a Result<Mechanism, crate::hosts::Refusal>,
}

/// The judgement in an event, if it is one.
pub fn judgement(event: &Event) -> Option<Judged<'_>> {
    match event.kind.decision()? {
        Decision::Validates { account, outcome } => Some(Judged {
            event,
            account,
            outcome,
        }),
        _ => None,
    }
}

/// The judgement folded into a step, or the last one before it that answers the same host.
pub fn judged<'a>(log: &'a Log, id: EventId) -> Option<Judged<'a>> {
    until(log, id).find_map(judgement)
}

/// What a comparison of a judgement held against what: expected, received.
pub fn compared(event: &Event) -> Option<&crate::hosts::Comparison> {
    match &event.kind {
        Kind::Decision { comparisons, .. } => comparisons.last(),
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

/// The name of a host in a sentence: by its role, or the computer's.
pub fn host(log: &Log, id: HostId) -> String {
    match log.host(id) {
        None => "a host".to_owned(),
        Some(info) => match info.role {
            Some(role) => super::host_name(role).to_owned(),
            None => text::cut(&info.name, text::LONG),
        },
    }
}

/// A host in the middle of a sentence: `the mailbox host`.
pub fn object(log: &Log, id: HostId) -> String {
    match log.host(id).and_then(|info| info.role) {
        Some(Role::Browser) => "the browser".to_owned(),
        Some(Role::Mailbox) => "the mailbox host".to_owned(),
        Some(Role::DomainController) => "the domain controller".to_owned(),
        Some(Role::FrontEnd) | None => host(log, id),
    }
}

/// A host at the beginning of a sentence: `The mailbox host`.
pub fn subject(log: &Log, id: HostId) -> String {
    let name = object(log, id);
    match name.strip_prefix("the ") {
        Some(rest) => format!("The {rest}"),
        None => name,
    }
}

/// The computer's name of the host of an event.
pub fn computer(log: &Log, event: &Event) -> String {
    let info = log.host(event.host);
    info.map_or_else(
        || "the computer".to_owned(),
        |info| text::cut(&info.name, text::LONG),
    )
}

/// The receiver of a message.
pub fn receiver(event: &Event) -> Option<HostId> {
    match &event.kind {
        Kind::Message { to, .. } => Some(*to),
        _ => None,
    }
}

/// The proof an event's host now holds, and the NT hash.
pub fn gained(event: &Event, secret: Secret) -> Option<&[u8]> {
    let holding = event
        .gained
        .iter()
        .find(|holding| holding.secret == secret)?;
    holding.value.as_deref()
}
