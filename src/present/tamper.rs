//! A layer's fields as they can be changed, each in its own way of writing.

use crate::lab::{Log, MOST_EDITS, Splice, arrives};
use crate::value_kind::ValueKind;
use crate::wire::ntlm::ResizedPart;
use crate::wire::{Field, Layer, Layout, Value, field_name, layers, text};
use std::ops::Range;

/// A field that can be changed.
#[derive(Clone, Debug, PartialEq)]
pub struct EditableField {
    /// Its name, after that of the group it stands in.
    pub name: String,
    /// The bytes that it covers, counted in its layer.
    pub range: Range<usize>,
    /// What it says, and how it is written; none where it is bytes to everybody.
    pub reading: Option<(String, Coding)>,
    /// Whether it holds NTLM's 32 flags.
    pub flags: bool,
    /// What tells its length.
    pub part: ResizedPart,
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
pub fn editable_fields(layout: &Layout, bytes: &[u8]) -> Vec<EditableField> {
    let mut fields = Vec::new();
    for field in &layout.fields {
        push(field, None, bytes, &mut fields);
    }
    fields
}

fn push(field: &Field, group: Option<&Field>, bytes: &[u8], fields: &mut Vec<EditableField>) {
    for child in &field.children {
        push(child, Some(field), bytes, fields);
    }
    let Some(own) = bytes.get(field.range.clone()) else {
        return;
    };
    if !field.children.is_empty() || own.is_empty() {
        return;
    }
    let name = match group.map(group_name) {
        Some(group) => format!("{group} › {}", field.name),
        None => field.name.to_string(),
    };
    let in_attribute = group.is_some_and(|group| group.name == field_name::AV_PAIR);
    fields.push(EditableField {
        name,
        range: field.range.clone(),
        reading: reading(&field.value, own),
        flags: field.name == field_name::NEGOTIATE_FLAGS && own.len() == 4,
        part: match in_attribute && !is_head(field) {
            true => ResizedPart::AvValue,
            false => ResizedPart::Other,
        },
    });
}

/// What a group of fields is called: of an AV_PAIR what its AvId says, because a message has several.
fn group_name(group: &Field) -> &str {
    let mut parts = group.children.iter();
    let value = parts.find(|part| !is_head(part));
    match value.filter(|_| group.name == field_name::AV_PAIR) {
        Some(value) => &value.name,
        None => &group.name,
    }
}

/// Whether it stands before the value of an AV_PAIR.
fn is_head(field: &Field) -> bool {
    matches!(&*field.name, field_name::AV_ID | field_name::AV_LEN)
}

/// What a value says, in a way of writing that gives its bytes again.
fn reading(value: &Value, bytes: &[u8]) -> Option<(String, Coding)> {
    let said = match value {
        Value::Number(number) | Value::Named(number, _) | Value::Flags(number, _) => {
            number.to_string()
        }
        Value::Text(text) => text.clone(),
        Value::Bytes => {
            let plain = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
            let plain = bytes.iter().all(plain);
            String::from_utf8(bytes.to_vec()).ok().filter(|_| plain)?
        }
        Value::Group | Value::Kind(_) => return None,
    };
    let mut codings = [Coding::LittleEndian, Coding::Utf8, Coding::Utf16].into_iter();
    let coding =
        codings.find(|coding| written(&said, *coding, bytes.len()).as_deref() == Some(bytes))?;
    let numeric = matches!(
        value,
        Value::Number(_) | Value::Named(..) | Value::Flags(..)
    );
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

/// Where one side of a message differs from the other: field by field, because fields move when others become longer.
pub fn differing(one: &Layer, other: &Layer) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut others = other.layout.leaves();
    for tile in one.layout.tiles() {
        let range = tile.range.clone();
        let place = match tile.leaf {
            Some(leaf) => {
                let place = others.iter().position(|other| other.name == leaf.name);
                place.map_or(0..0, |place| others.remove(place).range.clone())
            }
            None => range.clone(),
        };
        let own = one.bytes.get(range.clone()).unwrap_or_default();
        let there = other.bytes.get(place).unwrap_or_default();
        for (number, byte) in own.iter().enumerate() {
            let at = range.start + number;
            if there.len() == own.len() && there.get(number) == Some(byte) {
                continue;
            }
            match ranges.last_mut() {
                Some(last) if last.end == at => last.end += 1,
                _ => ranges.push(at..at + 1),
            }
        }
    }
    ranges
}

/// The changes that hold a password or its hash, in the run with them or in one before, where they are `known`; and
/// those that follow in the same message, because without the others they would hit another place.
pub fn withheld(log: &Log, edits: &[Splice], known: &[Splice]) -> Vec<Splice> {
    let mut all = known.to_vec();
    for (number, (sent, _)) in (0..).zip(log.messages()) {
        let mut before = sent.to_vec();
        let mut found = false;
        let own = edits.iter().take(MOST_EDITS);
        for edit in own.filter(|edit| edit.message == number) {
            let after = arrives(&before, &[edit]).0;
            let old = edit.range();
            let new = old.start..old.start.saturating_add(edit.insert.len());
            let layer = usize::from(edit.layer);
            found |= all.contains(edit)
                || touches(&before, layer, &old)
                || touches(&after, layer, &new)
                // A password that is not seen any more may be anywhere.
                || secrets(sent, 0).next().is_some() && secrets(&after, 0).next().is_none();
            if found && !all.contains(edit) {
                all.push(edit.clone());
            }
            before = after;
        }
    }
    all
}

/// Whether a password or its hash lies there in a layer.
fn touches(bytes: &[u8], layer: usize, range: &Range<usize>) -> bool {
    secrets(bytes, layer).any(|(number, own)| {
        number == layer
            && own.start < range.end.max(range.start.saturating_add(1))
            && range.start < own.end
    })
}

/// Where passwords and their hashes lie, from that layer inwards.
fn secrets(bytes: &[u8], from: usize) -> impl Iterator<Item = (usize, Range<usize>)> {
    let found = layers(bytes).into_iter().enumerate().skip(from);
    found.flat_map(|(number, layer)| {
        let leaves = layer.layout.leaves().into_iter();
        let secret = [Some(ValueKind::Password), Some(ValueKind::NtHash)];
        let secret = leaves.filter(|leaf| secret.contains(&leaf.value_kind));
        let ranges: Vec<_> = secret.map(|leaf| (number, leaf.range.clone())).collect();
        ranges
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::{EventKind, Scenario, run};

    #[test]
    fn what_a_field_says_writes_it_again() {
        let mut read = 0;
        for era in crate::hosts::Era::ALL {
            for event in run(&Scenario::of(era)).events {
                let EventKind::Message { sent, .. } = event.kind else {
                    continue;
                };
                for layer in layers(&sent) {
                    for field in editable_fields(&layer.layout, &layer.bytes) {
                        if let Some((said, coding)) = field.reading {
                            let again = written(&said, coding, field.range.len());
                            assert_eq!(
                                again.as_deref(),
                                layer.bytes.get(field.range),
                                "{}",
                                field.name
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
    fn differences_are_found_though_fields_move() {
        let log = run(&Scenario::of(crate::hosts::Era::Today));
        let attack = crate::lab::KnownAttack::DropMic.splice(&log, None).unwrap();
        let sent = log.message(attack.message).unwrap().sides().unwrap()[0];
        let (received, _) = arrives(sent, &[&attack]);
        let side = |bytes: &[u8]| layers(bytes).into_iter().nth(attack.layer.into()).unwrap();
        let (sent, received) = (side(sent), side(&received));
        let names = |one: &Layer, other| -> Vec<String> {
            let ranges = differing(one, other);
            let fields = editable_fields(&one.layout, &one.bytes).into_iter();
            let own = fields.filter(|field| {
                ranges
                    .iter()
                    .any(|range| field.range.contains(&range.start))
            });
            own.map(|field| field.name).collect()
        };
        let all = names(&sent, &received);
        assert_eq!(all.last().map(String::as_str), Some("MIC"));
        let (offsets, others): (Vec<_>, Vec<_>) =
            all.iter().partition(|name| name.ends_with("BufferOffset"));
        assert_eq!((offsets.len(), others.len()), (6, 1), "{all:?}");
        assert_eq!(names(&received, &sent).len(), 6);
        assert!(differing(&sent, &sent).is_empty());
    }
}
