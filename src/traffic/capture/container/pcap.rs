//! pcap, as libpcap has written it since 1998 (draft-ietf-opsawg-pcap), in either byte order, and two relatives of it.

use super::{Frame, Step, record, timestamp};
use crate::wire::ByteOrder;

const HEAD: usize = 24;

/// A file of pcap, as far as its head tells.
pub struct Pcap {
    order: ByteOrder,
    /// Nanoseconds in a unit of the second half of a time.
    unit: i64,
    /// Bytes in the head of a record: 16, or 24 in the variant that Red Hat's libpcap of 2000 wrote.
    record: usize,
    /// The kind of link, once the head is read.
    link: Option<u32>,
}

impl Pcap {
    /// Tells by the first four bytes of a file.
    pub fn recognise(head: &[u8]) -> Option<Self> {
        [ByteOrder::Little, ByteOrder::Big]
            .into_iter()
            .find_map(|order| {
                let (unit, record) = match order.u32(head, 0)? {
                    0xa1b2_c3d4 => (1000, 16),
                    0xa1b2_3c4d => (1, 16),
                    0xa1b2_cd34 => (1000, 24),
                    _ => return None,
                };
                Some(Self {
                    order,
                    unit,
                    record,
                    link: None,
                })
            })
    }

    /// Reads the head, or a record.
    pub fn step<'a>(&mut self, bytes: &'a [u8]) -> Step<'a> {
        let Some(link) = self.link else {
            // The upper half says whether frames end in a check sequence, which the length of an IP packet cuts anyway.
            self.link = self.order.u32(bytes, 20).map(|link| link & 0xffff);
            return if self.link.is_some() {
                Step::Skip(HEAD)
            } else {
                Step::Wait
            };
        };
        let number = |at| self.order.u32(bytes, at);
        let (Some(seconds), Some(part), Some(captured)) = (number(0), number(4), number(8)) else {
            return Step::Wait;
        };
        // What the head says of the longest packet is not always true, and so not looked at.
        record(bytes, self.record, captured, None, |bytes| Frame {
            link,
            at: timestamp(i64::from(seconds), i64::from(part) * self.unit),
            bytes,
            length: number(12).unwrap_or(0),
        })
    }
}
