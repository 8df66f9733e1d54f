//! Zip archives (PKWARE APPNOTE 6.3.10): what is in one, and the beginning of each part. All integers are little endian.
//!
//! No part is unpacked beyond the limit that is asked for, so that a small archive cannot become a large one.

use super::leg::SkipReason;
use crate::wire::ByteOrder;
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};

/// What is unpacked at a time.
const PIECE: usize = 64 << 10;

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const DESCRIPTOR: &[u8] = b"PK\x07\x08";
const END: &[u8] = b"PK\x05\x06";
const END_64: &[u8] = b"PK\x06\x06";

/// A file within an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZipEntry<'a> {
    /// Its name with its folders, `/` between them.
    pub name: String,
    /// Its bytes as they are stored.
    pub stored: &'a [u8],
    /// The archive ends within them.
    pub cut: bool,
    method: u16,
    encrypted: bool,
}

/// The beginning of a part, unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpacked {
    /// The bytes that were unpacked.
    pub bytes: Vec<u8>,
    /// There is more, or what follows is damaged.
    pub partial: bool,
}

/// How the unpacking of a part ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// So many bytes came out.
    pub bytes: u64,
    /// What was not read, if anything.
    pub lost: Option<SkipReason>,
}

/// The files of an archive by its directory; without one, as where the archive is cut, those that are found one after
/// another.
pub fn parts(bytes: &[u8]) -> Vec<ZipEntry<'_>> {
    directory(bytes).unwrap_or_else(|| walk(bytes))
}

/// Whether an archive ends before its directory: then parts may be missing.
pub fn is_cut(bytes: &[u8]) -> bool {
    directory(bytes).is_none()
}

impl ZipEntry<'_> {
    /// Hands on what it unpacks to, piece by piece, up to so many bytes.
    pub fn unpack(&self, limit: u64, mut on: impl FnMut(&[u8])) -> Ended {
        let mut ended = Ended::default();
        ended.lost = match self.method {
            _ if self.encrypted => Some(SkipReason::Encrypted),
            0 => {
                let most = usize::try_from(limit).unwrap_or(usize::MAX);
                let stored = self.stored.get(..most);
                let bytes = stored.unwrap_or(self.stored);
                ended.bytes = bytes.len() as u64;
                on(bytes);
                match stored {
                    Some(_) if most < self.stored.len() => Some(SkipReason::TooLarge),
                    _ => self.cut.then_some(SkipReason::CutShort),
                }
            }
            8 => self.inflate(limit, &mut ended.bytes, on),
            _ => Some(SkipReason::Unknown),
        };
        ended
    }

    fn inflate(
        &self,
        limit: u64,
        bytes: &mut u64,
        mut on: impl FnMut(&[u8]),
    ) -> Option<SkipReason> {
        let mut state = InflateState::new_boxed(DataFormat::Raw);
        let mut piece = vec![0; PIECE];
        let mut rest = self.stored;
        loop {
            let result = inflate(&mut state, rest, &mut piece, MZFlush::None);
            let (used, written) = (result.bytes_consumed, result.bytes_written);
            rest = rest.get(used..).unwrap_or_default();
            *bytes = bytes.saturating_add(written as u64);
            on(piece.get(..written).unwrap_or_default());
            match result.status {
                _ if *bytes > limit => return Some(SkipReason::TooLarge),
                Ok(MZStatus::StreamEnd) => return None,
                Ok(_) if used > 0 || written > 0 => {}
                _ if rest.is_empty() => return Some(SkipReason::CutShort),
                _ => {
                    return Some(SkipReason::Malformed(
                        (self.stored.len() - rest.len()) as u64,
                    ));
                }
            }
        }
    }

    /// Up to so many bytes from the beginning.
    ///
    /// # Errors
    /// Where it is encrypted, or packed in another way than by deflate.
    pub fn beginning(&self, limit: usize) -> Result<Unpacked, SkipReason> {
        match self.method {
            _ if self.encrypted => Err(SkipReason::Encrypted),
            0 => Ok(Unpacked {
                bytes: self.stored.get(..limit).unwrap_or(self.stored).to_vec(),
                partial: self.cut || self.stored.len() > limit,
            }),
            8 => {
                let mut bytes = Vec::new();
                let unpacked = |piece: &[u8]| bytes.extend_from_slice(piece);
                let lost = self.inflate(limit as u64, &mut 0, unpacked);
                bytes.truncate(limit);
                Ok(Unpacked {
                    bytes,
                    partial: lost.is_some(),
                })
            }
            _ => Err(SkipReason::Unknown),
        }
    }
}

