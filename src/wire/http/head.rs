//! The first line and the headers (RFC 9112 2 to 5). `httparse` judges them; a walk over the same
//! bytes, by the lengths it found, records them.

use super::auth::{Credentials, Params};
use super::framing::Limits;
use super::headers::Headers;
use super::message::Version;
use crate::secret::Secret;
use crate::wire::{DecodeError, ErrorKind, Reader, Value, text};

/// The first line's own part, and what both kinds of message have.
pub(super) struct Head<T> {
    pub start: T,
    pub version: Version,
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
    limits: &Limits,
) -> Result<Option<Head<RequestLine>>, DecodeError> {
    read(reader, limits, outline_request, request_line)
}

/// Reads a response's head; `None` where its end is not there yet.
pub(super) fn response(
    reader: &mut Reader<'_>,
    limits: &Limits,
) -> Result<Option<Head<StatusLine>>, DecodeError> {
    read(reader, limits, outline_response, status_line)
}

/// Lengths found by the parser: enough to walk the bytes.
struct Outline {
    method: usize,
    target: usize,
    status: u16,
    /// Of each header, the name's and the value's.
    headers: Vec<(usize, usize)>,
}

/// The bytes and how many headers they may have.
type OutlineFn = fn(&[u8], usize) -> Result<Option<Outline>, httparse::Error>;

