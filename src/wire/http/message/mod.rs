//! Requests and responses (RFC 9112 2).

use super::body::{self, BodyLength};
use super::framing::MessageLimits;
use super::headers::Headers;
use super::{chunked, cut, head};
use crate::wire::{DecodeError, Decoded, Reader};

/// The protocol version of a message (RFC 9112 2.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HttpVersion {
    /// HTTP/1.0: a connection ends after one exchange unless both sides say otherwise.
    Http10,
    /// HTTP/1.1: a connection persists unless one side says otherwise.
    #[default]
    Http11,
}

/// A request as a whole: its line, its headers and its body (RFC 9112 2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method, a token; case matters.
    pub method: String,
    /// The request target as sent, percent-encoded.
    pub target: String,
    /// The version in the request line.
    pub version: HttpVersion,
    /// The header lines, in the order in which they stand.
    pub headers: Headers,
    /// The body, without its chunks if it was sent in chunks.
    pub body: Vec<u8>,
}

/// A response as a whole: its line, its headers and its body (RFC 9112 2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The version in the status line.
    pub version: HttpVersion,
    /// The status code: three digits.
    pub status: u16,
    /// The reason phrase, Latin-1; it may be empty.
    pub reason: String,
    /// The header lines, in the order in which they stand.
    pub headers: Headers,
    /// The body, without its chunks if it was sent in chunks.
    pub body: Vec<u8>,
}

impl HttpVersion {
    /// As in the first line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http10 => "HTTP/1.0",
            Self::Http11 => "HTTP/1.1",
        }
    }
}

impl Request {
    /// A request of HTTP/1.1 without headers or a body.
    pub fn new(method: impl Into<String>, target: impl Into<String>) -> Self {
        Self {
            method: method.into(),
            target: target.into(),
            version: HttpVersion::Http11,
            headers: Headers::new(),
            body: Vec::new(),
        }
    }

    /// Appends a header: see [`Headers::push`].
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl AsRef<str>) -> Self {
        self.headers.push(name, value);
        self
    }

    /// Sets the body and the `Content-Length` that goes with it.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.headers
            .set("Content-Length", self.body.len().to_string());
        self
    }

    /// Decodes one whole message; bytes after it are left unclaimed.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Self::decode_within(bytes, &MessageLimits::UNBOUNDED)
    }

    /// Decodes one whole message within limits: see [`super::frame_request`] for where it ends.
    pub fn decode_within(bytes: &[u8], limits: &MessageLimits) -> Decoded<Self> {
        Decoded::attempt(bytes, |reader| {
            let head = cut::or_lines(head::request(reader, limits), reader, &head::REQUEST)?;
            let length = body::of_request(&head)?;
            let body = body::read(reader, length, limits)?;
            Ok(Self {
                method: head.start.method,
                target: head.start.target,
                version: head.version,
                headers: head.headers,
                body,
            })
        })
    }

    /// Decodes the head of a request whose body may still be on its way: the request without its body, and where
    /// the body begins; `None` where the head is not whole yet.
    ///
    /// # Errors
    /// Where the head is malformed or too large.
    pub fn decode_head(
        bytes: &[u8],
        limits: &MessageLimits,
    ) -> Result<Option<(Self, usize)>, DecodeError> {
        let mut reader = Reader::new(bytes);
        let head = head::request(&mut reader, limits)?;
        Ok(head.map(|head| {
            let request = Self {
                method: head.start.method,
                target: head.start.target,
                version: head.version,
                headers: head.headers,
                body: Vec::new(),
            };
            (request, reader.position())
        }))
    }

    /// The message in bytes, with exactly these headers: `Content-Length` is the caller's, see
    /// [`Request::with_body`]. With `Transfer-Encoding: chunked` the body goes as one chunk.
    pub fn encode(&self) -> Vec<u8> {
        let version = self.version.as_str();
        let start = format!("{} {} {version}\r\n", self.method, self.target);
        encode(start.into_bytes(), &self.headers, &self.body)
    }
}

impl Response {
    /// A response of HTTP/1.1 without headers or a body.
    pub fn new(status: u16, reason: impl Into<String>) -> Self {
        Self {
            version: HttpVersion::Http11,
            status,
            reason: reason.into(),
            headers: Headers::new(),
            body: Vec::new(),
        }
    }

    /// Appends a header: see [`Headers::push`].
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl AsRef<str>) -> Self {
        self.headers.push(name, value);
        self
    }

    /// Appends `Content-Type` and sets the body. How long that is says whoever sends it.
    #[must_use]
    pub fn with_content(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.headers.push("Content-Type", content_type);
        self.body = body.into();
        self
    }

    /// Sets the body and the `Content-Length` that goes with it.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.headers
            .set("Content-Length", self.body.len().to_string());
        self
    }

    /// Decodes one whole message that answers a request other than HEAD or CONNECT; bytes after it
    /// are left unclaimed. Where only the end of the connection ends the body, all bytes are body.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Self::decode_within(bytes, "GET", &MessageLimits::UNBOUNDED)
    }

    /// Decodes one whole message that answers a request of that method, within limits: see
    /// [`super::frame_response`] for where it ends.
    pub fn decode_within(bytes: &[u8], method: &str, limits: &MessageLimits) -> Decoded<Self> {
        Decoded::attempt(bytes, |reader| {
            let head = cut::or_lines(head::response(reader, limits), reader, &head::RESPONSE)?;
            let length = body::of_response(&head, method)?;
            let body = body::read(reader, length, limits)?;
            Ok(Self {
                version: head.version,
                status: head.start.status,
                reason: head.start.reason,
                headers: head.headers,
                body,
            })
        })
    }

    /// Decodes the head of a response by itself, of which often nothing else is kept: the response without its body, and
    /// where that begins; `None` where the head is cut or malformed.
    pub fn decode_head(bytes: &[u8]) -> Option<(Self, usize)> {
        // What answers HEAD ends with its head (RFC 9112 6.3).
        let decoded = Self::decode_within(bytes, "HEAD", &MessageLimits::UNBOUNDED);
        let ends = decoded.layout.fields.iter().map(|field| field.range.end);
        let end = ends.max().unwrap_or_default();
        Some((decoded.value.ok()?, end))
    }

    /// The message in bytes, with exactly these headers: `Content-Length` is the caller's, see
    /// [`Response::with_body`]. With `Transfer-Encoding: chunked` the body goes as one chunk.
    pub fn encode(&self) -> Vec<u8> {
        let mut start = format!("{} {:03} ", self.version.as_str(), self.status).into_bytes();
        start.extend(self.reason.chars().map(|c| u8::try_from(c).unwrap_or(b'?')));
        start.extend_from_slice(b"\r\n");
        encode(start, &self.headers, &self.body)
    }
}

fn encode(mut message: Vec<u8>, headers: &Headers, body: &[u8]) -> Vec<u8> {
    headers.write(&mut message);
    message.extend_from_slice(b"\r\n");
    if BodyLength::is_chunked(headers) {
        chunked::write(&mut message, body);
    } else {
        message.extend_from_slice(body);
    }
    message
}

#[cfg(test)]
mod tests;
