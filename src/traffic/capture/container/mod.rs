//! What captures are stored in: bytes in pieces of any size → frames.

mod etl;
mod netmon;
mod pcap;
mod pcapng;
mod snoop;
#[cfg(test)]
mod tests;

use crate::traffic::file_format::Format;
use crate::traffic::leg::{SkipReason, Timestamp};
use etl::Etl;
use netmon::Netmon;
use pcap::Pcap;
use pcapng::Pcapng;
use snoop::Snoop;
use std::net::IpAddr;

/// A record that claims to be larger is no record: Wireshark takes no packet above 256 KiB.
const MAX_RECORD: usize = 16 << 20;
/// So many bytes tell most containers, and so many all of them.
const MAGIC: usize = 8;
const TELLING: usize = etl::TELLING;

/// Added to a number for a kind of link that is not of pcap's registry, and so means another kind there.
pub const FOREIGN: u32 = 1 << 31;
/// The link of a packet whose interface the file does not describe.
pub const UNDESCRIBED: u32 = u32::MAX;

/// A packet as it was on a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// The kind of link, by its number in pcap's registry: 1 is Ethernet. Another registry's with [`FOREIGN`].
    pub link: u32,
    /// When it was captured; none where the container does not tell.
    pub at: Option<Timestamp>,
    /// Its bytes, as many as were captured.
    pub bytes: &'a [u8],
    /// How many bytes it had on the link; 0 where that is not told.
    pub length: u32,
}

impl Frame<'_> {
    /// Whether fewer bytes were captured than it had.
    pub fn is_cut(&self) -> bool {
        (self.bytes.len() as u64) < u64::from(self.length)
    }
}

/// What a container says besides its frames.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The program that wrote it.
    pub writer: Option<String>,
    /// Names of addresses, as the program that wrote it resolved them.
    pub names: Vec<(IpAddr, String)>,
    /// Whether keys of TLS are in it.
    pub keys: bool,
}

/// What a container makes of the bytes at hand.
enum Step<'a> {
    /// They are too few.
    Wait,
    /// So many of them are no packet.
    Skip(usize),
    /// So many of them are a packet.
    Frame(usize, Frame<'a>),
    /// So many bytes on they are not what they claim to be.
    Malformed(usize),
    /// No packets follow.
    End,
}

enum Container {
    Pcap(Pcap),
    Pcapng(Pcapng),
    Snoop(Snoop),
    Netmon(Netmon),
    Etl(Etl),
}

impl Container {
    fn recognise(head: &[u8]) -> Option<Self> {
        Pcap::recognise(head)
            .map(Self::Pcap)
            .or_else(|| Pcapng::recognise(head).map(Self::Pcapng))
            .or_else(|| Snoop::recognise(head).map(Self::Snoop))
            .or_else(|| Netmon::recognise(head).map(Self::Netmon))
            .or_else(|| Etl::recognise(head).map(Self::Etl))
    }

    fn step<'a>(&mut self, bytes: &'a [u8], facts: &mut Facts) -> Step<'a> {
        match self {
            Self::Pcap(pcap) => pcap.step(bytes),
            Self::Pcapng(pcapng) => pcapng.step(bytes, facts),
            Self::Snoop(snoop) => snoop.step(bytes),
            Self::Netmon(netmon) => netmon.step(bytes),
            Self::Etl(trace) => trace.step(bytes),
        }
    }

    /// The next of the frames that have waited for the end.
    fn last_frame(&mut self) -> Option<Frame<'_>> {
        match self {
            Self::Etl(trace) => trace.frame(),
            _ => None,
        }
    }
}

/// Whether a file that begins so is a capture.
pub fn recognised(head: &[u8]) -> bool {
    Container::recognise(head).is_some()
}

/// The frames of a capture, whichever container it is.
#[derive(Default)]
pub struct Records {
    container: Option<Container>,
    /// Bytes that came and are not all used.
    bytes: Vec<u8>,
    /// So many of them are used.
    used: usize,
    /// So many bytes of the file came before them.
    before: u64,
    /// Nothing more is read.
    ended: bool,
    /// No bytes follow.
    is_over: bool,
    lost: Option<SkipReason>,
    facts: Facts,
}

