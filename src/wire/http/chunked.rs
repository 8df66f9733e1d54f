//! The chunked coding (RFC 9112 7.1).

use super::body::within;
use super::framing::MessageLimits;
use crate::wire::{DecodeError, ErrorKind, Reader, field_name};

/// How far a walk over chunks has come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walk {
    /// Where the next chunk starts.
    at: usize,
    /// The data of the chunks before it, in bytes.
    total: usize,
    /// The whole trailer lines behind the last chunk, in bytes.
    trailers: usize,
}

impl Walk {
    pub(super) fn from(start: usize) -> Self {
        Self {
            at: start,
            total: 0,
            trailers: 0,
        }
    }
}

/// Appends `body` as one chunk and the last one, without trailers.
pub(super) fn write(out: &mut Vec<u8>, body: &[u8]) {
    if !body.is_empty() {
        out.extend_from_slice(format!("{:x}\r\n", body.len()).as_bytes());
        out.extend_from_slice(body);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"0\r\n\r\n");
}

/// The longest line with a chunk's size and extensions, and the longest trailer line, in bytes.
const LINE: usize = 4096;

/// A piece of a chunked body.
pub(super) enum ChunkPart {
    /// Length of the line with the size (without its CRLF), and of the data.
    Chunk { line: usize, data: usize },
    /// Length of the line with the size 0, and of the trailer lines with their CRLFs.
    Last { line: usize, trailers: usize },
}

/// Reads a body and undoes its chunks.
pub(super) fn read(
    reader: &mut Reader<'_>,
    limits: &MessageLimits,
) -> Result<Vec<u8>, DecodeError> {
    const SPEC: &str = "RFC 9112 7.1";
    let mut body = Vec::new();
    let (bytes, start) = (reader.bytes(), reader.position());
    let mut place = Walk::from(start);
    let end = walk(bytes, start, &mut place, limits, &mut |piece| {
        let (name, line) = match piece {
            ChunkPart::Chunk { line, .. } => ("chunk", line),
            ChunkPart::Last { line, .. } => ("last-chunk", line),
        };
        reader.group(name, SPEC, |reader| {
            reader.take("chunk-size", SPEC, line);
            reader.take("CRLF", SPEC, 2);
            match piece {
                ChunkPart::Chunk { data, .. } => {
                    body.extend_from_slice(reader.take("chunk-data", SPEC, data));
                }
                ChunkPart::Last { trailers: 0, .. } => {}
                ChunkPart::Last { trailers, .. } => {
                    reader.take("trailer-section", "RFC 9112 7.1.2", trailers);
                }
            }
            reader.take("CRLF", SPEC, 2);
        });
        reader.check()
    });
    if !matches!(end, Ok(Some(_))) {
        rest_of_chunks(reader);
    }
    match end? {
        Some(_) => Ok(body),
        None => Err(DecodeError::new(
            ErrorKind::Unterminated,
            "chunked-body",
            reader.position(),
        )),
    }
}

/// Records what there is of the chunk that is cut or wrong.
fn rest_of_chunks(reader: &mut Reader<'_>) {
    const SPEC: &str = "RFC 9112 7.1";
    let rest = reader.peek(reader.remaining()).unwrap_or_default();
    let line = rest.windows(2).position(|pair| pair == b"\r\n");
    let line = line.or_else(|| rest.strip_suffix(b"\r").map(<[u8]>::len));
    let size = chunk_size(rest.get(..line.unwrap_or(rest.len())).unwrap_or_default());
    let (name, data) = match size {
        Some(0) => ("last-chunk", "trailer-section"),
        _ => ("chunk", "chunk-data"),
    };
    let take = |reader: &mut Reader<'_>, name, most: usize| {
        let length = reader.remaining().min(most);
        if length > 0 {
            reader.take(name, SPEC, length);
        }
    };
    reader.group(name, SPEC, |reader| {
        take(reader, "chunk-size", line.unwrap_or(usize::MAX));
        take(reader, "CRLF", 2);
        let left = reader.peek(reader.remaining()).unwrap_or_default();
        let length = match size {
            // Behind trailer lines, the first byte of the empty line.
            Some(0) if left == b"\r" || left.ends_with(b"\n\r") => left.len() - 1,
            Some(0) | None => left.len(),
            Some(size) => size,
        };
        take(reader, data, length);
        take(reader, "CRLF", 2);
        take(reader, field_name::UNDECODED, usize::MAX);
    });
}

