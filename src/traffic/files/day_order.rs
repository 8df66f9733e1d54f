//! Whether day or month comes first in dates with slashes, which each computer writes as its settings want: told from a whole
//! file, as one date above 12 tells it of all.

/// What comes first in such dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DayOrder {
    /// Every date may be either: the month is taken to come first, unless it can only be a day.
    #[default]
    Untold,
    /// As in the United States: `3/13/2025`.
    MonthFirst,
    /// As nearly everywhere else: `13/03/2025`.
    DayFirst,
}

impl DayOrder {
    /// The order in a text, and whether it has dates of which nothing tells it.
    pub fn of(text: &str) -> (Self, bool) {
        let (mut day_first, mut month_first, mut doubtful) = (false, false, false);
        for (first, second) in dates(text.as_bytes()) {
            day_first |= first > 12 && second <= 12;
            month_first |= second > 12 && first <= 12;
            doubtful |= first <= 12 && second <= 12 && first != second;
        }
        match (day_first, month_first) {
            (true, false) => (Self::DayFirst, false),
            (false, true) => (Self::MonthFirst, false),
            _ => (Self::Untold, doubtful),
        }
    }
}

/// The first two numbers of each date that has slashes, and a year behind them.
fn dates(text: &[u8]) -> impl Iterator<Item = (u8, u8)> {
    let slashes = text.iter().enumerate().filter(|(_, it)| **it == b'/');
    slashes.filter_map(|(slash, _)| {
        let (before, behind) = text.split_at_checked(slash)?;
        let (before, first) = last_number(before)?;
        let (second, rest) = first_number(behind.strip_prefix(b"/")?, 2)?;
        let (_, rest) = first_number(rest.strip_prefix(b"/")?, 4)?;
        let alone = |next: Option<&u8>| next.is_none_or(|it| !is_part(*it));
        (alone(before.last()) && alone(rest.first())).then_some((first, second))
    })
}

/// Whether a date with that beside it is part of something else, as of a path.
fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/.-_%".contains(&byte)
}

/// The number of one digit or two that a text ends with, and what stands before it.
fn last_number(text: &[u8]) -> Option<(&[u8], u8)> {
    let digits = text.iter().rev().take(2);
    let count = digits.take_while(|it| it.is_ascii_digit()).count();
    let (before, digits) = text.split_at_checked(text.len().checked_sub(count)?)?;
    Some((before, number(digits)?))
}

/// The number that a text begins with, of so many digits at most, and what follows. Of a year its last two digits count.
fn first_number(text: &[u8], most: usize) -> Option<(u8, &[u8])> {
    let digits = text.iter().take(most);
    let count = digits.take_while(|it| it.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(count)?;
    let last = digits.get(count.saturating_sub(2)..)?;
    (count != 3).then_some((number(last)?, rest))
}

fn number(digits: &[u8]) -> Option<u8> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_date_tells_the_order_of_all() {
        use DayOrder::{DayFirst, MonthFirst, Untold};
        for (text, told) in [
            (
                "01/03/2025 09:00:00\n13/03/2025 09:00:00",
                (DayFirst, false),
            ),
            ("\"3/1/2025, 9:00 AM\",\"3/13/25\"", (MonthFirst, false)),
            ("Start Time: 3/1/2025 9:00:00 (local)", (Untold, true)),
            ("3/3/2025 9:00:00", (Untold, false)),
            // Both, or dates that are none.
            ("13/03/2025 1/13/2025 1/3/2025", (Untold, true)),
            (
                "/13/03/2025/x a13/03/2025 13/03/2025.log 113/3/2025 13/3/202 1/2/3/2025",
                (Untold, false),
            ),
            ("2025-03-01T09:00:00 HTTP/1.1 1/", (Untold, false)),
        ] {
            assert_eq!(DayOrder::of(text), told, "{text}");
        }
    }
}
