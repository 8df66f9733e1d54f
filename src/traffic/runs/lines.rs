//! Lines, without what tools put before them.

use crate::traffic::text::is_symbol;

/// A line of the text.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Its number, from 1.
    pub number: usize,
    /// Bytes of the text before `body`.
    pub offset: usize,
    /// What it says, without the space and the marks before it and the space behind it.
    pub body: &'a [u8],
}

/// The headers whose values are tokens.
const HEADERS: [&str; 5] = [
    "authorization",
    "proxy-authorization",
    "www-authenticate",
    "proxy-authenticate",
    "authentication-info",
];

/// Names of parameters are shorter.
const LONGEST_NAME: usize = 32;

/// The lines of a text.
pub fn lines(text: &[u8]) -> Vec<Line<'_>> {
    let mut offset = 0;
    let mut lines = Vec::new();
    for (index, whole) in text.split(|&byte| byte == b'\n').enumerate() {
        let mut body = whole.trim_ascii();
        // curl -v marks what it sent and what it received.
        if let [b'>' | b'<' | b'*', rest @ ..] = body {
            body = rest.trim_ascii();
        }
        let before = body.as_ptr().addr().saturating_sub(whole.as_ptr().addr());
        lines.push(Line {
            number: index + 1,
            offset: offset + before,
            body,
        });
        offset += whole.len() + 1;
    }
    lines
}

impl<'a> Line<'a> {
    /// The header on this line whose value is a token: its name, and where its value begins. It may stand in quotes,
    /// as in a HAR or on a command line.
    pub fn header(&self) -> Option<(&'a [u8], usize)> {
        let mut colons = self
            .body
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte == b':');
        colons.find_map(|(colon, _)| {
            let before = self.body.get(..colon)?.trim_ascii_end();
            let name = before.strip_suffix(b"\"").unwrap_or(before);
            let known = HEADERS.iter().find_map(|header| {
                let start = name.len().checked_sub(header.len())?;
                let (front, tail) = name.split_at_checked(start)?;
                let whole = !matches!(front.last(), Some(byte) if is_symbol(*byte));
                (whole && tail.eq_ignore_ascii_case(header.as_bytes())).then_some(tail)
            });
            known.map(|name| (name, colon + 1))
        })
    }

    /// The next stretch of signs of base64 from a column on.
    pub fn word(&self, from: usize) -> Option<(usize, &'a [u8])> {
        let rest = self.body.get(from..)?;
        let start = from + rest.iter().position(|byte| is_symbol(*byte))?;
        let rest = self.body.get(start..)?;
        let length = rest.iter().position(|byte| !is_symbol(*byte));
        Some((start, rest.get(..length.unwrap_or(rest.len()))?))
    }

    /// Whether what stands behind a word makes it the name of a parameter: one `=` and a value. Padding of base64 looks
    /// alike, but then its length is right.
    pub fn names_value(&self, word: &[u8], at: usize) -> bool {
        let valued = match self.body.get(at..).unwrap_or_default() {
            [b'=', b'=' | b' ' | b',' | b';' | b')' | b'}', ..] | [b'='] => false,
            [b'=', ..] => true,
            _ => false,
        };
        valued && (word.len() % 4 != 3 || word.len() < 16)
    }

    /// The next space or quote from a column on.
    pub fn blank(&self, from: usize) -> usize {
        let rest = self.body.get(from..).unwrap_or_default();
        let end = |byte: &u8| matches!(byte, b' ' | b'\t' | b'"' | b'\'');
        from + rest.iter().position(end).unwrap_or(rest.len())
    }

    /// Whether a space stands there.
    pub fn space_at(&self, at: usize) -> bool {
        matches!(self.body.get(at), Some(b' ' | b'\t'))
    }

    /// The parameters behind the word `Digest`: where they begin, and they themselves.
    pub fn parameters(&self, word: &[u8], at: usize) -> Option<(usize, &'a [u8])> {
        if !word.eq_ignore_ascii_case(b"Digest") || !self.space_at(at) {
            return None;
        }
        let rest = self.body.get(at..)?;
        let start = at + rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
        let mut rest = self.body.get(start..)?;
        // A parameter's name is not long.
        if !rest.iter().take(LONGEST_NAME).any(|byte| *byte == b'=') {
            return None;
        }
        // In a string of a program the quotes within are escaped; the first that is not ends it.
        if !rest.windows(2).any(|pair| pair == b"=\"") {
            let end = rest.iter().position(|byte| matches!(byte, b'\'' | b'"'));
            rest = rest.get(..end.unwrap_or(rest.len()))?;
        } else if let Some(front) = rest.strip_suffix(b"'") {
            rest = front;
        }
        Some((start, rest))
    }
}
