//! Microsoft Network Monitor 2 and 3 (`GMBU`; "Network Monitor Capture File Format" in its help), also what older
//! servers and some firewalls write as `.cap`, and version 1 (`RTSS`), whose frames have a shorter head. Frames are taken one after the other; the table of where they begin
//! stands at the end and is not needed.

use super::{FOREIGN, Frame, Step, record, timestamp};
use crate::traffic::leg::Timestamp;
use crate::wire::ByteOrder;
use time::{Date, Month, Time, UtcDateTime};

const HEAD: usize = 128;
const LITTLE: ByteOrder = ByteOrder::Little;

/// A file of Network Monitor.
#[derive(Default)]
pub struct Netmon {
    head: Option<Head>,
    /// So many bytes of the file are read.
    read: u64,
}

#[derive(Clone, Copy)]
struct Head {
    /// The major and the minor number of the version.
    version: (u8, u8),
    link: u32,
    /// When the capture began; frames count from there.
    began: Option<Timestamp>,
    /// Where the table of frames begins and so the frames end.
    table: u64,
}

impl Netmon {
    /// Tells by the first four bytes of a file and the version after them.
    pub fn recognise(head: &[u8]) -> Option<Self> {
        let is_known = matches!(
            head,
            [b'G', b'M', b'B', b'U', _, 2, ..] | [b'R', b'T', b'S', b'S', _, 1, ..]
        );
        is_known.then(Self::default)
    }

    /// Reads the head, or a frame.
    pub fn step<'a>(&mut self, bytes: &'a [u8]) -> Step<'a> {
        let step = match self.head {
            None => {
                self.head = bytes.get(..HEAD).and_then(head);
                self.head.map_or(Step::Wait, |_| Step::Skip(HEAD))
            }
            Some(head) if self.read >= head.table => Step::End,
            Some(head) => frame(head, bytes),
        };
        if let Step::Skip(length) | Step::Frame(length, _) = step {
            self.read = self.read.saturating_add(length as u64);
        }
        step
    }
}

fn head(bytes: &[u8]) -> Option<Head> {
    let table = LITTLE.u32(bytes, 24)?;
    Some(Head {
        version: (*bytes.get(5)?, *bytes.get(4)?),
        link: link(LITTLE.u16(bytes, 6)?),
        began: began(bytes),
        // A capture that was not closed has no table yet.
        table: if table == 0 {
            u64::MAX
        } else {
            u64::from(table)
        },
    })
}

/// The SYSTEMTIME in the head: year, month, day of the week, day, hour, minute, second, milliseconds. It is local time of
/// who captured, whose distance to UTC only later versions tell; it is taken for UTC.
fn began(bytes: &[u8]) -> Option<Timestamp> {
    let part = |at| LITTLE.u16(bytes, at);
    let small = |at| u8::try_from(part(at)?).ok();
    let month = Month::try_from(small(10)?).ok()?;
    let date = Date::from_calendar_date(part(8)?.into(), month, small(14)?).ok()?;
    let time = Time::from_hms_milli(small(16)?, small(18)?, small(20)?, part(22)?).ok()?;
    let began = UtcDateTime::new(date, time);
    timestamp(began.unix_timestamp(), began.nanosecond().into())
}

fn frame<'a>(head: Head, bytes: &'a [u8]) -> Step<'a> {
    // The kind of link after each frame since 2.1, then the program's number, then the time in UTC and in a byte its zone.
    let trailer = match head.version {
        (1, _) | (_, 0) => 0,
        (_, 1) => 2,
        (_, 2) => 6,
        _ => 15,
    };
    let Some(before) = frame_head(head, bytes) else {
        return Step::Wait;
    };
    let captured = before.captured;
    let end = (captured as usize).saturating_add(before.length);
    let length = end.saturating_add(trailer);
    let kind = LITTLE.u16(bytes, end).filter(|_| trailer >= 2);
    let utc = LITTLE
        .u64(bytes, end.saturating_add(6))
        .filter(|_| trailer >= 14);
    record(bytes, before.length, captured, Some(length), |bytes| {
        Frame {
            link: kind.map_or(head.link, link),
            at: utc.and_then(filetime).or_else(|| {
                let after = i64::try_from(before.after).ok()?.checked_mul(1000)?;
                head.began?.0.checked_add(after).map(Timestamp)
            }),
            bytes,
            length: before.on_link,
        }
    })
}

/// What stands before a frame.
struct FrameHead {
    /// Of this head, in bytes.
    length: usize,
    /// Microseconds since the capture began.
    after: u64,
    on_link: u32,
    captured: u32,
}

fn frame_head(head: Head, bytes: &[u8]) -> Option<FrameHead> {
    let (short, long) = (|at| LITTLE.u16(bytes, at), |at| LITTLE.u32(bytes, at));
    Some(match head.version {
        // Milliseconds, and all in half as many bytes.
        (1, _) => FrameHead {
            length: 8,
            after: u64::from(long(0)?) * 1000,
            on_link: short(4)?.into(),
            captured: short(6)?.into(),
        },
        _ => FrameHead {
            length: 16,
            after: LITTLE.u64(bytes, 0)?,
            on_link: long(8)?,
            captured: long(12)?,
        },
    })
}

/// Its own numbers: 1 is Ethernet, 8 is IP by itself, and `0xe…` holds one of pcap's.
fn link(kind: u16) -> u32 {
    match kind {
        1 => 1,
        8 => 101,
        0xe000..=0xefff => u32::from(kind & 0x0fff),
        other => u32::from(other) | FOREIGN,
    }
}

/// 100 ns since 1601; none where it is 0.
fn filetime(ticks: u64) -> Option<Timestamp> {
    const FROM_1601_TO_1970: i64 = 116_444_736_000_000_000;
    let since = i64::try_from(ticks).ok().filter(|&ticks| ticks != 0)?;
    since
        .checked_sub(FROM_1601_TO_1970)?
        .checked_mul(100)
        .map(Timestamp)
}
