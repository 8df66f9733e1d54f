//! HTTP/1.1 messages as bytes, and the authentication headers.
