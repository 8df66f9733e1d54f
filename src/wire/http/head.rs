//! The first line and the headers (RFC 9112 2 to 5). Their outline is found first; a walk over the same bytes, by the
//! lengths in it, records them.

use super::auth::{AuthValue, Params};
use super::cut::Start;
use super::framing::MessageLimits;
use super::headers::Headers;
use super::message::HttpVersion;
use super::outline::{self, FirstLine, Outline, Stop};
use crate::value_kind::ValueKind;
use crate::wire::{DecodeError, ErrorKind, Reader, Value, field_name, text};

/// The first line's own part, and what both kinds of message have.
pub(super) struct Head<T> {
    pub start: T,
    pub version: HttpVersion,
    pub headers: Headers,
    /// Where each header's value starts, in the order of the headers.
    pub offsets: Vec<usize>,
}

pub(super) struct RequestLine {
    pub method: String,
    pub target: String,
}

pub(super) struct StatusLine {
    pub status: u16,
    pub reason: String,
}

/// Reads a request's head; `None` where its end is not there yet.
pub(super) fn request(
    reader: &mut Reader<'_>,
    limits: &MessageLimits,
) -> Result<Option<Head<RequestLine>>, DecodeError> {
    read(reader, limits, outline::request_line, request_line)
}

/// Reads a response's head; `None` where its end is not there yet.
pub(super) fn response(
    reader: &mut Reader<'_>,
    limits: &MessageLimits,
) -> Result<Option<Head<StatusLine>>, DecodeError> {
    read(reader, limits, outline::status_line, status_line)
}

/// A first line with a method and a target (RFC 9112 3).
pub(super) const REQUEST: Start = Start {
    outline: outline::request_line,
    whole: |reader, outline| {
        request_line(reader, outline);
    },
    group: ("request-line", "RFC 9112 3"),
    parts: ["method", "request-target", "HTTP-version"],
};

/// A first line with a status code (RFC 9112 4).
pub(super) const RESPONSE: Start = Start {
    outline: outline::status_line,
    whole: |reader, outline| {
        status_line(reader, outline);
    },
    group: ("status-line", "RFC 9112 4"),
    parts: ["HTTP-version", "status-code", "reason-phrase"],
};