/// Reads the central directory (4.3.12). Archives may have something before them, which offsets do not count.
fn directory(bytes: &[u8]) -> Option<Vec<ZipEntry<'_>>> {
    // The comment behind the end record has at most 65,535 bytes.
    let tail = bytes.len().saturating_sub(22 + 0xffff);
    let end = bytes.get(tail..)?.windows(4).rposition(|it| it == END)? + tail;
    let mut size = long(bytes, end + 12)?;
    let mut offset = long(bytes, end + 16)?;
    let mut behind = end;
    if size == 0xffff_ffff || offset == 0xffff_ffff {
        // The 64-bit end record stands before its locator of 20 bytes, which stands before the end record.
        let from = end.checked_sub(20 + 56)?;
        behind = bytes
            .get(from..end)?
            .windows(4)
            .rposition(|it| it == END_64)?
            + from;
        size = wide(bytes, behind + 40)?;
        offset = wide(bytes, behind + 48)?;
    }
    let start = behind.checked_sub(size)?;
    let before = start.checked_sub(offset)?;
    let mut parts = Vec::new();
    let mut at = start;
    while let Some(record) = bytes.get(at..behind).filter(|it| it.starts_with(CENTRAL)) {
        let lengths = [28, 30, 32].map(|at| short(record, at));
        let [Some(name), Some(extra), Some(comment)] = lengths else {
            break;
        };
        parts.extend(listed(bytes, record, name, extra, before));
        at += 46 + name + extra + comment;
    }
    Some(parts)
}

/// The part that a record of the directory lists.
fn listed<'a>(
    bytes: &'a [u8],
    record: &[u8],
    name: usize,
    extra: usize,
    before: usize,
) -> Option<ZipEntry<'a>> {
    let mut packed = long(record, 20)?;
    let mut offset = long(record, 42)?;
    let extra = record.get(46 + name..46 + name + extra)?;
    if packed == 0xffff_ffff || offset == 0xffff_ffff {
        let unpacked_too = long(record, 24)? == 0xffff_ffff;
        let large = extra_field(extra, 1)?;
        let mut at = if unpacked_too { 8 } else { 0 };
        if packed == 0xffff_ffff {
            packed = wide(large, at)?;
            at += 8;
        }
        if offset == 0xffff_ffff {
            offset = wide(large, at)?;
        }
    }
    let local = bytes.get(before.checked_add(offset)?..)?;
    let lengths = short(local, 26)? + short(local, 28)?;
    let data = local
        .starts_with(LOCAL)
        .then(|| local.get(30 + lengths..))??;
    Some(ZipEntry {
        name: String::from_utf8_lossy(record.get(46..46 + name)?).into_owned(),
        stored: data.get(..packed).unwrap_or(data),
        cut: data.len() < packed,
        method: ByteOrder::Little.u16(record, 10)?,
        encrypted: short(record, 8)? & 1 == 1,
    })
}

/// Reads local headers one after another (4.3.7). Where one does not tell the size, its data goes up to the next record.
fn walk(bytes: &[u8]) -> Vec<ZipEntry<'_>> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(4).position(|it| it == LOCAL) {
        rest = rest.get(at..).unwrap_or_default();
        let Some((part, behind)) = local(rest) else {
            break;
        };
        parts.push(part);
        rest = behind;
    }
    parts
}

fn local(record: &[u8]) -> Option<(ZipEntry<'_>, &[u8])> {
    let flags = short(record, 6)?;
    let packed = long(record, 18)?;
    let name = short(record, 26)?;
    let extra = short(record, 28)?;
    let data = record.get(30 + name + extra..)?;
    let size = if flags & 8 == 0 {
        packed
    } else {
        let next = |it: &[u8]| [LOCAL, CENTRAL, DESCRIPTOR].contains(&it);
        data.windows(4).position(next).unwrap_or(usize::MAX)
    };
    let (stored, behind) = data.split_at_checked(size).unwrap_or((data, &[]));
    let part = ZipEntry {
        name: String::from_utf8_lossy(record.get(30..30 + name)?).into_owned(),
        stored,
        cut: behind.is_empty(),
        method: ByteOrder::Little.u16(record, 8)?,
        encrypted: flags & 1 == 1,
    };
    Some((part, behind))
}

