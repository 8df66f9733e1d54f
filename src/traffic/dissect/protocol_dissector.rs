//! What each protocol knows how to do.

use super::sink::Sink;
use crate::traffic::leg::{Protocol, Sender};

/// Whether bytes are something, as far as there are bytes to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognition {
    /// They are; no further byte changes that.
    Yes,
    /// They are something else; no further byte changes that.
    No,
    /// More bytes must tell.
    Unsure,
}

impl Recognition {
    /// Of bytes that are expected to begin so.
    pub fn prefix(bytes: &[u8], expected: &[u8]) -> Self {
        if bytes.starts_with(expected) {
            Self::Yes
        } else if expected.starts_with(bytes) {
            Self::Unsure
        } else {
            Self::No
        }
    }

    /// The first of several that is not `No`.
    pub fn or(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::No => other(),
            verdict => verdict,
        }
    }
}

/// Where the first message in some bytes ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// More must come before that can be told.
    More,
    /// The other end must speak before that can be told.
    Wait,
    /// It is so many bytes long, and not all of them are there.
    Partial(usize),
    /// It is so many bytes long, at least one, and they are there.
    Whole(usize),
    /// No message starts here.
    NoMessage,
    /// Nothing more can be read from this connection.
    Done,
}

impl Framing {
    /// Of a message that tells its length, of which `there` bytes are there.
    pub fn with_length(length: usize, there: usize) -> Self {
        match length <= there {
            true => Self::Whole(length),
            false => Self::Partial(length),
        }
    }
}

/// How it goes on behind a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterMessage {
    /// With the next message.
    Continue,
    /// With so many bytes that nobody reads.
    Skip(u64),
    /// Likewise, but the other end goes on first: it has waited for this message.
    OtherEnd(u64),
    /// With another stream, from both ends.
    Restart,
    /// With nothing that can be read.
    Done,
}

/// A protocol, and what it remembers of a connection.
pub trait ProtocolDissector {
    /// The protocol that is spoken, by which its messages are told.
    fn protocol(&self) -> Protocol;

    /// Whether a message of that end may start with these bytes, at least one; asked after something was missing.
    fn starts(&self, from: Sender, bytes: &[u8]) -> Recognition;

    /// Where the message ends that starts with these bytes, at least one; of the same message the first `seen` bytes
    /// were there before.
    fn frame(&mut self, from: Sender, bytes: &[u8], seen: usize) -> Framing;

    /// Takes a whole message.
    fn message(&mut self, sink: &mut Sink<'_>, bytes: &[u8]) -> AfterMessage;

    /// Takes the first part of a message whose rest will not come.
    fn truncated(&mut self, _sink: &mut Sink<'_>, _bytes: &[u8]) {}

    /// Whether what was said so far shows that the server is a proxy for others.
    fn by_proxy(&self) -> bool {
        false
    }

    /// Tells what was still to be told: nothing more comes.
    fn end(&mut self, _sink: &mut Sink<'_>) {}

    /// What comes next from that end need not be what was expected.
    fn after_gap(&mut self, _from: Sender) {}
}
