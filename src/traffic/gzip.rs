//! gzip (RFC 1952) around a file, unpacked as it comes: tools write captures so and name them `.pcap` all the same.

use miniz_oxide::inflate::stream::{InflateState, MinReset, inflate};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};

use super::leg::SkipReason;

/// What is unpacked at a time.
const PIECE: usize = 64 << 10;
/// The longest head of a member that is waited for; names and comments have no limit of their own.
const MAX_HEAD: usize = 128 << 10;
/// CRC32 and length, after each member.
const TAIL: usize = 8;

/// How much is unpacked at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnpackLimits {
    /// So many bytes in all.
    pub bytes: u64,
    /// So many bytes for one packed byte, counted once `free` bytes are unpacked: captures come to 2 to 20, logs to 30, what is
    /// made to fill memory to 1000.
    pub ratio: u64,
    /// So many bytes are unpacked whatever the ratio.
    pub free: u64,
}

impl Default for UnpackLimits {
    fn default() -> Self {
        Self {
            bytes: 4 << 30,
            ratio: 200,
            free: 64 << 20,
        }
    }
}

/// A gzip file on its way through.
pub struct Gzip {
    limits: UnpackLimits,
    state: Box<InflateState>,
    part: Part,
    /// The bytes of a head that is not whole yet.
    head: Vec<u8>,
    piece: Vec<u8>,
    packed: u64,
    unpacked: u64,
    lost: Option<SkipReason>,
}

/// Where in a member the next byte is.
enum Part {
    Head,
    Body,
    /// So many bytes of the tail are to come.
    Tail(usize),
    /// Nothing more is read.
    End,
}

/// Whether a file that begins so is packed by gzip.
pub fn recognised(head: &[u8]) -> bool {
    head.starts_with(&[0x1f, 0x8b, 8])
}

impl Gzip {
    /// A file that is at its beginning.
    pub fn new(limits: UnpackLimits) -> Self {
        Self {
            limits,
            state: InflateState::new_boxed(DataFormat::Raw),
            part: Part::Head,
            head: Vec::new(),
            piece: vec![0; PIECE],
            packed: 0,
            unpacked: 0,
            lost: None,
        }
    }

    /// Unpacks no more than so many bytes in all.
    pub fn limit(&mut self, bytes: u64) {
        self.limits.bytes = self.limits.bytes.min(bytes);
    }

    /// Takes the next bytes of the file and hands on what they unpack to, piece by piece.
    pub fn push(&mut self, mut bytes: &[u8], mut on: impl FnMut(&[u8])) {
        loop {
            let (used, more) = match self.part {
                Part::Head => (self.head(bytes), false),
                Part::Body => self.body(bytes, &mut on),
                Part::Tail(left) => (self.tail(bytes.len(), left), false),
                Part::End => return,
            };
            self.packed = self.packed.saturating_add(used as u64);
            bytes = bytes.get(used..).unwrap_or_default();
            if bytes.is_empty() && !more {
                return;
            }
        }
    }

    /// Says that no bytes follow. What was not read, if anything.
    pub fn finish(&mut self) -> Option<SkipReason> {
        let between = matches!(self.part, Part::Head) && self.head.is_empty() && self.packed > 0;
        if !between && !matches!(self.part, Part::End) {
            self.stop(Some(SkipReason::CutShort));
        }
        self.lost.clone()
    }

    fn head(&mut self, bytes: &[u8]) -> usize {
        let before = self.head.len();
        self.head.extend_from_slice(bytes);
        // Tapes and careless writers leave zeros after the last member.
        let another = self
            .head
            .iter()
            .zip([0x1f, 0x8b])
            .all(|(have, want)| *have == want);
        if !another {
            let lost = (self.packed == 0).then_some(SkipReason::Malformed(0));
            self.stop(lost);
        } else if let Some(length) = head_length(&self.head) {
            self.head = Vec::new();
            // Clearing its window would take longer than an empty member.
            self.state.reset_as(MinReset);
            self.part = Part::Body;
            return length.saturating_sub(before);
        } else if self.head.len() > MAX_HEAD {
            self.stop(Some(SkipReason::Malformed(self.packed)));
        }
        bytes.len()
    }

