//! A row of a hex dump: an offset perhaps, groups of digits, the letters behind them.

mod read;

use crate::traffic::digits::from_digits;
use std::borrow::Cow;

/// A row as it stands there, before its neighbours tell what its first and its last groups are.
#[derive(Clone, Debug)]
pub struct DumpRow<'a> {
    body: &'a [u8],
    /// The number before the groups: where it stands, and whether a mark makes it an offset.
    lead: Option<Lead>,
    /// Where the groups begin, in bytes of the row.
    groups: Vec<usize>,
    /// How many digits a group has; the last may have fewer.
    digits: usize,
    /// Where the last group of digits ends, in bytes of the row.
    end: usize,
    /// Whether every group is parted from the next by the same sign, which is none of space.
    joined: bool,
    /// Whether `0x` stands before each group.
    prefixed: bool,
}

#[derive(Clone, Copy, Debug)]
struct Lead {
    start: usize,
    end: usize,
    /// Behind it stands a colon and no digit, or before it `0x`, or it is the line's only such number.
    marked: bool,
}

/// A number that may be the offset of a row, written in any of the usual ways.
pub const RADICES: [u32; 3] = [16, 10, 8];

impl<'a> DumpRow<'a> {
    /// Reads a line: the longest run of groups of one size on it.
    pub fn read(body: &'a [u8]) -> Option<Self> {
        read::longest(body).filter(Self::is_row)
    }

    /// How many bytes the groups say, at most.
    pub fn len(&self) -> usize {
        let last = self.groups.last().copied().unwrap_or(self.end);
        self.groups.len().saturating_sub(1) * (self.digits / 2) + (self.end - last) / 2
    }

    /// The row's number in that radix. It stands before the groups, or, with `first` and where nothing does, is the first
    /// of them.
    pub fn number(&self, radix: u32, first: bool) -> Option<usize> {
        let group = self
            .groups
            .first()
            .map(|start| (*start, start + self.digits));
        let lead = self
            .lead
            .filter(|_| !first)
            .map(|lead| (lead.start, lead.end));
        let (start, end) = lead.or(group)?;
        let digits = self
            .body
            .get(start..end)?
            .iter()
            .filter(|byte| **byte != b'`');
        digits.copied().try_fold(0_usize, |number, byte| {
            let digit = char::from(byte).to_digit(radix)?;
            number
                .checked_mul(radix as usize)?
                .checked_add(digit as usize)
        })
    }

    /// The row without that number.
    pub fn without_number(&self, first: bool) -> Self {
        let mut row = self.clone();
        if (first || self.lead.is_none()) && !row.groups.is_empty() {
            row.groups.remove(0);
        }
        row
    }

    /// Whether something stands before the groups that a mark, or its size, makes an offset.
    pub fn is_marked(&self) -> bool {
        self.lead
            .is_some_and(|lead| lead.marked || lead.end - lead.start >= 4)
    }

    /// Whether the first group is made an offset by the colon or the gap behind it.
    pub fn first_is_marked(&self) -> bool {
        let behind = self.groups.first().map(|start| start + self.digits);
        let behind = behind
            .and_then(|at| self.body.get(at..))
            .unwrap_or_default();
        let colon = behind.first() == Some(&b':') && !self.joined;
        let gap = self.lead.is_none() && behind.starts_with(b"  ") && self.digits > 2;
        let single = self.groups.windows(2).skip(1).all(|pair| match pair {
            [a, b] => b - a <= self.digits + 2,
            _ => true,
        });
        self.groups.len() > 1 && (colon || (gap && single))
    }

