//! TCP segments (RFC 9293 3.1).

use crate::traffic::dissect::Stamp;
use crate::traffic::leg::Sender;
use crate::wire::ByteOrder;

const BIG: ByteOrder = ByteOrder::Big;

/// A segment, without its ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The number of its first byte, or of its SYN.
    pub sequence: u32,
    /// The number of the next byte that the sender expects, where it says.
    pub acknowledged: Option<u32>,
    /// Opens a connection.
    pub syn: bool,
    /// The sender sends no more.
    pub fin: bool,
    /// Ends a connection at once.
    pub reset: bool,
    /// Its bytes, as far as they were captured.
    pub payload: &'a [u8],
    /// So many more bytes were sent than captured.
    pub missing: u64,
}

impl<'a> Segment<'a> {
    /// Reads what an IP packet carries, of which so many bytes were not captured: the source's and the target's port, and
    /// the rest.
    pub fn read(bytes: &'a [u8], missing: u64) -> Option<(u16, u16, Self)> {
        let flags = *bytes.get(13)?;
        let head = usize::from(*bytes.get(12)? >> 4) * 4;
        if head < 20 {
            return None;
        }
        // Options may be cut off, too.
        let lacking = head.saturating_sub(bytes.len()) as u64;
        let segment = Self {
            sequence: BIG.u32(bytes, 4)?,
            acknowledged: BIG.u32(bytes, 8).filter(|_| flags & 0x10 != 0),
            syn: flags & 0x02 != 0,
            fin: flags & 0x01 != 0,
            reset: flags & 0x04 != 0,
            payload: bytes.get(head..).unwrap_or_default(),
            missing: missing.saturating_sub(lacking),
        };
        Some((BIG.u16(bytes, 0)?, BIG.u16(bytes, 2)?, segment))
    }

    /// How many bytes were sent in it.
    pub fn length(&self) -> u64 {
        self.missing.saturating_add(self.payload.len() as u64)
    }

    /// The number of its first byte.
    pub fn first_byte(&self) -> u32 {
        self.sequence.wrapping_add(u32::from(self.syn))
    }
}

/// A segment that was not captured to its end.
pub struct CutSegment {
    /// Which end of the connection sent it.
    pub from: Sender,
    /// Time and number of its packet.
    pub stamp: Stamp,
    head: Segment<'static>,
    payload: Vec<u8>,
}

impl CutSegment {
    /// Keeps a segment, with what was captured of its bytes.
    pub fn new(from: Sender, segment: &Segment<'_>, stamp: Stamp) -> Self {
        Self {
            from,
            stamp,
            head: Segment {
                payload: &[],
                ..*segment
            },
            payload: segment.payload.to_vec(),
        }
    }

    /// What was captured of it.
    pub fn segment(&self) -> Segment<'_> {
        Segment {
            payload: &self.payload,
            ..self.head
        }
    }

    /// Whether another one is a copy of which more was captured.
    pub fn is_less_than(&self, from: Sender, other: &Segment<'_>) -> bool {
        let own = (self.from, self.head.sequence, self.segment().length());
        own == (from, other.sequence, other.length()) && self.payload.len() < other.payload.len()
    }

    /// Bytes of memory that it takes.
    pub fn held(&self) -> usize {
        self.payload.len()
    }
}
