//! What a trace counts time by.

use super::LITTLE;
use crate::traffic::leg::Timestamp;

/// A clock's ticks, and the FILETIME of one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The tick at which the trace began.
    first: u64,
    /// When that was, in 100 ns since 1601.
    began: u64,
    /// So many ticks are a second.
    frequency: u64,
}

const FILETIME_SECOND: u64 = 10_000_000;
const FROM_1601_TO_1970: i128 = 116_444_736_000_000_000;

impl Clock {
    /// Of a trace whose first record this is: behind the head of 32 bytes, in which its tick stands, comes a
    /// `TRACE_LOGFILE_HEADER` with two pointers in it, of 4 or of 8 bytes each.
    pub fn of(record: &[u8]) -> Option<Self> {
        let wider = match record.get(2..4)? {
            [1, 0xc0] => 0,
            [2, 0xc0] => 8,
            _ => return None,
        };
        // Only that one is of group 0 and type 0.
        if record.get(6..8)? != [0, 0] {
            return None;
        }
        let header = record.get(32..)?;
        let kind = LITTLE.u32(header, 0x108 + wider)?;
        let frequency = match kind {
            // The performance counter, the system's time, or cycles of a processor whose millions a second are told.
            1 => LITTLE.u64(header, 0xf8 + wider)?,
            2 => FILETIME_SECOND,
            3 => u64::from(LITTLE.u32(header, 0x34)?) * 1_000_000,
            _ => return None,
        };
        Some(Self {
            first: LITTLE.u64(record, 16)?,
            began: LITTLE.u64(header, 0x100 + wider)?,
            frequency,
        })
    }

    /// When a tick was.
    pub fn at(self, ticks: u64) -> Option<Timestamp> {
        let since = i128::from(ticks) - i128::from(self.first);
        let since = (since * i128::from(FILETIME_SECOND)).checked_div(self.frequency.into())?;
        let filetime = i128::from(self.began) + since - FROM_1601_TO_1970;
        i64::try_from(filetime * 100).ok().map(Timestamp)
    }
}
