//! Text as it was before tools wrote it down: UTF-8, without escapes.

use std::borrow::Cow;

/// More escapes of bytes than this on a line make it a string of a program, which is read by its escapes. Of `\u`, those of
/// control characters count: JSON writes signs of text that way too.
const STRING: usize = 4;

/// The text in UTF-8.
pub fn utf8(input: &[u8]) -> Cow<'_, [u8]> {
    utf16(input).map_or(Cow::Borrowed(input), Cow::Owned)
}

/// Signs in the place of which something else is written. A line's end inside of a line becomes a space: the lines keep
/// their numbers.
const SIGNS: [(&[u8], u8); 18] = [
    (b"\\/", b'/'),
    (b"\\r", b' '),
    (b"\\n", b' '),
    (b"\\t", b' '),
    (b"\\u002b", b'+'),
    (b"\\u002f", b'/'),
    (b"\\u003d", b'='),
    (b"%0d", b' '),
    (b"%0a", b' '),
    (b"%2b", b'+'),
    (b"%2f", b'/'),
    (b"%3d", b'='),
    // Spaces that do not break, and such without a width, which pages and mail put between words.
    (b"\xc2\xa0", b' '),
    (b"\xe2\x80\x8b", b' '),
    (b"&#43;", b'+'),
    (b"&#x2b;", b'+'),
    (b"&#61;", b'='),
    (b"&#x3d;", b'='),
];

/// The text without what JSON, addresses, HTML and logs write in the place of signs of base64 and of line ends; none where
/// nothing of the kind is in it.
pub fn unescaped(input: &[u8]) -> Option<Vec<u8>> {
    let escaped = |pair: &[u8]| {
        matches!(
            pair,
            b"\\/"
                | b"\\n"
                | b"\\r"
                | b"\\u"
                | b"%0"
                | b"%2"
                | b"%3"
                | b"&#"
                | b"\xc2\xa0"
                | b"\xe2\x80"
        )
    };
    if !input.windows(2).any(escaped) {
        return None;
    }
    let mut plain = Vec::with_capacity(input.len());
    for line in input.split_inclusive(|&byte| byte == b'\n') {
        let bytes = line.windows(3).filter(|three| {
            matches!(three, [b'\\', b'x', digit] | [b'\\', b'0', digit] if digit.is_ascii_alphanumeric() || *digit == b'\\')
        });
        let control = line
            .windows(5)
            .filter(|five| matches!(five, [b'\\', b'u', b'0', b'0', b'0' | b'1']));
        let bytes = bytes.count() + control.count();
        if bytes > STRING {
            plain.extend_from_slice(line);
        } else {
            unescape(line, &mut plain);
        }
    }
    Some(plain)
}

fn unescape(line: &[u8], plain: &mut Vec<u8>) {
    let mut rest = line;
    while let Some((&first, behind)) = rest.split_first() {
        let found = SIGNS
            .iter()
            .filter(|_| matches!(first, b'\\' | b'%' | b'&' | 0xc2 | 0xe2));
        let mut found = found.filter(|(written, _)| {
            let head = rest.get(..written.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(written))
        });
        match found.next() {
            Some((written, sign)) => {
                plain.push(*sign);
                rest = rest.get(written.len()..).unwrap_or_default();
            }
            None => {
                plain.push(first);
                rest = behind;
            }
        }
    }
}

/// UTF-16, which some shells write, as UTF-8: by its mark, or by the zeros of plain text.
fn utf16(input: &[u8]) -> Option<Vec<u8>> {
    let from = match input {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => {
            let sample = input.get(..input.len().min(256)).unwrap_or_default();
            let mut pairs = sample.chunks_exact(2);
            let plain = |pair: &[u8]| matches!(pair, [b'\t' | b'\n' | b'\r' | b' '..=b'~', 0]);
            if sample.len() < 16 || !pairs.all(plain) {
                return None;
            }
            u16::from_le_bytes
        }
    };
    let units = input.chunks_exact(2);
    let units = units.filter_map(|pair| pair.first_chunk().copied().map(from));
    let units = units.filter(|unit| *unit != 0xfeff);
    let text: String = char::decode_utf16(units)
        .map(|c| c.unwrap_or('\u{fffd}'))
        .collect();
    Some(text.into_bytes())
}