impl Records {
    /// Takes the next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.ended {
            return;
        }
        self.bytes.drain(..self.used.min(self.bytes.len()));
        self.before = self.before.saturating_add(self.used as u64);
        self.used = 0;
        self.bytes.extend_from_slice(bytes);
        if self.container.is_none() && self.bytes.len() >= MAGIC {
            self.container = Container::recognise(&self.bytes);
            if self.container.is_none() && self.bytes.len() >= TELLING {
                self.stop(Some(SkipReason::Unknown));
            }
        }
    }

    /// The next frame; `None` until more bytes come, or the end where a container has its frames in no order.
    pub fn frame(&mut self) -> Option<Frame<'_>> {
        let container = self.container.as_mut()?;
        if self.is_over {
            return container.last_frame();
        }
        while !self.ended {
            let rest = self.bytes.get(self.used..)?;
            match container.step(rest, &mut self.facts) {
                Step::Wait => return None,
                Step::Skip(length) => self.used = self.used.saturating_add(length),
                Step::Frame(length, frame) => {
                    self.used = self.used.saturating_add(length);
                    return Some(frame);
                }
                Step::Malformed(on) => {
                    let at = self.before.saturating_add(self.used as u64);
                    self.lost = Some(SkipReason::Malformed(at.saturating_add(on as u64)));
                    self.ended = true;
                }
                Step::End => self.ended = true,
            }
        }
        None
    }

    /// Says that no bytes follow: frames that have waited for that may come.
    pub fn end(&mut self) {
        self.is_over = true;
        if let Some(Container::Etl(trace)) = &mut self.container {
            trace.end();
        }
    }

    /// So many frames wait for the end.
    pub fn waiting(&self) -> usize {
        match &self.container {
            Some(Container::Etl(trace)) => trace.found(),
            _ => 0,
        }
    }

    /// What was not read, if anything, once no bytes follow.
    pub fn finish(&mut self) -> Option<SkipReason> {
        if !self.ended {
            let rest = self.bytes.len() > self.used;
            let lost = match (&self.container, rest) {
                (None, _) => Some(SkipReason::Unknown),
                (Some(Container::Etl(trace)), false) if trace.found() == 0 => {
                    Some(SkipReason::NoPacketsInTrace)
                }
                (Some(_), rest) => rest.then_some(SkipReason::CutShort),
            };
            self.stop(lost);
        }
        self.lost.clone()
    }

    /// What the container says besides its frames, so far.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What kind of capture it is; unknown where it is none.
    pub fn format(&self) -> Format {
        match self.container {
            Some(Container::Pcap(_)) => Format::Pcap,
            Some(Container::Pcapng(_)) => Format::Pcapng,
            Some(Container::Snoop(_)) => Format::Snoop,
            Some(Container::Netmon(_)) => Format::NetMon,
            Some(Container::Etl(_)) => Format::Etl,
            None => Format::Unknown,
        }
    }

    fn stop(&mut self, lost: Option<SkipReason>) {
        self.lost = lost;
        self.ended = true;
        self.bytes = Vec::new();
        self.used = 0;
    }
}

/// The frame of `captured` bytes that stand `head` bytes on in a record of `length`.
fn record<'a>(
    bytes: &'a [u8],
    head: usize,
    captured: u32,
    length: Option<usize>,
    frame: impl FnOnce(&'a [u8]) -> Frame<'a>,
) -> Step<'a> {
    let captured = captured as usize;
    let length = length.unwrap_or(head.saturating_add(captured));
    // Shorter than its own head, too: nothing would be gone on by.
    let fits = length
        .checked_sub(head)
        .is_some_and(|room| captured <= room);
    if length > MAX_RECORD || !fits {
        return Step::Malformed(0);
    }
    if bytes.len() < length {
        return Step::Wait;
    }
    match bytes.get(head..head.saturating_add(captured)) {
        Some(taken) => Step::Frame(length, frame(taken)),
        None => Step::Wait,
    }
}

/// The timestamp of so many seconds since 1970 and so many nanoseconds.
fn timestamp(seconds: i64, nanoseconds: i64) -> Option<Timestamp> {
    let whole = seconds.checked_mul(1_000_000_000)?;
    whole.checked_add(nanoseconds).map(Timestamp)
}
