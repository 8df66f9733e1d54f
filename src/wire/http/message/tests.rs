use super::super::framing::{Progress, frame_request, frame_response, keep_alive};
use super::*;
use crate::value_kind::ValueKind;
use crate::wire::ErrorKind;
use proptest::prelude::*;

const LIMITS: MessageLimits = MessageLimits {
    head: 512,
    headers: 8,
    body: 64,
};

fn complete(bytes: &[u8]) -> Result<Progress, DecodeError> {
    frame_request(bytes, &LIMITS)
}

#[test]
fn a_head_before_its_body() {
    let bytes = b"POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\nab";
    let (request, body) = Request::decode_head(bytes, &MessageLimits::default())
        .unwrap()
        .unwrap();
    assert!(super::super::expects_continue(&request.headers));
    assert_eq!(&bytes[body..], b"ab");
    assert_eq!(
        Request::decode_head(&bytes[..40], &MessageLimits::default()),
        Ok(None)
    );
}

#[test]
fn a_request_is_covered_by_named_leaves() {
    let bytes =
        b"GET /exchange/logonfrm.asp HTTP/1.1\r\nHost: web-01\r\nAuthorization: Basic QTpi\r\n\r\n";
    let read = Request::decode(bytes);
    assert!(read.layout.is_claimed());
    let names: Vec<_> = read
        .layout
        .leaves()
        .iter()
        .map(|l| l.name.clone())
        .collect();
    assert_eq!(
        names,
        [
            "method",
            "SP",
            "request-target",
            "SP",
            "HTTP-version",
            "CRLF",
            "field-name",
            "colon",
            "field-value",
            "CRLF",
            "field-name",
            "colon",
            "auth-scheme",
            "SP",
            "token68",
            "CRLF",
            "CRLF"
        ]
    );
    let token = read
        .layout
        .find("Authorization")
        .unwrap()
        .find("token68")
        .unwrap();
    assert_eq!(&bytes[token.range.clone()], b"QTpi");
    assert_eq!(token.value_kind, Some(ValueKind::Password));
    let request = read.value.unwrap();
    assert_eq!(request.encode(), bytes);
    assert_eq!(request.headers.get("host"), Some("web-01"));
}

#[test]
fn a_response_keeps_version_reason_and_body() {
    let bytes =
        b"HTTP/1.0 401 Access Denied\r\nWWW-Authenticate: NTLM\r\nContent-Length: 5\r\n\r\nhello";
    let read = Response::decode(bytes);
    assert!(read.layout.is_claimed());
    let response = read.value.unwrap();
    assert_eq!(
        (response.version, response.status, response.reason.as_str()),
        (HttpVersion::Http10, 401, "Access Denied")
    );
    assert_eq!(response.body, b"hello");
    assert_eq!(response.encode(), bytes);
}

#[test]
fn odd_but_legal_spacing_tiles() {
    for bytes in [
        &b"\r\nGET / HTTP/1.1\nA:1\nB: \t2 \t\r\nC:\r\nD: :x\r\nE:\t\r\n\r\n"[..],
        b"GET / HTTP/1.1\r\nAuthorization:  NTLM  TlRM \r\nAuthorization:\r\n\r\n",
    ] {
        let read = Request::decode(bytes);
        assert!(read.layout.is_claimed(), "{:?}", read.layout.tiles());
        let headers = read.value.unwrap().headers;
        if headers.get("D").is_some() {
            let values: Vec<_> = headers.iter().map(|(_, value)| value).collect();
            assert_eq!(values, ["1", "2", "", ":x", ""]);
        } else {
            assert_eq!(headers.get("authorization"), Some("NTLM  TlRM"));
        }
    }
    for bytes in [&b"HTTP/1.1 204\r\n\r\n"[..], b"HTTP/1.1 204 N\xE4\r\n\r\n"] {
        let read = Response::decode(bytes);
        assert!(read.value.is_ok() && read.layout.is_claimed());
    }
}

#[test]
fn trailing_bytes_are_unclaimed() {
    let read = Request::decode(b"GET / HTTP/1.1\r\n\r\nGET");
    assert!(read.value.is_ok());
    let tiles = read.layout.tiles();
    assert_eq!(tiles.last().unwrap().range, 18..21);
    assert!(tiles.last().unwrap().leaf.is_none());
}

