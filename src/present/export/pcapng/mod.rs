//! A log as a capture that Wireshark reads: the messages as they arrived, in TCP, IP and Ethernet that are made up around
//! them (draft-ietf-opsawg-pcapng).

mod addresses;
mod blocks;
mod connect;
mod connections;
mod frame;
mod placeholders;
mod unseen;

use crate::hosts::FileTime;
use crate::lab::{Event, EventId, EventKind, Log};
use addresses::Addresses;
use blocks::BlockWriter;
use connections::OpenConnections;
use frame::TcpSegment;

/// The log as a pcapng file. `comment` says what stands with an event's first packet, if anything does: the sentence of
/// its step.
///
/// Messages are written as the log has them, as they arrived, since the answers fit that; only the call that opens a mailbox in 1998, which is
/// simplified, is written out as Wireshark knows it. What the log lacks is made up, and the same each
/// time: Ethernet addresses, IP addresses and ports that traffic does not show, sequence numbers, and the time of an event
/// without one. It holds no secret that the messages do not have.
pub fn pcapng(log: &Log, comment: &dyn Fn(EventId) -> Option<String>) -> Vec<u8> {
    pcapng_from(None, log, comment)
}

/// The same of a log that shows no more than a file of that browser did, so that it is read like it.
pub fn pcapng_from(
    browser: Option<&str>,
    log: &Log,
    comment: &dyn Fn(EventId) -> Option<String>,
) -> Vec<u8> {
    let addresses = Addresses::of(log);
    let mut connections = log.connections.iter();
    let framed = connections.any(|it| it.carrier.framed.is_some());
    let mut packets = Packets {
        file: BlockWriter::new(addresses.names(), framed, browser),
        clock: 0,
    };
    let mut connections = OpenConnections::new(log, &addresses);
    let told = |event: &Event| {
        let connection = event.kind.connection().and_then(|id| log.connection(id));
        connection.is_some_and(|it| it.carrier.told)
    };
    // What a log says of a message is none.
    for event in log.events.iter().filter(|it| !told(it)) {
        let mut said = comment(event.id);
        packets.tick(event.at);
        let segments = match &event.kind {
            EventKind::Opened(id) => connections.open(*id),
            EventKind::Closed(id) => connections.close(*id, event.host),
            EventKind::Message { connection, .. } => {
                let Some([_, received]) = event.sides() else {
                    continue;
                };
                let (before, segments) = connections.send(*connection, event.host, received);
                packets.write(before, &mut None);
                segments
            }
            _ => continue,
        };
        packets.write(segments, &mut said);
    }
    packets.file.into_bytes()
}

/// The file under way, and what the time is in it.
struct Packets {
    file: BlockWriter,
    /// Nanoseconds since 1970.
    clock: u64,
}

/// What a packet without a time of its own comes after the one before it, in nanoseconds.
const APART: u64 = 1_000;

impl Packets {
    /// It is that late now, or later: time does not go back within a capture.
    fn tick(&mut self, at: Option<FileTime>) {
        let at = at.map_or(self.clock.saturating_add(APART), nanoseconds);
        self.clock = self.clock.max(at);
    }

    /// Writes segments, the comment with the first of them.
    fn write(&mut self, segments: Vec<TcpSegment>, comment: &mut Option<String>) {
        for segment in segments {
            let (frame, length) = segment.frame();
            let said = comment.take();
            self.file
                .packet(self.clock, &frame, length, said.as_deref());
            self.clock = self.clock.saturating_add(APART);
        }
    }
}

/// Nanoseconds since 1970; 0 before that.
fn nanoseconds(at: FileTime) -> u64 {
    let (seconds, rest) = at.to_unix();
    let seconds = u64::try_from(seconds).unwrap_or_default();
    seconds
        .saturating_mul(1_000_000_000)
        .saturating_add(u64::from(rest) * 100)
}

#[cfg(test)]
mod tests;
