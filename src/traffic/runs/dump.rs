//! Lines of digits in pairs: hex dumps of every kind, and plain pairs with separators.

use super::lines::Line;
use super::{Form, SIGNATURE};
use crate::traffic::text::{digit, from_digits};

/// Fewer bytes are words that happen to be digits.
const LEAST: usize = 8;

/// A dump that begins with the first line: its bytes, and how many lines it takes.
pub fn block(lines: &[Line<'_>]) -> Option<(Form, Vec<u8>, usize)> {
    let mut bytes = Vec::new();
    let (mut taken, mut width) = (0, usize::MAX);
    let mut expected = None;
    for (index, line) in lines.iter().enumerate() {
        let Some(parsed) = parse(line.body, width) else {
            break;
        };
        if bytes.starts_with(SIGNATURE) && parsed.bytes.starts_with(SIGNATURE) {
            break;
        }
        // A line that begins again at the first offset begins another dump.
        if taken > 0 && (parsed.offset.is_some() != expected.is_some() || parsed.offset == Some(0))
        {
            break;
        }
        // The next line's offset says how many bytes this one has, whatever its characters look like.
        let next = lines
            .get(index + 1)
            .and_then(|next| parse(next.body, usize::MAX));
        let told = match (parsed.offset, next.and_then(|next| next.offset)) {
            (Some(this), Some(next)) => next
                .checked_sub(this)
                .filter(|count| (1..=64).contains(count)),
            _ => None,
        };
        let mut found = parsed.bytes;
        found.truncate(told.unwrap_or(usize::MAX));
        if taken == 0 {
            width = parsed
                .starts
                .get(found.len().saturating_sub(1))
                .map_or(usize::MAX, |start| start + 2);
        }
        bytes.append(&mut found);
        expected = Some(()).filter(|()| parsed.offset.is_some());
        taken += 1;
    }
    let form = if expected.is_some() || taken > 1 {
        Form::HexDump
    } else {
        Form::Hex
    };
    (bytes.len() >= LEAST).then_some((form, bytes, taken))
}

struct Parsed {
    offset: Option<usize>,
    bytes: Vec<u8>,
    /// The column of each byte.
    starts: Vec<usize>,
}

/// Reads one line, up to a column.
fn parse(body: &[u8], width: usize) -> Option<Parsed> {
    let mut at = 0;
    let mut offset = None;
    let body = body.strip_prefix(b"0x").unwrap_or(body);
    let first = digits_at(body, 0);
    let after = body.get(first..).unwrap_or_default();
    let gap = after
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    if first >= 4 {
        let second = digits_at(body, first + gap);
        let named = after.starts_with(b": ") || after.starts_with(b":\t");
        if named || gap >= 2 || after.starts_with(b"\t") || (gap == 1 && second == 2) {
            let text = std::str::from_utf8(body.get(..first)?).ok()?;
            offset = usize::from_str_radix(text, 16).ok();
            at = first + usize::from(named);
        }
    }
    let (mut bytes, mut starts) = (Vec::new(), Vec::new());
    let mut groups = 0;
    while let Some(byte) = body.get(at).filter(|_| at < width) {
        if matches!(byte, b' ' | b'\t' | b':' | b'-') {
            at += 1;
            continue;
        }
        let length = digits_at(body, at);
        if !matches!(length, 2 | 4 | 8) || !ends_group(body.get(at + length)) {
            break;
        }
        bytes.extend(from_digits(body.get(at..at + length)?));
        starts.extend((at..at + length).step_by(2));
        groups += 1;
        at += length;
    }
    // Behind the bytes their characters may stand; on a line of words there are words.
    let gutter = offset.is_some() || at >= body.len() || (groups >= 8 && bytes.len() >= 8);
    let several = groups > 1 || (offset.is_some() && groups == 1);
    (several && gutter).then_some(Parsed {
        offset,
        bytes,
        starts,
    })
}

fn digits_at(body: &[u8], at: usize) -> usize {
    let rest = body.get(at..).unwrap_or_default();
    rest.iter()
        .take_while(|byte| digit(**byte).is_some())
        .count()
}

fn ends_group(byte: Option<&u8>) -> bool {
    matches!(byte, None | Some(b' ' | b'\t' | b':' | b'-' | b'|'))
}
