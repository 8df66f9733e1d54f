//! Bytes as programs write them: numbers with commas, and strings with escapes.

use super::lines::Lines;
use super::{Form, SIGNATURE};
use crate::traffic::digits::digit;

/// Fewer numbers are no message.
const LEAST: usize = 8;

/// An array or a string that begins on the next line: its bytes, and the lines behind it.
pub fn block<'a>(mut lines: Lines<'a>) -> Option<(Form, Vec<u8>, Lines<'a>)> {
    let first = Clone::clone(&lines).next()?.body;
    let escaped = first
        .windows(3)
        .any(|three| matches!(three, [b'\\', b'x' | b'u', digit] if digit.is_ascii_hexdigit()));
    // Bytes in decimal with spaces between, as a message of NTLM begins.
    let spaced = first.starts_with(b"78 84 76 77 83 83 80 0 ");
    if !escaped
        && !spaced
        && !first.contains(&b',')
        && !first.ends_with(b"{")
        && !first.ends_with(b"[")
    {
        return None;
    }
    let read = if escaped { string } else { numbers };
    let mut bytes = Vec::new();
    let mut rest = lines;
    let mut taken = 0;
    while let Some(line) = lines.next() {
        let start = bytes.len();
        let found = read(line.body, &mut bytes);
        let new = bytes.get(start..).unwrap_or_default();
        let another = start > 0 && bytes.starts_with(SIGNATURE) && new.starts_with(SIGNATURE);
        // The line that opens an array need not hold a number yet.
        if taken > 0 && (!found || another || bytes.len() == start) {
            bytes.truncate(start);
            break;
        }
        taken += 1;
        rest = lines;
    }
    let form = if escaped { Form::Escaped } else { Form::Array };
    (bytes.len() >= LEAST).then_some((form, bytes, rest))
}

/// Appends the numbers of a line that holds nothing else behind its last bracket; whether it had any.
fn numbers(body: &[u8], bytes: &mut Vec<u8>) -> bool {
    let opened = body
        .iter()
        .rposition(|byte| matches!(byte, b'{' | b'[' | b'('));
    let list = body
        .get(opened.map_or(0, |at| at + 1)..)
        .unwrap_or_default();
    let Ok(list) = std::str::from_utf8(list) else {
        return false;
    };
    let start = bytes.len();
    for word in list.split([',', ' ', '\t', '}', ']', ')', ';']) {
        let hex = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X"));
        let value = match hex {
            Some(digits) => i16::from_str_radix(digits, 16),
            None if word.is_empty() => continue,
            None => word.parse(),
        };
        // Some languages' bytes have a sign.
        match value {
            Ok(value @ -128..=255) => bytes.push(value as u8),
            _ => {
                bytes.truncate(start);
                return false;
            }
        }
    }
    bytes.len() > start
}

/// Appends what the string on a line says; whether there is one with an escape in it.
fn string(body: &[u8], bytes: &mut Vec<u8>) -> bool {
    let quote = |byte: &u8| matches!(byte, b'"' | b'\'');
    let start = body.iter().position(quote).map_or(0, |at| at + 1);
    let inside = body.get(start..).unwrap_or_default();
    let mut rest = inside.iter().copied().peekable();
    let mut found = false;
    while let Some(byte) = rest.next() {
        if start > 0 && quote(&byte) {
            break;
        }
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        found = true;
        match rest.next() {
            Some(kind @ (b'x' | b'u')) => {
                let mut value = 0_u8;
                for _ in 0..if kind == b'x' { 2 } else { 4 } {
                    let Some(digit) = rest.peek().and_then(|byte| digit(*byte)) else {
                        break;
                    };
                    value = value << 4 | digit;
                    rest.next();
                }
                bytes.push(value);
            }
            Some(b'0') => bytes.push(0),
            Some(b'n') => bytes.push(b'\n'),
            Some(b'r') => bytes.push(b'\r'),
            Some(b't') => bytes.push(b'\t'),
            Some(other) => bytes.push(other),
            None => {}
        }
    }
    found
}
