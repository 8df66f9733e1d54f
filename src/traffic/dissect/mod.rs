//! Stand-in: keeps the bytes of each flow, a leg for each call.

use crate::traffic::leg::{Kind, Leg, Moment, Protocol, Sender, Spot, Unit};

/// When and where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub at: Option<Moment>,
    /// Packet, from 1.
    pub packet: u32,
}

/// Stand-in.
pub struct Dissector {
    flow: usize,
    /// A server on this port is nothing of ours, told from the first bytes.
    quiet: bool,
    seen: bool,
}

fn leg(flow: usize, from: Sender, stamp: Stamp) -> Leg {
    let spot = Spot {
        unit: Unit::Packet,
        first: stamp.packet,
        last: stamp.packet,
    };
    Leg::new(flow, from, stamp.at, spot)
}

impl Dissector {
    /// New.
    pub fn new(flow: usize, _client_port: u16, server_port: u16) -> Self {
        Self {
            flow,
            quiet: server_port == 9,
            seen: false,
        }
    }
    /// Bytes.
    pub fn data(&mut self, from: Sender, bytes: &[u8], stamp: Stamp, out: &mut Vec<Leg>) {
        self.seen = true;
        if !self.quiet {
            let mut leg = leg(self.flow, from, stamp);
            leg.message = bytes.into();
            out.push(leg);
        }
    }
    /// Gap.
    pub fn gap(&mut self, from: Sender, bytes: u64, stamp: Stamp, out: &mut Vec<Leg>) {
        let mut leg = leg(self.flow, from, stamp);
        leg.kind = Kind::Gap(bytes);
        out.push(leg);
    }
    /// End.
    pub fn end(&mut self, _out: &mut Vec<Leg>) {}
    /// Protocol.
    pub fn protocol(&self) -> Option<Protocol> {
        (self.seen && !self.quiet).then_some(Protocol::Http)
    }
    /// Reversed.
    pub fn reversed(&self) -> bool {
        false
    }
    /// Done.
    pub fn done(&self) -> bool {
        self.quiet && self.seen
    }
}

/// Kerberos over UDP.
pub fn datagram(flow: usize, from: Sender, bytes: &[u8], stamp: Stamp, out: &mut Vec<Leg>) -> bool {
    let mut leg = leg(flow, from, stamp);
    leg.message = bytes.into();
    out.push(leg);
    true
}
