//! DER (X.690) over a [`Reader`]: tags and lengths are fields too, so that every byte has an owner.
//!
//! A type is named by its identifier octet, such as 0x30 for SEQUENCE and 0xa0 for `[0]`. Explicit tags are a list of
//! them, outermost first: `[0xa0, 0x02]` is `[0] INTEGER`, whose headers are one leaf together.

mod header;

use super::oid::Oid;
use super::{ErrorKind, Reader, Value};
pub use header::{Element, element, extent};
use header::{header, tag_name};

/// INTEGER.
pub const INTEGER: u8 = 0x02;
/// BIT STRING.
pub const BIT_STRING: u8 = 0x03;
/// OCTET STRING.
pub const OCTET_STRING: u8 = 0x04;
/// OBJECT IDENTIFIER.
pub const OBJECT_IDENTIFIER: u8 = 0x06;
/// ENUMERATED.
pub const ENUMERATED: u8 = 0x0a;
/// GeneralizedTime.
pub const TIME: u8 = 0x18;
/// GeneralString.
pub const GENERAL_STRING: u8 = 0x1b;
/// SEQUENCE and SEQUENCE OF.
pub const SEQUENCE: u8 = 0x30;

/// The name of the leaf that a header is.
pub const HEADER: &str = "tag and length";
const SPEC: &str = "X.690 8.1";
/// How deep elements may lie in each other where nothing says what they are.
const DEEPEST: usize = 32;

/// The context-specific constructed tag of that number, at most 30.
pub const fn context(number: u8) -> u8 {
    0xa0 | number & 0x1f
}

/// The application-specific constructed tag of that number, at most 30.
pub const fn application(number: u8) -> u8 {
    0x60 | number & 0x1f
}

/// Whether an element is to come; where reading failed, none is.
pub fn more(reader: &Reader<'_>) -> bool {
    !reader.failed() && reader.remaining() > 0
}

/// Whether an element with that tag is to come.
pub fn next_is(reader: &Reader<'_>, tag: u8) -> bool {
    !reader.failed() && reader.peek(1) == Some(&[tag])
}

/// What follows these headers, one inside the other, at the start of `bytes`. Each element must be as long as what it
/// holds, while the bytes may be cut off: this tells what bytes are, not whether they are whole.
pub fn behind<'a>(bytes: &'a [u8], tags: &[u8]) -> Option<&'a [u8]> {
    let (mut rest, mut limit) = (bytes, usize::MAX);
    for &tag in tags {
        let (used, length) = header(rest, tag).ok()?;
        limit = limit.checked_sub(used).filter(|limit| length <= *limit)?;
        limit = limit.min(length);
        rest = rest.get(used..)?;
    }
    Some(rest)
}

/// Reads an element and what is in it as a group. What `read` leaves is read as far as it can be without its meaning.
pub fn constructed<T>(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tags: &[u8],
    read: impl FnOnce(&mut Reader<'_>) -> T,
) -> T {
    reader.group(name, spec, |reader| {
        let open = enter(reader, name, tags);
        let value = read(reader);
        open.close(reader);
        value
    })
}

/// Reads an element of bytes; the leaf of that name has them without their header.
pub fn primitive<'a>(
    reader: &mut Reader<'a>,
    name: &'static str,
    spec: &'static str,
    tags: &[u8],
) -> &'a [u8] {
    let open = enter(reader, name, tags);
    let bytes = open.content(reader, spec);
    open.close(reader);
    bytes
}

