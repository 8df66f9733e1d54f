//! The virtual network: it carries what hosts send, in order, through virtual time, and writes the log.

mod recorder;

use recorder::Recorder;

use super::edit::Splice;
use super::log::{Carrier, Connection, Hop, HostId, HostInfo, Log};
use super::topology::{ComputerId, Service, Topology};
use crate::hosts::{ConnectionId, Context, Endpoint, Entropy, FileTime, Host, Input, Machine};
use std::collections::VecDeque;

/// A run that is longer than this is cut off: hosts that never come to rest are a fault of theirs.
const STEPS: usize = 10_000;
/// How long bytes take to the other end, in microseconds of virtual time.
const LATENCY: u64 = 400;

/// Services on computers, and what is on its way between them.
pub struct Network {
    log: Log,
    now: FileTime,
    machines: Vec<Machine>,
    services: Vec<RunningService>,
    /// The computer of each service.
    computers: Vec<ComputerId>,
    /// Which service listens at which host name and port; the first one that matches is it.
    listeners: Vec<(Endpoint, HostId)>,
    queue: VecDeque<Delivery>,
    outside: Vec<(ConnectionId, OutsideEvent)>,
    /// The number of the next connection.
    next: u32,
    /// Connections that are closed and not forgotten yet.
    closed: Vec<ConnectionId>,
    /// What somebody in between changes.
    edits: Vec<Splice>,
    /// How many messages have passed.
    passed: u32,
}

/// What a connection to a host outside this network carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutsideEvent {
    /// A host of this network opened a connection to somebody who is not in it.
    Opened(Endpoint),
    /// Bytes that a host of this network sent.
    Bytes(Vec<u8>),
    /// A host of this network closed the connection.
    Closed,
}

/// A service at work, with its own source of random values.
struct RunningService {
    host: Box<dyn Host>,
    entropy: Box<dyn Entropy + Send>,
    /// The most hops over which it has been called.
    depth: u8,
}

struct Delivery {
    to: HostId,
    input: Input,
}

impl Network {
    /// The network of a topology, at a point in time.
    pub fn new(topology: Topology, start: FileTime) -> Self {
        let mut listeners: Vec<(Endpoint, HostId)> = Vec::new();
        for (id, service) in numbered(&topology) {
            let endpoints = service.endpoints.iter().cloned();
            listeners.extend(endpoints.map(|endpoint| (endpoint, id)));
        }
        let hosts = numbered(&topology).map(|(id, service)| {
            let computer = topology.computers.get(service.computer.0);
            HostInfo {
                id,
                name: computer.map_or_else(String::new, |machine| machine.name.clone()),
                role: Some(service.role),
                account: Some(service.account.clone()),
                era: computer.map(|machine| machine.era),
                takes_tickets: service.takes_tickets,
                links: service
                    .links
                    .iter()
                    .filter_map(|link| listener(&listeners, link))
                    .collect(),
                holdings: service.host.holdings(),
                kerberos_keys: computer.map(Machine::kerberos_keys).unwrap_or_default(),
            }
        });
        let hosts = hosts.collect();
        let places = topology.services.iter().map(|service| service.computer);
        let places = places.collect();
        let services = topology.services.into_iter().map(|service| RunningService {
            host: service.host,
            entropy: service.entropy,
            depth: 0,
        });
        Self {
            log: Log::new(hosts),
            now: start,
            services: services.collect(),
            computers: places,
            machines: topology.computers,
            listeners,
            queue: VecDeque::new(),
            outside: Vec::new(),
            next: 0,
            closed: Vec::new(),
            edits: Vec::new(),
            passed: 0,
        }
    }

    /// Somebody in between changes messages: receivers get what comes of it.
    pub fn tamper(&mut self, edits: &[Splice]) {
        self.edits = edits.to_vec();
    }

    /// The computer as it is now, with what its LSA keeps; none where the number is unknown.
    pub fn machine(&self, computer: ComputerId) -> Option<&Machine> {
        self.machines.get(computer.0)
    }

    /// Hands a host [`Input::Start`], as to a browser whose person begins.
    pub fn start(&mut self, host: HostId) {
        self.deliver(host, Input::Start);
    }

    /// Somebody outside opens a connection to a host.
    pub fn open_from_outside(&mut self, host: HostId) -> ConnectionId {
        let id = next_connection(&mut self.next);
        self.log.connections.push(Connection {
            id,
            from: host,
            to: host,
            hop: Hop::FIRST,
            loopback: false,
            carrier: Carrier::default(),
        });
        self.deliver(host, Input::Opened(id));
        id
    }

    /// Something arrives at a host from outside.
    pub fn arrive(&mut self, host: HostId, input: Input) {
        if let Input::Closed(connection) = input {
            self.closed.push(connection);
        }
        self.deliver(host, input);
    }