    /// The row with what stands before its groups as its first one, where it is of their size: nothing numbers the rows.
    pub fn unnumbered(&self, top: &Self) -> Cow<'_, Self> {
        let lead = self.lead.filter(|lead| lead.end - lead.start == top.digits);
        let Some(lead) = lead.filter(|_| top.lead.is_none() && self.digits < top.digits) else {
            return Cow::Borrowed(self);
        };
        let mut row = self.clone();
        row.groups.insert(0, lead.start);
        row.digits = top.digits;
        Cow::Owned(row)
    }

    /// The column behind the first `count` bytes.
    pub fn column(&self, count: usize) -> usize {
        let size = (self.digits / 2).max(1);
        let group = self.groups.get(count.saturating_sub(1) / size);
        group.map_or(self.end, |start| {
            start + 2 * (count - (count.saturating_sub(1) / size) * size)
        })
    }

    /// The first `count` bytes.
    pub fn bytes(&self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count);
        for start in &self.groups {
            let group = self.body.get(*start..(*start + self.digits).min(self.end));
            bytes.extend(from_digits(group.unwrap_or_default()));
            if bytes.len() >= count {
                break;
            }
        }
        bytes.truncate(count);
        bytes
    }

    /// The same, of groups whose last byte is written first.
    pub fn swapped(&self, count: usize) -> Vec<u8> {
        let bytes = self.bytes(count);
        let groups = bytes.chunks((self.digits / 2).max(1));
        groups
            .flat_map(|group| group.iter().rev().copied())
            .collect()
    }

    /// How many bytes a group has.
    pub fn size(&self) -> usize {
        self.digits / 2
    }

    /// Whether the first `count` bytes are what the letters behind them say.
    pub fn letters_fit(&self, count: usize) -> bool {
        let tail = behind(self.body.get(self.column(count)..));
        // A letter takes three bytes at most.
        let Some(tail) = Some(tail).filter(|tail| tail.len() <= count * 3 + 40) else {
            return false;
        };
        let Ok(tail) = std::str::from_utf8(tail) else {
            return false;
        };
        let bytes = self.bytes(count);
        let fits = |letters: &str| {
            let mut letters = letters.chars();
            let same = bytes.iter().all(|byte| match letters.next() {
                Some(letter) => {
                    !byte.is_ascii_graphic() || letter == char::from(*byte) || letter == '.'
                }
                None => false,
            });
            same && letters.next().is_none()
        };
        let trimmed = tail.trim();
        let inner = || {
            let quoted = trimmed.strip_prefix(['|', '"', '\'', '>', '[', '*'])?;
            Some(quoted.strip_suffix(['|', '"', '\'', '<', ']', '*'])?.trim())
        };
        fits(trimmed) || inner().is_some_and(fits)
    }

    /// Whether letters stand behind the digits; a sign that joins them to those of the next line is none.
    pub fn has_letters(&self) -> bool {
        let tail = self.body.get(self.end..).unwrap_or_default().trim_ascii();
        match tail {
            b"" => false,
            b":" | b"-" => !self.joined,
            _ => true,
        }
    }

    /// Whether the line numbers the columns of the rows below it: 00 01 02 and so on.
    pub fn numbers_columns(&self) -> bool {
        let numbers = self.bytes(self.len().min(16));
        let counts = numbers
            .iter()
            .zip(0_u8..)
            .all(|(byte, number)| *byte == number);
        self.digits == 2 && numbers.len() >= 8 && counts
    }

    /// Whether it is more than a word of digits, which is a row only under others.
    pub fn begins_dump(&self) -> bool {
        self.groups.len() > 1 || self.lead.is_some()
    }

    /// Whether it is a row at all: what stands behind the digits is no longer than their letters would be.
    fn is_row(&self) -> bool {
        let tail = behind(self.body.get(self.end..));
        // Letters that are padded up to a bar.
        let tail = tail.strip_suffix(b"|").unwrap_or(tail).trim_ascii_end();
        // A letter may take three bytes, and two signs enclose them.
        let lead = self.lead.map_or(0, |lead| (lead.end - lead.start) / 2);
        tail.len() <= (self.len() + lead) * 3 + 2 && self.digits <= 32
    }
}

/// What stands behind the digits, without what parts it from them.
fn behind(tail: Option<&[u8]>) -> &[u8] {
    let tail = tail.unwrap_or_default();
    let sign = tail.iter().position(|byte| !matches!(byte, b' ' | b'\t'));
    let apart = matches!(
        sign.and_then(|at| tail.get(at..at + 2)),
        Some(b"- " | b": ")
    );
    let skip = sign.map_or(tail.len(), |at| at + usize::from(apart));
    tail.get(skip..).unwrap_or_default().trim_ascii_start()
}
