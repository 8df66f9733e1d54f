//! The virtual network: it carries what hosts send, in order, through virtual time, and writes the log.

use super::edit::{self, Splice};
use super::log::{Connection, EventId, Hop, HostId, HostInfo, Kind, Log};
use crate::hosts::{
    ConnectionId, Context, Entropy, FileTime, Host, Input, Machine, Note, Output, Role,
};
use std::sync::Arc;

/// A run that is longer than this is cut off: hosts that never come to rest are a fault of theirs.
const STEPS: usize = 10_000;
/// One way, in microseconds.
const LATENCY: u64 = 400;

/// Hosts on computers, and what is on its way between them.
pub struct Network {
    log: Log,
    now: FileTime,
    machines: Vec<Machine>,
    seats: Vec<Seat>,
    queue: Vec<Delivery>,
    outside: Vec<(ConnectionId, Outside)>,
    /// The number of the next connection.
    next: u32,
    /// Connections that are closed and not forgotten yet.
    closed: Vec<ConnectionId>,
    /// What somebody in between changes, and how many messages have passed.
    edits: (Vec<Splice>, u32),
}

/// What a connection to a host outside this network carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outside {
    /// A host of this network opened a connection to somebody who is not in it.
    Opened(Role),
    /// Bytes for the outside.
    Bytes(Vec<u8>),
    /// The connection is closed.
    Closed,
}

struct Seat {
    host: Box<dyn Host>,
    machine: usize,
    entropy: Box<dyn Entropy + Send>,
}

struct Delivery {
    to: HostId,
    input: Input,
    cause: Option<EventId>,
}

impl Network {
    /// An empty network at a point in time.
    pub fn new(start: FileTime) -> Self {
        Self {
            log: Log::default(),
            now: start,
            machines: Vec::new(),
            seats: Vec::new(),
            queue: Vec::new(),
            outside: Vec::new(),
            next: 0,
            closed: Vec::new(),
            edits: Default::default(),
        }
    }

    /// Somebody in between changes messages: receivers get what comes of it.
    pub fn tamper(&mut self, edits: &[Splice]) {
        self.edits.0 = edits.to_vec();
    }

    /// Adds a computer; hosts are put on it by the number returned.
    pub fn computer(&mut self, machine: Machine) -> usize {
        self.machines.push(machine);
        self.machines.len() - 1
    }

    /// The computer of that number.
    pub fn machine(&self, number: usize) -> Option<&Machine> {
        self.machines.get(number)
    }

    /// Puts a host on a computer.
    pub fn add(
        &mut self,
        role: Role,
        host: impl Host + 'static,
        machine: usize,
        entropy: impl Entropy + Send + 'static,
    ) -> HostId {
        let id = HostId(u16::try_from(self.seats.len()).unwrap_or(u16::MAX));
        self.log.hosts.push(HostInfo {
            id,
            name: self
                .machines
                .get(machine)
                .map(|machine| machine.name.clone())
                .unwrap_or_default(),
            role: Some(role),
            holdings: host.holdings(),
        });
        self.seats.push(Seat {
            host: Box::new(host),
            machine,
            entropy: Box::new(entropy),
        });
        id
    }

    /// Lets a host begin.
    pub fn start(&mut self, host: HostId) {
        self.deliver(host, Input::Start, None);
    }

    /// Somebody outside opens a connection to a host.
    pub fn open_from_outside(&mut self, host: HostId) -> ConnectionId {
        let id = next_connection(&mut self.next);
        self.log.connections.push(Connection {
            id,
            from: host,
            to: host,
            hop: Hop::First,
            loopback: false,
        });
        self.deliver(host, Input::Opened(id), None);
        id
    }

    /// Something arrives at a host from outside.
    pub fn arrive(&mut self, host: HostId, input: Input) {
        if let Input::Closed(connection) = input {
            self.closed.push(connection);
        }
        self.deliver(host, input, None);
    }

    /// Sets the clock; a network that serves real peers follows real time.
    pub fn set_time(&mut self, now: FileTime) {
        self.now = now;
    }

    /// Delivers until all is quiet. What is for the outside is handed out.
    pub fn run(&mut self) -> Vec<(ConnectionId, Outside)> {
        for _ in 0..STEPS {
            if self.queue.is_empty() {
                return std::mem::take(&mut self.outside);
            }
            let delivery = self.queue.remove(0);
            self.step(delivery);
        }
        self.log.cut_off = true;
        self.queue.clear();
        std::mem::take(&mut self.outside)
    }

    /// What happened so far; the network forgets it. A server that runs for long must not remember everything.
    pub fn take_log(&mut self) -> Log {
        std::mem::take(&mut self.log)
    }

    /// What happened and is not forgotten yet.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// Forgets the events and the closed connections; keeps the hosts and the open ones.
    pub fn forget_events(&mut self) {
        self.log.events.clear();
        let closed = std::mem::take(&mut self.closed);
        let open = |connection: &Connection| !closed.contains(&connection.id);
        self.log.connections.retain(open);
    }

    fn deliver(&mut self, to: HostId, input: Input, cause: Option<EventId>) {
        self.queue.push(Delivery { to, input, cause });
    }

