//! What happened, in order. Append-only: playing, seeking, comparing and exporting read nothing else.

mod event;

pub use event::{Event, EventId, EventKind, Inference, Origin};

use crate::crypto::kerberos::Key;
use crate::hosts::{ConnectionId, Era, FileTime, Holding, Role};
use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::Arc;

/// A host's number in its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HostId(pub u16);

/// A host, as data: imported traffic brings its own.
#[derive(Clone, Debug, PartialEq)]
pub struct HostInfo {
    /// Its number, by which events and connections name it.
    pub id: HostId,
    /// The NetBIOS name of the computer that it runs on; of traffic the best name there is.
    pub name: String,
    /// What it is to the others, where that is known.
    pub role: Option<Role>,
    /// The account it runs as, where that is known.
    pub account: Option<String>,
    /// When its computer was set up, where that is known: its event log and its statuses are of that time.
    pub era: Option<Era>,
    /// Whether it takes tickets, as far as that is known.
    pub takes_tickets: bool,
    /// The hosts it may call, in order.
    pub links: Vec<HostId>,
    /// What it holds before anything happens.
    pub holdings: Vec<Holding>,
    /// The long-term keys of Kerberos on its computer, and whose they are.
    pub kerberos_keys: Vec<(String, Key)>,
}

impl HostInfo {
    /// A host of which nothing but its name is known.
    pub fn named(id: HostId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            role: None,
            account: None,
            era: None,
            takes_tickets: false,
            links: Vec::new(),
            holdings: Vec::new(),
            kerberos_keys: Vec::new(),
        }
    }
}

/// A connection, from one host to another, and how far it is from the person.
#[derive(Clone, Debug, PartialEq)]
pub struct Connection {
    /// Its number, which no other connection of the log has.
    pub id: ConnectionId,
    /// The host that opened it: the client of what goes on there.
    pub from: HostId,
    /// The host it was opened to.
    pub to: HostId,
    /// How far it is from the person; calls to domain controllers stand apart.
    pub hop: Hop,
    /// Whether both ends are on one computer of the network.
    pub loopback: bool,
    /// What traffic shows of how it was carried; a run says nothing of it.
    pub carrier: Carrier,
}

/// How a connection was carried, as far as that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carrier {
    /// The client's port and the server's, by which it is found in a capture.
    pub ports: Option<[u16; 2]>,
    /// The client's address and the server's.
    pub addresses: Option<[IpAddr; 2]>,
    /// Whether it was in TLS.
    pub tls: bool,
    /// Whether it is not what was sent but what a computer wrote about it.
    pub told: bool,
    /// The server's port of a protocol that no host of the lab speaks, where the messages are whole PDUs of it.
    pub framed: Option<u16>,
}

/// Which leg of the journey a connection is. It follows from who called whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Hop {
    /// So many calls away from the person, the first being 1.
    Number(u8),
    /// To a domain controller, whoever calls it.
    Directory,
}

impl Hop {
    /// The person's computer to the front end.
    pub const FIRST: Self = Self::Number(1);
    /// The front end to a back end.
    pub const SECOND: Self = Self::Number(2);

    /// The leg of a call to a host of that role, by somebody who is reached over so many hops.
    pub fn of_call(depth: u8, to: Option<Role>) -> Self {
        match to {
            Some(Role::DomainController) => Self::Directory,
            _ => Self::Number(depth.saturating_add(1)),
        }
    }
}

/// What happened in a run, event by event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// The hosts, in the order in which they are drawn; a host's number is its index.
    pub hosts: Vec<HostInfo>,
    /// The connections, in the order they were opened, which is the order of their numbers.
    pub connections: Vec<Connection>,
    /// The events, in order; an event's number is its index.
    pub events: Vec<Event>,
    /// Whether the run was cut off because it did not come to rest.
    pub cut_off: bool,
    /// Whether it is the beginning of a longer one: its end says nothing.
    pub goes_on: bool,
    /// The events that are messages, in order.
    messages: Vec<EventId>,
}

impl Log {
    /// The event of that number.
    pub fn event(&self, id: EventId) -> Option<&Event> {
        self.events.get(usize::try_from(id.0).ok()?)
    }

