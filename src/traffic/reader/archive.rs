//! Reading an archive: each file in it that is traffic.

use super::{FileContents, TrafficReader, lose};
use crate::traffic::files::{self, FileExtras, Format};
use crate::traffic::leg::{Contents, SkipReason};

/// The parts of an archive together are at most so many times as long as it, and so many bytes more.
const GROWTH: u64 = 40;
const FREE: u64 = 4 << 20;

/// The traffic in an archive; of one that has none, that it was not read.
pub fn archive(bytes: &[u8]) -> Vec<FileContents> {
    let mut all = Vec::new();
    let mut room = (bytes.len() as u64).saturating_mul(GROWTH) + FREE;
    for part in files::parts(bytes) {
        if room == 0 {
            all.push(not_looked_at(part.name, SkipReason::TooLarge));
            break;
        }
        let mut reader: Option<TrafficReader> = None;
        let unpacked = part.unpack(room, |piece| {
            reader
                .get_or_insert_with(|| TrafficReader::new(piece))
                .push(piece);
        });
        room = room.saturating_sub(unpacked.bytes);
        // Archives within archives could go on for ever.
        let Some(Ok(read)) = reader.map(|reader| reader.read(unread)) else {
            all.extend(unpacked.lost.map(|lost| not_looked_at(part.name, lost)));
            continue;
        };
        for mut read in read {
            read.part = Some(part.name.clone());
            lose(&mut read.contents, unpacked.lost.clone(), None);
            all.push(read);
        }
    }
    let cut = files::is_cut(bytes).then_some(SkipReason::CutShort);
    match all.last_mut() {
        // What came behind it is missing.
        Some(last) if last.contents.skipped.is_empty() => lose(&mut last.contents, cut, None),
        Some(_) => {}
        None => {
            let mut contents = Format::Zip.unread();
            if cut.is_some() {
                contents.skipped.clear();
            }
            lose(&mut contents, cut, None);
            all.push(FileContents {
                part: None,
                contents,
                extras: FileExtras::default(),
            });
        }
    }
    all
}

/// A part of which nothing is known, and why.
fn not_looked_at(name: String, reason: SkipReason) -> FileContents {
    let mut contents = Contents::default();
    lose(&mut contents, Some(reason), None);
    FileContents {
        part: Some(name),
        contents,
        extras: FileExtras::default(),
    }
}

/// Nothing of an archive.
fn unread(_: &[u8]) -> Vec<FileContents> {
    Vec::new()
}
