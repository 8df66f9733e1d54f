//! The binary log of Windows since Vista (EVTX): a head, then chunks of 64 KiB that each stand alone, with records in which an
//! event is binary XML. Integers are little-endian. As libevtx describes it ("Windows XML Event Log (EVTX) format").

mod binary_xml;
mod value;
mod xml_text;

use super::{Log, xml_events};
use crate::traffic::file_format::{FileFormat, Format};
use crate::traffic::files::order::by_time;
use crate::traffic::files::{FileExtras, LogonDetails};
use crate::traffic::leg::{Contents, FileLocation, SkipReason, Skipped};
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

/// So many events of sign-ins are kept, with their XML, which take about 300 MB: a log may hold any number.
const MOST_SIGN_INS: usize = 100_000;

/// A log of which the bytes come in pieces of any size.
pub struct EvtxPieces {
    log: Log,
    /// What the events tell of logons and tickets, by their places.
    logons: Vec<(FileLocation, LogonDetails)>,
    /// The events of sign-ins behind the last one that is kept.
    left_out: Option<FileLocation>,
    /// The byte of the file that what has begun begins at.
    at: u64,
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
            logons: Vec::new(),
            left_out: None,
            at: 0,
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
                self.at += whole as u64;
                self.in_chunks = true;
            }
        }
    }

    /// How many events were read, and how many of them have to do with signing in.
    pub fn progress(&self) -> (u64, usize) {
        let legs = self.log.events.contents.legs.len();
        (self.log.count.into(), legs)
    }

    /// What is in it, up to the last byte that came: in the order of time, as a full log goes on at its beginning.
    pub fn finish(mut self) -> (Contents, FileExtras) {
        if !self.begun.is_empty() || !self.in_chunks {
            self.read();
            self.log.cut_short();
        }
        let mut contents = self.log.finish(&[]).contents;
        by_time(&mut contents.legs);
        contents.skipped.extend(self.left_out.map(|it| Skipped {
            reason: SkipReason::TooMany,
            location: Some(it),
        }));
        let logons = self.logons;
        (
            contents,
            FileExtras {
                logons,
                ..FileExtras::default()
            },
        )
    }

    /// Reads the chunk that has come, as far as it goes.
    fn read(&mut self) {
        let chunk = std::mem::take(&mut self.begun);
        // Space for chunks is taken before there are events to fill it.
        if !self.in_chunks || !chunk.starts_with(b"ElfChnk\0") {
            return;
        }
        let broken = events(&chunk, |xml| {
            xml_events::read(xml.as_bytes(), &mut self.log);
            self.keep();
        });
        // What the file's end cuts is no damage.
        if let Some(at) = broken.filter(|_| chunk.len() == CHUNK) {
            let at = self.at.saturating_add(at as u64);
            self.log.skip(SkipReason::Malformed(at));
        }
    }

    /// Keeps of the event that was read last what is asked of it later.
    fn keep(&mut self) {
        let legs = &mut self.log.events.contents.legs;
        for record in self.log.events.records.drain(..) {
            if legs.len() > MOST_SIGN_INS {
                legs.truncate(MOST_SIGN_INS);
                self.left_out.get_or_insert(record.location).last = record.location.last;
            } else if let Some(details) = LogonDetails::of(&record) {
                self.logons.push((record.location, details));
            }
        }
    }
}

/// Gives each event of a chunk as the text of its XML; the byte of the first record that is not whole, if there is one.
fn events(bytes: &[u8], mut each: impl FnMut(&str)) -> Option<usize> {
    const LITTLE: ByteOrder = ByteOrder::Little;
    let mut chunk = Chunk::new(bytes);
    // Behind the last record there may be the rest of older ones.
    let end = LITTLE.u32(bytes, 48).map_or(0, |it| it as usize);
    let (mut at, mut broken) = (RECORDS, None);
    while at < end {
        let size = LITTLE.u32(bytes, at + 4).map_or(0, |it| it as usize);
        let record = bytes.get(at..at.saturating_add(size));
        let Some(record) = record.filter(|it| it.starts_with(RECORD)) else {
            return broken.or(Some(at));
        };
        let event = at + BEFORE_EVENT..at + record.len().saturating_sub(AFTER_EVENT);
        let read = chunk
            .fragment(event)
            .map(|nodes| xml_text(&nodes, &mut chunk));
        match read {
            Some((xml, true)) => each(&xml),
            _ => broken = broken.or(Some(at)),
        }
        at += size;
    }
    broken
}

#[cfg(test)]
mod tests;
