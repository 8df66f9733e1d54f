//! A layer's fields as they can be changed, each in its own way of writing.

use crate::wire::{Field, Layout, Value, text};
use std::ops::Range;

/// A field that can be changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// Its name, after that of the group it stands in.
    pub name: String,
    /// Its bytes.
    pub range: Range<usize>,
    /// What it says, and how it is written; none where it is bytes to everybody.
    pub reading: Option<(String, Coding)>,
    /// Whether it holds NTLM's 32 flags.
    pub flags: bool,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// A number, the low byte first.
    LittleEndian,
    /// Text, or a number in digits.
    Utf8,
    /// Text in UTF-16LE.
    Utf16,
}

/// The fields of a layer that have bytes.
pub fn slots(layout: &Layout, bytes: &[u8]) -> Vec<Slot> {
    let mut slots = Vec::new();
    for field in &layout.fields {
        push(field, "", bytes, &mut slots);
    }
    slots
}

fn push(field: &Field, group: &str, bytes: &[u8], slots: &mut Vec<Slot>) {
    for child in &field.children {
        push(child, &field.name, bytes, slots);
    }
    let Some(own) = bytes.get(field.range.clone()) else {
        return;
    };
    if !field.children.is_empty() || own.is_empty() {
        return;
    }
    let mut name = group.to_owned();
    if !name.is_empty() {
        name.push_str(" › ");
    }
    name.push_str(&field.name);
    slots.push(Slot {
        name,
        range: field.range.clone(),
        reading: reading(&field.value, own),
        flags: field.name == "NegotiateFlags" && own.len() == 4,
    });
}

/// What a value says, in a way of writing that gives its bytes again.
fn reading(value: &Value, bytes: &[u8]) -> Option<(String, Coding)> {
    let said = match value {
        Value::Number(number) | Value::Named(number, _) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Bytes => {
            let plain = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
            let plain = bytes.iter().all(plain);
            String::from_utf8(bytes.to_vec()).ok().filter(|_| plain)?
        }
        Value::Group => return None,
    };
    let mut codings = [Coding::LittleEndian, Coding::Utf8, Coding::Utf16].into_iter();
    let coding =
        codings.find(|coding| written(&said, *coding, bytes.len()).as_deref() == Some(bytes))?;
    let numeric = matches!(value, Value::Number(_) | Value::Named(..));
    (numeric || coding != Coding::LittleEndian).then_some((said, coding))
}

/// The bytes of what is typed; none where it is not such a value. Numbers keep their length.
pub fn written(typed: &str, coding: Coding, length: usize) -> Option<Vec<u8>> {
    match coding {
        Coding::Utf8 => Some(typed.as_bytes().to_vec()),
        Coding::Utf16 => Some(text::utf16le(typed)),
        Coding::LittleEndian => {
            let typed = typed.trim();
            let number = match typed.strip_prefix("0x") {
                Some(hex) => u64::from_str_radix(hex, 16),
                None => typed.parse(),
            };
            let bytes = number.ok()?.to_le_bytes();
            let (low, high) = bytes.split_at_checked(length)?;
            high.iter().all(|byte| *byte == 0).then(|| low.to_vec())
        }
    }
}

/// Where two byte strings differ: byte by byte where they are of one length, else between what they share at both ends.
pub fn differing(one: &[u8], other: &[u8]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    if one.len() == other.len() {
        for (at, (a, b)) in one.iter().zip(other).enumerate() {
            match ranges.last_mut() {
                _ if a == b => {}
                Some(last) if last.end == at => last.end += 1,
                _ => ranges.push(at..at + 1),
            }
        }
        return ranges;
    }
    let splice = crate::lab::Splice::between(0, 0, one, other);
    ranges.extend(splice.map(|splice| splice.range()));
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::{Kind, Scenario, run};
    use crate::wire::layers;

    #[test]
    fn what_a_field_says_writes_it_again() {
        let mut read = 0;
        for era in crate::hosts::Era::ALL {
            for event in run(&Scenario::of(era)).events {
                let Kind::Message { sent, .. } = event.kind else {
                    continue;
                };
                for layer in layers(&sent) {
                    for slot in slots(&layer.layout, &layer.bytes) {
                        if let Some((said, coding)) = slot.reading {
                            let again = written(&said, coding, slot.range.len());
                            assert_eq!(
                                again.as_deref(),
                                layer.bytes.get(slot.range),
                                "{}",
                                slot.name
                            );
                            read += 1;
                        }
                    }
                }
            }
        }
        assert!(read > 500, "{read}");
    }

    #[test]
    fn what_does_not_fit_is_not_written() {
        let number = |typed| written(typed, Coding::LittleEndian, 2);
        assert_eq!(number("0x1ff"), Some(vec![0xff, 1]));
        assert_eq!(number(" 65535 "), Some(vec![0xff, 0xff]));
        for wrong in ["", "65536", "-1", "0x", "zwei"] {
            assert_eq!(number(wrong), None);
        }
    }

    #[test]
    fn differences_are_found() {
        assert_eq!(differing(b"abcdef", b"abXdYZ"), [2..3, 4..6]);
        assert_eq!(differing(b"abcdef", b"abef"), [2..4]);
        assert_eq!(differing(b"abef", b"abcdef"), [2..2]);
        assert!(differing(b"", b"").is_empty());
    }
}
