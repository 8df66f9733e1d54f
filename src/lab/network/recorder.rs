//! The output of a host at work: the log, and what is on its way to others.

use super::{Delivery, OutsideEvent, listener, next_connection};
use crate::hosts::{ConnectionId, Endpoint, FileTime, Holding, Input, Note, Output};
use crate::lab::edit::{self, Splice};
use crate::lab::log::{Carrier, Connection, EventKind, Hop, HostId, Log};
use crate::lab::topology::ComputerId;
use std::collections::VecDeque;
use std::sync::Arc;

/// A host's output: everything is written down, and what concerns others is queued for them.
pub(super) struct Recorder<'a> {
    pub(super) host: HostId,
    /// The most hops over which it has been called.
    pub(super) depth: u8,
    pub(super) at: FileTime,
    /// The computer of each host.
    pub(super) computers: &'a [ComputerId],
    pub(super) listeners: &'a [(Endpoint, HostId)],
    pub(super) log: &'a mut Log,
    pub(super) queue: &'a mut VecDeque<Delivery>,
    pub(super) outside: &'a mut Vec<(ConnectionId, OutsideEvent)>,
    pub(super) next: &'a mut u32,
    pub(super) closed: &'a mut Vec<ConnectionId>,
    pub(super) edits: &'a [Splice],
    pub(super) passed: &'a mut u32,
}

impl Recorder<'_> {
    fn record(&mut self, kind: EventKind, gained: Vec<Holding>) {
        self.log.push(self.host, self.at, kind, gained);
    }

    /// The other end; the host itself stands for somebody outside.
    fn peer(&self, connection: ConnectionId) -> Option<HostId> {
        let connection = self.log.connection(connection)?;
        let other = if connection.from == self.host {
            connection.to
        } else {
            connection.from
        };
        (other != self.host).then_some(other)
    }

    fn dispatch(&mut self, connection: ConnectionId, input: Input, out: OutsideEvent) {
        match self.peer(connection) {
            Some(to) => self.queue.push_back(Delivery { to, input }),
            None => self.outside.push((connection, out)),
        }
    }
}

impl Output for Recorder<'_> {
    fn open(&mut self, endpoint: &Endpoint) -> ConnectionId {
        let id = next_connection(self.next);
        let found = listener(self.listeners, endpoint);
        let to = found.unwrap_or(self.host);
        let role = found
            .and_then(|to| self.log.host(to))
            .and_then(|host| host.role);
        let place = |host: HostId| self.computers.get(usize::from(host.0));
        self.log.connections.push(Connection {
            id,
            from: self.host,
            to,
            hop: Hop::of_call(self.depth, role),
            loopback: found.is_some() && place(self.host) == place(to),
            carrier: Carrier::default(),
        });
        self.record(EventKind::Opened(id), Vec::new());
        let input = Input::Opened(id);
        self.dispatch(id, input, OutsideEvent::Opened(endpoint.clone()));
        id
    }

    fn send(&mut self, connection: ConnectionId, bytes: Vec<u8>) {
        let to = self.peer(connection).unwrap_or(self.host);
        let arrives = edit::received(self.edits, *self.passed, &bytes).into_owned();
        *self.passed = self.passed.saturating_add(1);
        let sent: Arc<[u8]> = bytes.as_slice().into();
        let received = if arrives == bytes {
            sent.clone()
        } else {
            arrives.as_slice().into()
        };
        let kind = EventKind::Message {
            connection,
            to,
            received: Some(received),
            sent,
        };
        self.record(kind, Vec::new());
        let input = Input::Received(connection, arrives.clone());
        self.dispatch(connection, input, OutsideEvent::Bytes(arrives));
    }

    fn close(&mut self, connection: ConnectionId) {
        self.closed.push(connection);
        self.record(EventKind::Closed(connection), Vec::new());
        let input = Input::Closed(connection);
        self.dispatch(connection, input, OutsideEvent::Closed);
    }

    fn note(&mut self, note: Box<Note>) {
        let (kind, gained) = EventKind::from_note(*note);
        self.record(kind, gained);
    }
}
