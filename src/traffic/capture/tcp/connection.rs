//! A connection: two directions, put in order each and with respect to each other.
//!
//! A segment is handed on when all bytes before it and all bytes that it acknowledges were: so an answer never comes before
//! its question, whatever order the packets were captured in. What lacks is waited for a while and then given up.

use super::half_stream::{Arrival, HalfStream};
use super::listener::{ConnectionSummary, Listener};
use super::segment::{CutSegment, Segment};
use crate::traffic::dissect::Stamp;
use crate::traffic::leg::{Leg, Sender, Stretch};

/// So many packets of the connection may come until what lacks is given up.
const PATIENCE: u32 = 256;
/// So much memory may be taken by what waits.
const MAX_HELD: usize = 1 << 20;
/// An acknowledgement further ahead is an error of somebody's.
const MAX_AHEAD: u64 = 1 << 30;
/// A segment further behind is of a later connection, whose beginning is not in the file.
const MAX_BEHIND: i64 = 1 << 26;

/// Whether the file may hold more of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    /// The connection may have more segments: what is not whole waits for them.
    MayCome,
    /// The connection or the file has ended.
    Never,
}

/// A connection that is in the table.
pub struct TcpConnection {
    client: HalfStream,
    server: HalfStream,
    /// None once it has nothing more to say.
    listener: Option<Box<dyn Listener>>,
    outcome: ConnectionSummary,
    /// Counts its packets.
    turn: u32,
    /// The last packet, if it is cut: where captures were put together a whole copy may follow.
    cut: Option<CutSegment>,
}

impl TcpConnection {
    /// One of which nothing is known yet.
    pub fn new(listener: Box<dyn Listener>) -> Self {
        Self {
            client: HalfStream::default(),
            server: HalfStream::default(),
            listener: Some(listener),
            outcome: ConnectionSummary::default(),
            turn: 0,
            cut: None,
        }
    }

    /// Whether a segment is of another connection between the same ports.
    pub fn is_over(&self, from: Sender, segment: &Segment<'_>) -> bool {
        let own = match from {
            Sender::Client => &self.client,
            Sender::Server => &self.server,
        };
        if !segment.syn {
            let behind = own.place(segment.sequence).is_some_and(|place| {
                place.saturating_add(MAX_BEHIND) < i64::try_from(own.next).unwrap_or(i64::MAX)
            });
            return behind && segment.length() > 0;
        }
        match own.first {
            Some(first) => first != segment.first_byte(),
            // The other half of the handshake came first, or the file began in the middle of another connection.
            None => {
                self.listener.is_none()
                    || (from == Sender::Server) != segment.acknowledged.is_some()
            }
        }
    }

    /// Takes a segment, unless it is cut and the next one may be a copy of which more was captured.
    pub fn segment(
        &mut self,
        from: Sender,
        segment: &Segment<'_>,
        stamp: Stamp,
        out: &mut Vec<Leg>,
    ) {
        match &self.cut {
            Some(cut) if cut.is_less_than(from, segment) => self.cut = None,
            Some(_) => self.settle(out),
            None => {}
        }
        if segment.missing > 0 && !segment.syn && !segment.reset {
            self.cut = (self.listener.is_some()).then(|| CutSegment::new(from, segment, stamp));
        } else {
            self.take(from, segment, stamp, out);
        }
    }

    /// Takes what is kept of a cut segment.
    fn settle(&mut self, out: &mut Vec<Leg>) {
        if let Some(cut) = self.cut.take() {
            self.take(cut.from, &cut.segment(), cut.stamp, out);
        }
    }

    /// Hands on what is in order by a segment, and keeps what came early.
    fn take(&mut self, from: Sender, segment: &Segment<'_>, stamp: Stamp, out: &mut Vec<Leg>) {
        if self.listener.is_none() {
            return;
        }
        self.turn = self.turn.saturating_add(1);
        let reset = self.arrive(from, segment, stamp, out);
        self.release(out);
        while self.overdue() {
            self.give_up(More::MayCome, out);
        }
        if reset || (self.client.ended() && self.server.ended()) {
            self.end(out);
        }
    }

    /// Hands a segment's bytes on or keeps them. Whether it ends the connection at once.
    fn arrive(
        &mut self,
        from: Sender,
        segment: &Segment<'_>,
        stamp: Stamp,
        out: &mut Vec<Leg>,
    ) -> bool {
        let turn = self.turn;
        let (own, other) = self.halves(from);
        let length = segment.length();
        if own.first.is_none() && (segment.syn || length > 0) {
            // A single byte in the middle of a connection probes whether the other still answers: it is the last one sent.
            let probe = u32::from(!segment.syn && length == 1);
            match segment.syn {
                true => own.first = Some(segment.first_byte()),
                false => own.begin(segment.first_byte().wrapping_add(probe)),
            }
        }
        if other.first.is_none() {
            other.expected = other.expected.or(segment.acknowledged);
        }
        let Some(place) = own.place(segment.first_byte()) else {
            return false;
        };
        let acknowledged = segment.acknowledged.and_then(|number| {
            let place = u64::try_from(other.place(number)?).ok()?;
            (place <= other.next.saturating_add(MAX_AHEAD)).then_some(place)
        });
        let end = u64::try_from(place.saturating_add_unsigned(length)).unwrap_or(0);
        if segment.fin {
            own.end = Some(end);
        }
        if segment.reset {
            // One with another number is of another connection, or forged (RFC 5961 3.2).
            return end == own.next;
        }
        if end <= own.next {
            return false;
        }
        // What is older than the first byte is not wanted.
        let old = usize::try_from(place.min(0).unsigned_abs()).unwrap_or(usize::MAX);
        let payload = segment.payload.get(old..).unwrap_or_default();
        let arrival = Arrival {
            place: u64::try_from(place).unwrap_or(0),
            acknowledged,
            stamp,
            turn,
        };
        let missing = (end - arrival.place).saturating_sub(payload.len() as u64);
        let waits = own.front().is_some()
            || arrival.place > own.next
            || acknowledged.is_some_and(|arrived| !other.has(arrived));
        if waits {
            own.keep(arrival, payload, missing);
        } else {
            let known = usize::try_from(own.next - arrival.place).unwrap_or(usize::MAX);
            let fresh = payload.get(known..).unwrap_or_default();
            let missing = (end - own.next).saturating_sub(fresh.len() as u64);
            self.hand_on(from, fresh, missing, stamp, out);
        }
        false
    }

