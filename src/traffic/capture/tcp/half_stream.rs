//! What one end of a connection sent: how far it is known in order, and what came early.

use std::collections::BTreeMap;

use crate::traffic::dissect::Stamp;
use crate::traffic::leg::Stretch;

/// Bytes that came before others that they follow.
pub struct EarlySegment {
    /// The bytes that were captured of the segment.
    pub bytes: Vec<u8>,
    /// So many more follow that were not captured.
    pub missing: u64,
    /// So many bytes of the other end's had arrived when these were sent.
    pub acknowledged: Option<u64>,
    /// Time and number of the packet that had them.
    pub stamp: Stamp,
    /// Which packet of the connection that was.
    pub turn: u32,
}

impl EarlySegment {
    fn length(&self) -> u64 {
        self.missing.saturating_add(self.bytes.len() as u64)
    }
}

/// A segment's place, and what is known of it besides its bytes.
#[derive(Clone, Copy)]
pub struct Arrival {
    /// So many bytes of this end's come before it.
    pub place: u64,
    /// So many bytes of the other end's had arrived when it was sent.
    pub acknowledged: Option<u64>,
    /// Time and number of the packet that had it.
    pub stamp: Stamp,
    /// Which packet of the connection that was.
    pub turn: u32,
}

/// One direction. Places are counted from its first byte on in 64 bits, so that they do not wrap.
#[derive(Default)]
pub struct HalfStream {
    /// The sequence number of the first byte, once it is known.
    pub first: Option<u32>,
    /// What the other end expected first, while that is all that is known: the file may begin in the middle.
    pub expected: Option<u32>,
    /// So many bytes were handed on, or given up.
    pub next: u64,
    /// So many were sent in all, once a FIN says so.
    pub end: Option<u64>,
    early: BTreeMap<u64, EarlySegment>,
    /// Bytes of memory that those take.
    held: usize,
}

/// No more than this is on its way at once, as a rule.
const MOST_LACKING: u32 = 1 << 18;

/// What a piece takes besides its bytes.
const PIECE_SIZE: usize = 96;

impl HalfStream {
    /// How many bytes come before the one with a sequence number: negative where that is older than the first.
    pub fn place(&self, sequence: u32) -> Option<i64> {
        #[expect(clippy::cast_possible_truncation, reason = "sequence numbers wrap")]
        let next = self.first?.wrapping_add(self.next as u32);
        let distance = i64::from(sequence.wrapping_sub(next).cast_signed());
        i64::try_from(self.next).ok()?.checked_add(distance)
    }

    /// Where the half of a connection begins that has no SYN in the file: with what the other end expects, where the first
    /// bytes that were captured are a little further on.
    pub fn begin(&mut self, first: u32) {
        let lacking = |expected: &u32| (1..=MOST_LACKING).contains(&first.wrapping_sub(*expected));
        self.first = Some(self.expected.filter(lacking).unwrap_or(first));
    }

    /// Keeps bytes until those before them came. Of bytes that came twice the first copy counts.
    pub fn keep(&mut self, arrival: Arrival, bytes: &[u8], missing: u64) {
        let length = missing.saturating_add(bytes.len() as u64);
        let end = arrival.place.saturating_add(length);
        let mut at = arrival.place.max(self.next);
        if let Some((place, piece)) = self.early.range(..=at).next_back() {
            at = at.max(place.saturating_add(piece.length()));
        }
        while at < end {
            let known = self.early.range(at..end).next();
            let (until, after) = known.map_or((end, end), |(place, piece)| {
                (*place, place.saturating_add(piece.length()))
            });
            if at < until {
                self.insert(
                    arrival,
                    at,
                    part(bytes, arrival.place, at, until),
                    until - at,
                );
            }
            at = after;
        }
    }

    fn insert(&mut self, arrival: Arrival, at: u64, bytes: &[u8], length: u64) {
        let piece = EarlySegment {
            bytes: bytes.to_vec(),
            missing: length.saturating_sub(bytes.len() as u64),
            acknowledged: arrival.acknowledged,
            stamp: arrival.stamp,
            turn: arrival.turn,
        };
        self.held += piece.bytes.len() + PIECE_SIZE;
        self.early.insert(at, piece);
    }

    /// The first of what came early, and its place.
    pub fn front(&self) -> Option<(u64, &EarlySegment)> {
        self.early
            .first_key_value()
            .map(|(place, piece)| (*place, piece))
    }

    /// Lets the first of what came early go before what it acknowledges.
    pub fn acquit_front(&mut self) {
        if let Some(mut first) = self.early.first_entry() {
            first.get_mut().acknowledged = None;
        }
    }

    /// Takes the first of what came early, if nothing lacks before it.
    pub fn take(&mut self) -> Option<EarlySegment> {
        let first = self
            .early
            .first_entry()
            .filter(|first| *first.key() <= self.next)?;
        let piece = first.remove();
        self.held = self.held.saturating_sub(piece.bytes.len() + PIECE_SIZE);
        Some(piece)
    }

    /// Which part of what was sent was handed on; an empty one where only the number of the first byte is known.
    pub fn stretch(&self) -> Option<Stretch> {
        let first = self.first?;
        #[expect(clippy::cast_possible_truncation, reason = "sequence numbers wrap")]
        let next = first.wrapping_add(self.next as u32);
        Some(Stretch { first, next })
    }

    /// Bytes of memory that early pieces take.
    pub fn held(&self) -> usize {
        self.held
    }

    /// Whether so many bytes were handed on; a FIN counts as one more.
    pub fn has(&self, bytes: u64) -> bool {
        bytes <= self.next || (self.ended() && bytes - self.next == 1)
    }

    /// Whether all that it sent was handed on.
    pub fn ended(&self) -> bool {
        self.end.is_some_and(|end| self.next >= end)
    }

    /// Forgets what came early.
    pub fn clear(&mut self) {
        self.early = BTreeMap::new();
        self.held = 0;
    }
}

/// Of bytes that begin at a place those from one place to another, as far as they were captured.
fn part(bytes: &[u8], place: u64, from: u64, until: u64) -> &[u8] {
    let index = |at: u64| {
        usize::try_from(at.saturating_sub(place)).map_or(bytes.len(), |at| at.min(bytes.len()))
    };
    bytes.get(index(from)..index(until)).unwrap_or_default()
}
