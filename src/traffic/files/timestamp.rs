//! Points in time as files write them.

use super::day_order::DayOrder;
use super::leg::Timestamp;
use time::{Date, Month, UtcDateTime};

impl Timestamp {
    /// So many milliseconds later; parts of one count.
    pub fn plus_ms(self, ms: f64) -> Self {
        // `as` holds at the ends of the range and makes 0 of what is no number.
        Self(self.0.saturating_add((ms * 1e6) as i64))
    }
}

/// A timestamp in the manner of ISO 8601: `2026-11-26T17:01:35.703Z`, a space for the `T`, any number of digits of a second,
/// and `Z`, `+00:00`, `-0700` or nothing, which counts as UTC.
pub fn iso(text: &str) -> Option<Timestamp> {
    zoned(text).map(|(timestamp, _)| timestamp)
}

/// The same, and whether it names its zone.
pub fn zoned(text: &str) -> Option<(Timestamp, bool)> {
    let mut digits = Digits(text.trim());
    let year = digits.take(4)?;
    digits.skip('-')?;
    let month = digits.take(2)?;
    digits.skip('-')?;
    let day = digits.take(2)?;
    let rest = digits.0.trim_start_matches(['T', 't', ' ']);
    let (seconds, nanos, rest) = clock(rest)?;
    let (offset, zone) = offset(rest.trim())?;
    let days = days(year, month, day)?;
    Some((at(days, seconds - offset, nanos)?, zone))
}

/// A timestamp as Java writes it, which Burp does: `Thu Nov 26 16:59:58 EST 2026`. Zones that have no fixed meaning count
/// as UTC; the second value says whether the zone is known.
pub fn java(text: &str) -> Option<(Timestamp, bool)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [_, month, day, clock_text, zone, year] = words.as_slice() else {
        return None;
    };
    let month = month_of(month)?;
    let days = days(year.parse().ok()?, month, day.parse().ok()?)?;
    let (seconds, nanos, _) = clock(clock_text)?;
    let offset = zone_hours(zone);
    Some((
        at(days, seconds - offset.unwrap_or(0) * 3600, nanos)?,
        offset.is_some(),
    ))
}

/// A timestamp as web servers write it in the manner of NCSA: `02/Mar/2026:10:14:05 +0100`.
pub fn ncsa(text: &str) -> Option<(Timestamp, bool)> {
    let (date, clock) = text.split_once(':')?;
    let mut parts = date.split('/');
    let (day, month, year) = (parts.next()?, month_of(parts.next()?)?, parts.next()?);
    zoned(&format!("{year}-{month:02}-{day} {clock}"))
}

/// A timestamp without a zone as Kibana shows it: `Mar 14, 2024 @ 08:15:20.463`.
fn kibana(text: &str) -> Option<Timestamp> {
    let (date, clock) = text.split_once(" @ ")?;
    let (day, year) = date.split_once(", ")?;
    let (month, day) = day.split_once(' ')?;
    // As numbers: what is put together must not be read as such a date again.
    let (day, year): (u32, u32) = (day.parse().ok()?, year.parse().ok()?);
    local(&format!("{year}-{}-{day} {clock}", month_of(month)?))
}

/// The number of a month that is written as `Jan`, from 1.
pub fn month_of(name: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let at = MONTHS.iter().position(|it| *it == name)?;
    Some(i64::try_from(at).ok()? + 1)
}

/// A timestamp without a zone, as Windows shows it: `2/22/2023 11:05:03`, `2/22/2023 5:05:03 PM`, `22.02.2023 11:05:03`,
/// `22-2-2023 11:05`, `2023/02/22 11:05:03` or in the manner of ISO 8601. Taken as if it were UTC. With slashes the month comes
/// first, unless it can only be a day; a year of two digits is of 1970 to 2069.
pub fn local(text: &str) -> Option<Timestamp> {
    local_in(text, DayOrder::Untold)
}

