//! Traces of Windows (ETW), into which `netsh trace` and `pktmon` capture packets. Each buffer of a file is of one processor,
//! so that packets are in order only once they are sorted by their times, at the end.
//!
//! Microsoft documents the records (`EVENT_HEADER`, `TRACE_LOGFILE_HEADER`); the buffers, and how records stand in them, are
//! told by Geoff Chappell ("WMI_BUFFER_HEADER", "EVENT_TRACE_HEADER") and by readers such as dissect.etl.

mod clock;
mod event;
#[cfg(test)]
mod tests;

use super::{Frame, MAX_RECORD, Step};
use crate::wire::ByteOrder;
use clock::Clock;
use event::{PacketEvent, Part};

const LITTLE: ByteOrder = ByteOrder::Little;
/// Length of what stands before the records of a buffer, in bytes.
const BUFFER_HEAD: usize = 72;
/// So many bytes tell that a file is a trace.
pub const TELLING: usize = BUFFER_HEAD + 4;
/// A bit of a buffer's flags.
const COMPRESSED: u16 = 0x40;

/// A trace of ETW.
#[derive(Default)]
pub struct Etl {
    clock: Option<Clock>,
    /// Packets as they were found, once all of them are there in the order of their times.
    packets: Vec<Packet>,
    /// So many of them were handed out.
    given: usize,
}

/// A packet that was logged.
struct Packet {
    /// When, as the trace's clock counts.
    ticks: u64,
    link: u32,
    /// How many bytes it had; 0 where that is not told.
    length: u32,
    bytes: Vec<u8>,
}

impl Etl {
    /// Tells by the size of the first buffer and the mark of its first record, of a system of 32 or of 64 bits.
    pub fn recognise(head: &[u8]) -> Option<Self> {
        let size = LITTLE.u32(head, 0)?;
        let first = head.get(BUFFER_HEAD..TELLING)?;
        let is_trace = size.is_multiple_of(1024) && matches!(first, [2, 0, 1 | 2, 0xc0]);
        is_trace.then(Self::default)
    }

    /// Reads a buffer.
    pub fn step<'a>(&mut self, bytes: &'a [u8]) -> Step<'a> {
        let Some(size) = LITTLE.u32(bytes, 0) else {
            return Step::Wait;
        };
        let size = size as usize;
        if !(BUFFER_HEAD..=MAX_RECORD).contains(&size) {
            return Step::Malformed(0);
        }
        match bytes.get(..size) {
            Some(buffer) => {
                self.buffer(buffer);
                Step::Skip(size)
            }
            None => Step::Wait,
        }
    }

    /// So many packets were found so far.
    pub fn found(&self) -> usize {
        self.packets.len()
    }

    /// No buffer follows: the packets come in the order of their times.
    pub fn end(&mut self) {
        self.packets.sort_by_cached_key(|packet| packet.ticks);
    }

    /// The next packet, once all are there.
    pub fn frame(&mut self) -> Option<Frame<'_>> {
        let packet = self.packets.get(self.given)?;
        self.given += 1;
        Some(Frame {
            link: packet.link,
            at: self.clock.and_then(|clock| clock.at(packet.ticks)),
            bytes: &packet.bytes,
            length: packet.length,
        })
    }

    fn buffer(&mut self, buffer: &[u8]) {
        // Of some nothing is said but where writing ended.
        let filled = [0x30, 4].map(|at| LITTLE.u32(buffer, at).unwrap_or_default() as usize);
        let filled = filled.into_iter().find(|it| *it > BUFFER_HEAD);
        let compressed = LITTLE.u16(buffer, 0x34).unwrap_or_default() & COMPRESSED != 0;
        let end = filled.unwrap_or(buffer.len()).min(buffer.len());
        let mut rest = buffer.get(BUFFER_HEAD..end).unwrap_or_default();
        let mut open = false;
        while let Some(length) = record_length(rest).filter(|_| !compressed) {
            let record = rest.get(..length).unwrap_or(rest);
            if self.clock.is_none() {
                self.clock = Clock::of(record);
            }
            if let Some(PacketEvent { ticks, part }) = PacketEvent::of(record) {
                open = self.take(ticks, part, open);
            }
            rest = rest.get(length.next_multiple_of(8)..).unwrap_or_default();
        }
    }

    /// Takes a packet or a part of one, and says whether it is to go on. Before Windows 8.1 the events of one packet followed
    /// each other.
    fn take(&mut self, ticks: u64, part: Part<'_>, open: bool) -> bool {
        match self.packets.last_mut() {
            Some(last) if open && !part.starts => last.bytes.extend_from_slice(part.bytes),
            _ => self.packets.push(Packet {
                ticks,
                link: part.link,
                length: part.length,
                bytes: part.deciphered(),
            }),
        }
        !part.ends
    }
}

/// The length of the record that begins here, in bytes, by the mark in its first four; nothing behind the last one.
fn record_length(bytes: &[u8]) -> Option<usize> {
    let length = match bytes.get(..4)? {
        // Records of the system have their version first.
        [_, _, 1..=4 | 0x10 | 0x11, 0xc0] => LITTLE.u16(bytes, 4)?,
        [_, _, 0x0a..=0x0f | 0x12..=0x15, 0xc0] | [_, _, _, 0x90] => LITTLE.u16(bytes, 0)?,
        _ => return None,
    };
    (length >= 8).then_some(usize::from(length))
}
