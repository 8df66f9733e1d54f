//! A file of traffic, whatever kind it is, as it comes in.

mod archive;
mod read_mode;
mod unread;

pub use read_mode::{ReadMode, read_mode};
pub use unread::{no_traffic, too_large, unreadable};

use super::capture::Capture;
use super::files::{
    self, EvtxPieces, FileExtras, Format, HarPieces, IisPieces, MOST_WHOLE, NetLogPieces, format_of,
};
use super::gzip::{self, Gzip, UnpackLimits};
use super::leg::{Contents, FileLocation, SkipReason, Skipped, Unit};
use archive::archive;
use read_mode::TELLING;

/// What was in a file, or in one file of an archive.
#[derive(Clone, Debug, PartialEq)]
pub struct FileContents {
    /// Its name within the archive that it came in.
    pub part: Option<String>,
    /// Its connections and messages.
    pub contents: Contents,
    /// What it tells besides them.
    pub extras: FileExtras,
}

impl FileContents {
    /// How it is called, in a file of that name.
    pub fn name(&self, file: &str) -> String {
        match &self.part {
            Some(part) => format!("{file}/{part}"),
            None => file.to_owned(),
        }
    }
}

/// Reads a file from its first byte to its last, which may come in pieces of any size. What is packed by gzip is read as what
/// is in it.
pub struct TrafficReader {
    gzip: Option<Gzip>,
    /// The beginning of what is unpacked, until it tells what it is.
    beginning: Vec<u8>,
    inside: Option<Inside>,
}

/// What there is within gzip, if there is any.
enum Inside {
    /// Packet by packet, whatever the container.
    Capture(Box<Capture>),
    /// Entry by entry.
    Har(Box<HarPieces>),
    /// Event by event.
    NetLog(Box<NetLogPieces>),
    /// Chunk by chunk.
    Evtx(Box<EvtxPieces>),
    /// Line by line.
    Iis(Box<IisPieces>),
    /// What is read when all of it is there.
    Whole(Vec<u8>),
}

impl TrafficReader {
    /// Of a file that begins with these bytes, which are not taken yet.
    pub fn new(first: &[u8]) -> Self {
        let packed = gzip::recognised(first);
        Self {
            gzip: packed.then(|| Gzip::new(UnpackLimits::default())),
            beginning: Vec::new(),
            inside: (!packed).then(|| Inside::new(first)),
        }
    }

