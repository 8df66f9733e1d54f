//! Ordered bytes of a connection → the messages in them that have to do with signing in.
//!
//! What is spoken is recognised by the first bytes of a turn, whatever the port; each protocol then says where its
//! messages end and what they tell. Memory is bounded: of a message that is not whole at most 256 KB are kept.

mod ber;
mod dce_rpc;
pub mod dns;
mod http;
mod inbox;
pub mod kdc_messages;
mod ldap;
mod mail;
mod method;
mod protocol_dissector;
mod proxy_header;
mod recognise;
mod sink;
mod smb;
mod tds;
#[cfg(test)]
mod tests;
mod tls;

use crate::traffic::leg::{Leg, Protocol, Sender, Timestamp};
use inbox::Inbox;
use protocol_dissector::{AfterMessage, Framing, ProtocolDissector, Recognition};
use recognise::{Recognised, Recogniser};
use sink::{PendingGap, Sink};
use std::net::IpAddr;

/// When bytes were seen, and in which packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When the packet was seen, where the file tells.
    pub at: Option<Timestamp>,
    /// The packet's number in the file, from 1.
    pub packet: u32,
}

/// So many bytes of a message that is not whole are kept at most; a longer one is passed over by its length.
const LIMIT: usize = 256 << 10;
/// What arrives is taken in steps of so many bytes, so that a large piece does not make a large buffer.
const STEP: usize = 64 << 10;
/// So many bytes are searched for the next start of a message after something was missing.
const SEARCH: u64 = 4 << 20;
/// So many streams inside each other: tunnels of HTTP, and what STARTTLS starts anew.
const STREAMS: u8 = 4;

/// Reads what both ends of a connection send.
pub struct ConnectionDissector {
    flow: usize,
    ports: [u16; 2],
    /// The first protocol that was recognised.
    protocol: Option<Protocol>,
    /// Whether the one taken for the client is the server.
    reversed: bool,
    /// Whether the server is seen to be a proxy that hands on what is meant for others.
    by_proxy: bool,
    /// Whom the client says that it calls for.
    caller: Option<IpAddr>,
    inboxes: [Inbox; 2],
    lost: PendingGap,
    state: State,
    streams: u8,
}

enum State {
    /// What is spoken is not known yet.
    Undecided(Recogniser),
    Reading(Box<dyn ProtocolDissector + Send>),
    Done,
}

impl ConnectionDissector {
    /// Of a connection with that number among the flows; the ports are hints only.
    pub fn new(flow: usize, client_port: u16, server_port: u16) -> Self {
        let ports = [client_port, server_port];
        Self {
            flow,
            ports,
            protocol: None,
            reversed: false,
            by_proxy: false,
            caller: None,
            inboxes: [Inbox::default(), Inbox::default()],
            lost: PendingGap::default(),
            state: State::Undecided(Recogniser::new(ports)),
            streams: 0,
        }
    }

    /// Takes the next bytes of an end, in pieces of any size.
    pub fn data(&mut self, from: Sender, bytes: &[u8], stamp: Stamp, out: &mut Vec<Leg>) {
        let mut bytes = bytes;
        while !bytes.is_empty() && !self.done() {
            let (step, rest) = bytes.split_at_checked(STEP).unwrap_or((bytes, &[]));
            self.step(from, step, stamp, out);
            bytes = rest;
        }
    }

    /// So many bytes of an end are missing: what comes next may stand in the middle of a message.
    pub fn gap(&mut self, from: Sender, bytes: u64, stamp: Stamp, out: &mut Vec<Leg>) {
        let from = self.turned(from);
        match &mut self.state {
            State::Undecided(recogniser) => {
                recogniser.interrupt();
                self.lost.add(from, bytes, stamp);
            }
            State::Reading(dissector) => {
                let inbox = inbox_of(&mut self.inboxes, from);
                // A body that nobody reads may lack something.
                if inbox.passes_over(bytes) {
                    return;
                }
                let mut behind = None;
                // Bytes that start no message since an earlier gap are no part of one.
                if !inbox.lost && !inbox.unread().is_empty() {
                    let mut sink =
                        Sink::new(self.flow, from, inbox.span_all(), &mut self.lost, out);
                    dissector.truncated(&mut sink, inbox.unread());
                    behind = rest_of(dissector.as_mut(), inbox, from).checked_sub(bytes);
                }
                self.lost.add(from, bytes, stamp);
                dissector.after_gap(from);
                inbox.clear();
                // The length of what was begun may tell where the next message starts.
                inbox.skip = behind.unwrap_or(0);
                inbox.lost = behind.is_none();
                inbox.searched = 0;
            }
            State::Done => {}
        }
    }