type StartFn<T> = fn(&mut Reader<'_>, &Outline) -> (T, HttpVersion);

fn read<T>(
    reader: &mut Reader<'_>,
    limits: &MessageLimits,
    first_line: FirstLine,
    start: StartFn<T>,
) -> Result<Option<Head<T>>, DecodeError> {
    let Some((outline, error)) = find(reader, limits, first_line)? else {
        return Ok(None);
    };
    empty_lines(reader);
    let (start, version) = start(reader, &outline);
    let (headers, offsets) = fields(reader, &outline);
    if let Some(error) = error {
        return Err(DecodeError::new(error, "headers", reader.position()));
    }
    reader.take("CRLF", "RFC 9112 2.1", eol(reader));
    reader.check()?;
    Ok(Some(Head {
        start,
        version,
        headers,
        offsets,
    }))
}

/// The outline of the head, if its end is there. Where a line is wrong: that of the good lines before it, which
/// are to be kept, and what is wrong.
fn find(
    reader: &Reader<'_>,
    limits: &MessageLimits,
    first_line: FirstLine,
) -> Result<Option<(Outline, Option<ErrorKind>)>, DecodeError> {
    let bytes = reader.bytes();
    let within = bytes.get(..limits.head).unwrap_or(bytes);
    let (outline, end) = outline::read(within, limits.headers, first_line);
    let error = match end {
        Ok(()) => None,
        Err(Stop::Partial) if bytes.len() <= limits.head => return Ok(None),
        Err(Stop::Partial) => Some(ErrorKind::TooLarge { limit: limits.head }),
        Err(Stop::Wrong(expected)) => Some(ErrorKind::Unexpected { expected }),
    };
    match (outline, error) {
        (Some(outline), error) => Ok(Some((outline, error))),
        (None, Some(error)) => Err(DecodeError::new(error, "headers", reader.position())),
        (None, None) => Ok(None),
    }
}

pub(super) fn empty_lines(reader: &mut Reader<'_>) {
    let empty = run(reader, |byte| matches!(byte, b'\r' | b'\n'));
    if empty > 0 {
        reader.take("empty lines", "RFC 9112 2.2", empty);
    }
}

/// The header lines, and where each value starts.
fn fields(reader: &mut Reader<'_>, outline: &Outline) -> (Headers, Vec<usize>) {
    let mut headers = Headers::new();
    let mut offsets = Vec::new();
    for &(name, value) in &outline.headers {
        let (name, value, offset) = field(reader, name, value);
        headers.push(name, value);
        offsets.push(offset);
    }
    (headers, offsets)
}

fn request_line(reader: &mut Reader<'_>, outline: &Outline) -> (RequestLine, HttpVersion) {
    reader.group("request-line", "RFC 9112 3", |reader| {
        let method = text(reader, "method", "RFC 9112 3.1", outline.method);
        reader.take("SP", "RFC 9112 3", 1);
        let target = text(reader, "request-target", "RFC 9112 3.2", outline.target);
        reader.take("SP", "RFC 9112 3", 1);
        let version = version(reader);
        reader.take("CRLF", "RFC 9112 2.1", eol(reader));
        (RequestLine { method, target }, version)
    })
}

fn status_line(reader: &mut Reader<'_>, outline: &Outline) -> (StatusLine, HttpVersion) {
    reader.group("status-line", "RFC 9112 4", |reader| {
        let version = version(reader);
        reader.take("SP", "RFC 9112 4", 1);
        let status = outline.status;
        reader.take("status-code", "RFC 9110 15", 3);
        reader.mark(Value::Number(status.into()));
        // The space belongs there even without a reason phrase, but is often missing.
        if reader.peek(1) == Some(b" ") {
            reader.take("SP", "RFC 9112 4", 1);
        }
        let length = run(reader, |byte| !matches!(byte, b'\r' | b'\n'));
        let reason = text::from_latin1(reader.take("reason-phrase", "RFC 9112 4", length));
        reader.mark_text(&reason);
        reader.take("CRLF", "RFC 9112 2.1", eol(reader));
        (StatusLine { status, reason }, version)
    })
}

/// Reads one header line: its name, its value, and where the value starts.
pub(super) fn field(reader: &mut Reader<'_>, name: usize, value: usize) -> (String, String, usize) {
    const SPEC: &str = "RFC 9112 5";
    let label = String::from_utf8_lossy(reader.peek(name).unwrap_or_default()).into_owned();
    reader.group_named(label.into(), SPEC, |reader| {
        let name = text(reader, field_name::HEADER_NAME, SPEC, name);
        let separator = run(reader, |byte| matches!(byte, b':' | b' ' | b'\t'));
        // A colon may start the value too.
        let blanks = reader.peek(separator).map_or(0, |bytes| {
            bytes.iter().skip(1).take_while(|&&b| b != b':').count()
        });
        let colon = reader.remaining().min(1 + blanks);
        if colon > 0 {
            reader.take(field_name::COLON, SPEC, colon);
        }
        let offset = reader.position();
        // Of a line that is cut, perhaps nothing more is there.
        if reader.remaining() == 0 {
            return (name, String::new(), offset);
        }
        let value = field_value(reader, &name, value);
        let end = eol(reader);
        if end > 0 {
            reader.take("CRLF", SPEC, end);
        }
        (name, value, offset)
    })
}

fn field_value(reader: &mut Reader<'_>, name: &str, length: usize) -> String {
    const SPEC: &str = "RFC 9112 5";
    let value = text::from_latin1(reader.peek(length).unwrap_or_default());
    let Some((scheme, token)) = scheme_and_token(name, &value) else {
        reader.take(field_name::HEADER_VALUE, SPEC, length);
        reader.mark_text(&value);
        return value;
    };
    reader.group(field_name::HEADER_VALUE, SPEC, |reader| {
        let scheme = text(reader, "auth-scheme", "RFC 9110 11.1", scheme);
        reader.take("SP", "RFC 9110 11.2", length - scheme.len() - token);
        if token == 0 {
            return;
        }
        text(reader, "token68", "RFC 9110 11.2", token);
        // Base64 hides nothing.
        if scheme.eq_ignore_ascii_case("Basic") {
            reader.mark_value_kind(ValueKind::Password);
        }
    });
    value
}

/// The lengths of both where an authentication header is a scheme and one token.
fn scheme_and_token(name: &str, value: &str) -> Option<(usize, usize)> {
    let names = [
        "Authorization",
        "WWW-Authenticate",
        "Proxy-Authorization",
        "Proxy-Authenticate",
    ];
    if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return None;
    }
    let read = AuthValue::parse(value).ok()?;
    match read.params {
        Params::Token68(token) if value.ends_with(&token) => Some((read.scheme.len(), token.len())),
        // The token is cut off.
        Params::None if value.len() > read.scheme.len() => Some((read.scheme.len(), 0)),
        _ => None,
    }
}

fn version(reader: &mut Reader<'_>) -> HttpVersion {
    match text(reader, "HTTP-version", "RFC 9112 2.3", 8).as_str() {
        "HTTP/1.0" => HttpVersion::Http10,
        _ => HttpVersion::Http11,
    }
}

pub(super) fn text(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    length: usize,
) -> String {
    let text = String::from_utf8_lossy(reader.take(name, spec, length)).into_owned();
    reader.mark_text(&text);
    text
}

/// How many of the next bytes pass.
fn run(reader: &Reader<'_>, pass: fn(u8) -> bool) -> usize {
    let rest = reader.bytes().get(reader.position()..).unwrap_or_default();
    rest.iter().take_while(|&&byte| pass(byte)).count()
}

/// The bytes up to the end of the line, that end included; blanks before it are no part of a value.
pub(super) fn eol(reader: &Reader<'_>) -> usize {
    let before = run(reader, |byte| byte != b'\n');
    (before + 1).min(reader.remaining())
}