type StartFn<T> = fn(&mut Reader<'_>, &Outline) -> Result<(T, Version), DecodeError>;

fn outline_request(bytes: &[u8], most: usize) -> Result<Option<Outline>, httparse::Error> {
    let mut slots = vec![httparse::EMPTY_HEADER; most];
    let mut parsed = httparse::Request::new(&mut slots);
    if parsed.parse(bytes)?.is_partial() {
        return Ok(None);
    }
    Ok(Some(Outline {
        method: parsed.method.map_or(0, str::len),
        target: parsed.path.map_or(0, str::len),
        status: 0,
        headers: lengths(parsed.headers),
    }))
}

fn outline_response(bytes: &[u8], most: usize) -> Result<Option<Outline>, httparse::Error> {
    let mut slots = vec![httparse::EMPTY_HEADER; most];
    let mut parsed = httparse::Response::new(&mut slots);
    if parsed.parse(bytes)?.is_partial() {
        return Ok(None);
    }
    Ok(Some(Outline {
        method: 0,
        target: 0,
        status: parsed.code.unwrap_or_default(),
        headers: lengths(parsed.headers),
    }))
}

fn lengths(headers: &[httparse::Header<'_>]) -> Vec<(usize, usize)> {
    headers
        .iter()
        .map(|header| (header.name.len(), header.value.len()))
        .collect()
}

fn read<T>(
    reader: &mut Reader<'_>,
    limits: &Limits,
    outline: OutlineFn,
    start: StartFn<T>,
) -> Result<Option<Head<T>>, DecodeError> {
    let Some((outline, error)) = find(reader, limits, outline)? else {
        return Ok(None);
    };
    empty_lines(reader)?;
    let (start, version) = start(reader, &outline)?;
    let (headers, offsets) = fields(reader, &outline)?;
    if let Some(error) = error {
        return Err(DecodeError::new(error, "headers", reader.position()));
    }
    reader.take("CRLF", "RFC 9112 2.1", eol(reader))?;
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
    limits: &Limits,
    outline: OutlineFn,
) -> Result<Option<(Outline, Option<ErrorKind>)>, DecodeError> {
    let bytes = reader.bytes();
    let within = bytes.get(..limits.head).unwrap_or(bytes);
    // No more slots than there can be headers: the limit may be boundless.
    let most = limits
        .headers
        .min(within.iter().filter(|&&byte| byte == b'\n').count());
    let error = match outline(within, most) {
        Ok(Some(outline)) => return Ok(Some((outline, None))),
        Ok(None) if bytes.len() <= limits.head => return Ok(None),
        Ok(None) => ErrorKind::TooLarge { limit: limits.head },
        Err(error) => ErrorKind::Unexpected {
            expected: expected(error),
        },
    };
    match good_lines(within, most, outline) {
        Some(outline) => Ok(Some((outline, Some(error)))),
        None => Err(DecodeError::new(error, "headers", reader.position())),
    }
}

/// The longest run of lines that the parser accepts, and what is in it.
fn good_lines(bytes: &[u8], most: usize, outline: OutlineFn) -> Option<Outline> {
    let ends: Vec<usize> = (1..=bytes.len())
        .filter(|&end| bytes.get(end - 1) == Some(&b'\n'))
        .collect();
    let good = ends.partition_point(|&end| {
        let lines = bytes.get(..end).unwrap_or_default();
        outline(lines, most).is_ok()
    });
    let end = *ends.get(good.checked_sub(1)?)?;
    let mut lines = bytes.get(..end)?.to_vec();
    lines.extend_from_slice(b"\r\n");
    outline(&lines, most).ok()?
}

fn expected(error: httparse::Error) -> &'static str {
    match error {
        httparse::Error::HeaderName => "a header name and a colon",
        httparse::Error::HeaderValue => "a header value without control characters",
        httparse::Error::NewLine => "a line feed after the carriage return",
        httparse::Error::Status => "a status of three digits and a reason phrase",
        httparse::Error::Token => "a method and a request target",
        httparse::Error::TooManyHeaders => "no more headers than the limit",
        httparse::Error::Version => "HTTP/1.0 or HTTP/1.1",
    }
}

fn empty_lines(reader: &mut Reader<'_>) -> Result<(), DecodeError> {
    let empty = run(reader, |byte| matches!(byte, b'\r' | b'\n'));
    if empty > 0 {
        reader.take("empty lines", "RFC 9112 2.2", empty)?;
    }
    Ok(())
}

/// The header lines, and where each value starts.
fn fields(
    reader: &mut Reader<'_>,
    outline: &Outline,
) -> Result<(Headers, Vec<usize>), DecodeError> {
    let mut headers = Headers::new();
    let mut offsets = Vec::new();
    for &(name, value) in &outline.headers {
        let (name, value, offset) = field(reader, name, value)?;
        headers.push(name, value);
        offsets.push(offset);
    }
    Ok((headers, offsets))
}

fn request_line(
    reader: &mut Reader<'_>,
    outline: &Outline,
) -> Result<(RequestLine, Version), DecodeError> {
    reader.group("request-line", "RFC 9112 3", |reader| {
        let method = text(reader, "method", "RFC 9112 3.1", outline.method)?;
        reader.take("SP", "RFC 9112 3", 1)?;
        let target = text(reader, "request-target", "RFC 9112 3.2", outline.target)?;
        reader.take("SP", "RFC 9112 3", 1)?;
        let version = version(reader)?;
        reader.take("CRLF", "RFC 9112 2.1", eol(reader))?;
        Ok((RequestLine { method, target }, version))
    })
}

fn status_line(
    reader: &mut Reader<'_>,
    outline: &Outline,
) -> Result<(StatusLine, Version), DecodeError> {
    reader.group("status-line", "RFC 9112 4", |reader| {
        let version = version(reader)?;
        reader.take("SP", "RFC 9112 4", 1)?;
        let status = outline.status;
        reader.take("status-code", "RFC 9110 15", 3)?;
        reader.mark(Value::Number(status.into()));
        // The space belongs there even without a reason phrase, but is often missing.
        if reader.peek(1) == Some(b" ") {
            reader.take("SP", "RFC 9112 4", 1)?;
        }
        let length = run(reader, |byte| !matches!(byte, b'\r' | b'\n'));
        let reason = text::from_latin1(reader.take("reason-phrase", "RFC 9112 4", length)?);
        reader.mark_text(&reason);
        reader.take("CRLF", "RFC 9112 2.1", eol(reader))?;
        Ok((StatusLine { status, reason }, version))
    })
}

/// Reads one header line: its name, its value, and where the value starts.
fn field(
    reader: &mut Reader<'_>,
    name: usize,
    value: usize,
) -> Result<(String, String, usize), DecodeError> {
    const SPEC: &str = "RFC 9112 5";
    let label = String::from_utf8_lossy(reader.peek(name).unwrap_or_default()).into_owned();
    reader.group_named(label.into(), SPEC, |reader| {
        let name = text(reader, "field-name", SPEC, name)?;
        let separator = run(reader, |byte| matches!(byte, b':' | b' ' | b'\t'));
        // A colon may start the value too.
        let blanks = reader.peek(separator).map_or(0, |bytes| {
            bytes.iter().skip(1).take_while(|&&b| b != b':').count()
        });
        reader.take("colon", SPEC, 1 + blanks)?;
        let offset = reader.position();
        let value = field_value(reader, &name, value)?;
        reader.take("CRLF", SPEC, eol(reader))?;
        Ok((name, value, offset))
    })
}

fn field_value(reader: &mut Reader<'_>, name: &str, length: usize) -> Result<String, DecodeError> {
    const SPEC: &str = "RFC 9112 5";
    let value = text::from_latin1(reader.peek(length).unwrap_or_default());
    let Some((scheme, token)) = scheme_and_token(name, &value) else {
        reader.take("field-value", SPEC, length)?;
        reader.mark_text(&value);
        return Ok(value);
    };
    reader.group("field-value", SPEC, |reader| {
        let scheme = text(reader, "auth-scheme", "RFC 9110 11.1", scheme)?;
        reader.take("SP", "RFC 9110 11.2", length - scheme.len() - token)?;
        text(reader, "token68", "RFC 9110 11.2", token)?;
        // Base64 hides nothing.
        if scheme.eq_ignore_ascii_case("Basic") {
            reader.mark_secret(Secret::Password);
        }
        Ok(())
    })?;
    Ok(value)
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
    let read = Credentials::parse(value).ok()?;
    match read.params {
        Params::Token68(token) if value.ends_with(&token) => Some((read.scheme.len(), token.len())),
        _ => None,
    }
}

fn version(reader: &mut Reader<'_>) -> Result<Version, DecodeError> {
    let version = match text(reader, "HTTP-version", "RFC 9112 2.3", 8)?.as_str() {
        "HTTP/1.0" => Version::Http10,
        _ => Version::Http11,
    };
    Ok(version)
}

fn text(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    length: usize,
) -> Result<String, DecodeError> {
    let text = String::from_utf8_lossy(reader.take(name, spec, length)?).into_owned();
    reader.mark_text(&text);
    Ok(text)
}

/// How many of the next bytes pass.
fn run(reader: &Reader<'_>, pass: fn(u8) -> bool) -> usize {
    let rest = reader.bytes().get(reader.position()..).unwrap_or_default();
    rest.iter().take_while(|&&byte| pass(byte)).count()
}

/// The bytes up to the end of the line, that end included; blanks before it are no part of a value.
fn eol(reader: &Reader<'_>) -> usize {
    let before = run(reader, |byte| byte != b'\n');
    (before + 1).min(reader.remaining())
}
