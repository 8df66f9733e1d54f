//! Bytes as programs write them in strings, with escapes.

use super::SIGNATURE;
use super::lines::Lines;
use crate::traffic::digits::digit;

/// Fewer bytes are no message.
const LEAST: usize = 8;

/// A string that begins on the next line: its bytes, and the lines behind it.
pub fn strings<'a>(mut lines: Lines<'a>) -> Option<(Vec<u8>, Lines<'a>)> {
    let first = Clone::clone(&lines).next()?.body;
    let mut escapes = first.windows(4).filter(|four| is_escape(four));
    escapes.next()?;
    if escapes.next().is_none() && first.windows(18).any(is_hex) {
        return None;
    }
    let mut bytes = Vec::new();
    let mut rest = lines;
    while let Some(line) = lines.next() {
        let start = bytes.len();
        let found = string(line.body, &mut bytes);
        let new = bytes.get(start..).unwrap_or_default();
        let another = start > 0 && bytes.starts_with(SIGNATURE) && new.starts_with(SIGNATURE);
        // What begins with nothing is no string, however many lines like it follow.
        if !found || another || new.is_empty() {
            bytes.truncate(start);
            break;
        }
        rest = lines;
    }
    (bytes.len() >= LEAST).then_some((bytes, rest))
}

/// Whether these are the escape of a byte: `\x4e`, `\u004e`, `\116`.
fn is_escape(four: &[u8]) -> bool {
    match four {
        [b'\\', b'x' | b'u', digit, _] => digit.is_ascii_hexdigit(),
        [b'\\', b'0'..=b'3', b'0'..=b'7', b'0'..=b'7'] => true,
        _ => false,
    }
}

/// Whether these are no escape of one byte, but all bytes in hex behind a mark, as PostgreSQL writes them.
fn is_hex(bytes: &[u8]) -> bool {
    let digits = bytes.strip_prefix(b"\\x");
    digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

/// Appends what the string on a line says; whether there is one with an escape in it.
fn string(body: &[u8], bytes: &mut Vec<u8>) -> bool {
    let quote = |byte: &u8| matches!(byte, b'"' | b'\'');
    let start = body.iter().position(quote).map_or(0, |at| at + 1);
    // The other one may stand within.
    let quote = start.checked_sub(1).and_then(|at| body.get(at));
    let inside = body.get(start..).unwrap_or_default();
    let mut rest = inside.iter().copied().peekable();
    let mut found = false;
    while let Some(byte) = rest.next() {
        if quote == Some(&byte) {
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
            Some(first @ b'0'..=b'7') => {
                let mut value = first - b'0';
                for _ in 0..2 {
                    let next = rest.next_if(|byte| (b'0'..=b'7').contains(byte));
                    let Some(digit) = next else { break };
                    value = value << 3 | (digit - b'0');
                }
                bytes.push(value);
            }
            Some(b'n') => bytes.push(b'\n'),
            Some(b'r') => bytes.push(b'\r'),
            Some(b't') => bytes.push(b'\t'),
            Some(b'a') => bytes.push(0x07),
            Some(b'b') => bytes.push(0x08),
            Some(b'v') => bytes.push(0x0b),
            Some(b'f') => bytes.push(0x0c),
            Some(b'e') => bytes.push(0x1b),
            Some(other) => bytes.push(other),
            None => {}
        }
    }
    found
}