/// Reads a number: INTEGER or ENUMERATED of at most eight bytes. `names` has those that have a name.
pub fn integer(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tags: &[u8],
    names: &[(i64, &'static str)],
) -> i64 {
    let open = enter(reader, name, tags);
    let bytes = open.content(reader, spec);
    if !(1..=8).contains(&bytes.len()) {
        reader.expected("a number of 1 to 8 bytes");
    }
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let start = if negative { -1 } else { 0 };
    let value = bytes.iter().fold(start, |value: i64, byte| {
        value.wrapping_shl(8) | i64::from(*byte)
    });
    let known = names.iter().find(|(number, _)| *number == value);
    let known = known.map(|(_, name)| *name);
    match u64::try_from(value) {
        Ok(number) => {
            reader.mark(Value::Number(number));
            reader.mark_name(known);
        }
        // Values are unsigned; a negative one is shown as a text.
        Err(_) => {
            let mut text = value.to_string();
            if let Some(known) = known {
                text.push(' ');
                text.push_str(known);
            }
            reader.mark_text(&text);
        }
    }
    open.close(reader);
    value
}

/// Reads an object identifier.
pub fn oid(reader: &mut Reader<'_>, name: &'static str, spec: &'static str, tags: &[u8]) -> Oid {
    let open = enter(reader, name, tags);
    let oid = Oid(open.content(reader, spec).to_vec());
    let mut text = oid.to_string();
    if let Some(name) = oid.name() {
        text.push_str(" (");
        text.push_str(name);
        text.push(')');
    }
    reader.mark_text(&text);
    open.close(reader);
    oid
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
    if reader.u8("unused bits", "X.690 8.6") > 7 {
        reader.expected("0 to 7 unused bits");
    }
    let bytes = open.content(reader, spec);
    if bytes.len() > 4 {
        reader.expected("at most 32 bits");
    }
    let mut value = [0; 4];
    for (to, from) in value.iter_mut().zip(bytes) {
        *to = *from;
    }
    let value = u32::from_be_bytes(value);
    let mut text = String::new();
    for (bit, name) in names.iter().enumerate() {
        if value << bit >> 31 == 1 && !name.is_empty() {
            text.push_str(if text.is_empty() { "" } else { ", " });
            text.push_str(name);
        }
    }
    reader.mark(match text.is_empty() {
        true => Value::Number(value.into()),
        false => Value::Named(value.into(), text.into()),
    });
    open.close(reader);
    value
}

/// Reads a text, in UTF-8 or something close to it; GeneralString of Kerberos is ASCII by RFC 4120 5.2.1.
pub fn string(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    tags: &[u8],
) -> String {
    let open = enter(reader, name, tags);
    let bytes = open.content(reader, spec);
    let text = String::from_utf8_lossy(bytes).into_owned();
    reader.mark_text(&text);
    open.close(reader);
    text
}

/// Reads an element of which nothing is known, with all that is in it.
///
/// An element that lies too deep is an error, so that hostile bytes cannot nest without bound.
pub fn unknown(reader: &mut Reader<'_>) {
    unknown_at(reader, 0);
}

fn unknown_at(reader: &mut Reader<'_>, depth: usize) {
    let tag = reader.peek(1).and_then(|tag| tag.first().copied());
    let tag = tag.unwrap_or_default();
    if depth >= DEEPEST {
        let expected = "no more than 32 elements inside each other";
        return reader.fail(
            ErrorKind::Unexpected { expected },
            HEADER,
            reader.position(),
        );
    }
    if tag & 0x20 == 0 {
        primitive(reader, tag_name(tag), SPEC, &[tag]);
        return;
    }
    reader.group(tag_name(tag), SPEC, |reader| {
        let open = enter(reader, tag_name(tag), &[tag]);
        while more(reader) {
            unknown_at(reader, depth + 1);
        }
        open.close(reader);
    });
}

/// An element that is being read.
struct Open {
    /// What it is called.
    name: &'static str,
    /// Where reading ended before it.
    outer: usize,
    /// Where it ends, with all its explicit tags.
    end: usize,
    /// That it says to be longer than the bytes around it. What is there of it is read nevertheless.
    cut: Option<ErrorKind>,
}

/// Reads the headers, and ends reading where the innermost element does.
fn enter(reader: &mut Reader<'_>, name: &'static str, tags: &[u8]) -> Open {
    let start = reader.position();
    let outer = start.saturating_add(reader.remaining());
    let mut open = Open {
        name,
        outer,
        end: outer,
        cut: None,
    };
    if reader.failed() {
        return open;
    }
    let rest = reader.peek(reader.remaining()).unwrap_or_default();
    // Where the next header starts and the element around it ends, from `start`; what that element says to be long.
    let (mut at, mut limit, mut said) = (0, rest.len(), 0);
    let mut text = String::new();
    let mut wrong = None;
    for (index, &tag) in tags.iter().enumerate() {
        match header(rest.get(at..limit).unwrap_or_default(), tag) {
            Ok((used, length)) => (at, said) = (at + used, length),
            Err(kind) => {
                wrong = Some(kind);
                break;
            }
        }
        let (needed, available) = (said, limit - at);
        if needed > available {
            let kind = ErrorKind::Truncated { needed, available };
            open.cut.get_or_insert(kind);
        }
        limit = at + needed.min(available);
        if index == 0 {
            open.end = start + limit;
        }
        text.push_str(if index == 0 { "" } else { " " });
        text.push_str(tag_name(tag));
    }
    if at > 0 {
        text.push_str(", ");
        text.push_str(&said.to_string());
        reader.take(HEADER, SPEC, at);
        reader.mark_text(&text);
    }
    if let Some(kind) = wrong {
        // Where the bytes end early, the element that says so first is the one to name.
        let cut = open
            .cut
            .filter(|_| matches!(kind, ErrorKind::Truncated { .. }));
        reader.fail(cut.unwrap_or(kind), name, start + at);
    }
    reader.end_at(start + limit);
    open
}

impl Open {
    /// The bytes of an element that has no others in it.
    fn content<'a>(&self, reader: &mut Reader<'a>, spec: &'static str) -> &'a [u8] {
        if let Some(kind) = self.cut {
            reader.fail(kind, self.name, reader.position());
        }
        reader.take(self.name, spec, reader.remaining())
    }

    /// Ends the element. What is left of it, or of the explicit tags around it, is read without its meaning.
    fn close(self, reader: &mut Reader<'_>) {
        for end in [None, Some(self.end)] {
            if let Some(end) = end {
                reader.end_at(end);
            }
            while more(reader) {
                unknown(reader);
            }
        }
        if let Some(kind) = self.cut {
            reader.fail(kind, self.name, reader.position());
        }
        reader.end_at(self.outer);
    }
}

#[cfg(test)]
pub(super) mod tests;