/// The same in a file of which the order of day and month is known.
pub fn local_in(text: &str, order: DayOrder) -> Option<Timestamp> {
    if let Some(at) = kibana(text) {
        return Some(at);
    }
    let (text, half) = half_of_day(text.trim());
    let (date, rest) = text.split_once([' ', 'T', 't'])?;
    let parts: Vec<i64> = date
        .split(['/', '.', '-'])
        .map(|it| it.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok())
        .collect::<Option<_>>()?;
    let &[first, second, third] = parts.as_slice() else {
        return None;
    };
    let (year, month, day) = if first > 31 {
        (first, second, third)
    } else if date.contains(['.', '-']) || first > 12 || order == DayOrder::DayFirst {
        (third, second, first)
    } else {
        (third, first, second)
    };
    let century = match year {
        0..70 => 2000,
        70..100 => 1900,
        _ => 0,
    };
    let (mut seconds, nanos, zone) = clock(rest.trim())?;
    match (half, seconds / 3600) {
        (Some(HalfOfDay::Afternoon), 0..12) => seconds += 12 * 3600,
        (Some(HalfOfDay::Morning), 12) => seconds -= 12 * 3600,
        _ => {}
    }
    let (offset, _) = offset(zone.trim())?;
    at(days(century + year, month, day)?, seconds - offset, nanos)
}

enum HalfOfDay {
    Morning,
    Afternoon,
}

/// What stands before `AM`, `PM`, or as Spanish has it `a. m.`, and which half of the day that is.
fn half_of_day(text: &str) -> (&str, Option<HalfOfDay>) {
    let of_it = |c: char| c.is_whitespace() || matches!(c, 'a' | 'A' | 'p' | 'P' | 'm' | 'M' | '.');
    let before = text.trim_end_matches(of_it);
    let letters = text.get(before.len()..).unwrap_or_default();
    let letters: String = letters.chars().filter(char::is_ascii_alphabetic).collect();
    match letters.to_ascii_lowercase().as_str() {
        "am" => (before, Some(HalfOfDay::Morning)),
        "pm" => (before, Some(HalfOfDay::Afternoon)),
        _ => (text, None),
    }
}

/// `17:01:35.703`, or without seconds: seconds of the day, nanoseconds, and what follows.
fn clock(text: &str) -> Option<(i64, i64, &str)> {
    let (hour, rest) = text.split_once(':')?;
    let mut digits = Digits(rest);
    let minute = digits.take(2)?;
    let (mut second, mut nanos) = (0, 0);
    if digits.skip(':').is_some() {
        second = digits.take(2)?;
        if digits.skip('.').or_else(|| digits.skip(',')).is_some() {
            let end = digits
                .0
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(digits.0.len());
            let (fraction, rest) = digits.0.split_at_checked(end)?;
            nanos = format!("{fraction:0<9.9}").parse().ok()?;
            digits.0 = rest;
        }
    }
    let hour: i64 = hour.parse().ok().filter(|it| (0..24).contains(it))?;
    let fits = minute < 60 && second <= 60;
    fits.then_some((hour * 3600 + minute * 60 + second, nanos, digits.0))
}

/// Seconds east of UTC, and whether anything is said.
fn offset(text: &str) -> Option<(i64, bool)> {
    if text.is_empty() {
        return Some((0, false));
    }
    let sign = match text.chars().next()? {
        'Z' | 'z' => return Some((0, true)),
        '+' => 1,
        '-' => -1,
        // `GMT`, `GMT+00:00`. A word that is no zone may be one for half of a day: then the time is not known.
        _ => {
            let end = text.find(|it: char| !it.is_ascii_alphabetic());
            let (zone, rest) = text.split_at(end.unwrap_or(text.len()));
            let own = zone_hours(zone)? * 3600;
            return Some((own + offset(rest)?.0, true));
        }
    };
    let digits: String = text.chars().filter(char::is_ascii_digit).take(4).collect();
    let number: i64 = digits.parse().ok()?;
    let (hours, minutes) = if digits.len() > 2 {
        (number / 100, number % 100)
    } else {
        (number, 0)
    };
    Some((sign * (hours * 3600 + minutes * 60), true))
}

fn zone_hours(zone: &str) -> Option<i64> {
    Some(match zone {
        "UTC" | "GMT" | "Z" | "WET" => 0,
        "CET" | "BST" | "WEST" => 1,
        "CEST" | "EET" => 2,
        "EEST" | "MSK" => 3,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        "JST" | "KST" => 9,
        "AEST" => 10,
        "AEDT" => 11,
        _ => return None,
    })
}

/// Days since 1970 of a date of the Gregorian calendar, of the years that traffic can be of.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let year = i32::try_from(year)
        .ok()
        .filter(|it| (1600..2300).contains(it))?;
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()?;
    Some((date.to_julian_day() - UtcDateTime::UNIX_EPOCH.date().to_julian_day()).into())
}

