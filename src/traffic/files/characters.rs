//! Text of any encoding that Windows writes, as UTF-8.

use crate::windows_1252;
use std::borrow::Cow;

/// The bytes as UTF-8 without a byte order mark. UTF-16 is known by its mark, or by two characters of ASCII with their
/// zeros. A text whose first line is quoted, as in a mail, loses the marks of its lines; anything else is left as it is.
pub fn utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return Cow::Borrowed(rest);
    }
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [9..=126, 0, 9..=126, 0, ..] => wide(bytes, u16::from_le_bytes),
        [0, 9..=126, 0, 9..=126, ..] => wide(bytes, u16::from_be_bytes),
        [b'>', ..] => {
            let lines = bytes.split_inclusive(|it| *it == b'\n');
            Cow::Owned(lines.flat_map(unquoted).copied().collect())
        }
        _ => Cow::Borrowed(bytes),
    }
}

/// A line without the marks of those who quoted it.
fn unquoted(mut line: &[u8]) -> &[u8] {
    while let Some(rest) = line.strip_prefix(b">") {
        line = rest.strip_prefix(b" ").unwrap_or(rest);
    }
    line
}

/// The same as text, each line as [`line()`] has it.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    let lines = |bytes: &[u8]| {
        let lines = bytes.split_inclusive(|&byte| byte == b'\n');
        lines.map(line).collect::<String>()
    };
    match utf8(bytes) {
        Cow::Borrowed(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(lines(bytes)),
        },
        Cow::Owned(bytes) => {
            Cow::Owned(String::from_utf8(bytes).unwrap_or_else(|it| lines(it.as_bytes())))
        }
    }
}

/// A line in UTF-8, or else in Windows-1252, as tools with ANSI output write it.
pub fn line(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().copied().map(windows_1252::to_char).collect()),
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Cow<'_, [u8]> {
    let units = bytes
        .chunks_exact(2)
        .filter_map(|it| Some(unit(it.try_into().ok()?)));
    let text: String = char::decode_utf16(units)
        .map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    Cow::Owned(text.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_of_windows() {
        let cases: [&[u8]; 5] = [
            b"<a>",
            b"\xef\xbb\xbf<a>",
            b"\xff\xfe<\0a\0>\0",
            b"\xfe\xff\0<\0a\0>",
            b"<\0a\0>\0\x0d",
        ];
        for bytes in cases {
            assert_eq!(&*utf8(bytes), b"<a>");
        }
    }
    #[test]
    fn a_text_that_was_quoted_loses_the_marks() {
        assert_eq!(
            &*utf8(b"> Status:\t1\n>\n>> a > b\nend"),
            b"Status:\t1\n\na > b\nend"
        );
        assert_eq!(&*utf8(b"a\n> b"), b"a\n> b");
    }
    #[test]
    fn a_line_that_is_no_utf8_is_ansi() {
        assert_eq!(text(b"j\xc3\xbcrgen\nj\xfcrgen\n\x80"), "jürgen\njürgen\n€");
        assert_eq!(text(b"\xff\xfej\0\xfc\0"), "jü");
    }
}
