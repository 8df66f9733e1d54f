//! The groups of digits on a line: which of them belong together.

use super::{DumpRow, Lead};
use crate::traffic::digits::digit;
use crate::traffic::text::stamp::{stamp, time};

/// The longest run of groups of one size, with the number before it.
pub(super) fn longest(body: &[u8]) -> Option<DumpRow<'_>> {
    let mut runs = Runs::default();
    let mut before: Option<Lead> = None;
    let mut at = stamp(body);
    while let Some((begin, start)) = next_digits(body, at) {
        let end = start + count_digits(body.get(start..).unwrap_or_default());
        at = end.max(start + 1);
        // A time with its seconds is none of the groups.
        let colon = body.get(begin + 2) == Some(&b':');
        let clock = body.get(begin..).filter(|_| colon).and_then(time);
        let joined = begin.checked_sub(1).and_then(|at| body.get(at)) == Some(&b':');
        if let Some(length) = clock.filter(|length| *length >= 8 && !joined) {
            at = begin + length;
            before = None;
            continue;
        }
        let ahead = begin.checked_sub(1).and_then(|at| body.get(at));
        let behind = body.get(end);
        let free = |byte: Option<&u8>| byte.is_none_or(|byte| is_separator(*byte));
        // 0B2D:0100, the address of a segment: its second half counts.
        let segment = ahead == Some(&b':')
            && end - start == 4
            && before.is_some_and(|lead| {
                lead.end - lead.start == 4
                    && lead.end + 1 == begin
                    && body.get(..lead.start).is_some_and(<[u8]>::is_empty)
            })
            && body.get(end..).is_some_and(|rest| rest.starts_with(b"  "));
        if segment {
            runs = Runs::default();
            before = lead(body, start, end, true);
            continue;
        }
        if !free(ahead) && !matches!(ahead, Some(b'`' | b'<' | b'(' | b'[')) {
            before = None;
            continue;
        }
        let prefixed = begin < start;
        // The bytes as a whole may stand between brackets.
        let opens = matches!(ahead, Some(b'<' | b'(' | b'['));
        let closes = matches!(behind, Some(b'>' | b')' | b']'));
        if (free(ahead) || opens) && (free(behind) || closes) && is_group(end - start) {
            runs.group(body, (begin, start, end), before);
        }
        before = lead(body, start, end, prefixed);
    }
    runs.longest()
}

/// The runs of a line while it is read: the one under way, the one before it, and the longest of those before.
#[derive(Default)]
struct Runs<'a> {
    best: Option<DumpRow<'a>>,
    before: Option<DumpRow<'a>>,
    run: Option<DumpRow<'a>>,
}

impl<'a> Runs<'a> {
    /// Takes a group: where its prefix begins, where its digits begin, and where they end.
    fn group(
        &mut self,
        body: &'a [u8],
        (begin, start, end): (usize, usize, usize),
        lead: Option<Lead>,
    ) {
        let prefixed = begin < start;
        let goes_on = |run: &&mut DumpRow<'a>| {
            run.digits == end - start && run.prefixed == prefixed && near(body, run.end, begin)
        };
        if let Some(run) = self.run.as_mut().filter(goes_on) {
            let sign = body.get(run.end..begin).unwrap_or_default();
            run.joined &= matches!(sign, [b':' | b'-']);
            run.groups.push(start);
            run.end = end;
            return;
        }
        self.close();
        self.run = Some(DumpRow {
            body,
            lead: lead.filter(|lead| near(body, lead.end, begin)),
            groups: vec![start],
            digits: end - start,
            end,
            joined: true,
            prefixed,
        });
    }

    /// Ends the run under way. A single group that is shorter than those before it is the last one of theirs.
    fn close(&mut self) {
        let Some(run) = self.run.take() else { return };
        if let ([last], Some(before)) = (&run.groups[..], &mut self.before)
            && run.digits < before.digits
            && (before.groups.len() > 1 || before.lead.is_some())
            && run
                .body
                .get(before.end..*last)
                .is_some_and(|gap| gap.trim_ascii().is_empty())
            && near(run.body, before.end, *last)
        {
            before.groups.push(*last);
            before.end = run.end;
            return;
        }
        self.keep();
        self.before = Some(run);
    }

    fn keep(&mut self) {
        let Some(run) = self.before.take() else {
            return;
        };
        // A single group before others is their offset.
        let better = |best: &DumpRow<'_>| {
            best.len() < run.len() || (best.groups.len() == 1 && run.lead.is_some())
        };
        if self.best.as_ref().is_none_or(better) {
            self.best = Some(run);
        }
    }

    fn longest(mut self) -> Option<DumpRow<'a>> {
        self.close();
        self.keep();
        self.best
    }
}

/// Digits of a group, in pairs: 1, 2, 4 or 8 bytes, 16 where rows are not parted at all, and fewer at the end.
fn is_group(digits: usize) -> bool {
    digits.is_multiple_of(2) && (2..=32).contains(&digits)
}

/// A number that stands before groups: digits, perhaps with `0x` before, a backtick within, or an `h` behind.
fn lead(body: &[u8], start: usize, end: usize, prefixed: bool) -> Option<Lead> {
    let behind = body.get(end..).unwrap_or_default();
    let front = body.get(..start).unwrap_or_default();
    let mut start = start;
    // 00007ff6`12345678
    if let Some(front) = front.strip_suffix(b"`") {
        start = front.len()
            - front
                .iter()
                .rev()
                .take_while(|byte| digit(**byte).is_some())
                .count();
    }
    let marked = prefixed || matches!(behind, [b':' | b'h' | b'H' | b'|', ..]);
    (end - start <= 20).then_some(Lead { start, end, marked })
}

/// Whether nothing but separators, and not many, stand between two columns.
fn near(body: &[u8], from: usize, to: usize) -> bool {
    let between = body.get(from..to).unwrap_or_default();
    // A number may stand in brackets.
    let between = match between {
        [b']' | b')', rest @ ..] => rest,
        _ => between,
    };
    !between.is_empty() && between.len() <= 8 && between.iter().all(|byte| is_separator(*byte))
}

fn is_separator(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t' | b':' | b'-' | b'|' | b'h' | b'H' | b'"' | b'\''
    )
}

/// The next digits from a column on: where a prefix before them begins, and they themselves.
fn next_digits(body: &[u8], from: usize) -> Option<(usize, usize)> {
    let rest = body.get(from..)?;
    let begin = from + rest.iter().position(|byte| digit(*byte).is_some())?;
    let prefix = matches!(body.get(begin..begin + 2), Some(b"0x" | b"0X"));
    Some((begin, begin + if prefix { 2 } else { 0 }))
}

fn count_digits(rest: &[u8]) -> usize {
    rest.iter()
        .take_while(|byte| digit(**byte).is_some())
        .count()
}
