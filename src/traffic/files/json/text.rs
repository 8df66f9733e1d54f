//! Strings and words of JSON, as they stand and decoded (RFC 8259 7).

use std::borrow::Cow;

/// A string or a bare word, as it stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonText<'a> {
    /// Without quotes, escapes as they are.
    pub raw: &'a [u8],
    /// The byte of the input that it begins at, after the quote.
    pub at: usize,
}

impl<'a> JsonText<'a> {
    /// Decoded: escapes resolved; a lone surrogate and what is not UTF-8 become U+FFFD.
    pub fn text(&self) -> Cow<'a, str> {
        if !self.raw.contains(&b'\\') {
            return String::from_utf8_lossy(self.raw);
        }
        let mut out = Vec::with_capacity(self.raw.len());
        let mut rest = self.raw;
        while let Some(escape) = rest.iter().position(|&it| it == b'\\') {
            out.extend_from_slice(rest.get(..escape).unwrap_or_default());
            rest = rest.get(escape + 1..).unwrap_or_default();
            let Some((&letter, after)) = rest.split_first() else {
                break;
            };
            rest = after;
            let plain = match letter {
                b'n' => '\n',
                b't' => '\t',
                b'r' => '\r',
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'u' => {
                    let (character, after) = unicode(rest);
                    rest = after;
                    character
                }
                other => {
                    out.push(other);
                    continue;
                }
            };
            out.extend_from_slice(plain.encode_utf8(&mut [0; 4]).as_bytes());
        }
        out.extend_from_slice(rest);
        Cow::Owned(String::from_utf8_lossy(&out).into_owned())
    }

    /// Whether it is that text, which needs no escape.
    pub fn is(&self, text: &str) -> bool {
        self.raw == text.as_bytes()
    }

    /// The number that it writes, in quotes or not.
    pub fn number(&self) -> Option<f64> {
        std::str::from_utf8(self.raw).ok()?.trim().parse().ok()
    }

    /// The whole number that it writes.
    pub fn whole(&self) -> Option<i64> {
        let text = std::str::from_utf8(self.raw).ok()?.trim();
        // A float holds what is asked for here exactly: sizes, ports, numbers of events, milliseconds.
        text.parse().ok().or_else(|| {
            self.number()
                .filter(|it| it.is_finite())
                .map(|it| it as i64)
        })
    }

    /// Whether it is `true`.
    pub fn truth(&self) -> Option<bool> {
        match self.raw {
            b"true" => Some(true),
            b"false" => Some(false),
            _ => None,
        }
    }
}

/// The character of a `\u` escape, with its second half where it has one, and what follows.
fn unicode(rest: &[u8]) -> (char, &[u8]) {
    let Some((first, after)) = unit(rest) else {
        return (char::REPLACEMENT_CHARACTER, rest);
    };
    let second = after.strip_prefix(b"\\u").and_then(unit);
    if let (0xd800..=0xdbff, Some((low @ 0xdc00..=0xdfff, behind))) = (first, second) {
        let code = 0x10000 + ((first - 0xd800) << 10) + (low - 0xdc00);
        return (
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
            behind,
        );
    }
    (
        char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER),
        after,
    )
}

fn unit(rest: &[u8]) -> Option<(u32, &[u8])> {
    let (digits, after) = rest.split_at_checked(4)?;
    let digits = std::str::from_utf8(digits).ok()?;
    Some((u32::from_str_radix(digits, 16).ok()?, after))
}
