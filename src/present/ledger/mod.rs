//! What each host holds at a step, and whom it could convince with it. Derived from the log, never asserted.

mod claims;
#[cfg(test)]
mod tests;
mod tickets;

use crate::hosts::security::kerberos::TicketPath;
use crate::hosts::{ConnectionId, Holding, HoldingOwner, Role, StorageLocation};
use crate::lab::{Event, EventId, EventKind, Hop, HostId, HostInfo, Log};
use crate::value_kind::ValueKind;
use std::collections::HashSet;

/// A host's card: what it holds at a step, and whom it can convince with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The host that it is about.
    pub host: HostId,
    /// What the host is to the others.
    pub role: Role,
    /// What it holds at this step, without what was lost before it.
    pub holdings: Vec<Held>,
    /// Whether it held anything before.
    pub held: bool,
    /// Whom it can prove the person to.
    pub claims: Vec<Claim>,
}

impl Card {
    /// Whether its host issues tickets: it has the account whose key they are under (RFC 4120 1.2).
    pub fn is_of_kdc(&self) -> bool {
        let holds = |held: &Held| matches!(held.holding.of, HoldingOwner::Krbtgt { .. });
        self.holdings.iter().any(holds)
    }

    /// Whether it is told whom it can convince: it could, or did, or holds what it could try with.
    pub fn tells_claims(&self) -> bool {
        let told = |claim: &Claim| claim.can || claim.will.is_some();
        !self.holdings.is_empty() || self.claims.iter().any(told)
    }
}

/// Something held, and whether it is new at this step.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// What it is, whose it is, and where it lies.
    pub holding: Holding,
    /// Whether it came with this step.
    pub fresh: bool,
}

impl Held {
    /// Whether it is the session of a caller whom nobody knows.
    pub fn is_anonymous(&self) -> bool {
        self.holding.kind == ValueKind::Token && self.holding.of == HoldingOwner::Anonymous
    }
}

/// Whether a host can prove the person to another, and whether its call would.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The host to be convinced.
    pub to: Role,
    /// Whether anything on this computer convinces the other in the person's name. What the other has answered counts
    /// before what is held: whoever was refused cannot, whoever was let in can.
    pub can: bool,
    /// Whether the calling thread's token reaches it; none where no thread calls.
    pub will: Option<bool>,
    /// Whether it was tried, and refused; before that, what cannot be is not said to have failed.
    pub refused: bool,
    /// Whether the other knows the person, who has no right there: nothing has to be proved, and nothing opens.
    pub no_right: bool,
    /// Whether the two ever talk; a browser only could, if it asked.
    pub hypothetical: bool,
    /// The right by which it can, or could, where a ticket does it.
    pub right: Option<TicketPath>,
    /// Whether a KDC may still give it a ticket in the person's name, or not.
    pub may_ask: bool,
}

/// The cards at a step that covers the events from `first` to `last`.
pub fn cards(log: &Log, person: &str, first: EventId, last: EventId) -> Vec<Card> {
    let mut view = View {
        log,
        person: person.to_owned(),
        last,
        held: Vec::new(),
    };
    view.held = log
        .hosts
        .iter()
        .map(|host| view.held(host, first))
        .collect();
    log.hosts
        .iter()
        .filter_map(|host| {
            Some(Card {
                host: host.id,
                role: host.role?,
                holdings: view.held.get(usize::from(host.id.0))?.clone(),
                held: view.has_held(host),
                claims: view.claims(host),
            })
        })
        .collect()
}

struct View<'a> {
    log: &'a Log,
    /// The account name, without a domain.
    person: String,
    last: EventId,
    /// What each host holds, in the order of the hosts.
    held: Vec<Vec<Held>>,
}

impl View<'_> {
    fn past(&self) -> impl Iterator<Item = &Event> {
        self.log
            .events
            .iter()
            .take_while(|event| event.id <= self.last)
    }

    fn closed(&self) -> Vec<ConnectionId> {
        self.past()
            .filter_map(|event| match event.kind {
                EventKind::Closed(connection) => Some(connection),
                _ => None,
            })
            .collect()
    }

    /// Whether the host held anything so far.
    fn has_held(&self, host: &HostInfo) -> bool {
        let gains = |event: &Event| event.host == host.id && !event.gained.is_empty();
        !host.holdings.is_empty() || self.past().any(gains)
    }

    /// What came with a connection goes with it.
    fn held(&self, host: &HostInfo, first: EventId) -> Vec<Held> {
        let closed = self.closed();
        let mut held: Vec<Held> = Vec::new();
        let initial = host.holdings.iter().map(|holding| (holding, false));
        let gained = self
            .past()
            .filter(|event| event.host == host.id)
            .flat_map(|event| event.gained.iter().map(move |h| (h, event.id >= first)));
        for (holding, fresh) in initial.chain(gained) {
            let gone =
                matches!(holding.place, StorageLocation::Connection(id) if closed.contains(&id));
            let same = |other: &Held| {
                let (a, b) = (&other.holding, holding);
                (a.kind, &a.of, &a.value, a.logon) == (b.kind, &b.of, &b.value, b.logon)
                    && matches!(a.place, StorageLocation::LogonSession(_))
                        == matches!(b.place, StorageLocation::LogonSession(_))
            };
            if !gone && !held.iter().any(same) {
                // A connection has one question at a time.
                let asked = holding.kind == ValueKind::Challenge;
                held.retain(|other| {
                    !asked
                        || other.holding.kind != ValueKind::Challenge
                        || other.holding.place != holding.place
                });
                held.push(Held {
                    holding: holding.clone(),
                    fresh,
                });
            }
        }
        // A question that was answered is spent.
        let answered: Vec<StorageLocation> = held
            .iter()
            .filter(|held| held.holding.kind == ValueKind::Token)
            .map(|held| held.holding.place)
            .collect();
        held.retain(|held| {
            held.holding.kind != ValueKind::Challenge || !answered.contains(&held.holding.place)
        });
        held
    }
}

/// How many connections of a hop are open at an event.
pub fn open_connections(log: &Log, hop: Hop, last: EventId) -> usize {
    let past = log.events.iter().take_while(|event| event.id <= last);
    past.fold(0, |open, event| match event.kind {
        EventKind::Opened(id) if log.connection(id).map(|c| c.hop) == Some(hop) => open + 1,
        EventKind::Closed(id) if log.connection(id).map(|c| c.hop) == Some(hop) => {
            open.saturating_sub(1)
        }
        _ => open,
    })
}

/// The connections that had been opened by an event.
pub fn opened_by(log: &Log, last: EventId) -> HashSet<ConnectionId> {
    let past = log.events.iter().take_while(|event| event.id <= last);
    past.filter_map(|event| match event.kind {
        EventKind::Opened(connection) => Some(connection),
        _ => None,
    })
    .collect()
}
