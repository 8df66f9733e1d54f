//! What there is of a head that is cut or has a line that is wrong: line by line, so that no line hides another.

use super::body;
use super::head::{self, Head};
use super::outline::{self, FirstLine, Outline, Stop};
use crate::wire::{DecodeError, ErrorKind, Reader, Value, field_name};

/// What a first line is.
#[derive(Clone, Copy)]
pub(super) struct Start {
    pub outline: FirstLine,
    /// Records the parts of a first line that is whole and right.
    pub whole: fn(&mut Reader<'_>, &Outline),
    /// The group that it is, and where that is specified.
    pub group: (&'static str, &'static str),
    /// Its parts, which have spaces between.
    pub parts: [&'static str; 3],
}

/// The head; where it is not whole or not right, its error, and the lines that are there.
pub(super) fn or_lines<T>(
    head: Result<Option<Head<T>>, DecodeError>,
    reader: &mut Reader<'_>,
    start: &Start,
) -> Result<Head<T>, DecodeError> {
    match head {
        Ok(Some(head)) => Ok(head),
        Ok(None) => {
            lines(reader, start);
            let (missing, at_least) = (1, true);
            let kind = ErrorKind::Cut { missing, at_least };
            Err(DecodeError::new(kind, "headers", reader.bytes().len()))
        }
        Err(error) => {
            if !matches!(error.kind, ErrorKind::TooLarge { .. }) {
                lines(reader, start);
            }
            Err(error)
        }
    }
}

/// Reads from where reading stands: the first line, if that is not read yet, and header lines up to the empty one.
fn lines(reader: &mut Reader<'_>, start: &Start) {
    reader.recover();
    if reader.position() == 0 {
        head::empty_lines(reader);
        match outline::read(rest(reader), 0, start.outline) {
            (Some(outline), _) => (start.whole)(reader, &outline),
            (None, Err(Stop::Partial)) => first_line(reader, start),
            (None, _) => undecoded(reader),
        }
    }
    while let Some(first) = rest(reader).first() {
        if matches!(first, b'\r' | b'\n') {
            reader.take("CRLF", "RFC 9112 2.1", head::eol(reader));
            break;
        }
        header(reader);
    }
    if reader.remaining() > 0 {
        reader.take(body::NAME, "RFC 9112 6", reader.remaining());
    }
}

fn rest<'a>(reader: &Reader<'a>) -> &'a [u8] {
    reader.peek(reader.remaining()).unwrap_or_default()
}

/// A first line that is cut.
fn first_line(reader: &mut Reader<'_>, start: &Start) {
    let (name, spec) = start.group;
    reader.group(name, spec, |reader| {
        for (index, part) in start.parts.into_iter().enumerate() {
            let last = index + 1 == start.parts.len();
            let ends = |byte: &u8| matches!(byte, b'\r' | b'\n') || *byte == b' ' && !last;
            let length = rest(reader).iter().position(ends);
            let length = length.unwrap_or(reader.remaining());
            if length > 0 {
                let text = head::text(reader, part, spec, length);
                if let (3, "status-code", Ok(status)) = (length, part, text.parse()) {
                    reader.mark(Value::Number(status));
                }
            }
            if !last && reader.remaining() > 0 {
                reader.take("SP", spec, 1);
            }
        }
        if reader.remaining() > 0 {
            reader.take("CRLF", "RFC 9112 2.1", reader.remaining());
        }
    });
}

/// A header line, perhaps cut; what is none stays undecoded.
fn header(reader: &mut Reader<'_>) {
    let line = rest(reader).split(|byte| *byte == b'\n').next();
    let line = line.unwrap_or_default();
    let cut = line.len() == reader.remaining();
    let name = line.iter().take_while(|byte| outline::is_token(**byte));
    let name = name.count();
    let behind = line.get(name..).unwrap_or_default();
    if name == 0 || !(behind.starts_with(b":") || cut && behind.is_empty()) {
        return undecoded(reader);
    }
    let value = behind.get(1..).unwrap_or_default();
    let blanks = value.iter().take_while(|byte| outline::is_blank(**byte));
    let value = value.get(blanks.count()..).unwrap_or_default();
    let text = value.strip_suffix(b"\r").unwrap_or(value);
    if !text.iter().all(|byte| outline::is_text(*byte)) {
        return undecoded(reader);
    }
    let end = text
        .iter()
        .rev()
        .take_while(|byte| outline::is_blank(**byte));
    // Where the line is cut, blanks at its end stand before what is missing.
    let end = if cut { 0 } else { end.count() };
    head::field(reader, name, text.len() - end);
}

fn undecoded(reader: &mut Reader<'_>) {
    reader.take(field_name::UNDECODED, "RFC 9112 2.2", head::eol(reader));
}
