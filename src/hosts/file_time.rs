//! Points in time as Windows counts them.

use time::{Date, Month, UtcDateTime};

/// A point in time: 100-nanosecond intervals since 1601-01-01 00:00 UTC (`[MS-DTYP]` 2.3.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileTime(pub u64);

impl FileTime {
    /// 1970-01-01 00:00 UTC, in intervals since 1601.
    const UNIX_EPOCH: u64 = 116_444_736_000_000_000;
    const UNIX_EPOCH_SECONDS: i64 = 11_644_473_600;

    /// From seconds since 1970.
    pub const fn from_unix(seconds: u64) -> Self {
        Self(Self::UNIX_EPOCH.saturating_add(seconds.saturating_mul(10_000_000)))
    }

    /// Seconds since 1970, and the rest in 100-nanosecond intervals.
    pub fn to_unix(self) -> (i64, u32) {
        const SECOND: u64 = 10_000_000;
        let seconds = (self.0 / SECOND) as i64 - Self::UNIX_EPOCH_SECONDS;
        (seconds, (self.0 % SECOND) as u32)
    }

    /// As an HTTP date (RFC 9110 5.6.7), which has four digits for the year; `None` after 9999.
    pub fn http_date(self) -> Option<String> {
        let at = self.utc()?;
        let (weekday, month) = (at.weekday().to_string(), at.month().to_string());
        let (weekday, month) = (weekday.get(..3)?, month.get(..3)?);
        let (year, _, day) = at.to_calendar_date();
        let (hour, minute, second) = at.as_hms();
        Some(format!(
            "{weekday}, {day:02} {month} {year} {hour:02}:{minute:02}:{second:02} GMT"
        ))
    }

    /// As RFC 4120 5.2.3 writes it, such as `20261102120000Z`; `None` after 9999.
    pub fn kerberos_time(self) -> Option<String> {
        let at = self.utc()?;
        let (year, month, day) = at.to_calendar_date();
        let (hour, minute, second) = at.as_hms();
        let month = u8::from(month);
        Some(format!(
            "{year}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z"
        ))
    }

    /// From a time as RFC 4120 5.2.3 writes it; `None` where it is no such time, or before 1601.
    pub fn of_kerberos_time(text: &str) -> Option<Self> {
        let digits = text.strip_suffix('Z').filter(|digits| digits.len() == 14)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let year = digits.get(..4)?.parse().ok()?;
        let part = |at: usize| digits.get(at..at + 2)?.parse::<u8>().ok();
        let (hour, minute, second) = (part(8)?, part(10)?, part(12)?);
        let month = Month::try_from(part(4)?).ok()?;
        let date = Date::from_calendar_date(year, month, part(6)?).ok()?;
        // A leap second is the first of the next minute.
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let of_day = (i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second);
        let since_1970 = date.midnight().assume_utc().unix_timestamp() + of_day;
        let since_1601 = u64::try_from(since_1970 + Self::UNIX_EPOCH_SECONDS).ok()?;
        Some(Self(since_1601 * 10_000_000))
    }

    /// The date and the time of day, to the second; `None` after 9999.
    fn utc(self) -> Option<UtcDateTime> {
        UtcDateTime::from_unix_timestamp(self.to_unix().0).ok()
    }

    /// Later by that many microseconds.
    pub fn plus_micros(self, micros: u64) -> Self {
        Self(self.0.saturating_add(micros.saturating_mul(10)))
    }

    /// Later by that many minutes, or earlier.
    pub fn plus_minutes(self, minutes: i64) -> Self {
        Self(
            self.0
                .saturating_add_signed(minutes.saturating_mul(600_000_000)),
        )
    }

    /// Microseconds within the second.
    pub fn micros(self) -> i64 {
        (self.0 / 10 % 1_000_000) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, UNIX_EPOCH};

    proptest! {
        #[test]
        fn dates_are_everybodys_dates(seconds in 0u64..253_402_300_800) {
            let theirs = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds));
            let time = FileTime::from_unix(seconds);
            prop_assert_eq!(time.http_date(), Some(theirs));
            prop_assert_eq!(time.to_unix(), (seconds as i64, 0));
            let written = time.kerberos_time().unwrap();
            prop_assert_eq!(FileTime::of_kerberos_time(&written), Some(time));
        }
    }

    #[test]
    fn dates_begin_in_1601_and_end_with_9999() {
        let first = FileTime(0);
        assert_eq!(first.http_date().unwrap(), "Mon, 01 Jan 1601 00:00:00 GMT");
        assert_eq!(first.to_unix(), (-11_644_473_600, 0));
        assert_eq!(FileTime::from_unix(253_402_300_800).http_date(), None);
        assert_eq!(FileTime(u64::MAX).http_date(), None);
        assert!(FileTime::of_kerberos_time("20280229000000Z").is_some());
        for none in ["20260229000000Z", "20260431000000Z", "20261301000000Z"] {
            assert_eq!(FileTime::of_kerberos_time(none), None);
        }
    }
}
