//! Moments of traffic, as people and programs write them.

use crate::hosts::FileTime;
use crate::traffic::leg::Timestamp;

/// The same moment as the lab counts it: in 100 ns since 1601. Before 1601 there is none.
pub fn filetime(moment: Timestamp) -> Option<FileTime> {
    let since_1601 = i128::from(moment.0).div_euclid(100) + 116_444_736_000_000_000;
    u64::try_from(since_1601).ok().map(FileTime)
}

/// RFC 3339 with microseconds: `2026-07-29T09:14:02.118000Z`. Empty where the year has not four digits.
pub fn rfc3339(moment: Timestamp) -> String {
    let Some((date, time)) = filetime(moment).and_then(parts) else {
        return String::new();
    };
    let micros = moment.0.rem_euclid(1_000_000_000) / 1_000;
    format!("{date}T{time}.{micros:06}Z")
}

/// The time of day alone, with milliseconds: `09:14:02.118`.
pub fn clock(moment: Timestamp) -> String {
    let time = filetime(moment).and_then(parts).map(|(_, time)| time);
    let millis = moment.0.rem_euclid(1_000_000_000) / 1_000_000;
    time.map_or_else(String::new, |time| format!("{time}.{millis:03}"))
}

/// The same with its date and its zone: `2026-07-29 09:14:02.118 UTC`.
pub fn full_time(moment: Timestamp) -> String {
    format!("{} {} UTC", date(moment), clock(moment))
}

/// The month and day, and the time of day to the second: `07-29 09:14:02`.
pub fn day_and_clock(moment: Timestamp) -> String {
    let parts = filetime(moment).and_then(parts);
    parts.map_or_else(String::new, |(date, time)| {
        let day = date.get(5..).unwrap_or_default();
        format!("{day} {time}")
    })
}

/// The date, and the time of day to the minute: `2026-07-29 09:14`.
pub fn date_and_clock(moment: Timestamp) -> String {
    let parts = filetime(moment).and_then(parts);
    parts.map_or_else(String::new, |(date, time)| {
        format!("{date} {}", time.get(..5).unwrap_or_default())
    })
}

/// The day of a moment, in UTC: `2026-07-29`.
pub fn date(moment: Timestamp) -> String {
    let date = filetime(moment).and_then(parts).map(|(date, _)| date);
    date.unwrap_or_default()
}

/// The date and the time of day, of `20260729091402Z`.
fn parts(time: FileTime) -> Option<(String, String)> {
    let written = time.kerberos_time()?;
    let part = |from: usize, to: usize| written.get(from..to);
    Some((
        format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?),
        format!("{}:{}:{}", part(8, 10)?, part(10, 12)?, part(12, 14)?),
    ))
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