#[test]
fn lines_before_a_wrong_one_are_kept() {
    let read = Request::decode(b"GET / HTTP/1.1\r\nHost: a\r\nbad line\r\nX: y\r\n\r\n");
    assert_eq!(read.value.unwrap_err().offset, 25);
    assert!(read.layout.find("Host").is_some());
    assert!(read.layout.find("X").is_some());
    assert_eq!(read.layout.find("Undecoded").unwrap().range, 25..35);
    let read = Request::decode(b"GET / HTTP/1.1\r\nHost: a\r\n");
    assert!(matches!(
        read.value.unwrap_err().kind,
        ErrorKind::Cut { .. }
    ));
}

#[test]
fn too_many_headers_are_an_error() {
    let mut request = Request::new("GET", "/");
    for n in 0..101 {
        request.headers.push(format!("X-{n}"), "1");
    }
    let read = Request::decode(&request.encode());
    assert!(matches!(
        read.value.unwrap_err().kind,
        ErrorKind::Unexpected { expected } if expected.contains("limit")
    ));
    assert!(read.layout.find("X-99").is_some());
    assert!(frame_request(&request.encode(), &MessageLimits::default()).is_err());
    let limits = MessageLimits {
        headers: usize::MAX,
        ..MessageLimits::UNBOUNDED
    };
    assert_eq!(
        Request::decode_within(&request.encode(), &limits).value,
        Ok(request)
    );
}

#[test]
fn content_length_frames_a_request() {
    let whole = Request::new("POST", "/").with_body("hello").encode();
    for end in 0..whole.len() {
        assert_eq!(complete(&whole[..end]), Ok(Progress::NeedMore), "{end}");
    }
    assert_eq!(complete(&whole), Ok(Progress::Complete(whole.len())));
    let piped = [&whole[..], b"GET"].concat();
    assert_eq!(complete(&piped), Ok(Progress::Complete(whole.len())));
}

#[test]
fn chunks_become_a_plain_body() {
    let bytes = b"POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\n0A\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n";
    for end in 0..bytes.len() {
        assert_eq!(complete(&bytes[..end]), Ok(Progress::NeedMore), "{end}");
    }
    assert_eq!(complete(bytes), Ok(Progress::Complete(bytes.len())));
    let read = Request::decode(bytes);
    assert!(read.layout.is_claimed());
    let request = read.value.unwrap();
    assert_eq!(request.body, b"abc0123456789");
    // Sent again, it is one chunk.
    assert_eq!(Request::decode(&request.encode()).value, Ok(request));
}

#[test]
fn ambiguous_framing_is_refused() {
    let refused = |headers: &str| {
        let bytes = format!("POST / HTTP/1.1\r\n{headers}\r\n0\r\n\r\n");
        let error = complete(bytes.as_bytes()).unwrap_err();
        assert!(error.offset >= 17, "{error}");
    };
    refused("Content-Length: 5\r\nContent-Length: 5\r\n");
    refused("Content-Length: 5, 5\r\n");
    refused("Content-Length: +5\r\n");
    refused("Content-Length:\r\n");
    refused("Content-Length: 99999999999999999999999\r\n");
    refused("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n");
    refused("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n");
    refused("Transfer-Encoding: gzip, chunked\r\n");
    refused("Transfer-Encoding : chunked\r\n");
    let old = b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    assert!(complete(old).is_err());
}

