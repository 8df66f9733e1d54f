//! The head of an HTTP response by itself: often nothing else of it is kept.

use crate::wire::http::{MessageLimits, Response};

/// A response without its body, and where that begins.
pub fn response_head(bytes: &[u8]) -> Option<(Response, usize)> {
    // What answers HEAD ends with its head.
    let decoded = Response::decode_within(bytes, "HEAD", &MessageLimits::UNBOUNDED);
    let end = decoded
        .layout
        .fields
        .iter()
        .map(|field| field.range.end)
        .max();
    Some((decoded.value.ok()?, end.unwrap_or_default()))
}
