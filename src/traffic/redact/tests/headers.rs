//! What stays of headers.

use super::*;

#[test]
fn passwords_queries_bodies_and_unknown_headers_go() {
    let request = "POST http://alice:geheim@web-01/a?p=geheim HTTP/1.1\r\nHost: web-01\r\nX-Mine: geheim\r\nCookie: geheim\r\n\
                   authorization: Basic Q09OVE9TT1xhbGljZTpnZWhlaW0=\r\nContent-Length: 6\r\n\r\ngeheim";
    let mut names = Pseudonyms::new();
    let redacted = redact(request.as_bytes(), &mut names);
    let text = String::from_utf8(redacted.bytes).unwrap();
    assert!(!text.contains("geheim"), "{text}");
    assert!(
        text.starts_with(
            "POST http://host1/path1 HTTP/1.1\r\nHost: host1\r\nX-Redacted-1: redacted\r\n"
        ),
        "{text}"
    );
    let token = text
        .split("Basic ")
        .nth(1)
        .unwrap()
        .split('\r')
        .next()
        .unwrap();
    assert_eq!(from_base64(token).unwrap(), b"DOMAIN1\\user1:redacted");
}

#[test]
fn what_is_written_freely_goes_and_what_everybody_writes_stays() {
    let browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0";
    for (before, after) in [
        (
            format!(
                "GET / HTTP/1.1\r\nUser-Agent: {browser} geheim/10.0.1.101 (geheim@geheim)\r\nX-Geheim: 1\r\nX-Other: 2\r\n\
                 x-geheim: 3\r\nAccept: text/html;q=0.9, application/geheim\r\nAccept-Language: en-US,de,geheim\r\n\
                 Content-Type: multipart/form-data; boundary=geheim\r\n\r\n"
            ),
            format!(
                "GET / HTTP/1.1\r\nUser-Agent: {browser} redacted/redacted (redacted)\r\nX-Redacted-1: redacted\r\n\
                 X-Redacted-2: redacted\r\nX-Redacted-1: redacted\r\nAccept: text/html;q=0.9, application/redacted\r\n\
                 Accept-Language: en-US,de,redacted\r\nContent-Type: multipart/form-data; boundary=redacted\r\n\r\n"
            ),
        ),
        (
            "GEHEIM / HTTP/1.1\r\nAuthorization: Geheim geheim=\"geheim\"\r\n\r\n".to_owned(),
            "REDACTED / HTTP/1.1\r\nAuthorization: redacted redacted=\"redacted\"\r\n\r\n".to_owned(),
        ),
        (
            "HTTP/1.1 401 Not for geheim\r\nServer: Microsoft-IIS/10.0\r\nX-Powered-By: geheim\r\nAllow: GET, GEHEIM\r\n\
             Vary: Cookie, X-Geheim\r\nKeep-Alive: timeout=5, max=geheim\r\nDate: Mon, 01 Jul 2024 10:00:00 GMT\r\n\
             WWW-Authenticate: Negotiate, Geheim realm=\"geheim\", Digest algorithm=\"geheim\", qop=\"auth\"\r\n\r\n"
                .to_owned(),
            "HTTP/1.1 401 Unauthorized\r\nServer: Microsoft-IIS/10.0\r\nX-Powered-By: redacted\r\nAllow: GET, redacted\r\n\
             Vary: Cookie, redacted\r\nKeep-Alive: timeout=5, max=redacted\r\nDate: Mon, 01 Jul 2024 10:00:00 GMT\r\n\
             WWW-Authenticate: Negotiate, redacted realm=\"host1\", Digest algorithm=\"redacted\", qop=\"auth\"\r\n\r\n"
                .to_owned(),
        ),
        (
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM, Basic realm=geheim realm, Geheim geheim=\"geheim\r\n\r\n".to_owned(),
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM, Basic realm=\"host1\", redacted\r\n\r\n".to_owned(),
        ),
        (
            "HTTP/1.1 299 Geheim\r\n\r\n".to_owned(),
            "HTTP/1.1 299 \r\n\r\n".to_owned(),
        ),
    ] {
        let redacted = redact(before.as_bytes(), &mut Pseudonyms::new());
        assert_eq!(String::from_utf8(redacted.bytes).unwrap(), after);
    }
}

#[test]
fn what_a_header_refers_to_is_a_host_only_where_one_is_named() {
    for (before, after) in [
        ("Origin: null", "Origin: null"),
        ("Origin: https://geheim", "Origin: https://host1"),
        ("Referer: about:blank", "Referer: about:blank"),
        ("Location: geheim.aspx?geheim", "Location: /path1"),
        ("Location: geheim?to=http://geheim", "Location: /path1"),
        ("Location: geheim://geheim", "Location: /path1"),
        ("Location: HTTPS://geheim/", "Location: HTTPS://host1/"),
        (
            "Content-Location: geheim/geheim",
            "Content-Location: /path1",
        ),
    ] {
        let message = |header| format!("GET / HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n");
        let redacted = redact(message(before).as_bytes(), &mut Pseudonyms::new());
        assert_eq!(String::from_utf8(redacted.bytes).unwrap(), message(after));
    }
}

#[test]
fn what_was_taken_away_before_stays_taken_away() {
    for (before, after) in [
        (
            "NTLM [49 bytes were stripped]",
            "NTLM [49 bytes were stripped]",
        ),
        (
            "Geheim [7 bytes were stripped]",
            "redacted [7 bytes were stripped]",
        ),
        ("Negotiate [GEHEIM]", "Negotiate [stripped]"),
        ("Basic [stripped]", "Basic [stripped]"),
        ("NTLM REDACTED", "NTLM [stripped]"),
        ("[49 bytes were stripped]", "[49 bytes were stripped]"),
        ("[geheim]", "[stripped]"),
    ] {
        let message = |value| format!("GET / HTTP/1.1\r\nAuthorization: {value}\r\n\r\n");
        let redacted = redact(message(before).as_bytes(), &mut Pseudonyms::new());
        assert_eq!(String::from_utf8(redacted.bytes).unwrap(), message(after));
        let read = |value: &str| crate::traffic::http::credential(value);
        assert_eq!(read(before), read(after), "{before}");
    }
    for (before, after) in [
        (
            "NTLM [148 bytes were stripped]",
            "NTLM [148 bytes were stripped]",
        ),
        (
            "Basic realm=\"geheim\", Negotiate [5 bytes were stripped]",
            "Basic realm=\"host1\", Negotiate [5 bytes were stripped]",
        ),
    ] {
        let message =
            |value| format!("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: {value}\r\n\r\n");
        let redacted = redact(message(before).as_bytes(), &mut Pseudonyms::new());
        assert_eq!(String::from_utf8(redacted.bytes).unwrap(), message(after));
    }
}

#[test]
fn of_what_a_server_says_the_sentence_that_everybody_writes_stays() {
    let mut names = Pseudonyms::new();
    for (said, stays) in [
        (
            "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
            "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
        ),
        (
            "Login failed for user 'CONTOSO\\alice'.",
            "Login failed for user 'DOMAIN1\\user1'.",
        ),
        ("Cannot open database \"orders\".", "redacted"),
    ] {
        assert_eq!(error_words(said, &mut names), stays);
    }
}
