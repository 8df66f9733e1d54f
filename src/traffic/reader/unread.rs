//! What is said of files that are not read.

use super::{FileContents, TrafficReader, lose};
use crate::traffic::files::{FileExtras, Format, format_of};
use crate::traffic::leg::{Contents, SkipReason, Skipped};

/// What is said of a file that is no traffic: that nothing in it was read, and why.
pub fn no_traffic(bytes: &[u8]) -> Vec<FileContents> {
    let format = format_of(bytes);
    match bytes {
        [] => unread(format, SkipReason::Empty),
        _ => unread(format, format.why_unread()),
    }
}

/// What is said of a file that is too large to be read as a whole, by its first bytes.
pub fn too_large(first: &[u8]) -> Vec<FileContents> {
    let format = format_of(first);
    match format.why_unread() {
        SkipReason::Unknown => unread(format, SkipReason::TooLarge),
        known => unread(format, known),
    }
}

/// What is said of a file that the browser cannot read, with what was read of it before.
pub fn unreadable(reader: Option<TrafficReader>) -> Vec<FileContents> {
    let read = reader.and_then(|reader| reader.finish().ok());
    let mut read = read.unwrap_or_else(|| unread(Format::Unknown, SkipReason::Unreadable));
    if let Some(last) = read.last_mut().filter(|it| it.contents.count > 0) {
        lose(&mut last.contents, Some(SkipReason::Unreadable), None);
    }
    read
}

fn unread(format: Format, reason: SkipReason) -> Vec<FileContents> {
    let contents = Contents {
        format: format.into(),
        skipped: vec![Skipped {
            reason,
            location: None,
        }],
        ..Contents::default()
    };
    vec![FileContents {
        part: None,
        contents,
        extras: FileExtras::default(),
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_is_no_traffic_it_is_said_why() {
        for (bytes, reason) in [(&b""[..], SkipReason::Empty), (b"{}", SkipReason::Unknown)] {
            let said = no_traffic(bytes);
            assert_eq!(said[0].contents.skipped[0].reason, reason);
        }
        for (bytes, reason) in [
            (&b"PK\x03\x04"[..], SkipReason::TooLarge),
            (b"0\0\0\0LfLe", SkipReason::BinaryEvents),
        ] {
            assert_eq!(too_large(bytes)[0].contents.skipped[0].reason, reason);
        }
    }
}
