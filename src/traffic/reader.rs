//! A file of traffic, whatever kind it is, as it comes in.

use super::capture::Capture;
use super::files::{self, Format, HarPieces, NetLogPieces, Told, format_of};
use super::leg::{Contents, Unit};

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// In pieces, of any size.
    Pieces,
    /// As a whole: nothing can be said of it before its end.
    Whole,
    /// It is no traffic: perhaps there are tokens in it.
    Other,
}

/// What sort of file begins with these bytes.
pub fn sort_of(first: &[u8]) -> Sort {
    if Capture::recognises(first) {
        return Sort::Pieces;
    }
    match format_of(first) {
        Format::Har | Format::NetLog => Sort::Pieces,
        Format::Text | Format::Unknown | Format::Gzip => Sort::Other,
        _ => Sort::Whole,
    }
}

/// Reads a file from its first byte to its last, which may come in pieces of any size.
pub enum Reader {
    /// Packet by packet, whatever the container.
    Capture(Box<Capture>),
    /// Entry by entry.
    Har(Box<HarPieces>),
    /// Event by event.
    NetLog(Box<NetLogPieces>),
    /// What is read when all of it is there.
    Whole(Vec<u8>),
}

impl Reader {
    /// Of a file that begins with these bytes, which are not taken yet.
    pub fn new(first: &[u8]) -> Self {
        if Capture::recognises(first) {
            return Self::Capture(Box::default());
        }
        match format_of(first) {
            Format::Har => Self::Har(Box::default()),
            Format::NetLog => Self::NetLog(Box::default()),
            _ => Self::Whole(Vec::new()),
        }
    }

    /// The same, told how many bytes will come: what is kept whole then has its place at once, and is never copied to a
    /// larger one.
    pub fn of_size(mut self, bytes: usize) -> Self {
        if let Self::Whole(all) = &mut self {
            // Where there is no such place it grows until there is none.
            let _ = all.try_reserve_exact(bytes);
        }
        self
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        match self {
            Self::Capture(capture) => capture.push(bytes),
            Self::Har(har) => har.push(bytes),
            Self::NetLog(log) => log.push(bytes),
            Self::Whole(all) => all.extend_from_slice(bytes),
        }
    }

    /// How many packets, entries or events were read, and how many messages of sign-ins were found so far.
    pub fn progress(&self) -> (Unit, u64, usize) {
        match self {
            Self::Capture(capture) => (Unit::Packet, capture.packets(), capture.messages()),
            Self::Har(har) => {
                let (entries, messages) = har.progress();
                (Unit::Entry, entries, messages)
            }
            Self::NetLog(log) => {
                let (events, messages) = log.progress();
                (Unit::Event, events, messages)
            }
            Self::Whole(_) => (Unit::Entry, 0, 0),
        }
    }

    /// What is in it.
    ///
    /// # Errors
    /// The bytes, where they are no traffic.
    pub fn finish(self) -> Result<(Contents, Told), Vec<u8>> {
        match self {
            Self::Capture(capture) => Ok((capture.finish(), Told::default())),
            Self::Har(har) => Ok(files::of_har(har.finish())),
            Self::NetLog(log) => Ok(files::of_netlog(log.finish())),
            Self::Whole(bytes) => files::read(format_of(&bytes), &bytes).ok_or(bytes),
        }
    }
}
