//! What has arrived from one end and is not read yet.

use super::Stamp;
use crate::traffic::leg::Timestamp;
use std::collections::VecDeque;

/// The packets that some bytes come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PacketSpan {
    /// When the first of the bytes came.
    pub at: Option<Timestamp>,
    /// The lowest packet number.
    pub first: u32,
    /// The highest packet number.
    pub last: u32,
}

impl From<Stamp> for PacketSpan {
    /// Of a single packet.
    fn from(Stamp { at, packet }: Stamp) -> Self {
        Self {
            at,
            first: packet,
            last: packet,
        }
    }
}

/// What has arrived from one end and is not read yet.
#[derive(Default)]
pub struct Inbox {
    bytes: Vec<u8>,
    /// So many of them are read.
    read: usize,
    /// So many of those after them were looked at in vain.
    pub seen: usize,
    /// So many bytes are to be passed over before the next message; then there are none in here.
    pub skip: u64,
    /// Whether the next message's start is to be searched.
    pub lost: bool,
    /// So many bytes were searched in vain.
    pub searched: u64,
    /// Where the bytes of a packet end, counted as all bytes that ever were in here.
    marks: VecDeque<(u64, Stamp)>,
    /// What the first byte in here is counted as.
    base: u64,
}

impl Inbox {
    /// Takes more bytes.
    pub fn push(&mut self, bytes: &[u8], stamp: Stamp) {
        let skipped = usize::try_from(self.skip).unwrap_or(usize::MAX);
        let Some(bytes) = bytes.get(skipped..).filter(|rest| !rest.is_empty()) else {
            self.skip = self.skip.saturating_sub(bytes.len() as u64);
            return;
        };
        self.skip = 0;
        self.bytes.extend_from_slice(bytes);
        let end = self.base + self.bytes.len() as u64;
        match self.marks.back_mut() {
            Some((last, known)) if *known == stamp => *last = end,
            _ => self.marks.push_back((end, stamp)),
        }
    }

    /// The bytes that are not read yet.
    pub fn unread(&self) -> &[u8] {
        self.bytes.get(self.read..).unwrap_or_default()
    }

    /// The packets of the next bytes.
    pub fn span(&self, length: usize) -> PacketSpan {
        let end = self.base + (self.read + length) as u64;
        let mut span: Option<PacketSpan> = None;
        let mut start = 0;
        for (mark, stamp) in &self.marks {
            if start >= end && span.is_some() {
                break;
            }
            start = *mark;
            match &mut span {
                None => {
                    span = Some(PacketSpan {
                        at: stamp.at,
                        first: stamp.packet,
                        last: stamp.packet,
                    });
                }
                Some(span) => {
                    span.first = span.first.min(stamp.packet);
                    span.last = span.last.max(stamp.packet);
                }
            }
        }
        span.unwrap_or(PacketSpan {
            at: None,
            first: 0,
            last: 0,
        })
    }

    /// The packets of all the bytes.
    pub fn span_all(&self) -> PacketSpan {
        self.span(self.unread().len())
    }

    /// The next bytes are read.
    pub fn take(&mut self, length: usize) {
        self.read = (self.read + length).min(self.bytes.len());
        self.seen = 0;
        let start = self.base + self.read as u64;
        while self.marks.front().is_some_and(|(end, _)| *end <= start) {
            self.marks.pop_front();
        }
    }

    /// The next bytes, there or still to come, are read by nobody.
    pub fn pass_over(&mut self, bytes: u64) {
        let there = (self.unread().len() as u64).min(bytes);
        self.take(there as usize);
        self.skip = bytes - there;
    }

    /// Whether missing bytes are those that nobody would have read.
    pub fn passes_over(&mut self, bytes: u64) -> bool {
        let all = self.skip >= bytes;
        if all {
            self.skip -= bytes;
        }
        all
    }

    /// No message starts here: it is to be searched, behind this byte.
    pub fn miss(&mut self) {
        self.take(1);
        self.searched = self.searched.saturating_add(1);
        self.lost = true;
    }

    /// Drops what is in here.
    pub fn clear(&mut self) {
        self.take(usize::MAX - self.read);
        self.compact();
    }

    /// Gives back the room of what is read.
    pub fn compact(&mut self) {
        if self.read > 0 {
            self.base += self.read as u64;
            self.bytes.drain(..self.read.min(self.bytes.len()));
            self.read = 0;
        }
    }

    /// What is in here, packet by packet.
    pub fn pieces(&self) -> impl Iterator<Item = (&[u8], Stamp)> {
        let mut from = self.read;
        self.marks.iter().filter_map(move |(end, stamp)| {
            let to = usize::try_from(end.saturating_sub(self.base)).ok()?;
            let piece = self.bytes.get(from..to)?;
            from = to;
            Some((piece, *stamp))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(packet: u32) -> Stamp {
        Stamp { at: None, packet }
    }

    #[test]
    fn a_message_knows_its_packets() {
        let mut inbox = Inbox::default();
        inbox.push(b"abc", stamp(1));
        inbox.push(b"de", stamp(3));
        inbox.push(b"f", stamp(2));
        let packets = |span: PacketSpan| (span.first, span.last);
        assert_eq!(packets(inbox.span(3)), (1, 1));
        assert_eq!(packets(inbox.span(4)), (1, 3));
        inbox.take(4);
        assert_eq!(packets(inbox.span_all()), (2, 3));
        inbox.compact();
        assert_eq!(
            (inbox.unread(), packets(inbox.span(1))),
            (&b"ef"[..], (3, 3))
        );
        inbox.pass_over(4);
        assert!(inbox.passes_over(1));
        inbox.push(b"x", stamp(4));
        assert!(inbox.unread().is_empty() && inbox.skip == 0);
        inbox.push(b"y", stamp(5));
        assert_eq!(
            (inbox.unread(), packets(inbox.span_all())),
            (&b"y"[..], (5, 5))
        );
    }
}
