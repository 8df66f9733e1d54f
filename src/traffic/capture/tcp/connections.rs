//! The connections of a capture, by the addresses and ports of their ends.

use std::collections::HashMap;
use std::net::IpAddr;

use super::connection::{More, TcpConnection};
use super::listener::{ConnectionSummary, Listen};
use super::segment::Segment;
use crate::traffic::capture::Ends;
use crate::traffic::capture::calls::{Calls, UntakenCall};
use crate::traffic::dissect::Stamp;
use crate::traffic::leg::{Leg, NoAnswer, Stretch, Transport};

/// So many connections are followed at once; then those that were silent longest are taken for ended.
const MAX_CONNECTIONS: usize = 1 << 16;
/// So much memory may be taken by what waits on all connections.
const MAX_HELD: usize = 32 << 20;

/// Two ends, the lower first, so that both directions have the same.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key([(IpAddr, u16); 2]);

impl Key {
    fn of(one: (IpAddr, u16), other: (IpAddr, u16)) -> Self {
        Self(if one <= other {
            [one, other]
        } else {
            [other, one]
        })
    }
}

struct Entry {
    connection: TcpConnection,
    ends: Ends,
    flow: usize,
    /// The number of the last packet that was on it.
    last: u32,
    /// Whether a message was found on it.
    told: bool,
    /// What opens it, until that is answered.
    call: Option<UntakenCall>,
}

/// A connection that something was found on.
#[derive(Clone, Debug)]
pub struct FoundConnection {
    /// Its number among the flows.
    pub flow: usize,
    /// Addresses and ports of client and server.
    pub ends: Ends,
    /// What it turned out to be.
    pub outcome: ConnectionSummary,
    /// Which part of what the client and the server sent there is.
    pub stretches: [Option<Stretch>; 2],
}

/// The connections that are open, and what was found on those that are not.
pub struct ConnectionTable {
    listen: Listen,
    entries: HashMap<Key, Entry>,
    ended: EndedConnections,
    /// Bytes of memory that what waits takes.
    held: usize,
    /// Whether any of them begins in the file.
    begins: bool,
    /// Whether any began before it.
    under_way: bool,
}

/// What is kept of connections that have ended.
#[derive(Default)]
struct EndedConnections {
    found: Vec<FoundConnection>,
    /// Some that are read and on which nothing was found.
    quiet: Vec<FoundConnection>,
    /// Whether what was spoken on any of them is read.
    read: bool,
    /// Those that nobody took.
    calls: Calls,
}

impl ConnectionTable {
    /// None yet; those that come are read by these.
    pub fn new(listen: Listen) -> Self {
        Self {
            listen,
            entries: HashMap::new(),
            ended: EndedConnections::default(),
            held: 0,
            begins: false,
            under_way: false,
        }
    }

    /// Whether nothing that was spoken on those that have ended is read.
    pub fn reads_nothing(&self) -> bool {
        !self.ended.read
    }

    /// Whether all of them began before the file.
    pub fn are_under_way(&self) -> bool {
        self.under_way && !self.begins
    }

    /// Takes a segment; `number` gives a new connection its number among the flows.
    pub fn segment(
        &mut self,
        source: (IpAddr, u16),
        target: (IpAddr, u16),
        segment: &Segment<'_>,
        stamp: Stamp,
        number: &mut usize,
        out: &mut Vec<Leg>,
    ) {
        let key = Key::of(source, target);
        let entry = match self.entries.get_mut(&key) {
            Some(entry) => {
                if entry.connection.is_over(entry.ends.sender(source), segment) {
                    let before = entry.connection.held();
                    self.begins |= segment.syn;
                    let begun = begin(self.listen, source, target, segment, stamp, number);
                    let ended = std::mem::replace(entry, begun);
                    self.held = self.held.saturating_sub(before);
                    self.ended.add(ended, out);
                }
                entry
            }
            None => {
                // What neither opens a connection nor carries anything tells of nothing.
                if !segment.syn && segment.length() == 0 {
                    return;
                }
                if self.entries.len() >= MAX_CONNECTIONS {
                    self.make_room(out);
                }
                self.begins |= segment.syn;
                self.under_way |= !segment.syn;
                let begun = begin(self.listen, source, target, segment, stamp, number);
                self.entries.entry(key).or_insert(begun)
            }
        };
        entry.last = stamp.packet;
        let from = entry.ends.sender(source);
        if let Some(call) = &mut entry.call
            && !call.goes_on(from, segment, stamp)
        {
            entry.call = None;
        }
        let (before, legs) = (entry.connection.held(), out.len());
        entry.connection.segment(from, segment, stamp, out);
        let others = self.held.saturating_sub(before);
        if others.saturating_add(entry.connection.held()) > MAX_HELD {
            entry.connection.flush(More::MayCome, out);
        }
        entry.told |= out.len() > legs;
        self.held = others.saturating_add(entry.connection.held());
    }

