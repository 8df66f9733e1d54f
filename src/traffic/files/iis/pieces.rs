//! A log as it comes in: each line is read as soon as its end is there, and is not kept.

use super::log_lines::LogLines;
use crate::traffic::files::characters::{self, utf8};
use crate::traffic::leg::Contents;
use std::borrow::Cow;

/// More of a line is not read: no server writes one that long.
const LONGEST: usize = 1 << 20;

/// A log of which the bytes come in pieces of any size.
#[derive(Default)]
pub struct IisPieces {
    read: LogLines,
    /// What has come of a line.
    begun: Vec<u8>,
    /// So many lines were read.
    lines: u32,
    /// The bytes at which that line begins, and at which the next piece does.
    start: u64,
    at: u64,
}

impl IisPieces {
    /// Whether a log that begins with these bytes can be read as it comes in; else it is to be made UTF-8 first.
    pub fn takes(first: &[u8]) -> bool {
        matches!(utf8(first), Cow::Borrowed(_))
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        for piece in bytes.split_inclusive(|it| *it == b'\n') {
            let room = LONGEST.saturating_sub(self.begun.len());
            self.begun
                .extend_from_slice(piece.get(..room).unwrap_or(piece));
            self.at += piece.len() as u64;
            if piece.ends_with(b"\n") {
                self.end_line(true);
            }
        }
    }

    /// How many lines were read, and how many of them have to do with signing in.
    pub fn progress(&self) -> (u64, usize) {
        (self.lines.into(), self.read.found())
    }

    /// What is in it, up to the last byte that came.
    pub fn finish(mut self) -> Contents {
        if !self.begun.is_empty() {
            self.end_line(false);
        }
        self.read.finish()
    }

    /// Reads the line that has come; whether it came to its end.
    fn end_line(&mut self, whole: bool) {
        self.lines = self.lines.saturating_add(1);
        let line = match self.begun.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) if self.lines == 1 => rest,
            _ => &self.begun,
        };
        self.read
            .line(&characters::line(line), self.lines, self.start, whole);
        self.begun.clear();
        self.start = self.at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "\u{feff}#Software: Microsoft Internet Information Services 10.0\r\n\
        #Fields: date time c-ip cs-username cs-method cs-uri-stem sc-status sc-substatus sc-win32-status\r\n\
        2026-11-26 09:00:00 10.0.0.7 - GET /orders 401 2 5\r\n\
        2026-11-26 09:00:01 10.0.0.7 CONTOSO\\jürgen GET\r\n/orders 200 0 0\r\n\
        2026-11-26 09:00:02 10.0.0.7 - GET /";

    fn in_pieces(log: &[u8], most: usize) -> Contents {
        let mut pieces = IisPieces::default();
        log.chunks(most).for_each(|piece| pieces.push(piece));
        pieces.finish()
    }

    #[test]
    fn pieces_of_any_size_are_the_same_log() {
        let whole = in_pieces(LOG.as_bytes(), LOG.len());
        assert_eq!((whole.count, whole.legs.len()), (2, 2));
        assert_eq!(whole.skipped.len(), 1);
        for most in 1..LOG.len() {
            assert_eq!(in_pieces(LOG.as_bytes(), most), whole, "{most}");
        }
    }

    #[test]
    fn progress_is_told_line_by_line() {
        let mut pieces = IisPieces::default();
        let (first, rest) = LOG.as_bytes().split_at(LOG.len() - 60);
        pieces.push(first);
        assert_eq!(pieces.progress(), (3, 0));
        pieces.push(rest);
        // The line before the last one may go on.
        assert_eq!(pieces.progress(), (5, 1));
    }

    #[test]
    fn a_line_without_end_is_not_kept() {
        let mut pieces = IisPieces::default();
        let line = b"2026-11-26 09:00:00 10.0.0.7 CONTOSO\\alice 200\n";
        pieces.push(b"#Fields: date time c-ip cs-username sc-status\n");
        pieces.push(line);
        for _ in 0..20 {
            pieces.push(&[b'a'; 1 << 18]);
        }
        assert!(pieces.begun.len() <= LONGEST);
        pieces.push(b"\n");
        pieces.push(line);
        assert_eq!(pieces.finish().legs.len(), 2);
    }
}
