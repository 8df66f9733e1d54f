//! DER (X.690) over a [`Reader`]: tags and lengths are fields too, so that every byte has an owner.
//!
//! A type is named by its identifier octet, such as 0x30 for SEQUENCE and 0xa0 for `[0]`. Explicit tags are a list of
//! them, outermost first: `[0xa0, 0x02]` is `[0] INTEGER`, whose headers are one leaf together.
//!
//! What is wrong is noted and passed over: an element that is longer than what is around it is read as far as that goes,
//! one of another type without its meaning, and where not even the length can be read, the rest is left undecoded.

mod header;
mod tags;
mod values;
pub mod write;

use super::{Bound, ErrorKind, Reader, field_name};
pub use header::{Element, element, extent};
use header::{header, tag_name};
pub use tags::{
    BIT_STRING, BOOLEAN, ENUMERATED, GENERAL_STRING, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING,
    SEQUENCE, TIME, application, context,
};
pub use values::{bit_names, bits, boolean, integer, oid, string, string_told};

/// The name of the leaf that a header is.
pub const HEADER: &str = "tag and length";
const SPEC: &str = "X.690 8.1";
/// How deep elements may lie in each other where nothing says what they are.
const DEEPEST: usize = 32;

/// Whether an element is to come; where reading failed, none is.
pub fn more(reader: &Reader<'_>) -> bool {
    !reader.failed() && reader.remaining() > 0
}

/// Reads element after element to the end of what is around them; one that `read` leaves is read without its meaning.
pub fn each(reader: &mut Reader<'_>, read: &mut dyn FnMut(&mut Reader<'_>)) {
    while more(reader) {
        let before = reader.position();
        read(reader);
        if reader.position() == before {
            unknown(reader);
        }
    }
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
    leaf(reader, name, spec, tags, |_, bytes, _| bytes)
}

/// Reads an element of bytes of which some hold elements again. Where the bytes are one element whose identifier octet
/// is one of `inside`, `read` reads it, and its fields are those of a group of that name: what is wrong in there is no error of
/// the whole. Else the leaf of that name has the bytes.
pub fn opened<'a>(
    reader: &mut Reader<'a>,
    name: &'static str,
    spec: &'static str,
    tags: &[u8],
    inside: &[u8],
    read: &mut dyn FnMut(&mut Reader<'_>),
) -> &'a [u8] {
    let holds = |bytes: &[u8], is_whole: bool| is_one(bytes, inside, !is_whole);
    group_in(reader, name, spec, tags, &holds, &mut |reader| {
        read(reader);
        reader.recover();
        while more(reader) {
            unknown(reader);
        }
    })
}

/// Reads an element of bytes that hold fields which are no elements: `read` reads them, in a group of that name. What it
/// leaves are bytes of that name; what is wrong in there is no error of the whole.
pub fn fields<'a>(
    reader: &mut Reader<'a>,
    name: &'static str,
    spec: &'static str,
    tags: &[u8],
    read: &mut dyn FnMut(&mut Reader<'_>),
) -> &'a [u8] {
    let holds = |bytes: &[u8], is_whole: bool| is_whole && !bytes.is_empty();
    group_in(reader, name, spec, tags, &holds, &mut |reader| {
        read(reader);
        reader.recover();
        if reader.remaining() > 0 {
            reader.take(name, spec, reader.remaining());
        }
    })
}

/// Reads an element of bytes: in a group of its own where `holds` says, of the bytes and of whether they are all there, that
/// there is something in them to `read`; else as they are.
fn group_in<'a>(
    reader: &mut Reader<'a>,
    name: &'static str,
    spec: &'static str,
    tags: &[u8],
    holds: &dyn Fn(&[u8], bool) -> bool,
    read: &mut dyn FnMut(&mut Reader<'_>),
) -> &'a [u8] {
    let open = enter(reader, name, tags);
    let bytes = match open.found {
        true => reader.peek(reader.remaining()).unwrap_or_default(),
        false => &[],
    };
    if holds(bytes, open.whole) {
        reader.group(name, spec, |reader| reader.apart(|reader| read(reader)));
    } else {
        open.content(reader, spec);
    }
    open.close(reader);
    bytes
}

/// Whether the bytes are one element of one of these identifier octets, or, where they are cut, the start of one.
fn is_one(bytes: &[u8], tags: &[u8], cut: bool) -> bool {
    let right = bytes.first().is_some_and(|tag| tags.contains(tag));
    right
        && match extent(bytes) {
            Some(length) => length == bytes.len() || (cut && length > bytes.len()),
            None => cut,
        }
}

/// Reads an element that has no others in it. `tell` gets its bytes, and whether they are all there.
fn leaf<'a, T>(
    reader: &mut Reader<'a>,
    name: &'static str,
    spec: &'static str,
    tags: &[u8],
    tell: impl FnOnce(&mut Reader<'a>, &'a [u8], bool) -> T,
) -> T {
    let open = enter(reader, name, tags);
    let bytes = open.content(reader, spec);
    let value = tell(reader, bytes, open.whole);
    open.close(reader);
    value
}