/// Hands out the whole pieces of the body at `start` that the walk has not come to yet; the end of the last one, or
/// `None` where it is not there yet.
pub(super) fn walk(
    bytes: &[u8],
    start: usize,
    place: &mut Walk,
    limits: &MessageLimits,
    each: &mut dyn FnMut(ChunkPart) -> Result<(), DecodeError>,
) -> Result<Option<usize>, DecodeError> {
    let wrong = |at, expected| {
        let kind = ErrorKind::Unexpected { expected };
        Err(DecodeError::new(kind, "chunk-size", at))
    };
    loop {
        let Walk { at, total, .. } = *place;
        let Some(line) = line(bytes, at)? else {
            return Ok(None);
        };
        let text = bytes.get(at..at + line).unwrap_or_default();
        let Some(size) = chunk_size(text) else {
            return wrong(at, "a size in hexadecimal");
        };
        let data = at + line + 2;
        if size == 0 {
            let Some(trailers) = trailers(bytes, data, &mut place.trailers, limits)? else {
                return Ok(None);
            };
            each(ChunkPart::Last { line, trailers })?;
            return Ok(Some(data + trailers + 2));
        }
        let total = total.saturating_add(size);
        within(total, limits, at)?;
        // Many small chunks must not make a small body large.
        let overhead = data.saturating_sub(start).saturating_sub(total - size);
        if overhead > limits.body.saturating_add(limits.head) {
            let kind = ErrorKind::TooLarge { limit: limits.body };
            return Err(DecodeError::new(kind, "chunked-body", at));
        }
        let Some(end) = data.checked_add(size) else {
            return wrong(at, "a size that fits");
        };
        match bytes.get(end..end.saturating_add(2)) {
            Some(b"\r\n") => {}
            Some(_) => {
                let expected = "CRLF after the chunk";
                let kind = ErrorKind::Unexpected { expected };
                return Err(DecodeError::new(kind, "chunk-data", end));
            }
            None => return Ok(None),
        }
        each(ChunkPart::Chunk { line, data: size })?;
        (place.at, place.total) = (end + 2, total);
    }
}

/// The length of the trailer lines before the empty line; the first `seen` bytes of them are whole lines.
fn trailers(
    bytes: &[u8],
    start: usize,
    seen: &mut usize,
    limits: &MessageLimits,
) -> Result<Option<usize>, DecodeError> {
    loop {
        match line(bytes, start + *seen)? {
            None => return Ok(None),
            Some(0) => return Ok(Some(*seen)),
            Some(line) => *seen += line + 2,
        }
        if *seen > limits.head {
            let kind = ErrorKind::TooLarge { limit: limits.head };
            return Err(DecodeError::new(kind, "trailer-section", start));
        }
    }
}

/// The length of the line at `at` without its CRLF.
fn line(bytes: &[u8], at: usize) -> Result<Option<usize>, DecodeError> {
    let rest = bytes.get(at..).unwrap_or_default();
    let line = rest
        .windows(2)
        .take(LINE + 1)
        .position(|pair| pair == b"\r\n");
    if line.is_none() && rest.len() > LINE + 1 {
        let kind = ErrorKind::TooLarge { limit: LINE };
        return Err(DecodeError::new(kind, "chunked-body", at));
    }
    Ok(line)
}

/// The size before any extension (RFC 9112 7.1.1).
fn chunk_size(line: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(line).ok()?;
    let size = text.split(';').next()?.trim_end_matches([' ', '\t']);
    if size.is_empty() || !size.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    Some(usize::from_str_radix(size, 16).unwrap_or(usize::MAX))
}