    fn step(&mut self, delivery: Delivery) {
        let Delivery { to, input, cause } = delivery;
        if matches!(input, Input::Received(..)) {
            self.now = self.now.plus_micros(LATENCY);
        }
        let Some(seat) = self.seats.get_mut(usize::from(to.0)) else {
            return;
        };
        let Some(machine) = self.machines.get_mut(seat.machine) else {
            return;
        };
        let mut recorder = Recorder {
            host: to,
            at: self.now,
            cause,
            log: &mut self.log,
            queue: &mut self.queue,
            outside: &mut self.outside,
            next: &mut self.next,
            closed: &mut self.closed,
            edits: &mut self.edits,
        };
        seat.host.handle(
            input,
            &mut Context {
                now: self.now,
                entropy: seat.entropy.as_mut(),
                machine,
                out: &mut recorder,
            },
        );
    }
}

/// Numbers are not used again: what is still on its way to a closed connection must not reach another.
fn next_connection(next: &mut u32) -> ConnectionId {
    let id = ConnectionId(*next);
    *next = next.saturating_add(1);
    id
}

/// A host's output: everything is written down, and what concerns others is queued for them.
struct Recorder<'a> {
    host: HostId,
    at: FileTime,
    /// What led to what the host does next: what it received, then what it did last.
    cause: Option<EventId>,
    log: &'a mut Log,
    queue: &'a mut Vec<Delivery>,
    outside: &'a mut Vec<(ConnectionId, Outside)>,
    next: &'a mut u32,
    closed: &'a mut Vec<ConnectionId>,
    edits: &'a mut (Vec<Splice>, u32),
}

impl Recorder<'_> {
    fn record(&mut self, kind: Kind, gained: Vec<crate::hosts::Holding>) -> EventId {
        let causes = self.cause.into_iter().collect();
        let id = self.log.push(self.host, causes, self.at, kind, gained);
        self.cause = Some(id);
        id
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

    fn dispatch(&mut self, connection: ConnectionId, cause: EventId, input: Input, out: Outside) {
        match self.peer(connection) {
            Some(to) => self.queue.push(Delivery {
                to,
                input,
                cause: Some(cause),
            }),
            None => self.outside.push((connection, out)),
        }
    }
}

impl Output for Recorder<'_> {
    fn open(&mut self, role: Role) -> ConnectionId {
        let id = next_connection(self.next);
        let to = self.log.host_of(role).map_or(self.host, |host| host.id);
        let name = |id| self.log.host(id).map(|host| host.name.as_str());
        self.log.connections.push(Connection {
            id,
            from: self.host,
            to,
            hop: match role {
                Role::FrontEnd | Role::Browser => Hop::First,
                Role::Mailbox => Hop::Second,
                Role::DomainController => Hop::Directory,
            },
            loopback: name(self.host) == name(to),
        });
        let cause = self.record(Kind::Opened(id), Vec::new());
        self.dispatch(id, cause, Input::Opened(id), Outside::Opened(role));
        id
    }

    fn send(&mut self, connection: ConnectionId, bytes: Vec<u8>) {
        let to = self.peer(connection).unwrap_or(self.host);
        let (edits, number) = &mut *self.edits;
        let arrives = edit::received(edits, *number, &bytes).into_owned();
        *number = number.saturating_add(1);
        let sent: Arc<[u8]> = bytes.as_slice().into();
        let received = if arrives == bytes {
            sent.clone()
        } else {
            arrives.as_slice().into()
        };
        let kind = Kind::Message {
            connection,
            to,
            received: Some(received),
            sent,
        };
        let cause = self.record(kind, Vec::new());
        let input = Input::Received(connection, arrives.clone());
        self.dispatch(connection, cause, input, Outside::Bytes(arrives));
    }

    fn close(&mut self, connection: ConnectionId) {
        self.closed.push(connection);
        let cause = self.record(Kind::Closed(connection), Vec::new());
        let input = Input::Closed(connection);
        self.dispatch(connection, cause, input, Outside::Closed);
    }

    fn note(&mut self, note: Note) {
        let (kind, gained) = Kind::of(note);
        self.record(kind, gained);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::{Scenario, hosts};
    use std::collections::BTreeSet;

    #[test]
    fn what_is_closed_is_forgotten() {
        let scenario = Scenario::of(crate::hosts::Era::Today);
        let (_, mut network) = hosts(&scenario);
        let front_end = network.log().host_of(Role::FrontEnd).unwrap().id;
        let mut numbers = BTreeSet::new();
        for _ in 0..3 {
            let id = network.open_from_outside(front_end);
            assert!(numbers.insert(id), "a number is used once");
            network.run();
            let request = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n".to_vec();
            network.arrive(front_end, Input::Received(id, request));
            assert!(matches!(network.run()[..], [(to, Outside::Bytes(_))] if to == id));
            network.forget_events();
            assert_eq!(network.log().connections.len(), 1, "still open");
            network.arrive(front_end, Input::Closed(id));
            network.run();
            network.forget_events();
            assert!(network.log().connections.is_empty() && network.log().events.is_empty());
        }
    }
}
