//! How a file is to be read, told by its first bytes.

use crate::traffic::capture::Capture;
use crate::traffic::files::{Format, format_of};
use crate::traffic::gzip::{self, Gzip, Limits};

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// In pieces, of any size.
    Pieces,
    /// As a whole: nothing can be said of it before its end.
    Whole,
    /// It is no traffic: perhaps there are tokens in it.
    Other,
}

/// What sort of file begins with these bytes.
pub fn sort_of(first: &[u8]) -> Sort {
    if gzip::recognised(first) {
        return sort_of_plain(&unpacked(first));
    }
    sort_of_plain(first)
}

/// So many bytes of what is packed tell what it is.
pub const TELLING: usize = 64 << 10;

fn sort_of_plain(first: &[u8]) -> Sort {
    if Capture::recognises(first) {
        return Sort::Pieces;
    }
    match format_of(first) {
        Format::Har | Format::NetLog => Sort::Pieces,
        Format::Text | Format::Unknown | Format::Gzip => Sort::Other,
        _ => Sort::Whole,
    }
}

/// The beginning of what is packed, enough to tell what it is.
fn unpacked(first: &[u8]) -> Vec<u8> {
    let mut beginning = Vec::new();
    let limits = Limits {
        bytes: 16 * TELLING as u64,
        ..Limits::default()
    };
    let first = first.get(..TELLING).unwrap_or(first);
    Gzip::new(limits).push(first, |bytes| {
        if beginning.len() < TELLING {
            beginning.extend_from_slice(bytes);
        }
    });
    beginning
}
