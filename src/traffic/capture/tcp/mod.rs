//! TCP segments in any order → the bytes that each end of a connection sent, handed to the connection's dissector.

mod connection;
mod connections;
mod half_stream;
mod listener;
mod segment;

pub use connections::{ConnectionTable, FoundConnection};
#[cfg(test)]
pub use listener::Listener;
pub use listener::{ConnectionSummary, Listen};
pub use segment::Segment;
