//! Who reads the bytes of a connection once they are in order.

use crate::traffic::dissect::{ConnectionDissector, Stamp};
use crate::traffic::leg::{Leg, Protocol, Sender};
use std::net::IpAddr;

/// What a connection turned out to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConnectionSummary {
    /// What was spoken, if it is anything of interest.
    pub protocol: Option<Protocol>,
    /// Whether the end taken for the client is the server.
    pub reversed: bool,
    /// Whether the server is a proxy that hands on what is meant for others.
    pub by_proxy: bool,
    /// Whom the client, a proxy, says that it calls for.
    pub caller: Option<IpAddr>,
}

/// Reads the bytes of a connection: a dissector, or what a test puts in its place.
pub trait Listener {
    /// Takes bytes that follow those before.
    fn data(&mut self, from: Sender, bytes: &[u8], stamp: Stamp, out: &mut Vec<Leg>);
    /// Takes note of so many bytes that the file lacks.
    fn gap(&mut self, from: Sender, bytes: u64, stamp: Stamp, out: &mut Vec<Leg>);
    /// Takes note that nothing follows.
    fn end(&mut self, out: &mut Vec<Leg>);
    /// Whether nothing that follows is of interest.
    fn done(&self) -> bool;
    /// What the connection turned out to be, so far.
    fn outcome(&self) -> ConnectionSummary;
}

/// Makes a listener for a connection: its number among the flows, the client's port, the server's.
pub type Listen = fn(usize, u16, u16) -> Box<dyn Listener>;

impl Listener for ConnectionDissector {
    fn data(&mut self, from: Sender, bytes: &[u8], stamp: Stamp, out: &mut Vec<Leg>) {
        self.data(from, bytes, stamp, out);
    }

    fn gap(&mut self, from: Sender, bytes: u64, stamp: Stamp, out: &mut Vec<Leg>) {
        self.gap(from, bytes, stamp, out);
    }

    fn end(&mut self, out: &mut Vec<Leg>) {
        self.end(out);
    }

    fn done(&self) -> bool {
        self.done()
    }

    fn outcome(&self) -> ConnectionSummary {
        ConnectionSummary {
            protocol: self.protocol(),
            reversed: self.reversed(),
            by_proxy: self.by_proxy(),
            caller: self.caller(),
        }
    }
}
