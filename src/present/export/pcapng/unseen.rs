//! What of an HTTP message is not in the log: of imported traffic, often only the head is kept.

use crate::wire::http::{Headers, MessageLimits, Request, Response};

/// How many bytes of body follow a message's own bytes. `method` is that of the last request, and becomes this one's.
pub fn unseen(message: &[u8], method: &mut String) -> u64 {
    if let Some((response, end)) = Response::decode_head(message) {
        let bodiless = matches!(response.status, 100..=199 | 204 | 304)
            || method == "HEAD"
            || (method == "CONNECT" && response.status / 100 == 2);
        return if bodiless {
            0
        } else {
            missing(&response.headers, message, end)
        };
    }
    match Request::decode_head(message, &MessageLimits::UNBOUNDED) {
        Ok(Some((request, end))) => {
            *method = request.method;
            missing(&request.headers, message, end)
        }
        _ => 0,
    }
}

fn missing(headers: &Headers, message: &[u8], end: usize) -> u64 {
    const LAST_CHUNK: &[u8] = b"0\r\n\r\n";
    if headers.has_token("Transfer-Encoding", "chunked") {
        // Nobody knows how many; the last chunk is one of them.
        return if message.ends_with(LAST_CHUNK) {
            0
        } else {
            LAST_CHUNK.len() as u64
        };
    }
    let whole = headers
        .get("Content-Length")
        .and_then(|value| value.parse::<u64>().ok());
    let there = message.len().saturating_sub(end) as u64;
    whole.unwrap_or_default().saturating_sub(there)
}