fn at(days: i64, seconds: i64, nanos: i64) -> Option<Timestamp> {
    let seconds = days.checked_mul(86_400)?.checked_add(seconds)?;
    Some(Timestamp(
        seconds.checked_mul(1_000_000_000)?.checked_add(nanos)?,
    ))
}

struct Digits<'a>(&'a str);

impl Digits<'_> {
    fn take(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let all = digits.bytes().all(|it| it.is_ascii_digit());
        self.0 = if all { rest } else { return None };
        digits.parse().ok()
    }

    fn skip(&mut self, mark: char) -> Option<()> {
        self.0 = self.0.strip_prefix(mark)?;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_holds_another_is_none() {
        let day = "Mar 14, 2024 @ 08:15:20.463";
        assert_eq!(kibana(day), local("2024-03-14 08:15:20.463"));
        assert!(kibana(day).is_some());
        let dates = ["Mar 1, "; 100_000].concat();
        assert_eq!(
            kibana(&[&dates, &" @ x, Mar 1".repeat(100_000)[..]].concat()),
            None
        );
        assert_eq!(kibana(&"Mar 1, Mar 1 @ x, ".repeat(100_000)), None);
    }

    #[test]
    fn moments_in_many_hands() {
        let noon = 1_795_696_496_000_000_000;
        let same = [
            "2026-11-26T12:34:56Z",
            "2026-11-26T12:34:56.000000+00:00",
            "2026-11-26T05:34:56-07:00",
            "2026-11-26T18:04:56.0+0530",
            "2026-11-26 12:34:56",
        ];
        for text in same {
            assert_eq!(iso(text), Some(Timestamp(noon)), "{text}");
        }
        assert_eq!(iso("1970-01-01T00:00:00.0000001Z"), Some(Timestamp(100)));
        assert_eq!(
            java("Thu Nov 26 07:34:56 EST 2026"),
            Some((Timestamp(noon), true))
        );
        for text in [
            "11/26/2026 12:34:56 PM",
            "26.11.2026 12:34:56",
            "26/11/2026 12:34:56",
            "26-11-2026 12:34:56",
            "2026/11/26 12:34:56",
            "11/26/26, 12:34:56 p. m.",
            "2026-11-26 12:34:56 PM",
            "2026-11-26T12:34:56Z",
            "2026-11-26T13:34:56+01:00",
        ] {
            assert_eq!(local(text), Some(Timestamp(noon)), "{text}");
        }
        assert_eq!(local("5-2-2024 1:02:03 a. m."), iso("2024-02-05T01:02:03"));
        assert_eq!(local("2023-02-22 12:05:03 AM"), iso("2023-02-22T00:05:03"));
        assert_eq!(local("03/20/99 5:05:03 PM"), iso("1999-03-20T17:05:03"));
        assert_eq!(local("03/20/01 7:55:20"), iso("2001-03-20T07:55:20"));
        let kibana = local("Feb 5, 2024 @ 01:02:03.500");
        assert_eq!(kibana, iso("2024-02-05T01:02:03.5"));
        let day_first = local_in("02/03/2026 12:00:00", DayOrder::DayFirst);
        assert_eq!(day_first, iso("2026-03-02T12:00:00"));
        for text in [
            "",
            "2026",
            "2026-13-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-11-26Té",
            "99999-11-26T12:34:56Z",
        ] {
            assert_eq!(iso(text), None, "{text}");
        }
        // Halves of the day in words that are not known.
        for text in [
            "2026-11-26 1:34:56 μμ",
            "26/11/2026 02:30:00 م",
            "25/10/2026 2:30:00 PTG",
            "2026-11-26 오후 1:14:05",
        ] {
            assert_eq!(iso(text).or(local(text)), None, "{text}");
        }
        assert_eq!(iso("2026-11-26 1:34:56 PM"), None);
        assert_eq!(local("2026-11-26 12:34:56 p.m."), Some(Timestamp(noon)));
        let zones = ["12:34:56GMT+00:00", "12:34:56 UTC", "07:34:56 EST"];
        for text in zones.map(|it| format!("2026-11-26 {it}")) {
            assert_eq!(zoned(&text), Some((Timestamp(noon), true)), "{text}");
        }
        assert_eq!(Timestamp(1).plus_ms(f64::NAN), Timestamp(1));
    }
}