    /// Ends all connections: those on which something was found, or some of the others where there is nothing at all.
    pub fn finish(&mut self, out: &mut Vec<Leg>) -> Vec<FoundConnection> {
        let mut rest: Vec<Entry> = self.entries.drain().map(|(_, entry)| entry).collect();
        rest.sort_by_cached_key(|entry| entry.flow);
        for entry in rest {
            self.ended.add(entry, out);
        }
        std::mem::take(match out.is_empty() {
            true => &mut self.ended.quiet,
            false => &mut self.ended.found,
        })
    }

    /// Ends the half that was silent longest.
    fn make_room(&mut self, out: &mut Vec<Leg>) {
        let mut lasts: Vec<u32> = self.entries.values().map(|entry| entry.last).collect();
        let middle = lasts.len() / 2;
        let (_, &mut median, _) = lasts.select_nth_unstable(middle);
        let silent = self
            .entries
            .extract_if(|_, entry| entry.last <= median)
            .map(|(_, entry)| entry);
        let mut silent: Vec<Entry> = silent.collect();
        silent.sort_by_cached_key(|entry| entry.flow);
        for entry in silent {
            self.held = self.held.saturating_sub(entry.connection.held());
            self.ended.add(entry, out);
        }
    }

    /// Those that nobody took.
    pub fn calls(&mut self) -> &mut Calls {
        &mut self.ended.calls
    }

    /// Takes note that a packet of a connection did not arrive.
    pub fn fail(&mut self, ends: &Ends, why: NoAnswer, stamp: Stamp) {
        let entry = self.entries.get_mut(&Key::of(ends.client, ends.server));
        if let Some(call) = entry.and_then(|it| it.call.as_mut()) {
            call.fail(why, stamp);
        }
    }
}

fn begin(
    listen: Listen,
    source: (IpAddr, u16),
    target: (IpAddr, u16),
    segment: &Segment<'_>,
    stamp: Stamp,
    number: &mut usize,
) -> Entry {
    let from_client = match (segment.syn, segment.acknowledged) {
        (true, acknowledged) => acknowledged.is_none(),
        // Servers listen on the lower numbers.
        (false, _) => source.1 >= target.1,
    };
    let (client, server) = if from_client {
        (source, target)
    } else {
        (target, source)
    };
    let flow = *number;
    *number += 1;
    Entry {
        connection: TcpConnection::new(listen(flow, client.1, server.1)),
        ends: Ends { client, server },
        flow,
        last: 0,
        told: false,
        call: (segment.syn && segment.acknowledged.is_none()).then(|| UntakenCall::new(stamp)),
    }
}

impl EndedConnections {
    /// Ends a connection. Of those on which nothing was found few are kept: there may be any number of them.
    fn add(&mut self, mut entry: Entry, out: &mut Vec<Leg>) {
        const MOST_QUIET: usize = 8;
        self.calls.end(&entry.ends, Transport::Tcp, entry.call);
        let legs = out.len();
        entry.connection.end(out);
        let told = entry.told || out.len() > legs;
        let outcome = entry.connection.outcome();
        self.read |= outcome.protocol.is_some();
        let kept = match told {
            true => &mut self.found,
            false => &mut self.quiet,
        };
        if outcome.protocol.is_some() && (told || kept.len() < MOST_QUIET) {
            kept.push(FoundConnection {
                flow: entry.flow,
                ends: entry.ends,
                outcome,
                stretches: entry.connection.stretches(),
            });
        }
    }
}
