//! Calls that nobody takes: connections that are not opened, and questions in datagrams that get no answer.

use super::{FileLocation, Party};

/// What comes of a call that nobody takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoAnswer {
    /// Nothing comes back.
    Silence,
    /// That nobody listens there: TCP's RST (RFC 9293 3.5.2), or ICMP's "port unreachable".
    Refusal,
    /// That there is no way there, or none that is open (RFC 792, RFC 4443 3.1).
    Unreachable,
}

/// What carries a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Transport {
    /// A connection is to be opened.
    Tcp,
    /// A question in a datagram.
    Udp,
}

/// Calls of one computer to a port of another that nobody takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Unreached {
    /// The file that they were seen in, from 0.
    pub file: usize,
    /// Who calls, without a port.
    pub client: Party,
    /// Who is called, with the port.
    pub server: Party,
    /// Whether it is a connection or a question in a datagram.
    pub over: Transport,
    /// What comes of it.
    pub why: NoAnswer,
    /// So many packets call.
    pub count: u32,
    /// From the first of them to the last, or to what came of it.
    pub location: FileLocation,
}
