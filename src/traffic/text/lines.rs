//! Lines, without what tools put before them.

use crate::traffic::digits::is_symbol;

/// A line of the text, and where its content begins.
#[derive(Clone, Copy, Debug)]
pub struct TextLine<'a> {
    /// Its number in the text, from 1.
    pub number: usize,
    /// Bytes of the text before `body`.
    pub offset: usize,
    /// What it says, without the space and the marks before it and the space behind it.
    pub body: &'a [u8],
}

/// The lines that are still to come; a copy looks ahead.
#[derive(Clone, Copy, Debug)]
pub struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    number: usize,
}

/// What tools put before a line of what was sent and received: curl, libraries of mail, dialogues in documents.
const MARKS: [&[u8]; 9] = [
    b">>> ", b"<<< ", b"-> ", b"<- ", b"C: ", b"S: ", b">", b"<", b"*",
];

impl<'a> Lines<'a> {
    /// Those from an offset on, the first of which has that number.
    pub fn new(text: &'a [u8], at: usize, number: usize) -> Self {
        Self { text, at, number }
    }

    /// Offset of the next line.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// The next line's number.
    pub fn number(&self) -> usize {
        self.number
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = TextLine<'a>;

    fn next(&mut self) -> Option<TextLine<'a>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let near = rest.get(..rest.len().min(LONGEST)).unwrap_or_default();
        let end = near.iter().position(|&byte| byte == b'\n');
        let whole = match end {
            Some(end) => near.get(..end)?,
            None if near.len() == rest.len() => near,
            None => near.get(..gap(near))?,
        };
        #[cfg(test)]
        crate::traffic::work::looked_at(whole.len() + 1);
        let body = unmarked(whole.trim_ascii());
        let front = whole.len() - whole.trim_ascii_end().len();
        let line = TextLine {
            number: self.number,
            offset: self.at + whole.len() - front - body.len(),
            body,
        };
        self.at += whole.len() + usize::from(end.is_some());
        self.number += usize::from(end.is_some());
        Some(line)
    }
}

/// A longer line is taken in parts, so that a search can be stopped within it. No token of use is that long.
const LONGEST: usize = 1 << 19;

/// Where to part a long line: behind its last sign that stands in no token.
fn gap(line: &[u8]) -> usize {
    let parts = |byte: &u8| matches!(byte, b' ' | b'\t' | b',' | b';' | b'"' | b'\'' | b'>');
    line.iter().rposition(parts).map_or(line.len(), |at| at + 1)
}

impl<'a> TextLine<'a> {
    /// What stands from a column on.
    pub fn from(&self, column: usize) -> &'a [u8] {
        self.body.get(column..).unwrap_or_default()
    }

    /// The next stretch of signs of base64 from a column on: where it begins, and it itself.
    pub fn word(&self, from: usize) -> Option<(usize, &'a [u8])> {
        let start = from + self.from(from).iter().position(|byte| is_symbol(*byte))?;
        Some((start, piece(self.from(start))))
    }
}

/// What stands behind the mark of a tool, if there is one.
pub fn unmarked(body: &[u8]) -> &[u8] {
    let mark = MARKS.iter().find(|mark| body.starts_with(mark));
    let rest = mark.and_then(|mark| body.get(mark.len()..));
    rest.map_or(body, <[u8]>::trim_ascii_start)
}

/// So many signs are looked at at once: what goes on and on is not looked through again from each token in it.
pub const PIECE: usize = 1 << 13;

/// The signs of base64 that bytes begin with, so many at most.
pub fn piece(bytes: &[u8]) -> &[u8] {
    symbols(bytes.get(..PIECE).unwrap_or(bytes))
}

/// The signs of base64 that bytes begin with.
pub fn symbols(bytes: &[u8]) -> &[u8] {
    let length = bytes.iter().position(|byte| !is_symbol(*byte));
    bytes
        .get(..length.unwrap_or(bytes.len()))
        .unwrap_or_default()
}
