//! Where a message ends in a stream of bytes (RFC 9112 6.3), and whether the connection goes on (RFC 9112 9.3).

use super::body;
use super::head;
use super::headers::Headers;
use super::message::Version;
use crate::wire::{DecodeError, ErrorKind, Reader};

/// How large a message may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the first line and the headers; also of the trailers after chunks.
    pub head: usize,
    /// Number of headers.
    pub headers: usize,
    /// Bytes of the body.
    pub body: usize,
}

/// What the bytes so far amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Part of a message.
    NeedMore,
    /// A whole message of so many bytes; what follows belongs to the next one.
    Complete(usize),
}

impl Limits {
    /// For bytes that are in memory already: only the number of headers is limited, to 100.
    pub const UNBOUNDED: Self = Self {
        head: usize::MAX,
        headers: 100,
        body: usize::MAX,
    };
}

/// 64 KiB of head with at most 100 headers, 1 MiB of body.
impl Default for Limits {
    fn default() -> Self {
        Self {
            head: 64 << 10,
            headers: 100,
            body: 1 << 20,
        }
    }
}

/// Finds the end of a request in what has arrived.
///
/// # Errors
/// Where the head is malformed or too large, the framing is ambiguous, or the body is too large:
/// the connection cannot be used any more.
pub fn frame_request(bytes: &[u8], limits: &Limits) -> Result<Progress, DecodeError> {
    let mut reader = Reader::new(bytes);
    let Some(head) = head::request(&mut reader, limits)? else {
        return Ok(Progress::NeedMore);
    };
    let length = body::of_request(&head)?;
    let end = body::end(bytes, reader.position(), length, limits)?;
    Ok(end.map_or(Progress::NeedMore, Progress::Complete))
}

/// Finds the end of a response to a request of `method` in what has arrived. `closed` says that no
/// more will come, which ends a response that has no other end.
///
/// # Errors
/// As for [`frame_request`], and where the connection closed within the message.
pub fn frame_response(
    bytes: &[u8],
    method: &str,
    closed: bool,
    limits: &Limits,
) -> Result<Progress, DecodeError> {
    let mut reader = Reader::new(bytes);
    let cut = |field| {
        if closed {
            return Err(DecodeError::new(
                ErrorKind::Unterminated,
                field,
                bytes.len(),
            ));
        }
        Ok(Progress::NeedMore)
    };
    let Some(head) = head::response(&mut reader, limits)? else {
        return cut("headers");
    };
    let length = body::of_response(&head, method)?;
    match body::end(bytes, reader.position(), length, limits)? {
        Some(end) => Ok(Progress::Complete(end)),
        None if closed && length == body::BodyLength::UntilClose => {
            Ok(Progress::Complete(bytes.len()))
        }
        None => cut("body"),
    }
}

/// Whether the sender of these headers will use the connection again (RFC 9112 9.3).
pub fn keep_alive(headers: &Headers, version: Version) -> bool {
    if headers.has_token("Connection", "close") {
        return false;
    }
    version == Version::Http11 || headers.has_token("Connection", "keep-alive")
}

/// Whether the sender of this request waits for a 100 before it sends the body (RFC 9110 10.1.1).
pub fn expects_continue(headers: &Headers) -> bool {
    headers.has_token("Expect", "100-continue")
}