    /// The host of that number.
    pub fn host(&self, id: HostId) -> Option<&HostInfo> {
        self.hosts.get(usize::from(id.0))
    }

    /// The back end of the run: SQL Server, or the mailbox host.
    pub fn back_end(&self) -> Role {
        match self.host_of(Role::SqlServer) {
            Some(_) => Role::SqlServer,
            None => Role::Mailbox,
        }
    }

    /// The first host that has that part; not every run has one of each.
    pub fn host_of(&self, role: Role) -> Option<&HostInfo> {
        self.hosts.iter().find(|host| host.role == Some(role))
    }

    /// The connection of that number. Takes time in proportion to the logarithm of how many there are.
    pub fn connection(&self, id: ConnectionId) -> Option<&Connection> {
        let place = self
            .connections
            .binary_search_by_key(&id, |connection| connection.id);
        self.connections.get(place.ok()?)
    }

    /// The messages in order, each with its event: what was sent.
    pub fn messages(&self) -> impl Iterator<Item = (&Arc<[u8]>, &Event)> {
        let events = self.messages.iter().filter_map(|id| self.event(*id));
        events.filter_map(|event| Some((event.sides()?[0], event)))
    }

    /// The number of an event's message among the run's messages, from 0.
    pub fn message_number(&self, id: EventId) -> Option<u32> {
        u32::try_from(self.messages.binary_search(&id).ok()?).ok()
    }

    /// A message by its place among all that were sent, from 0.
    pub fn message(&self, number: u32) -> Option<&Event> {
        let number = usize::try_from(number).ok()?;
        self.event(*self.messages.get(number)?)
    }

    /// Of those hosts, with nothing that has happened.
    pub fn new(hosts: Vec<HostInfo>) -> Self {
        Self {
            hosts,
            ..Self::default()
        }
    }

    /// What had happened by an event, and nothing that came after.
    pub fn until(mut self, last: EventId) -> Self {
        self.events.retain(|event| event.id <= last);
        self.messages.retain(|id| *id <= last);
        let Self {
            connections,
            events,
            ..
        } = &mut self;
        let opened = events.iter().filter_map(|event| match event.kind {
            EventKind::Opened(id) => Some(id),
            _ => None,
        });
        let opened: HashSet<ConnectionId> = opened.collect();
        connections.retain(|connection| opened.contains(&connection.id));
        self.cut_off = false;
        self.goes_on = true;
        self
    }

    /// Forgets what happened, and the connections of which `over` holds.
    pub fn forget(&mut self, over: impl Fn(ConnectionId) -> bool) {
        self.events.clear();
        self.messages.clear();
        self.connections.retain(|connection| !over(connection.id));
    }

    /// The role of the host an event happened at.
    pub fn role(&self, event: &Event) -> Option<Role> {
        self.host(event.host)?.role
    }

    /// The leg an event belongs to, where it is about a connection.
    pub fn hop(&self, event: &Event) -> Option<Hop> {
        Some(self.connection(event.kind.connection()?)?.hop)
    }

    /// Appends an event of a run and gives it its number.
    pub fn push(&mut self, host: HostId, at: FileTime, kind: EventKind, gained: Vec<Holding>) {
        self.append(Origin::Computed, host, Some(at), kind, gained);
    }

    /// Appends an event of other people's traffic, and gives it its number; inferences are marked as such.
    pub fn observe(&mut self, host: HostId, at: Option<FileTime>, kind: EventKind) {
        let origin = match kind {
            EventKind::Inference { .. } => Origin::Inferred,
            _ => Origin::Observed,
        };
        self.append(origin, host, at, kind, Vec::new());
    }

    fn append(
        &mut self,
        origin: Origin,
        host: HostId,
        at: Option<FileTime>,
        kind: EventKind,
        gained: Vec<Holding>,
    ) {
        let id = EventId(u32::try_from(self.events.len()).unwrap_or(u32::MAX));
        if matches!(kind, EventKind::Message { .. }) {
            self.messages.push(id);
        }
        self.events.push(Event {
            id,
            origin,
            at,
            host,
            kind,
            gained,
        });
    }
}
