//! Moments of traffic, as people and programs write them.

use crate::hosts::FileTime;
use crate::traffic::leg::Timestamp;
use time::UtcDateTime;

/// The same moment as the lab counts it: in 100 ns since 1601. Before 1601 there is none.
pub fn filetime(moment: Timestamp) -> Option<FileTime> {
    let since_1601 = i128::from(moment.0).div_euclid(100) + 116_444_736_000_000_000;
    u64::try_from(since_1601).ok().map(FileTime)
}

/// RFC 3339 with microseconds: `2026-07-29T09:14:02.118000Z`.
pub fn rfc3339(moment: Timestamp) -> String {
    let micros = utc(moment).microsecond();
    format!("{}T{}.{micros:06}Z", date(moment), time_of_day(moment))
}

/// The time of day alone, with milliseconds: `09:14:02.118`.
pub fn clock(moment: Timestamp) -> String {
    format!("{}.{:03}", time_of_day(moment), utc(moment).millisecond())
}

/// The same with its date and its zone: `2026-07-29 09:14:02.118 UTC`.
pub fn full_time(moment: Timestamp) -> String {
    format!("{} {} UTC", date(moment), clock(moment))
}

/// The month and day, and the time of day to the second: `07-29 09:14:02`.
pub fn day_and_clock(moment: Timestamp) -> String {
    let (_, month, day) = utc(moment).to_calendar_date();
    format!("{:02}-{day:02} {}", u8::from(month), time_of_day(moment))
}

/// The date, and the time of day to the minute: `2026-07-29 09:14`.
pub fn date_and_clock(moment: Timestamp) -> String {
    let (hour, minute, _) = utc(moment).as_hms();
    format!("{} {hour:02}:{minute:02}", date(moment))
}

/// The day of a moment, in UTC: `2026-07-29`.
pub fn date(moment: Timestamp) -> String {
    let (year, month, day) = utc(moment).to_calendar_date();
    format!("{year}-{:02}-{day:02}", u8::from(month))
}

/// `09:14:02`.
fn time_of_day(moment: Timestamp) -> String {
    let (hour, minute, second) = utc(moment).as_hms();
    format!("{hour:02}:{minute:02}:{second:02}")
}

/// A moment has 64 bits of nanoseconds, which end in 2262: the calendar reaches that far.
fn utc(moment: Timestamp) -> UtcDateTime {
    let utc = UtcDateTime::from_unix_timestamp_nanos(moment.0.into());
    utc.unwrap_or(UtcDateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_others_write_it() {
        let moment = Timestamp(1_785_316_442_118_123_456);
        assert_eq!(rfc3339(moment), "2026-07-29T09:14:02.118123Z");
        assert_eq!(clock(moment), "09:14:02.118");
        assert_eq!(day_and_clock(moment), "07-29 09:14:02");
        assert_eq!(date_and_clock(moment), "2026-07-29 09:14");
        assert_eq!(full_time(moment), "2026-07-29 09:14:02.118 UTC");
        assert_eq!(rfc3339(Timestamp(0)), "1970-01-01T00:00:00.000000Z");
        // Before 1970, and as far as numbers go.
        assert_eq!(rfc3339(Timestamp(-1)), "1969-12-31T23:59:59.999999Z");
        assert!(rfc3339(Timestamp(i64::MIN)).starts_with("16"));
    }
}