    /// The same, told how many bytes will come: what is kept whole then has its place at once, and is never copied to a
    /// larger one.
    pub fn of_size(mut self, bytes: usize) -> Self {
        if let Some(Inside::Whole(all)) = &mut self.inside {
            // Where there is no such place it grows until there is none.
            let _ = all.try_reserve_exact(bytes);
        }
        self
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        let Some(gzip) = &mut self.gzip else {
            return self.take(bytes);
        };
        // What is unpacked stays small: a little that is packed at a time.
        for piece in bytes.chunks(TELLING) {
            let (beginning, inside) = (&mut self.beginning, &mut self.inside);
            gzip.push(piece, |bytes| match inside {
                Some(inside) => inside.push(bytes),
                None => beginning.extend_from_slice(bytes),
            });
            if self.inside.is_none() && self.beginning.len() >= TELLING {
                let begun = begin(&mut self.beginning);
                if matches!(begun, Inside::Whole(_)) {
                    gzip.limit(MOST_WHOLE as u64);
                }
                self.inside = Some(begun);
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        if let Some(inside) = &mut self.inside {
            inside.push(bytes);
        }
    }

    /// How many packets, entries or events were read, and how many messages of sign-ins were found so far.
    pub fn progress(&self) -> (Unit, u64, usize) {
        match &self.inside {
            Some(inside) => inside.progress(),
            None => (Unit::Entry, 0, 0),
        }
    }

    /// What is in it: several files, if it is an archive.
    ///
    /// # Errors
    /// The bytes, unpacked, where they are no traffic.
    pub fn finish(self) -> Result<Vec<FileContents>, Vec<u8>> {
        self.read(archive)
    }

    /// The same, with what is to be done with an archive.
    fn read(
        mut self,
        archive: fn(&[u8]) -> Vec<FileContents>,
    ) -> Result<Vec<FileContents>, Vec<u8>> {
        let inside = match self.inside.take() {
            Some(inside) => inside,
            None => begin(&mut self.beginning),
        };
        let (unit, count, _) = inside.progress();
        let mut all = inside.read(archive)?;
        let Some(mut gzip) = self.gzip else {
            return Ok(all);
        };
        let lost = gzip.finish();
        for FileContents { contents, .. } in &mut all {
            contents.format.gzip = true;
            // The packet, entry or event after the last one that was read.
            let next = u32::try_from(count.saturating_add(1)).unwrap_or(u32::MAX);
            let location = (count > 0).then_some(FileLocation {
                unit,
                first: next,
                last: next,
            });
            if lost == Some(SkipReason::TooLarge) {
                // What is not unpacked may be of a known kind.
                let known = |it: &Skipped| it.reason != SkipReason::Unknown;
                contents.skipped.retain(known);
            }
            lose(contents, lost.clone(), location);
        }
        Ok(all)
    }
}

impl Inside {
    fn new(first: &[u8]) -> Self {
        if Capture::recognises(first) {
            return Self::Capture(Box::default());
        }
        match format_of(first) {
            Format::Har => Self::Har(Box::default()),
            Format::NetLog => Self::NetLog(Box::default()),
            Format::Evtx => Self::Evtx(Box::default()),
            Format::Iis if IisPieces::takes(first) => Self::Iis(Box::default()),
            _ => Self::Whole(Vec::new()),
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        match self {
            Self::Capture(capture) => capture.push(bytes),
            Self::Har(har) => har.push(bytes),
            Self::NetLog(log) => log.push(bytes),
            Self::Evtx(log) => log.push(bytes),
            Self::Iis(log) => log.push(bytes),
            Self::Whole(all) => all.extend_from_slice(bytes),
        }
    }

    fn progress(&self) -> (Unit, u64, usize) {
        match self {
            Self::Capture(capture) => (Unit::Packet, capture.packets(), capture.messages()),
            Self::Har(har) => {
                let (entries, messages) = har.progress();
                (Unit::Entry, entries, messages)
            }
            Self::NetLog(log) => {
                let (events, messages) = log.progress();
                (Unit::Event, events, messages)
            }
            Self::Evtx(log) => {
                let (events, messages) = log.progress();
                (Unit::Event, events, messages)
            }
            Self::Iis(log) => {
                let (lines, messages) = log.progress();
                (Unit::Line, lines, messages)
            }
            Self::Whole(_) => (Unit::Entry, 0, 0),
        }
    }

    fn read(self, archive: fn(&[u8]) -> Vec<FileContents>) -> Result<Vec<FileContents>, Vec<u8>> {
        let (contents, extras) = match self {
            Self::Capture(capture) => (capture.finish(), FileExtras::default()),
            Self::Har(har) => files::of_har(har.finish()),
            Self::NetLog(log) => files::of_netlog(log.finish()),
            Self::Evtx(log) => log.finish(),
            Self::Iis(log) => (log.finish(), FileExtras::default()),
            Self::Whole(bytes) => match format_of(&bytes) {
                Format::Zip => return Ok(archive(&bytes)),
                format => files::read(format, &bytes).ok_or(bytes)?,
            },
        };
        Ok(vec![FileContents {
            part: None,
            contents,
            extras,
        }])
    }
}

/// What begins with these bytes, which it takes.
fn begin(beginning: &mut Vec<u8>) -> Inside {
    let mut inside = Inside::new(beginning);
    inside.push(beginning);
    *beginning = Vec::new();
    inside
}

/// Says what was not unpacked, which is why what is inside ends in the middle.
fn lose(contents: &mut Contents, lost: Option<SkipReason>, location: Option<FileLocation>) {
    if let Some(reason) = lost {
        contents
            .skipped
            .retain(|it| it.reason != SkipReason::CutShort);
        contents.skipped.push(Skipped { reason, location });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const LOG: &str = "#Fields: date time c-ip cs-username cs-method cs-uri-stem sc-status sc-substatus sc-win32-status\n\
        2026-11-26 09:00:00 10.0.0.7 CONTOSO\\alice GET /orders 200 0 0\n";

    fn gzipped(bytes: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    /// A local header and the data of a part, deflated.
    fn part(name: &str, data: &[u8]) -> Vec<u8> {
        let mut writer =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        writer.write_all(data).unwrap();
        let packed = writer.finish().unwrap();
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_le_bytes();
        let mut out = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0".to_vec();
        out.extend([length(&packed), length(data)].concat());
        out.extend([u8::try_from(name.len()).unwrap(), 0, 0, 0]);
        out.extend([name.as_bytes(), &packed].concat());
        out
    }

    fn read(bytes: &[u8], most: usize) -> Result<Vec<FileContents>, Vec<u8>> {
        let mut reader = TrafficReader::new(bytes);
        bytes.chunks(most).for_each(|piece| reader.push(piece));
        reader.finish()
    }

    #[test]
    fn a_log_in_gzip() {
        let packed = gzipped(LOG.as_bytes());
        assert_eq!(read_mode(&packed), ReadMode::Pieces);
        for most in [1, usize::MAX] {
            let all = read(&packed, most).unwrap();
            assert_eq!(all.len(), 1);
            assert_eq!(all[0].contents.format.to_string(), "IIS W3C log, gzip");
            assert_eq!(all[0].contents.legs.len(), 1);
            assert!(all[0].contents.skipped.is_empty());
        }
        let cut = read(&packed[..packed.len() - 4], 10).unwrap();
        assert_eq!(cut[0].contents.skipped[0].reason, SkipReason::CutShort);
    }

    #[test]
    fn what_is_no_traffic_comes_back_unpacked() {
        let text = b"Authorization: Negotiate TlRMTVNTUAABAAAA";
        assert_eq!(read(&gzipped(text), 7).unwrap_err(), text);
    }

    #[test]
    fn each_file_of_an_archive_but_archives() {
        let log = part("logs/u_ex.log", LOG.as_bytes());
        let inner = [part("inner.log", LOG.as_bytes()), log.clone()].concat();
        let archive = [
            part("readme.txt", b"hello"),
            log,
            part("net.log.gz", &gzipped(LOG.as_bytes())),
            part("inner.zip", &inner),
        ]
        .concat();
        assert_eq!(read_mode(&archive), ReadMode::Whole);
        let all = read(&archive, usize::MAX).unwrap();
        let names: Vec<_> = all.iter().map(|it| it.name("a.zip")).collect();
        assert_eq!(names, ["a.zip/logs/u_ex.log", "a.zip/net.log.gz"]);
        assert!(all.iter().all(|it| it.contents.legs.len() == 1));
    }

    #[test]
    fn an_archive_that_unpacks_to_more_than_is_read() {
        let long = LOG.repeat(100_000);
        let archive = [
            part("a.log", long.as_bytes()),
            part("b.log", LOG.as_bytes()),
        ]
        .concat();
        let all = read(&archive, usize::MAX).unwrap();
        assert_eq!(all[0].contents.skipped[0].reason, SkipReason::TooLarge);
        assert!((all[0].contents.count as usize) < 200_000);
        let mut none = part("a.txt", b"hello");
        let cut = read(&none, usize::MAX).unwrap();
        assert_eq!(cut[0].contents.skipped[0].reason, SkipReason::CutShort);
        let (start, end) = (none.len(), [&b"PK\x05\x06"[..], &[0; 12]].concat());
        none.extend(end);
        none.extend(u32::try_from(start).unwrap().to_le_bytes());
        none.extend([0; 2]);
        let none = read(&none, usize::MAX).unwrap();
        assert_eq!(none[0].contents.skipped[0].reason, SkipReason::Unknown);
    }
}
