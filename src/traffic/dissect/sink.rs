//! Where legs go, and the gaps before them.

use super::{Stamp, inbox::PacketSpan};
use crate::traffic::leg::{FileLocation, Leg, LegKind, Sender, Unit};

/// Missing bytes that no leg tells of yet. They are told right before the next leg, so that a transfer with many gaps
/// and no sign-in is not a long list.
#[derive(Default)]
pub struct PendingGap {
    gap: Option<(Sender, u64, Stamp, u32)>,
    /// Whether there was a leg before.
    any: bool,
}

impl PendingGap {
    /// So many bytes are missing.
    pub fn add(&mut self, from: Sender, bytes: u64, stamp: Stamp) {
        let (_, sum, _, last) = self.gap.get_or_insert((from, 0, stamp, stamp.packet));
        *sum = sum.saturating_add(bytes);
        *last = stamp.packet.max(*last);
    }

    /// The ends have changed their places.
    pub fn swap_ends(&mut self) {
        if let Some((from, ..)) = &mut self.gap {
            *from = from.other();
        }
    }

    /// Tells of what is missing at the end, where anything else was told.
    pub fn finish(&mut self, flow: usize, out: &mut Vec<Leg>) {
        if self.any {
            self.tell(flow, out);
        }
    }

    fn tell(&mut self, flow: usize, out: &mut Vec<Leg>) {
        if let Some((from, bytes, stamp, last)) = self.gap.take() {
            let mut leg = Leg::new(flow, from, stamp.at, location(stamp.packet.min(last), last));
            leg.kind = LegKind::Gap(bytes);
            out.push(leg);
        }
    }
}

fn location(first: u32, last: u32) -> FileLocation {
    FileLocation {
        unit: Unit::Packet,
        first,
        last,
    }
}

/// Takes the legs that a message gives.
pub struct Sink<'a> {
    /// Who sent the message.
    pub from: Sender,
    flow: usize,
    span: PacketSpan,
    lost: &'a mut PendingGap,
    out: &'a mut Vec<Leg>,
}

impl<'a> Sink<'a> {
    /// For a message of those packets.
    pub fn new(
        flow: usize,
        from: Sender,
        span: PacketSpan,
        lost: &'a mut PendingGap,
        out: &'a mut Vec<Leg>,
    ) -> Self {
        Self {
            from,
            flow,
            span,
            lost,
            out,
        }
    }

    /// A leg for the message, with nothing in it.
    pub fn leg(&self) -> Leg {
        let PacketSpan { at, first, last } = self.span;
        Leg::new(self.flow, self.from, at, location(first, last))
    }

    /// A leg with these bytes.
    pub fn leg_of(&self, message: &[u8]) -> Leg {
        let mut leg = self.leg();
        leg.message = message.into();
        leg
    }

    /// Tells a leg.
    pub fn emit(&mut self, leg: Leg) {
        self.lost.tell(self.flow, self.out);
        self.lost.any = true;
        self.out.push(leg);
    }
}
