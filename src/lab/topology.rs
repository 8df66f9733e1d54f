//! The computers of a network, the services on them, and who calls whom: data that a network is built from.

use crate::hosts::{Endpoint, Entropy, Host, Machine, Role};

/// Computers and services. Their order is the order in which they are drawn.
#[derive(Default)]
pub struct Topology {
    /// The computers; a [`ComputerId`] is a place among them.
    pub computers: Vec<Machine>,
    /// The services; a host's number in the log is its place among them.
    pub services: Vec<Service>,
}

/// A computer's place in its [`Topology`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ComputerId(pub usize);

/// A service on a computer.
pub struct Service {
    /// What it is to the others.
    pub role: Role,
    /// The state machine that answers what comes to it.
    pub host: Box<dyn Host>,
    /// The computer it runs on, whose LSA and accounts it shares.
    pub computer: ComputerId,
    /// The account it runs as.
    pub account: String,
    /// Host names and ports at which others reach it.
    pub endpoints: Vec<Endpoint>,
    /// Whether it offers Negotiate, by which it takes tickets.
    pub takes_tickets: bool,
    /// The endpoints that it may call.
    pub links: Vec<Endpoint>,
    /// Where its random values come from.
    pub entropy: Box<dyn Entropy + Send>,
}

impl Topology {
    /// Adds a computer; its number is how services name it.
    pub fn computer(&mut self, machine: Machine) -> ComputerId {
        self.computers.push(machine);
        ComputerId(self.computers.len() - 1)
    }

    /// Adds a service, whose place in the list is its number as a host.
    pub fn service(&mut self, service: Service) {
        self.services.push(service);
    }
}
