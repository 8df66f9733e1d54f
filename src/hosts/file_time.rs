//! Points in time as Windows counts them, and the calendar.

/// A point in time: 100-nanosecond intervals since 1601-01-01 00:00 UTC (`[MS-DTYP]` 2.3.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileTime(pub u64);

impl FileTime {
    /// 1970-01-01 00:00 UTC, in intervals since 1601.
    const UNIX_EPOCH: u64 = 116_444_736_000_000_000;

    /// From seconds since 1970.
    pub const fn from_unix(seconds: u64) -> Self {
        Self(Self::UNIX_EPOCH.saturating_add(seconds.saturating_mul(10_000_000)))
    }

    /// Seconds since 1970, and the rest in 100-nanosecond intervals.
    pub fn to_unix(self) -> (i64, u32) {
        const SECOND: u64 = 10_000_000;
        let epoch = (Self::UNIX_EPOCH / SECOND) as i64;
        let seconds = (self.0 / SECOND) as i64 - epoch;
        (seconds, (self.0 % SECOND) as u32)
    }

    /// As an HTTP date (RFC 9110 5.6.7), which has four digits for the year; `None` after 9999.
    pub fn http_date(self) -> Option<String> {
        let (year, month, day) = self.date()?;
        let (days, second) = self.days();
        // The first of January 1601 was a Monday.
        let weekday = three("MonTueWedThuFriSatSun", days % 7);
        let month = three("JanFebMarAprMayJunJulAugSepOctNovDec", month - 1);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        Some(format!(
            "{weekday}, {day:02} {month} {year} {hour:02}:{minute:02}:{second:02} GMT"
        ))
    }

    /// As RFC 4120 5.2.3 writes it, such as `20261102120000Z`; `None` after 9999.
    pub fn kerberos_time(self) -> Option<String> {
        let (year, month, day) = self.date()?;
        let (_, second) = self.days();
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
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
        let part = |from: usize, to: usize| digits.get(from..to)?.parse::<u64>().ok();
        let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
        let (hour, minute, second) = (part(8, 10)?, part(10, 12)?, part(12, 14)?);
        let years = year.checked_sub(1601)?;
        let leaps = years / 4 - years / 100 + years / 400;
        let months = usize::try_from(month.checked_sub(1)?).ok()?;
        let lengths = month_lengths(year);
        let before = lengths.get(..months)?.iter().sum::<u64>();
        if !(1..=*lengths.get(months)?).contains(&day) || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let days = years * 365 + leaps + before + day - 1;
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second;
        Some(Self(seconds * 10_000_000))
    }

    /// Days since it began, and seconds of the day.
    fn days(self) -> (u64, u64) {
        let seconds = self.0 / 10_000_000;
        (seconds / 86_400, seconds % 86_400)
    }

    /// Year, month and day from 1; `None` after 9999.
    fn date(self) -> Option<(u64, u64, u64)> {
        let (mut year, mut day) = (1601, self.days().0);
        while day >= 365 + leap(year) {
            day -= 365 + leap(year);
            year += 1;
            if year > 9999 {
                return None;
            }
        }
        let mut month = 1;
        for length in month_lengths(year) {
            if day < length {
                break;
            }
            day -= length;
            month += 1;
        }
        Some((year, month, day + 1))
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

/// The days of each month.
fn month_lengths(year: u64) -> [u64; 12] {
    let february = 28 + leap(year);
    [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

fn leap(year: u64) -> u64 {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    leap.into()
}

/// One of names of three letters.
fn three(names: &'static str, number: u64) -> &'static str {
    let at = number as usize * 3;
    names.get(at..at + 3).unwrap_or_default()
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
