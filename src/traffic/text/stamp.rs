//! The date and the time that logs put before a line.

/// How many bytes at the start of a line are a date, a time, or both; none where there is neither.
pub fn stamp(body: &[u8]) -> usize {
    let mut at = usize::from(body.first() == Some(&b'['));
    let mut found = 0;
    // A date and a time, in either order, with a sign between.
    for _ in 0..2 {
        let rest = body.get(at..).unwrap_or_default();
        let Some(length) = date(rest).or_else(|| time(rest)) else {
            break;
        };
        found = at + length;
        at = found + usize::from(matches!(body.get(found), Some(b' ' | b'T' | b':' | b'\t')));
    }
    found
}

/// A date in digits: 2026-03-01, 01/Mar/2026, 3/1/2026, 01.03.2026.
fn date(rest: &[u8]) -> Option<usize> {
    let (first, sign) = number(rest, 4)?;
    if !matches!(sign, b'-' | b'/' | b'.') {
        return None;
    }
    let middle = rest.get(first + 1..)?;
    let letters = middle
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let second = if letters == 3 {
        3
    } else {
        number(middle, 2)?.0
    };
    let last = middle
        .get(second + 1..)
        .filter(|_| middle.get(second) == Some(&sign))?;
    let third = last.iter().take_while(|byte| byte.is_ascii_digit()).count();
    // A year has four digits, or two.
    let whole = (first == 4 && third <= 2) || (first <= 2 && matches!(third, 2 | 4));
    // Bytes may be parted by the same sign.
    let ends = last
        .get(third)
        .is_none_or(|next| *next != sign && !next.is_ascii_alphabetic())
        || last.get(third) == Some(&b'T');
    (whole && third > 0 && ends).then_some(first + second + third + 2)
}

/// 10:15, 10:15:00, 10:15:00.123Z, 10:15:00,123 +0100; not the first bytes of many with colons between.
pub fn time(rest: &[u8]) -> Option<usize> {
    let pair = |at: usize| {
        let pair = rest.get(at..at + 2)?;
        pair.iter().all(u8::is_ascii_digit).then_some(at + 2)
    };
    let colon = |at: usize| (rest.get(at) == Some(&b':')).then_some(at + 1);
    let mut end = pair(colon(pair(0)?)?)?;
    if let Some(seconds) = colon(end).and_then(pair) {
        end = seconds;
    }
    if let [b'.' | b',', behind @ ..] = rest.get(end..).unwrap_or_default() {
        let digits = behind
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        end += if digits > 0 { digits + 1 } else { 0 };
    }
    end += usize::from(rest.get(end) == Some(&b'Z'));
    let behind = rest.get(end..).unwrap_or_default();
    let ends = matches!(behind, [] | [b' ' | b'\t' | b']' | b'|', ..]) || behind.starts_with(b": ");
    ends.then_some(end)
}

/// A number of at most that many digits, and the sign behind it.
fn number(rest: &[u8], most: usize) -> Option<(usize, u8)> {
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let sign = rest.get(digits)?;
    (1..=most).contains(&digits).then_some((digits, *sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_told_from_bytes() {
        for (line, expected) in [
            ("2026-03-01 10:15:00.123 4e 54", 23),
            ("2026-03-01T10:15:00Z 4e 54", 20),
            ("[01/Mar/2026:10:15:00 +0000] x", 21),
            ("10:15:00 4e", 8),
            ("4e:54:4c:4d:53", 0),
            ("10:15:00:4d:53", 0),
            ("60-48-06-06-2B-06", 0),
            ("60-48-06", 8),
            ("10 15 00", 0),
            ("", 0),
        ] {
            assert_eq!(stamp(line.as_bytes()), expected, "{line}");
        }
    }
}
