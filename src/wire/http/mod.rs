//! HTTP/1.x messages as bytes, their framing, and their authentication headers.

pub mod auth;
mod body;
mod chunked;
mod cut;
mod digest;
pub mod framing;
mod head;
mod headers;
mod message;
mod outline;

pub use auth::{AuthValue, Params, challenges, walk_challenges};
pub use body::is_cut_in_body;
pub use digest::{Digest, is_digest};
pub use framing::{
    Framer, MessageLimits, Progress, expects_continue, frame_request, frame_response, keep_alive,
};
pub use headers::Headers;
pub use message::{HttpVersion, Request, Response};