#[test]
fn malformed_chunks_are_refused() {
    for body in [
        "x\r\n",
        "-1\r\n",
        "\r\n",
        "1\nab",
        "1\r\nabc",
        "ffffffffffffffffff\r\n",
        "41\r\n",
    ] {
        let bytes = format!("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
        // A lone line feed ends nothing; more bytes will tell.
        let outcome = complete(bytes.as_bytes());
        assert!(outcome.is_err() || body == "1\nab", "{body:?}");
    }
    let padded = format!("{}0\r\n\r\n", "1;xxxxxxxx\r\na\r\n".repeat(60));
    let bytes = format!("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{padded}");
    assert!(matches!(
        complete(bytes.as_bytes()).unwrap_err().kind,
        ErrorKind::TooLarge { .. }
    ));
}

#[test]
fn limits_hold_before_the_end_is_there() {
    let long = [&b"GET / HTTP/1.1\r\nX: "[..], &[b'x'; 600]].concat();
    assert_eq!(
        complete(&long).unwrap_err().kind,
        ErrorKind::TooLarge { limit: 512 }
    );
    let large = Request::new("POST", "/").with_body([0; 65]).encode();
    assert_eq!(
        complete(&large).unwrap_err().kind,
        ErrorKind::TooLarge { limit: 64 }
    );
    assert!(
        complete(b"\x16\x03\x01\x02\0").is_err(),
        "TLS is refused at once"
    );
}

#[test]
fn some_responses_have_no_body_and_some_end_with_the_connection() {
    let frame = |bytes: &[u8], method, closed| frame_response(bytes, method, closed, &LIMITS);
    let counted = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    assert_eq!(
        frame(counted, "HEAD", false),
        Ok(Progress::Complete(counted.len()))
    );
    assert_eq!(frame(counted, "GET", false), Ok(Progress::NeedMore));
    assert!(frame(counted, "GET", true).is_err());
    for status in [100, 204, 304] {
        let bytes = Response::new(status, "").encode();
        assert_eq!(
            frame(&bytes, "GET", false),
            Ok(Progress::Complete(bytes.len()))
        );
    }
    let open = b"HTTP/1.1 200 OK\r\n\r\nabc";
    assert_eq!(frame(open, "GET", false), Ok(Progress::NeedMore));
    assert_eq!(frame(open, "GET", true), Ok(Progress::Complete(open.len())));
    assert_eq!(Response::decode(open).value.unwrap().body, b"abc");
    assert!(frame(b"HTTP/1.1 2", "GET", true).is_err());
}

#[test]
fn connections_persist_by_version_and_token() {
    let alive =
        |value: &str, version| keep_alive(&Headers::new().with("Connection", value), version);
    assert!(keep_alive(&Headers::new(), HttpVersion::Http11));
    assert!(!keep_alive(&Headers::new(), HttpVersion::Http10));
    assert!(!alive("TE, Close", HttpVersion::Http11));
    assert!(alive("Keep-Alive", HttpVersion::Http10));
    let waits = Headers::new().with("Expect", "100-Continue");
    assert!(super::super::expects_continue(&waits));
}

fn headers() -> impl Strategy<Value = Headers> {
    let value = "[!-~\u{a1}-\u{ff}]([ -~]{0,9}[!-~])?";
    proptest::collection::vec(("X-[A-Za-z]{1,6}", value), 0..5).prop_map(Headers::from_iter)
}

proptest! {
    #[test]
    fn requests_round_trip(
        headers in headers(),
        body: Vec<u8>,
        chunked: bool,
        method in "[A-Z]{1,7}",
        target in "/[!-~]{0,20}",
    ) {
        let mut request = Request::new(method, target);
        request.headers = headers;
        let request = if chunked {
            Request { body, ..request }.header("Transfer-Encoding", "chunked")
        } else {
            request.with_body(body)
        };
        let bytes = request.encode();
        let read = Request::decode(&bytes);
        prop_assert!(read.layout.is_claimed());
        prop_assert_eq!(read.value.unwrap().encode(), &bytes[..]);
        prop_assert_eq!(
            frame_request(&bytes, &MessageLimits::UNBOUNDED),
            Ok(Progress::Complete(bytes.len()))
        );
    }

    #[test]
    fn responses_round_trip(headers in headers(), body: Vec<u8>, status in 200u16..600, reason in "[A-Za-z ]{0,9}") {
        prop_assume!(!matches!(status, 204 | 304));
        let mut response = Response::new(status, reason);
        response.headers = headers;
        let response = response.with_body(body);
        let read = Response::decode(&response.encode());
        prop_assert!(read.layout.is_claimed());
        prop_assert_eq!(read.value, Ok(response));
    }

    #[test]
    fn arbitrary_bytes_do_not_panic(bytes: Vec<u8>, head in "(GET / HTTP/1.1\r\n|HTTP/1.1 200 \r\n)?(Transfer-Encoding: chunked\r\n)?(\r\n)?[ -~\r\n]{0,40}") {
        let bytes = [head.as_bytes(), &bytes].concat();
        for layout in [Request::decode(&bytes).layout, Response::decode(&bytes).layout] {
            prop_assert!(layout.overlaps().is_empty());
        }
        let _ = (complete(&bytes), frame_response(&bytes, "GET", true, &LIMITS));
    }
}
