//! Where a body ends (RFC 9112 6.3), and the chunked coding (RFC 9112 7.1).

use super::framing::Limits;
use super::head::{Head, RequestLine, StatusLine};
use super::headers::Headers;
use super::message::Version;
use crate::wire::{DecodeError, ErrorKind, Reader};

/// What ends a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyLength {
    /// So many bytes; none where there is no body.
    Exactly(usize),
    /// The chunk of size 0 and the trailer section after it.
    Chunked,
    /// The end of the connection.
    UntilClose,
}

impl BodyLength {
    /// Whether the sender of these headers sends its body in chunks.
    pub fn is_chunked(headers: &Headers) -> bool {
        headers.has_token(TRANSFER_ENCODING, "chunked")
    }
}

/// What ends the body of this request.
pub(super) fn of_request(head: &Head<RequestLine>) -> Result<BodyLength, DecodeError> {
    Ok(announced(head.version, &head.headers, &head.offsets)?.unwrap_or(BodyLength::Exactly(0)))
}

/// What ends the body of this response to a request of `method`.
pub(super) fn of_response(
    head: &Head<StatusLine>,
    method: &str,
) -> Result<BodyLength, DecodeError> {
    // Wrong framing is refused even where no body follows.
    let announced = announced(head.version, &head.headers, &head.offsets)?;
    let status = head.start.status;
    let tunnel = method == "CONNECT" && (200..300).contains(&status);
    if method == "HEAD" || tunnel || matches!(status, 100..=199 | 204 | 304) {
        return Ok(BodyLength::Exactly(0));
    }
    Ok(announced.unwrap_or(BodyLength::UntilClose))
}

/// Reads the body and undoes its chunks.
pub(super) fn read(
    reader: &mut Reader<'_>,
    length: BodyLength,
    limits: &Limits,
) -> Result<Vec<u8>, DecodeError> {
    let length = match length {
        BodyLength::Exactly(length) => length,
        BodyLength::UntilClose => reader.remaining(),
        BodyLength::Chunked => return read_chunked(reader, limits),
    };
    within(length, limits, reader.position())?;
    if length == 0 {
        return Ok(Vec::new());
    }
    let (at, there) = (reader.position(), reader.remaining().min(length));
    if there < length {
        reader.note_cut(at.saturating_add(length), "body", at);
    }
    let body = reader.take("body", "RFC 9112 6", there).to_vec();
    reader.check()?;
    Ok(body)
}

/// A body that is still arriving.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arriving {
    start: usize,
    length: BodyLength,
    /// The whole chunks so far.
    chunks: Walk,
}

/// How far a walk over chunks has come.
#[derive(Clone, Copy, Debug)]
struct Walk {
    /// Where the next chunk starts.
    at: usize,
    /// The data of the chunks before it, in bytes.
    total: usize,
    /// The whole trailer lines behind the last chunk, in bytes.
    trailers: usize,
}

impl Walk {
    fn from(start: usize) -> Self {
        Self {
            at: start,
            total: 0,
            trailers: 0,
        }
    }
}

impl Arriving {
    /// A body of that length, from `start` on.
    pub fn new(start: usize, length: BodyLength) -> Self {
        Self {
            start,
            length,
            chunks: Walk::from(start),
        }
    }

    /// Whether only the end of the connection ends it.
    pub fn is_until_close(&self) -> bool {
        self.length == BodyLength::UntilClose
    }
}

/// The end of a whole body; `None` where it is not there yet.
pub(super) fn end(
    bytes: &[u8],
    body: &mut Arriving,
    limits: &Limits,
) -> Result<Option<usize>, DecodeError> {
    let start = body.start;
    match body.length {
        BodyLength::Exactly(length) => {
            within(length, limits, start)?;
            Ok(start.checked_add(length).filter(|&end| end <= bytes.len()))
        }
        BodyLength::Chunked => chunks(bytes, start, &mut body.chunks, limits, &mut |_| Ok(())),
        BodyLength::UntilClose => {
            within(bytes.len().saturating_sub(start), limits, start)?;
            Ok(None)
        }
    }
}

/// Appends `body` as one chunk and the last one, without trailers.
pub(super) fn write_chunked(out: &mut Vec<u8>, body: &[u8]) {
    if !body.is_empty() {
        out.extend_from_slice(format!("{:x}\r\n", body.len()).as_bytes());
        out.extend_from_slice(body);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"0\r\n\r\n");
}

const CONTENT_LENGTH: &str = "Content-Length";
const TRANSFER_ENCODING: &str = "Transfer-Encoding";

