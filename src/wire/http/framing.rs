//! Where a message ends in a stream of bytes (RFC 9112 6.3), and whether the connection goes on (RFC 9112 9.3).

use super::body::{self, Arriving};
use super::head;
use super::headers::Headers;
use super::message::HttpVersion;
use crate::wire::{DecodeError, ErrorKind, Reader};

/// How large a message may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageLimits {
    /// Bytes of the first line and the headers; also of the trailers after chunks.
    pub head: usize,
    /// Header lines, each of a repeated name counted.
    pub headers: usize,
    /// Bytes of the body, counted without its chunks' framing.
    pub body: usize,
}

/// What the bytes so far amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Part of a message: nothing is wrong so far.
    NeedMore,
    /// A whole message of so many bytes; what follows belongs to the next one.
    Complete(usize),
}

impl MessageLimits {
    /// For bytes that are in memory already: only the number of headers is limited, to 100.
    pub const UNBOUNDED: Self = Self {
        head: usize::MAX,
        headers: 100,
        body: usize::MAX,
    };
}

/// 64 KiB of head with at most 100 headers, 1 MiB of body.
impl Default for MessageLimits {
    fn default() -> Self {
        Self {
            head: 64 << 10,
            headers: 100,
            body: 1 << 20,
        }
    }
}

/// Finds the end of a message that arrives in pieces, and remembers what it has seen: many small pieces cost no more
/// than a few large ones. After a whole message it is ready for the next.
#[derive(Clone, Debug, Default)]
pub struct Framer {
    /// So many bytes hold no end of a head.
    seen: usize,
    /// Once the head is whole.
    body: Option<Arriving>,
}

impl Framer {
    /// Finds the end of a request in what has arrived of it, which is more each time.
    ///
    /// # Errors
    /// Where the head is malformed or too large, the framing is ambiguous, or the body is too large:
    /// the connection cannot be used any more.
    pub fn request(
        &mut self,
        bytes: &[u8],
        limits: &MessageLimits,
    ) -> Result<Progress, DecodeError> {
        if self.body.is_none() && self.head_may_be_whole(bytes, limits) {
            let mut reader = Reader::new(bytes);
            if let Some(head) = head::request(&mut reader, limits)? {
                let length = body::of_request(&head)?;
                self.body = Some(Arriving::new(reader.position(), length));
            }
        }
        self.end(bytes, limits)
    }

    /// Finds the end of a response to a request of `method` in what has arrived of it. `closed` says that no more will
    /// come, which ends a response that has no other end.
    ///
    /// # Errors
    /// As for [`Self::request`], and where the connection closed within the message.
    pub fn response(
        &mut self,
        bytes: &[u8],
        method: &str,
        closed: bool,
        limits: &MessageLimits,
    ) -> Result<Progress, DecodeError> {
        if self.body.is_none() && self.head_may_be_whole(bytes, limits) {
            let mut reader = Reader::new(bytes);
            if let Some(head) = head::response(&mut reader, limits)? {
                let length = body::of_response(&head, method)?;
                self.body = Some(Arriving::new(reader.position(), length));
            }
        }
        let until_close = self.body.as_ref().map(Arriving::is_until_close);
        match (self.end(bytes, limits)?, until_close) {
            (Progress::NeedMore, Some(true)) if closed => {
                *self = Self::default();
                Ok(Progress::Complete(bytes.len()))
            }
            (Progress::NeedMore, _) if closed => {
                let field = if until_close.is_some() {
                    body::NAME
                } else {
                    "headers"
                };
                Err(DecodeError::new(
                    ErrorKind::Unterminated,
                    field,
                    bytes.len(),
                ))
            }
            (progress, _) => Ok(progress),
        }
    }

    /// Only a line's end ends a head. Without one a head can still be wrong or too large, but not whole.
    fn head_may_be_whole(&mut self, bytes: &[u8], limits: &MessageLimits) -> bool {
        let new = bytes.get(self.seen..).unwrap_or_default();
        let whole = self.seen == 0 || new.contains(&b'\n') || bytes.len() > limits.head;
        self.seen = bytes.len();
        whole
    }

    fn end(&mut self, bytes: &[u8], limits: &MessageLimits) -> Result<Progress, DecodeError> {
        let Some(body) = &mut self.body else {
            return Ok(Progress::NeedMore);
        };
        Ok(match body::end(bytes, body, limits)? {
            None => Progress::NeedMore,
            Some(end) => {
                *self = Self::default();
                Progress::Complete(end)
            }
        })
    }
}

/// Finds the end of a request in what has arrived.
///
/// # Errors
/// As for [`Framer::request`].
pub fn frame_request(bytes: &[u8], limits: &MessageLimits) -> Result<Progress, DecodeError> {
    Framer::default().request(bytes, limits)
}

/// Finds the end of a response in what has arrived.
///
/// # Errors
/// As for [`Framer::response`].
pub fn frame_response(
    bytes: &[u8],
    method: &str,
    closed: bool,
    limits: &MessageLimits,
) -> Result<Progress, DecodeError> {
    Framer::default().response(bytes, method, closed, limits)
}

/// Whether the sender of these headers will use the connection again (RFC 9112 9.3).
pub fn keep_alive(headers: &Headers, version: HttpVersion) -> bool {
    if headers.has_token("Connection", "close") {
        return false;
    }
    version == HttpVersion::Http11 || headers.has_token("Connection", "keep-alive")
}

/// Whether the sender of this request waits for a 100 before it sends the body (RFC 9110 10.1.1).
pub fn expects_continue(headers: &Headers) -> bool {
    headers.has_token("Expect", "100-continue")
}