    /// No more will come.
    pub fn end(&mut self, out: &mut Vec<Leg>) {
        if let State::Reading(dissector) = &mut self.state {
            for from in [Sender::Client, Sender::Server] {
                let inbox = inbox_of(&mut self.inboxes, from);
                if !inbox.lost && !inbox.unread().is_empty() {
                    let mut sink =
                        Sink::new(self.flow, from, inbox.span_all(), &mut self.lost, out);
                    dissector.truncated(&mut sink, inbox.unread());
                }
            }
        }
        self.finish(out);
        self.lost.finish(self.flow, out);
    }

    /// What is spoken, once that is known; of a tunnel, what it was opened with.
    pub fn protocol(&self) -> Option<Protocol> {
        self.protocol
    }

    /// Whether the one taken for the client turned out to be the server, as can happen where the file begins in the
    /// middle. Legs told before that are to be turned; those told since are right.
    pub fn reversed(&self) -> bool {
        self.reversed
    }

    /// Whether the server is a proxy: it opened a tunnel, or is asked for what others have.
    pub fn by_proxy(&self) -> bool {
        self.by_proxy
    }

    /// Whom the client, a proxy, says that it calls for.
    pub fn caller(&self) -> Option<IpAddr> {
        self.caller
    }

    /// Whether nothing more will be told, whatever comes.
    pub fn done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Who that is in truth.
    fn turned(&self, from: Sender) -> Sender {
        match self.reversed {
            true => from.other(),
            false => from,
        }
    }

    fn finish(&mut self, out: &mut Vec<Leg>) {
        if let State::Reading(dissector) = &mut self.state {
            let from = Sender::Client;
            let span = inbox_of(&mut self.inboxes, from).span_all();
            let mut sink = Sink::new(self.flow, from, span, &mut self.lost, out);
            dissector.end(&mut sink);
        }
        self.state = State::Done;
        self.inboxes = [Inbox::default(), Inbox::default()];
    }

    fn step(&mut self, from: Sender, bytes: &[u8], stamp: Stamp, out: &mut Vec<Leg>) {
        let from = self.turned(from);
        let State::Undecided(recogniser) = &mut self.state else {
            inbox_of(&mut self.inboxes, from).push(bytes, stamp);
            return self.read(from, out);
        };
        match recogniser.take(from, bytes, stamp) {
            Recognised::NotYet => {}
            Recognised::Nothing => self.finish(out),
            Recognised::Protocol { dissector, sender } => {
                self.by_proxy |= recogniser.by_socks;
                self.caller = self.caller.or(recogniser.caller);
                let inbox = recogniser.hand_over();
                self.protocol.get_or_insert(dissector.protocol());
                // What was taken for the client's may be the server's.
                if sender != from {
                    self.reversed = !self.reversed;
                    self.lost.swap_ends();
                }
                self.inboxes = [Inbox::default(), Inbox::default()];
                *inbox_of(&mut self.inboxes, sender) = inbox;
                self.state = State::Reading(dissector);
                self.read(sender, out);
            }
        }
    }

    /// Reads what is whole, of that end and then of the other, which may have waited for it.
    fn read(&mut self, from: Sender, out: &mut Vec<Leg>) {
        let (mut from, mut quiet) = (from, 0);
        while quiet < 2 {
            let State::Reading(dissector) = &mut self.state else {
                return;
            };
            let inbox = inbox_of(&mut self.inboxes, from);
            let next = read(
                dissector.as_mut(),
                inbox,
                from,
                self.flow,
                &mut self.lost,
                out,
            );
            inbox.compact();
            // SMB turns out to be the older or the newer one.
            if self.streams == 0 {
                self.protocol = Some(dissector.protocol());
            }
            self.by_proxy |= dissector.by_proxy();
            match next {
                AfterMessage::Done => return self.finish(out),
                AfterMessage::Restart => return self.restart(out),
                AfterMessage::OtherEnd(_) => quiet = 0,
                AfterMessage::Continue | AfterMessage::Skip(_) => quiet += 1,
            }
            from = from.other();
        }
    }