/// Reads an element of which nothing is known, with all that is in it.
///
/// What lies too deep in it stays undecoded, so that hostile bytes cannot nest without bound.
pub fn unknown(reader: &mut Reader<'_>) {
    unknown_at(reader, 0);
}

fn unknown_at(reader: &mut Reader<'_>, depth: usize) {
    let tag = reader.peek(1).and_then(|tag| tag.first().copied());
    let tag = tag.unwrap_or_default();
    if depth >= DEEPEST {
        let expected = "no more than 32 elements inside each other";
        let kind = ErrorKind::Unexpected { expected };
        reader.note(kind, HEADER, reader.position());
        return rest(reader, field_name::UNDECODED);
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

/// Reads all that is left as one field.
fn rest(reader: &mut Reader<'_>, name: &'static str) {
    if more(reader) {
        reader.take(name, SPEC, reader.remaining());
    }
}

/// An element that is being read.
struct Open {
    /// The name that the fields of it are grouped under.
    name: &'static str,
    /// Where reading ended before it.
    outer: Bound,
    /// Where it ends, with all its explicit tags.
    all: Bound,
    /// Whether it is there, at least the first bytes of it.
    found: bool,
    /// Whether all of it is.
    whole: bool,
}

/// Reads the headers, and ends reading where the innermost element does. An element that is not there is empty.
fn enter(reader: &mut Reader<'_>, name: &'static str, tags: &[u8]) -> Open {
    let start = reader.position();
    let outer = reader.bound();
    let mut open = Open {
        name,
        outer,
        all: outer,
        found: !reader.failed(),
        whole: !reader.failed(),
    };
    if reader.failed() {
        return open;
    }
    let mut at = start;
    let mut text = String::new();
    let mut wrong = None;
    for (index, &tag) in tags.iter().enumerate() {
        let bound = reader.bound();
        let rest = reader.bytes().get(at..bound.end).unwrap_or_default();
        let (used, length) = match header(rest, tag) {
            Ok(lengths) => lengths,
            Err(kind) => {
                wrong = Some((kind, rest.first().is_some_and(|first| *first == tag)));
                break;
            }
        };
        at += used;
        let (needed, available) = (length, bound.end - at);
        if needed > available {
            open.whole = false;
            if bound.open {
                reader.note_cut(at.saturating_add(needed), name, at);
            } else {
                reader.note(ErrorKind::Truncated { needed, available }, name, at);
            }
        }
        reader.end_at(at.saturating_add(needed));
        if index == 0 {
            open.all = reader.bound();
        } else {
            text.push(' ');
        }
        text.push_str(tag_name(tag));
        if index + 1 == tags.len() {
            text.push_str(", ");
            text.push_str(&needed.to_string());
        }
    }
    // A header that is cut is part of the leaf too.
    let cut = matches!(wrong, Some((ErrorKind::Truncated { .. }, _))) && reader.bound().open;
    let end = if cut { reader.bound().end } else { at };
    if end > start {
        reader.take(HEADER, SPEC, end - start);
        reader.mark_text(&text);
    }
    if let Some((kind, right)) = wrong {
        (open.found, open.whole) = (false, false);
        lost(reader, kind, right, name, at);
        let end = reader.position();
        reader.end_at(end);
        if at == start {
            open.all = reader.bound();
        }
    }
    open
}

/// What comes has no header, or not the one that it should have. Where it has the `right` tag its length is broken, so
/// nothing behind it can be found either; else it stays to be read as what it is.
#[cold]
fn lost(reader: &mut Reader<'_>, kind: ErrorKind, right: bool, name: &'static str, at: usize) {
    match kind {
        ErrorKind::Truncated { needed, available } if reader.bound().open => {
            let missing = needed.saturating_sub(available);
            let at_least = true;
            reader.note(ErrorKind::Cut { missing, at_least }, name, at);
        }
        kind => {
            reader.note(kind, name, at);
            if right {
                rest(reader, field_name::UNDECODED);
            }
        }
    }
}

impl Open {
    /// The bytes of an element that has no others in it.
    fn content<'a>(&self, reader: &mut Reader<'a>, spec: &'static str) -> &'a [u8] {
        if !self.found || (!self.whole && reader.remaining() == 0) {
            return &[];
        }
        reader.take(self.name, spec, reader.remaining())
    }

    /// Ends the element. What is left of it, or of the explicit tags around it, is read without its meaning.
    fn close(self, reader: &mut Reader<'_>) {
        if self.found {
            reader.recover();
        }
        for bound in [reader.bound(), self.all] {
            reader.restore(bound);
            while more(reader) {
                unknown(reader);
            }
        }
        reader.restore(self.outer);
    }
}

#[cfg(test)]
pub(super) mod tests;