    /// Waits for nothing that lacks now.
    pub fn flush(&mut self, more: More, out: &mut Vec<Leg>) {
        self.settle(out);
        while self.oldest().is_some() {
            self.give_up(more, out);
        }
    }

    /// Says that nothing more comes.
    pub fn end(&mut self, out: &mut Vec<Leg>) {
        self.flush(More::Never, out);
        if let Some(listener) = &mut self.listener {
            listener.end(out);
        }
        self.close();
    }

    /// What it turned out to be, so far.
    pub fn outcome(&self) -> ConnectionSummary {
        let listener = self.listener.as_ref();
        listener.map_or(self.outcome, |listener| listener.outcome())
    }

    /// Which part of what the client and the server sent the file has.
    pub fn stretches(&self) -> [Option<Stretch>; 2] {
        [&self.client, &self.server].map(HalfStream::stretch)
    }

    /// Bytes of memory that what waits takes.
    pub fn held(&self) -> usize {
        let early = self.client.held().saturating_add(self.server.held());
        early.saturating_add(self.cut.as_ref().map_or(0, CutSegment::held))
    }

    fn halves(&mut self, from: Sender) -> (&mut HalfStream, &mut HalfStream) {
        match from {
            Sender::Client => (&mut self.client, &mut self.server),
            Sender::Server => (&mut self.server, &mut self.client),
        }
    }

    fn hand_on(
        &mut self,
        from: Sender,
        bytes: &[u8],
        missing: u64,
        stamp: Stamp,
        out: &mut Vec<Leg>,
    ) {
        let (own, _) = self.halves(from);
        own.next = own
            .next
            .saturating_add(bytes.len() as u64)
            .saturating_add(missing);
        let Some(listener) = &mut self.listener else {
            return;
        };
        if !bytes.is_empty() {
            listener.data(from, bytes, stamp, out);
        }
        if missing > 0 {
            listener.gap(from, missing, stamp, out);
        }
        if listener.done() {
            self.close();
        }
    }

    /// Keeps only what tells whether a SYN opens another connection.
    fn close(&mut self) {
        self.outcome = self.outcome();
        self.listener = None;
        self.client.clear();
        self.server.clear();
    }

    /// Hands on what waited for something that is there now.
    fn release(&mut self, out: &mut Vec<Leg>) {
        while self.release_one(Sender::Client, out) || self.release_one(Sender::Server, out) {}
    }

    fn release_one(&mut self, from: Sender, out: &mut Vec<Leg>) -> bool {
        let (own, other) = self.halves(from);
        let waits = own.front().is_none_or(|(_, piece)| {
            piece
                .acknowledged
                .is_some_and(|arrived| !other.has(arrived))
        });
        if waits {
            return false;
        }
        let Some(piece) = own.take() else {
            return false;
        };
        self.hand_on(from, &piece.bytes, piece.missing, piece.stamp, out);
        true
    }

    /// Who sent the oldest of what waits.
    fn oldest(&self) -> Option<(Sender, u32)> {
        let turn = |half: &HalfStream| half.front().map(|(_, piece)| piece.turn);
        match (turn(&self.client), turn(&self.server)) {
            (Some(client), Some(server)) if server < client => Some((Sender::Server, server)),
            (Some(client), _) => Some((Sender::Client, client)),
            (None, server) => server.map(|server| (Sender::Server, server)),
        }
    }

    fn overdue(&self) -> bool {
        let overdue =
            |(_, turn): (Sender, u32)| self.turn - turn > PATIENCE || self.held() > MAX_HELD;
        self.oldest().is_some_and(overdue)
    }

    /// Gives up what the oldest of what waits waits for.
    fn give_up(&mut self, more: More, out: &mut Vec<Leg>) {
        let Some((from, _)) = self.oldest() else {
            return;
        };
        let (own, other) = self.halves(from);
        let Some((place, piece)) = own.front() else {
            return;
        };
        let stamp = piece.stamp;
        let unseen = piece.acknowledged.filter(|&bytes| !other.has(bytes));
        let (lacking, until) = match (unseen, other.front()) {
            (None, _) => (from, place),
            // The other end waits for what lacks here.
            (Some(_), Some((waits, _))) if waits <= other.next => (from, place),
            (Some(unseen), Some((waits, _))) => (from.other(), waits.min(unseen)),
            (Some(unseen), None) if more == More::Never => (from.other(), unseen),
            // The other end's bytes may be in the file further on, where each direction was captured by itself.
            (Some(_), None) => (from, own.next),
        };
        let (lacking_half, _) = self.halves(lacking);
        let bytes = until.saturating_sub(lacking_half.next);
        if bytes > 0 {
            self.hand_on(lacking, &[], bytes, stamp, out);
        } else {
            // Or each waits for the other, which only a damaged file makes them.
            self.halves(from).0.acquit_front();
        }
        self.release(out);
    }
}
