//! How a file is to be read, told by its first bytes.

use crate::traffic::capture::Capture;
use crate::traffic::files::{Format, IisPieces, format_of};
use crate::traffic::gzip::{self, Gzip, UnpackLimits};

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadMode {
    /// In pieces, of any size.
    Pieces,
    /// As a whole: nothing can be said of it before its end.
    Whole,
    /// It is no traffic: perhaps there are tokens in it.
    Other,
}

/// What sort of file begins with these bytes.
pub fn read_mode(first: &[u8]) -> ReadMode {
    if gzip::recognised(first) {
        return sort_of_plain(&unpacked(first));
    }
    sort_of_plain(first)
}

/// So many bytes of what is packed tell what it is.
pub const TELLING: usize = 64 << 10;

fn sort_of_plain(first: &[u8]) -> ReadMode {
    if Capture::recognises(first) {
        return ReadMode::Pieces;
    }
    match format_of(first) {
        Format::Har | Format::NetLog | Format::Evtx => ReadMode::Pieces,
        Format::Iis if IisPieces::takes(first) => ReadMode::Pieces,
        Format::Text | Format::HexDump | Format::Unknown | Format::Gzip => ReadMode::Other,
        _ => ReadMode::Whole,
    }
}

/// The beginning of what is packed, enough to tell what it is.
fn unpacked(first: &[u8]) -> Vec<u8> {
    let mut beginning = Vec::new();
    let limits = UnpackLimits {
        bytes: 16 * TELLING as u64,
        ..UnpackLimits::default()
    };
    let first = first.get(..TELLING).unwrap_or(first);
    Gzip::new(limits).push(first, |bytes| {
        if beginning.len() < TELLING {
            beginning.extend_from_slice(bytes);
        }
    });
    beginning
}
