//! Against `httparse`, which reads the same heads.

use super::super::head;
use crate::wire::http::MessageLimits;
use crate::wire::{DecodeError, ErrorKind, Field, Reader, text};
use proptest::prelude::*;

/// A limit that is soon reached.
const MOST_HEADERS: usize = 3;
const LIMITS: MessageLimits = MessageLimits {
    head: usize::MAX,
    headers: MOST_HEADERS,
    body: usize::MAX,
};

/// What both find in a head, and how long it is; nothing where its end is not there.
type Found = Result<Option<(Vec<String>, usize)>, &'static str>;

/// What we find, and the fields that we record; the headers are as these say.
fn ours(bytes: &[u8], is_request: bool) -> (Found, Vec<Field>) {
    let mut reader = Reader::new(bytes);
    let found = if is_request {
        head::request(&mut reader, &LIMITS).map(|head| {
            let head = head?;
            let version = head.version.as_str().to_owned();
            Some(vec![head.start.method, head.start.target, version])
        })
    } else {
        head::response(&mut reader, &LIMITS).map(|head| {
            let head = head?;
            let version = head.version.as_str().to_owned();
            Some(vec![version, head.start.status.to_string()])
        })
    };
    let position = reader.position();
    let fields = reader.finish().fields;
    let is_of_a_header = |field: &&Field| matches!(&*field.name, "field-name" | "field-value");
    let headers = fields
        .iter()
        .flat_map(|field| field.children.iter().filter(is_of_a_header))
        .map(|field| text::from_latin1(&bytes[field.range.clone()]));
    let found = found.map_err(|error| expected(&error)).map(|start| {
        let parts = start?.into_iter().chain(headers).collect();
        Some((parts, position))
    });
    (found, fields)
}

fn expected(error: &DecodeError) -> &'static str {
    match error.kind {
        ErrorKind::Unexpected { expected } => expected,
        _ => panic!("{error}"),
    }
}

fn theirs(bytes: &[u8], is_request: bool) -> Found {
    let mut slots = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let version = |version: Option<u8>| format!("HTTP/1.{}", version.unwrap());
    let (length, mut parts, headers) = if is_request {
        let mut parsed = httparse::Request::new(&mut slots);
        let httparse::Status::Complete(length) = parsed.parse(bytes).map_err(words)? else {
            return Ok(None);
        };
        let (method, target) = (parsed.method.unwrap(), parsed.path.unwrap());
        let start = vec![method.into(), target.into(), version(parsed.version)];
        (length, start, parsed.headers)
    } else {
        let mut parsed = httparse::Response::new(&mut slots);
        let httparse::Status::Complete(length) = parsed.parse(bytes).map_err(words)? else {
            return Ok(None);
        };
        let start = vec![version(parsed.version), parsed.code.unwrap().to_string()];
        (length, start, parsed.headers)
    };
    for header in headers {
        parts.extend([header.name.to_owned(), text::from_latin1(header.value)]);
    }
    Ok(Some((parts, length)))
}

fn words(error: httparse::Error) -> &'static str {
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

/// The fields of the longest run of whole lines in which nothing is wrong.
fn good_lines(bytes: &[u8], is_request: bool) -> Vec<Field> {
    let ends = (1..=bytes.len())
        .rev()
        .filter(|&end| bytes[end - 1] == b'\n');
    let good = ends
        .map(|end| &bytes[..end])
        .find(|lines| theirs(lines, is_request).is_ok());
    let mut lines = good.unwrap_or_default().to_vec();
    lines.extend_from_slice(b"\r\n");
    let (found, mut fields) = ours(&lines, is_request);
    if found.is_ok_and(|found| found.is_some()) {
        fields.pop();
    }
    fields
}

/// Heads, more and less whole, and with something in them that may be wrong.
fn head(first: &'static str) -> impl Strategy<Value = Vec<u8>> {
    const ODD: &str = "[ \t\r\n:/1a\u{1}\u{7f}é]{0,3}";
    let line = prop_oneof![
        9 => "[A-Za-z-]{1,6}:[ \t]{0,2}([!-~é]{0,6}[ \t]{0,2}){0,2}(\r\n|\n)",
        1 => "[a-z :\r\n]{0,3}",
    ];
    let headers =
        prop::collection::vec(line, 0..=MOST_HEADERS + 1).prop_map(|lines| lines.concat());
    let whole = ("(\r\n|\n){0,2}", first, headers, "(\r\n|\n|)[a-z\n]{0,3}")
        .prop_map(|(empty, first, headers, rest)| [empty, first, headers, rest].concat());
    (
        whole,
        ODD,
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        any::<u8>(),
    )
        .prop_map(|(head, odd, at, end, what)| {
            let mut bytes = head.into_bytes();
            let (at, end) = (at.index(bytes.len() + 1), end.index(bytes.len() + 1));
            match what % 4 {
                0 => drop(bytes.splice(at..at, odd.into_bytes())),
                1 => bytes.truncate(end),
                2 if at < bytes.len() => bytes[at] = what,
                _ => {}
            }
            bytes
        })
}

fn agree(bytes: &[u8], is_request: bool) -> Result<(), TestCaseError> {
    let (found, fields) = ours(bytes, is_request);
    prop_assert_eq!(&found, &theirs(bytes, is_request));
    if found.is_err() {
        prop_assert_eq!(fields, good_lines(bytes, is_request));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn requests_read_as_elsewhere(bytes in head("[A-Z]{0,5} [!-~é]{0,6} HTTP/1\\.[01](\r\n|\n)")) {
        agree(&bytes, true)?;
    }

    #[test]
    fn responses_read_as_elsewhere(bytes in head("HTTP/1\\.[01] [0-9]{3}( [ -~é]{0,6})?(\r\n|\n)")) {
        agree(&bytes, false)?;
    }

    #[test]
    fn any_bytes_read_as_elsewhere(bytes: Vec<u8>, is_request: bool) {
        agree(&bytes, is_request)?;
    }
}
