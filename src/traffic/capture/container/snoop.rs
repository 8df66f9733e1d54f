//! snoop, as Solaris writes it (RFC 1761), version 2.

use super::{FOREIGN, Frame, Step, record, timestamp};
use crate::wire::ByteOrder;

const HEAD: usize = 16;
const RECORD_HEAD: usize = 24;

/// What is known of a file of snoop while it is read.
pub struct Snoop {
    /// The kind of link in pcap's numbers, once the head is read.
    link: Option<u32>,
}

impl Snoop {
    /// Tells by the first eight bytes of a file.
    pub fn recognise(head: &[u8]) -> Option<Self> {
        head.starts_with(b"snoop\0\0\0")
            .then_some(Self { link: None })
    }

    /// Reads the head, or a record.
    pub fn step<'a>(&mut self, bytes: &'a [u8]) -> Step<'a> {
        let number = |at| ByteOrder::Big.u32(bytes, at);
        let Some(link) = self.link else {
            self.link = number(12).map(|kind| match kind {
                // IEEE 802.3 and Ethernet are told apart in the frame.
                0 | 4 => 1,
                other => other | FOREIGN,
            });
            return if self.link.is_some() {
                Step::Skip(HEAD)
            } else {
                Step::Wait
            };
        };
        let (Some(captured), Some(length)) = (number(4), number(8)) else {
            return Step::Wait;
        };
        let (Some(seconds), Some(part)) = (number(16), number(20)) else {
            return Step::Wait;
        };
        record(
            bytes,
            RECORD_HEAD,
            captured,
            Some(length as usize),
            |bytes| Frame {
                link,
                at: timestamp(i64::from(seconds), i64::from(part) * 1000),
                bytes,
                length: number(0).unwrap_or(0),
            },
        )
    }
}