    /// Another stream begins: a tunnel is open, or TLS is about to begin.
    fn restart(&mut self, out: &mut Vec<Leg>) {
        self.streams += 1;
        if self.streams >= STREAMS {
            return self.finish(out);
        }
        let mut recogniser = Recogniser::new(self.ports);
        // Who is who is settled: a stream inside that seems turned is not to turn what was told.
        recogniser.settled = true;
        self.state = State::Undecided(recogniser);
        let [client, server] = std::mem::take(&mut self.inboxes);
        for (from, inbox) in [(Sender::Client, client), (Sender::Server, server)] {
            // Through the door of the caller, who may have them turned.
            let from = self.turned(from);
            for (bytes, stamp) in inbox.pieces() {
                self.data(from, bytes, stamp, out);
            }
        }
    }
}

fn inbox_of(inboxes: &mut [Inbox; 2], from: Sender) -> &mut Inbox {
    let [client, server] = inboxes;
    match from {
        Sender::Client => client,
        Sender::Server => server,
    }
}

/// So many bytes are to come of a message that was begun, where it tells its length; else 0.
fn rest_of(dissector: &mut dyn ProtocolDissector, inbox: &Inbox, from: Sender) -> u64 {
    let there = inbox.unread().len();
    match dissector.frame(from, inbox.unread(), inbox.seen) {
        Framing::Partial(length) => length.saturating_sub(there) as u64,
        _ => 0,
    }
}

/// Reads the whole messages of an inbox.
fn read(
    dissector: &mut dyn ProtocolDissector,
    inbox: &mut Inbox,
    from: Sender,
    flow: usize,
    lost: &mut PendingGap,
    out: &mut Vec<Leg>,
) -> AfterMessage {
    loop {
        if inbox.lost && !search(dissector, inbox, from) {
            return match inbox.searched > SEARCH {
                true => AfterMessage::Done,
                false => AfterMessage::Continue,
            };
        }
        let unread = inbox.unread();
        if unread.is_empty() {
            return AfterMessage::Continue;
        }
        let there = unread.len();
        match dissector.frame(from, unread, inbox.seen) {
            Framing::Whole(length) | Framing::Partial(length) if length > LIMIT => {
                inbox.pass_over(length as u64);
            }
            Framing::Whole(length) if length > 0 && length <= there => {
                let mut sink = Sink::new(flow, from, inbox.span(length), lost, out);
                let next = dissector.message(&mut sink, unread.get(..length).unwrap_or_default());
                inbox.take(length);
                match next {
                    AfterMessage::Continue => {}
                    AfterMessage::Skip(bytes) => inbox.pass_over(bytes),
                    AfterMessage::OtherEnd(bytes) => {
                        inbox.pass_over(bytes);
                        return next;
                    }
                    AfterMessage::Restart | AfterMessage::Done => return next,
                }
            }
            Framing::Done => return AfterMessage::Done,
            Framing::NoMessage => inbox.miss(),
            Framing::More | Framing::Wait if there > LIMIT => inbox.miss(),
            Framing::Wait => return AfterMessage::Continue,
            Framing::More | Framing::Partial(_) | Framing::Whole(_) => {
                inbox.seen = there;
                return AfterMessage::Continue;
            }
        }
    }
}

/// Looks for the next start of a message; each byte is looked at once.
fn search(dissector: &dyn ProtocolDissector, inbox: &mut Inbox, from: Sender) -> bool {
    let unread = inbox.unread();
    let (mut at, mut found) = (0, false);
    while let Some(rest) = unread.get(at..).filter(|rest| !rest.is_empty()) {
        match dissector.starts(from, rest) {
            Recognition::Yes => {
                found = true;
                break;
            }
            Recognition::Unsure if rest.len() < recognise::WINDOW => break,
            Recognition::Unsure | Recognition::No => at += 1,
        }
    }
    inbox.lost = !found;
    inbox.searched = inbox.searched.saturating_add(at as u64);
    inbox.take(at);
    found
}

/// So many bytes at an offset, as messages point at their parts.
fn part(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}