/// The extra field of that number (4.5.1).
fn extra_field(mut extra: &[u8], wanted: usize) -> Option<&[u8]> {
    loop {
        let size = short(extra, 2)?;
        let (field, rest) = extra.get(4..)?.split_at_checked(size)?;
        if short(extra, 0)? == wanted {
            return Some(field);
        }
        extra = rest;
    }
}

/// The two bytes there as a number.
fn short(bytes: &[u8], at: usize) -> Option<usize> {
    ByteOrder::Little.u16(bytes, at).map(usize::from)
}

/// The four bytes there as a number.
fn long(bytes: &[u8], at: usize) -> Option<usize> {
    ByteOrder::Little.u32(bytes, at)?.try_into().ok()
}

/// The eight bytes there as a number.
fn wide(bytes: &[u8], at: usize) -> Option<usize> {
    ByteOrder::Little.u64(bytes, at)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec;

    /// An archive with one deflated part.
    fn archive(name: &str, data: &[u8]) -> Vec<u8> {
        let packed = compress_to_vec(data, 6);
        let len = |len: usize| u32::try_from(len).unwrap().to_le_bytes();
        let mut sizes = [0; 4].to_vec();
        sizes.extend(len(packed.len()));
        sizes.extend(len(data.len()));
        sizes.extend([name.len().to_le_bytes()[0], 0, 0, 0]);
        let mut out = [
            LOCAL,
            &[20, 0, 0, 0, 8, 0, 0, 0, 0, 0],
            &sizes,
            name.as_bytes(),
            &packed,
        ]
        .concat();
        let start = out.len();
        out.extend(
            [
                CENTRAL,
                &[20, 0, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0],
                &sizes,
                &[0; 14],
                name.as_bytes(),
            ]
            .concat(),
        );
        let size = out.len() - start;
        out.extend(
            [
                END,
                &[0; 4],
                &[1, 0, 1, 0],
                &len(size),
                &len(start),
                &[0; 2],
            ]
            .concat(),
        );
        out
    }

    #[test]
    fn parts_with_and_without_a_directory() {
        let bytes = archive("raw/1_c.txt", b"GET / HTTP/1.1");
        let whole = parts(&bytes);
        assert_eq!(whole.len(), 1);
        assert_eq!(whole[0].name, "raw/1_c.txt");
        assert_eq!(whole[0].beginning(100).unwrap().bytes, b"GET / HTTP/1.1");
        let prefixed = [b"MZ stub".as_slice(), &bytes].concat();
        assert_eq!(parts(&prefixed), whole);
        let walked = parts(&bytes[..bytes.len() - 30]);
        assert_eq!(walked[0].beginning(100).unwrap().bytes, b"GET / HTTP/1.1");
        for end in 0..bytes.len() {
            for part in parts(&bytes[..end]) {
                let _ = part.beginning(100);
            }
        }
    }

    #[test]
    fn of_a_cut_part_there_is_what_was_packed_and_nothing_else() {
        let text: Vec<u8> = (0..2_000_u32)
            .flat_map(|it| it.to_string().into_bytes())
            .collect();
        let bytes = archive("x", &text);
        for end in 40..bytes.len() - 100 {
            let cut = &bytes[..end];
            assert!(is_cut(cut));
            for part in parts(cut) {
                let unpacked = part.beginning(10_000).unwrap();
                assert!(
                    unpacked.partial && text.starts_with(&unpacked.bytes),
                    "{end}"
                );
            }
        }
        assert!(!is_cut(&bytes));
    }

    #[test]
    fn a_bomb_goes_off_up_to_the_limit() {
        let bytes = archive("x", &vec![0; 10_000_000]);
        assert!(bytes.len() < 20_000);
        let unpacked = parts(&bytes)[0].beginning(1000).unwrap();
        assert_eq!((unpacked.bytes.len(), unpacked.partial), (1000, true));
    }
}
