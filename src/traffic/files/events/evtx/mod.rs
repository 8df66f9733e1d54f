//! The binary log of Windows since Vista (EVTX): a head, then chunks of 64 KiB that each stand alone, with records in which an
//! event is binary XML. Integers are little-endian. As libevtx describes it ("Windows XML Event Log (EVTX) format").

mod binary_xml;
mod value;
mod xml_text;

use super::{Events, Log, xml_events};
use crate::traffic::file_format::{FileFormat, Format};
use crate::traffic::files::LogonDetails;
use crate::wire::ByteOrder;
use binary_xml::Chunk;
use xml_text::xml_text;

/// What such a file begins with.
pub const SIGNATURE: &[u8] = b"ElfFile\0";

/// The head of a file takes so many bytes.
const HEAD: usize = 4096;
/// So does each chunk.
const CHUNK: usize = 64 << 10;
/// Records begin there in a chunk.
const RECORDS: usize = 512;
/// What each record begins with.
const RECORD: &[u8] = b"**\0\0";
/// Before a record's event stand its signature, its size, its number and the time; behind it the size again.
const BEFORE_EVENT: usize = 24;
const AFTER_EVENT: usize = 4;

/// A log of which the bytes come in pieces of any size.
pub struct EvtxPieces {
    log: Log,
    /// What has come of the head or of a chunk.
    begun: Vec<u8>,
    /// The head has been read.
    in_chunks: bool,
}

impl Default for EvtxPieces {
    fn default() -> Self {
        let mut log = Log::default();
        log.events.contents.format = FileFormat::from(Format::Evtx);
        Self {
            log,
            begun: Vec::new(),
            in_chunks: false,
        }
    }
}

impl EvtxPieces {
    /// Takes the next bytes.
    pub fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let whole = if self.in_chunks { CHUNK } else { HEAD };
            let room = whole.saturating_sub(self.begun.len()).min(bytes.len());
            let (taken, rest) = bytes.split_at_checked(room).unwrap_or_default();
            self.begun.extend_from_slice(taken);
            bytes = rest;
            if self.begun.len() == whole {
                self.read();
                self.in_chunks = true;
            }
        }
    }

    /// How many events were read, and how many of them have to do with signing in.
    pub fn progress(&self) -> (u64, usize) {
        let legs = self.log.events.contents.legs.len();
        (self.log.count.into(), legs)
    }

    /// What is in it, up to the last byte that came. Of the events only those are kept that tell of a logon or a ticket.
    pub fn finish(mut self) -> Events {
        if !self.begun.is_empty() || !self.in_chunks {
            self.read();
            self.log.cut_short();
        }
        self.log.finish(&[])
    }

    /// Reads the chunk that has come, as far as it goes.
    fn read(&mut self) {
        let chunk = std::mem::take(&mut self.begun);
        // Space for chunks is taken before there are events to fill it.
        if !self.in_chunks || !chunk.starts_with(b"ElfChnk\0") {
            return;
        }
        let whole = events(&chunk, |xml| {
            xml_events::read(xml.as_bytes(), &mut self.log);
        });
        if !whole {
            self.log.cut_short();
        }
        let told = |it: &_| LogonDetails::of(it).is_some();
        self.log.events.records.retain(told);
    }
}

/// Gives each event of a chunk as the text of its XML; whether all records were whole.
fn events(bytes: &[u8], mut each: impl FnMut(&str)) -> bool {
    const LITTLE: ByteOrder = ByteOrder::Little;
    let mut chunk = Chunk::new(bytes);
    // Behind the last record there may be the rest of older ones.
    let end = LITTLE.u32(bytes, 48).map_or(0, |it| it as usize);
    let (mut at, mut whole) = (RECORDS, true);
    while at < end {
        let size = LITTLE.u32(bytes, at + 4).map_or(0, |it| it as usize);
        let record = bytes.get(at..at.saturating_add(size));
        let Some(record) = record.filter(|it| it.starts_with(RECORD)) else {
            return false;
        };
        let event = at + BEFORE_EVENT..at + record.len().saturating_sub(AFTER_EVENT);
        match chunk.fragment(event) {
            Some(nodes) => {
                let (xml, all) = xml_text(&nodes, &mut chunk);
                whole &= all;
                each(&xml);
            }
            None => whole = false,
        }
        at += size;
    }
    whole
}

#[cfg(test)]
mod tests;