    /// How many bytes were used, and whether there is more to come out without any.
    fn body(&mut self, bytes: &[u8], on: &mut impl FnMut(&[u8])) -> (usize, bool) {
        let result = inflate(&mut self.state, bytes, &mut self.piece, MZFlush::None);
        let (used, written) = (result.bytes_consumed, result.bytes_written);
        self.unpacked = self.unpacked.saturating_add(written as u64);
        let packed = self.packed.saturating_add(used as u64);
        on(self.piece.get(..written).unwrap_or_default());
        let UnpackLimits {
            bytes: most,
            ratio,
            free,
        } = self.limits;
        let bomb = self.unpacked > free && self.unpacked / ratio.max(1) > packed;
        match result.status {
            _ if self.unpacked > most || bomb => self.stop(Some(SkipReason::TooLarge)),
            Ok(MZStatus::StreamEnd) => self.part = Part::Tail(TAIL),
            // It has used all that it was given.
            Ok(_) | Err(MZError::Buf) => {}
            Err(_) => self.stop(Some(SkipReason::Malformed(packed))),
        }
        (used, written == PIECE)
    }

    fn tail(&mut self, have: usize, left: usize) -> usize {
        let used = have.min(left);
        self.part = if used == left {
            Part::Head
        } else {
            Part::Tail(left - used)
        };
        used
    }

    fn stop(&mut self, lost: Option<SkipReason>) {
        self.lost = lost;
        self.part = Part::End;
        self.head = Vec::new();
    }
}

/// The length of the head of a member (RFC 1952 2.3), once it is whole.
fn head_length(bytes: &[u8]) -> Option<usize> {
    const FHCRC: u8 = 2;
    const FEXTRA: u8 = 4;
    const FNAME: u8 = 8;
    const FCOMMENT: u8 = 16;
    let flags = *bytes.get(3)?;
    let mut length = 10;
    if flags & FEXTRA != 0 {
        let extra = bytes.get(length..length + 2)?.try_into().ok()?;
        length += 2 + usize::from(u16::from_le_bytes(extra));
    }
    for text in [FNAME, FCOMMENT] {
        if flags & text != 0 {
            length += 1 + bytes.get(length..)?.iter().position(|&byte| byte == 0)?;
        }
    }
    if flags & FHCRC != 0 {
        length += 2;
    }
    (bytes.len() >= length).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let head = flate2::GzBuilder::new()
            .filename("a.pcap")
            .comment("b")
            .extra(vec![1; 9]);
        let mut writer = head.write(Vec::new(), flate2::Compression::default());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    fn unpacked(file: &[u8], piece: usize, limits: UnpackLimits) -> (Vec<u8>, Option<SkipReason>) {
        let mut gzip = Gzip::new(limits);
        let mut all = Vec::new();
        for piece in file.chunks(piece) {
            gzip.push(piece, |bytes| all.extend_from_slice(bytes));
        }
        let lost = gzip.finish();
        (all, lost)
    }

    #[test]
    fn gzip_in_several_members() {
        let limits = UnpackLimits::default();
        let long: Vec<u8> = (0..300_000_u32)
            .flat_map(|number| (number / 7).to_le_bytes())
            .collect();
        let file = [packed(b"abc"), packed(&long), vec![0; 20]].concat();
        for piece in [1, 100, usize::MAX] {
            let (all, lost) = unpacked(&file, piece, limits);
            assert!(all == [b"abc", &long[..]].concat() && lost.is_none());
        }
        let (all, lost) = unpacked(&file[..file.len() / 2], 100, limits);
        assert!(all.len() > 100_000 && lost == Some(SkipReason::CutShort));
        let mut file = packed(&long);
        file[60..200].fill(0xff);
        assert!(matches!(
            unpacked(&file, 100, limits).1,
            Some(SkipReason::Malformed(_))
        ));
    }

    #[test]
    fn a_gzip_bomb_is_defused() {
        let file = packed(&vec![0; 100 << 20]);
        let (all, lost) = unpacked(&file, 1000, UnpackLimits::default());
        assert_eq!(lost, Some(SkipReason::TooLarge));
        assert!(all.len() < 65 << 20);
        let limits = UnpackLimits {
            bytes: 1 << 20,
            ..UnpackLimits::default()
        };
        let (all, lost) = unpacked(&file, 1000, limits);
        assert_eq!(lost, Some(SkipReason::TooLarge));
        assert!(all.len() < 2 << 20);
    }
}