/// What the headers say. Two readings of one message are how requests are smuggled (RFC 9112 11.2):
/// whatever is not plain is refused.
fn announced(
    version: Version,
    headers: &Headers,
    offsets: &[usize],
) -> Result<Option<BodyLength>, DecodeError> {
    let offset = |name: &str| {
        let place = headers
            .iter()
            .position(|(key, _)| key.eq_ignore_ascii_case(name));
        place
            .and_then(|place| offsets.get(place).copied())
            .unwrap_or_default()
    };
    let wrong = |name: &'static str, expected: &'static str| {
        Err(DecodeError::new(
            ErrorKind::Unexpected { expected },
            name,
            offset(name),
        ))
    };
    let mut lengths = headers.get_all(CONTENT_LENGTH);
    let mut codings = headers.get_all(TRANSFER_ENCODING);
    match (
        lengths.next(),
        lengths.next(),
        codings.next(),
        codings.next(),
    ) {
        (None, None, None, None) => Ok(None),
        (Some(_), _, Some(_), _) => wrong(
            TRANSFER_ENCODING,
            "either Transfer-Encoding or Content-Length",
        ),
        (_, Some(_), _, _) => wrong(CONTENT_LENGTH, "one Content-Length"),
        (_, _, _, Some(_)) => wrong(TRANSFER_ENCODING, "one Transfer-Encoding"),
        (None, None, Some(coding), None) => {
            if version == Version::Http10 {
                return wrong(TRANSFER_ENCODING, "no Transfer-Encoding in HTTP/1.0");
            }
            if !coding.eq_ignore_ascii_case("chunked") {
                return wrong(TRANSFER_ENCODING, "chunked");
            }
            Ok(Some(BodyLength::Chunked))
        }
        (Some(length), None, None, None) => {
            if length.is_empty() || !length.bytes().all(|byte| byte.is_ascii_digit()) {
                return wrong(CONTENT_LENGTH, "decimal digits");
            }
            // Digits that do not fit are a length, only more than there can ever be.
            let length = length.parse().unwrap_or(usize::MAX);
            Ok(Some(BodyLength::Exactly(length)))
        }
    }
}

fn within(length: usize, limits: &Limits, offset: usize) -> Result<(), DecodeError> {
    if length > limits.body {
        let kind = ErrorKind::TooLarge { limit: limits.body };
        return Err(DecodeError::new(kind, "body", offset));
    }
    Ok(())
}

/// The longest line with a chunk's size and extensions, and the longest trailer line, in bytes.
const LINE: usize = 4096;

/// A piece of a chunked body.
enum Piece {
    /// Length of the line with the size (without its CRLF), and of the data.
    Chunk { line: usize, data: usize },
    /// Length of the line with the size 0, and of the trailer lines with their CRLFs.
    Last { line: usize, trailers: usize },
}

fn read_chunked(reader: &mut Reader<'_>, limits: &Limits) -> Result<Vec<u8>, DecodeError> {
    const SPEC: &str = "RFC 9112 7.1";
    let mut body = Vec::new();
    let (bytes, start) = (reader.bytes(), reader.position());
    let mut walk = Walk::from(start);
    let end = chunks(bytes, start, &mut walk, limits, &mut |piece| {
        let (name, line) = match piece {
            Piece::Chunk { line, .. } => ("chunk", line),
            Piece::Last { line, .. } => ("last-chunk", line),
        };
        reader.group(name, SPEC, |reader| {
            reader.take("chunk-size", SPEC, line);
            reader.take("CRLF", SPEC, 2);
            match piece {
                Piece::Chunk { data, .. } => {
                    body.extend_from_slice(reader.take("chunk-data", SPEC, data));
                }
                Piece::Last { trailers: 0, .. } => {}
                Piece::Last { trailers, .. } => {
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
        take(reader, "Undecoded", usize::MAX);
    });
}

/// Hands out the whole pieces of the body at `start` that the walk has not come to yet; the end of the last one, or
/// `None` where it is not there yet.
fn chunks(
    bytes: &[u8],
    start: usize,
    walk: &mut Walk,
    limits: &Limits,
    each: &mut dyn FnMut(Piece) -> Result<(), DecodeError>,
) -> Result<Option<usize>, DecodeError> {
    let wrong = |at, expected| {
        let kind = ErrorKind::Unexpected { expected };
        Err(DecodeError::new(kind, "chunk-size", at))
    };
    loop {
        let Walk { at, total, .. } = *walk;
        let Some(line) = line(bytes, at)? else {
            return Ok(None);
        };
        let text = bytes.get(at..at + line).unwrap_or_default();
        let Some(size) = chunk_size(text) else {
            return wrong(at, "a size in hexadecimal");
        };
        let data = at + line + 2;
        if size == 0 {
            let Some(trailers) = trailers(bytes, data, &mut walk.trailers, limits)? else {
                return Ok(None);
            };
            each(Piece::Last { line, trailers })?;
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
        each(Piece::Chunk { line, data: size })?;
        (walk.at, walk.total) = (end + 2, total);
    }
}

/// The length of the trailer lines before the empty line; the first `seen` bytes of them are whole lines.
fn trailers(
    bytes: &[u8],
    start: usize,
    seen: &mut usize,
    limits: &Limits,
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
