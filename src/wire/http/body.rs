//! Where a body ends (RFC 9112 6.3).

use super::chunked::{self, Walk};
use super::framing::MessageLimits;
use super::head::{Head, RequestLine, StatusLine};
use super::headers::Headers;
use super::message::HttpVersion;
use crate::wire::{DecodeError, ErrorKind, Reader};

/// The field’s name.
pub(super) const NAME: &str = "body";

/// By what the end of a body is known (RFC 9112 6.3).
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
    limits: &MessageLimits,
) -> Result<Vec<u8>, DecodeError> {
    let length = match length {
        BodyLength::Exactly(length) => length,
        BodyLength::UntilClose => reader.remaining(),
        BodyLength::Chunked => return chunked::read(reader, limits),
    };
    within(length, limits, reader.position())?;
    if length == 0 {
        return Ok(Vec::new());
    }
    let (at, there) = (reader.position(), reader.remaining().min(length));
    if there < length {
        reader.note_cut(at.saturating_add(length), NAME, at);
    }
    let body = reader.take(NAME, "RFC 9112 6", there).to_vec();
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

impl Arriving {
    /// A body of which nothing has come yet; `start` is where it begins, in bytes from the start of the message.
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
    limits: &MessageLimits,
) -> Result<Option<usize>, DecodeError> {
    let start = body.start;
    match body.length {
        BodyLength::Exactly(length) => {
            within(length, limits, start)?;
            Ok(start.checked_add(length).filter(|&end| end <= bytes.len()))
        }
        BodyLength::Chunked => {
            chunked::walk(bytes, start, &mut body.chunks, limits, &mut |_| Ok(()))
        }
        BodyLength::UntilClose => {
            within(bytes.len().saturating_sub(start), limits, start)?;
            Ok(None)
        }
    }
}

const CONTENT_LENGTH: &str = "Content-Length";
const TRANSFER_ENCODING: &str = "Transfer-Encoding";

/// What the headers say. Two readings of one message are how requests are smuggled (RFC 9112 11.2):
/// whatever is not plain is refused.
fn announced(
    version: HttpVersion,
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
            if version == HttpVersion::Http10 {
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

/// Whether the bytes end before the body does.
pub fn is_cut_in_body(error: &DecodeError) -> bool {
    matches!(error.kind, ErrorKind::Cut { .. }) && error.field == NAME
}

pub(super) fn within(
    length: usize,
    limits: &MessageLimits,
    offset: usize,
) -> Result<(), DecodeError> {
    if length > limits.body {
        let kind = ErrorKind::TooLarge { limit: limits.body };
        return Err(DecodeError::new(kind, NAME, offset));
    }
    Ok(())
}
