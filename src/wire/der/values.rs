//! Elements that hold a value: numbers, object identifiers, flags and texts.

use super::{enter, leaf};
use crate::wire::oid::Oid;
use crate::wire::{Reader, Value, field_name};

/// Reads a number: INTEGER or ENUMERATED of at most eight bytes. `names` has those that have a name.
pub fn integer(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tags: &[u8],
    names: &[(i64, &'static str)],
) -> i64 {
    leaf(reader, name, spec, tags, |reader, bytes, whole| {
        if !whole {
            return 0;
        }
        let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
        let start = if negative { -1 } else { 0 };
        let value = bytes.iter().fold(start, |value: i64, byte| {
            value.wrapping_shl(8) | i64::from(*byte)
        });
        if (1..=8).contains(&bytes.len()) {
            mark_number(reader, value, names);
        } else {
            reader.expected("a number of 1 to 8 bytes");
            reader.recover();
        }
        value
    })
}

/// Values are unsigned; a negative number is shown as a text.
fn mark_number(reader: &mut Reader<'_>, value: i64, names: &[(i64, &'static str)]) {
    let known = names.iter().find(|(number, _)| *number == value);
    let known = known.map(|(_, name)| *name);
    if let Ok(number) = u64::try_from(value) {
        reader.mark(Value::Number(number));
        return reader.mark_name(known);
    }
    let mut text = value.to_string();
    if let Some(known) = known {
        text.push(' ');
        text.push_str(known);
    }
    reader.mark_text(&text);
}

/// Reads a BOOLEAN; any byte but zero is true, while DER allows 0xff alone.
pub fn boolean(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tags: &[u8],
) -> bool {
    leaf(reader, name, spec, tags, |reader, bytes, whole| {
        let value = bytes.iter().any(|byte| *byte != 0);
        if whole && bytes.len() != 1 {
            reader.expected("a truth value of one byte");
            reader.recover();
        } else if whole {
            reader.mark_text(if value { "true" } else { "false" });
        }
        value
    })
}

/// Reads an object identifier.
pub fn oid(reader: &mut Reader<'_>, name: &'static str, spec: &'static str, tags: &[u8]) -> Oid {
    leaf(reader, name, spec, tags, |reader, bytes, whole| {
        let oid = Oid(bytes.to_vec());
        let mut text = oid.to_string();
        if let Some(name) = oid.name() {
            text.push_str(" (");
            text.push_str(name);
            text.push(')');
        }
        // The first bytes of one are another one.
        if whole {
            reader.mark_text(&text);
        }
        oid
    })
}

/// Reads flags: a BIT STRING of at most 32 bits, the first of which is the highest of the number. `names` are in its order;
/// a bit without a name has an empty one.
pub fn bits(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tags: &[u8],
    names: &[&str],
) -> u32 {
    let open = enter(reader, name, tags);
    if open.found {
        if reader.u8(field_name::UNUSED_BITS, "X.690 8.6") > 7 {
            reader.expected("0 to 7 unused bits");
        }
        reader.recover();
    }
    let bytes = open.content(reader, spec);
    if bytes.len() > 4 {
        reader.expected("at most 32 bits");
        reader.recover();
    }
    let mut value = [0; 4];
    for (to, from) in value.iter_mut().zip(bytes) {
        *to = *from;
    }
    let value = u32::from_be_bytes(value);
    if open.whole {
        let text = bit_names(value, names);
        reader.mark(Value::Flags(value.into(), text.into()));
    }
    open.close(reader);
    value
}

/// The names of the bits that are set, bit 0 highest.
pub fn bit_names(value: u32, names: &[&str]) -> String {
    let mut text = String::new();
    for (bit, name) in names.iter().enumerate() {
        if value << bit >> 31 == 1 && !name.is_empty() {
            text.push_str(if text.is_empty() { "" } else { ", " });
            text.push_str(name);
        }
    }
    text
}

/// Reads a text, in UTF-8 or something close to it; GeneralString of Kerberos is ASCII by RFC 4120 5.2.1.
pub fn string(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tags: &[u8],
) -> String {
    string_told(reader, name, spec, tags, &|_| None)
}

/// The same, whose field says what `tell` makes of it.
pub fn string_told(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tags: &[u8],
    tell: &dyn Fn(&str) -> Option<String>,
) -> String {
    leaf(reader, name, spec, tags, |reader, bytes, whole| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if whole || !bytes.is_empty() {
            reader.mark(Value::Text(tell(&text).unwrap_or_else(|| text.clone())));
        }
        text
    })
}
