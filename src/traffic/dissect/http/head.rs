//! Where the head of a message begins and ends (RFC 9112 2.1).

use crate::traffic::dissect::protocol_dissector::Recognition;
use crate::traffic::leg::Sender;

/// The longest method that is taken for one, in bytes.
const METHOD: usize = 32;
/// Whether a head starts here, and whose; `Yes` and nobody where it is HTTP/2, which is not read.
pub fn recognise(bytes: &[u8]) -> (Recognition, Option<Sender>) {
    match Recognition::prefix(bytes, b"HTTP/1.") {
        Recognition::No => {}
        Recognition::Yes => return (Recognition::Yes, Some(Sender::Server)),
        Recognition::Unsure => return (Recognition::Unsure, None),
    }
    let window = bytes.get(..METHOD + 16).unwrap_or(bytes);
    let is_method = |byte: &u8| byte.is_ascii_uppercase() || b"_-".contains(byte);
    let length = window.iter().position(|byte| !is_method(byte));
    let Some(length) = length.filter(|length| *length <= METHOD) else {
        return match length.is_some() || window.len() > METHOD {
            true => (Recognition::No, None),
            false => (Recognition::Unsure, None),
        };
    };
    let Some((method, [b' ', target @ ..])) = window.split_at_checked(length) else {
        return (Recognition::No, None);
    };
    if length < 3 {
        return (Recognition::No, None);
    }
    match method {
        // A host and a port; NATS has its settings there, in JSON.
        b"CONNECT" => match target.first() {
            None => (Recognition::Unsure, None),
            Some(byte) if byte.is_ascii_alphanumeric() || b"[_".contains(byte) => {
                (Recognition::Yes, Some(Sender::Client))
            }
            Some(_) => (Recognition::No, None),
        },
        b"PRI" => (Recognition::prefix(target, b"* HTTP/2"), None),
        _ => {
            let starts = ["/", "http://", "https://", "* HTTP/1"].iter();
            let verdicts = starts.map(|it| Recognition::prefix(target, it.as_bytes()));
            let verdict = verdicts.fold(Recognition::No, |all, it| all.or(|| it));
            // No method is so long that its target is not in the window; nor is the line of another protocol.
            (verdict, Some(Sender::Client))
        }
    }
}

/// How long the head is, with the empty line that ends it.
pub fn end(bytes: &[u8], seen: usize) -> Option<usize> {
    let from = seen.saturating_sub(3);
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        at += rest.iter().position(|byte| *byte == b'\n')? + 1;
        match bytes.get(at..)? {
            [b'\n', ..] => return Some(at + 1),
            [b'\r', b'\n', ..] => return Some(at + 2),
            _ => {}
        }
    }
}

/// The length that the line before a chunk tells, in bytes.
pub fn chunk_size(line: &[u8]) -> Option<u64> {
    let digits = line.split(|byte| !byte.is_ascii_hexdigit()).next()?;
    u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_told_from_commands_of_other_protocols() {
        let verdict = |text: &str| recognise(text.as_bytes());
        let client = Some(Sender::Client);
        assert_eq!(verdict("GET /"), (Recognition::Yes, client));
        assert_eq!(verdict("RPC_OUT_DATA /rpc"), (Recognition::Yes, client));
        assert_eq!(verdict("CONNECT a:443"), (Recognition::Yes, client));
        assert_eq!(verdict("GET http"), (Recognition::Unsure, client));
        assert_eq!(verdict("HTTP/1.1 200").1, Some(Sender::Server));
        assert_eq!(verdict("PRI * HTTP/2.0"), (Recognition::Yes, None));
        for other in [
            "CONNECT {\"verbose\":false}",
            "USER alice",
            "EHLO x",
            "A1 LOGIN",
            "OPTIONS rtsp://a",
            "get /",
            "220 x",
        ] {
            assert_eq!(verdict(other).0, Recognition::No, "{other}");
        }
    }

    #[test]
    fn the_end_is_found_however_the_bytes_come() {
        for text in [
            "GET / HTTP/1.1\r\nA: b\r\n\r\nrest",
            "GET / HTTP/1.1\nA: b\n\nrest",
        ] {
            let whole = end(text.as_bytes(), 0);
            assert_eq!(whole, Some(text.len() - 4));
            let first = (0..text.len()).find_map(|n| end(&text.as_bytes()[..=n], n));
            assert_eq!(first, whole);
        }
    }
}