    /// Sets the clock; a network that serves real peers follows real time.
    pub fn set_time(&mut self, now: FileTime) {
        self.now = now;
    }

    /// Delivers until all is quiet. What is for the outside is handed out.
    pub fn run(&mut self) -> Vec<(ConnectionId, OutsideEvent)> {
        for _ in 0..STEPS {
            let Some(delivery) = self.queue.pop_front() else {
                return std::mem::take(&mut self.outside);
            };
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
        let closed = std::mem::take(&mut self.closed);
        self.log.forget(|connection| closed.contains(&connection));
    }

    fn deliver(&mut self, to: HostId, input: Input) {
        self.queue.push_back(Delivery { to, input });
    }

    fn step(&mut self, delivery: Delivery) {
        let Delivery { to, input } = delivery;
        if matches!(input, Input::Received(..)) {
            self.now = self.now.plus_micros(LATENCY);
        }
        let place = self.computers.get(usize::from(to.0));
        let Some(service) = self.services.get_mut(usize::from(to.0)) else {
            return;
        };
        let Some(machine) = place.and_then(|place| self.machines.get_mut(place.0)) else {
            return;
        };
        if let Input::Opened(id) = input
            && let Some(Hop::Number(hops)) =
                self.log.connection(id).map(|connection| connection.hop)
        {
            service.depth = service.depth.max(hops);
        }
        let mut recorder = Recorder {
            host: to,
            depth: service.depth,
            at: self.now,
            computers: &self.computers,
            listeners: &self.listeners,
            log: &mut self.log,
            queue: &mut self.queue,
            outside: &mut self.outside,
            next: &mut self.next,
            closed: &mut self.closed,
            edits: &self.edits,
            passed: &mut self.passed,
        };
        service.host.handle(
            input,
            &mut Context {
                now: self.now.plus_minutes(machine.clock_ahead.into()),
                entropy: service.entropy.as_mut(),
                machine,
                out: &mut recorder,
            },
        );
    }
}

/// The services of a topology with their numbers.
fn numbered(topology: &Topology) -> impl Iterator<Item = (HostId, &Service)> {
    (0..).map(HostId).zip(&topology.services)
}

/// The service that listens there; none where nobody does.
fn listener(listeners: &[(Endpoint, HostId)], endpoint: &Endpoint) -> Option<HostId> {
    let mut listeners = listeners.iter();
    let found = listeners.find(|(listens, _)| listens.matches(endpoint));
    found.map(|(_, host)| *host)
}

/// Numbers are not used again: what is still on its way to a closed connection must not reach another.
fn next_connection(next: &mut u32) -> ConnectionId {
    let id = ConnectionId(*next);
    *next = next.saturating_add(1);
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::Role;
    use crate::lab::{Scenario, network};
    use std::collections::BTreeSet;

    #[test]
    fn what_is_closed_is_forgotten() {
        let scenario = Scenario::of(crate::hosts::Era::Today);
        let (_, mut network) = network(&scenario);
        let front_end = network.log().host_of(Role::FrontEnd).unwrap().id;
        let mut numbers = BTreeSet::new();
        for _ in 0..3 {
            let id = network.open_from_outside(front_end);
            assert!(numbers.insert(id), "a number is used once");
            network.run();
            let request = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n".to_vec();
            network.arrive(front_end, Input::Received(id, request));
            assert!(matches!(network.run()[..], [(to, OutsideEvent::Bytes(_))] if to == id));
            network.forget_events();
            assert_eq!(network.log().connections.len(), 1, "still open");
            network.arrive(front_end, Input::Closed(id));
            network.run();
            network.forget_events();
            assert!(network.log().connections.is_empty() && network.log().events.is_empty());
        }
    }

    /// Two computers may have one name; and whoever is not in the network is on none of its computers.
    #[test]
    fn a_connection_is_loopback_by_its_computers_and_not_by_their_names() {
        let mut scenario = Scenario::of(crate::hosts::Era::Y1998);
        scenario.names.desktop = scenario.names.web_server.clone();
        let log = crate::lab::run(&scenario);
        assert!(!log.connections[0].loopback, "two computers, one name");
        scenario.back_end.placement = crate::lab::BackEndLocation::SameHost;
        let log = crate::lab::run(&scenario);
        let second = log.connections.iter().find(|c| c.hop == Hop::SECOND);
        assert!(second.unwrap().loopback);
        let (_, mut network) = network(&scenario);
        let front_end = network.log().host_of(Role::FrontEnd).unwrap().id;
        network.open_from_outside(front_end);
        assert!(!network.log().connections[0].loopback);
    }
}
