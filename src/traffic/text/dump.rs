//! Hex dumps of every kind, and plain pairs with separators: what a row is, its neighbours tell.

use super::lines::Lines;
use super::row::{DumpRow, RADICES};
use super::{ByteEncoding, SIGNATURE};
use crate::wire::token_length;
use std::borrow::Cow;

/// Fewer bytes are words that happen to be digits.
const LEAST: usize = 8;
/// So few bytes may be a computer's name: `DC-01`.
const NAME: usize = 2;
/// Rows are not longer, except where there is only one.
const WIDEST: usize = 64;
/// So far into a dump, rows that it leaves out because they repeat the one before are filled in. No token is that empty
/// further on, and a few bytes of text must not become many.
const FILLED: usize = 1 << 10;

/// More rows than the longest token takes are looked at apart.
const MOST_ROWS: usize = 1 << 16;

/// A dump: where it begins, and what it says.
pub struct Dump {
    /// Its first line's number.
    pub line: usize,
    /// Offset of that line, in bytes of the text.
    pub offset: usize,
    /// How its rows write bytes.
    pub encoding: ByteEncoding,
    /// The bytes of all its rows, without offsets and letters.
    pub bytes: Vec<u8>,
}

/// The dumps on the rows that come next, and the lines behind them; nothing where there is no row.
pub fn dumps<'a>(lines: Lines<'a>) -> Option<(Vec<Dump>, Lines<'a>)> {
    let (rows, rest) = rows(lines)?;
    let mut dumps = Vec::new();
    let mut rows = &rows[..];
    while !rows.is_empty() {
        let (dump, taken) = first(rows);
        dumps.extend(dump);
        rows = rows.get(taken.max(1)..).unwrap_or_default();
    }
    Some((dumps, rest))
}

struct Placed<'a> {
    row: DumpRow<'a>,
    line: usize,
    offset: usize,
    /// Whether a line that says nothing stands before it.
    apart: bool,
}

/// Rows under each other; a single empty line between them is skipped.
fn rows<'a>(mut lines: Lines<'a>) -> Option<(Vec<Placed<'a>>, Lines<'a>)> {
    let mut rows: Vec<Placed<'a>> = Vec::new();
    let mut rest = lines;
    let mut apart = false;
    while rows.len() < MOST_ROWS
        && let Some(line) = lines.next()
    {
        match DumpRow::read(line.body) {
            Some(row) if rows.is_empty() && row.numbers_columns() => continue,
            Some(row) if rows.is_empty() && !row.begins_dump() => break,
            Some(row) => rows.push(Placed {
                row,
                line: line.number,
                offset: line.offset,
                apart: std::mem::take(&mut apart),
            }),
            None if line.body.is_empty() && !apart && !rows.is_empty() => {
                apart = true;
                continue;
            }
            None => break,
        }
        rest = lines;
    }
    (!rows.is_empty()).then_some((rows, rest))
}

/// What the first row and those under it say, and how many rows that takes.
fn first(rows: &[Placed<'_>]) -> (Option<Dump>, usize) {
    let Some(head) = rows.first() else {
        return (None, 0);
    };
    let numbered = Numbered::of(rows);
    if rows
        .get(1)
        .is_some_and(|next| is_no_row(&head.row, &next.row, numbered))
    {
        return (None, 1);
    }
    let row_at = |number: usize| {
        let row = &rows.get(number)?.row;
        match numbered {
            Some(way) => Some((
                Some(way.number(row)?),
                Cow::Owned(row.without_number(way.first)),
            )),
            None => Some((None, row.unnumbered(&head.row))),
        }
    };
    let Some((start, top)) = row_at(0) else {
        return (None, 1);
    };
    let below = row_at(1);
    let mut width = width(&top, below.as_ref().map(|(_, row)| &**row));
    if let (Some(start), Some((Some(next), _))) = (start, &below) {
        width = next.saturating_sub(start).min(top.len());
    }
    let end = top.column(width);
    let (mut bytes, mut swapped) = (Vec::new(), Vec::new());
    let mut taken = 0;
    let mut before = None;
    let mut next = Some((start, top.clone()));
    while let (Some((here, row)), Some(placed)) = (next, rows.get(taken)) {
        if taken > 0 && begins_another(placed, &row, here, before, &bytes) {
            break;
        }
        next = row_at(taken + 1);
        fill(&mut bytes, &mut swapped, here.zip(start), width);
        let step = here.zip(next.as_ref().and_then(|(number, _)| *number));
        let step = step.and_then(|(here, next)| next.checked_sub(here));
        let most = match step {
            Some(step) if (1..=WIDEST).contains(&step) => step,
            _ if taken == 0 && next.is_none() => usize::MAX,
            _ => width,
        };
        let most = most.min(row.len());
        let count = match top.has_letters() {
            true => before_letters(&row, most, (taken > 0).then_some(end)),
            false => most,
        };
        bytes.extend(row.bytes(count));
        if top.size() > 1 {
            swapped.extend(row.swapped(count));
        }
        before = here;
        taken += 1;
    }
    let encoding = if numbered.is_some() || taken > 1 {
        ByteEncoding::HexDump
    } else {
        ByteEncoding::Hex
    };
    if top.size() > 1 {
        bytes = of_words(bytes, swapped);
    }
    let dump = (bytes.len() >= LEAST).then_some(Dump {
        line: head.line,
        offset: head.offset,
        encoding,
        bytes,
    });
    (dump, taken)
}

/// Whether a row above another is none of a dump.
fn is_no_row(row: &DumpRow<'_>, next: &DumpRow<'_>, numbered: Option<Numbered>) -> bool {
    match numbered {
        // The name of a computer above longer rows, as in `# DESK-07 to DC-01`.
        None => row.len() <= NAME && next.len() > NAME,
        // A few bytes alone, below which another dump begins.
        Some(way) => row.len() < LEAST && way.number(next) <= way.number(row),
    }
}

/// The bytes of words: as they stand, or with each word's bytes swapped where that makes a token of them.
fn of_words(bytes: Vec<u8>, mut swapped: Vec<u8>) -> Vec<u8> {
    // By how many bytes they are longer than the token they begin with.
    let over = |bytes: &[u8]| bytes.len().checked_sub(token_length(bytes)?);
    let fits = || matches!(over(&swapped), Some(0 | 1)) && over(&bytes) != Some(0);
    if has_signature(&bytes) || !has_signature(&swapped) && !fits() {
        return bytes;
    }
    // Words of two bytes are filled up with a zero.
    if over(&swapped) == Some(1) {
        swapped.pop();
    }
    swapped
}

/// How the rows of a dump are numbered.
#[derive(Clone, Copy)]
struct Numbered {
    radix: u32,
    /// The first group is the number.
    first: bool,
}

impl Numbered {
    fn number(self, row: &DumpRow<'_>) -> Option<usize> {
        row.number(self.radix, self.first)
    }

    /// By the first rows: each one's number is higher than that before by as many bytes as a row has.
    fn of(rows: &[Placed<'_>]) -> Option<Self> {
        let top = &rows.first()?.row;
        let next = rows.get(1).map(|placed| &placed.row);
        let ways = [false, true]
            .into_iter()
            .flat_map(|first| RADICES.into_iter().map(move |radix| Self { radix, first }));
        // Numbers may count in several ways: the one that leaves the least behind the bytes is right.
        let best = ways.filter_map(|way| Some((way.left(rows)?, way)));
        if let Some((_, way)) = best.min_by_key(|(left, _)| *left) {
            return Some(way);
        }
        let way = Self {
            radix: 16,
            first: !top.is_marked(),
        };
        // The same number on each line is one of the log's own.
        let own = way.number(top);
        let same = next.is_some_and(|next| way.number(next) == own && own != Some(0));
        let marked = top.is_marked() || top.first_is_marked();
        (marked && !same).then_some(way)
    }

    /// How many bytes of the first row would stand behind those that the second one's number leaves it.
    fn left(self, rows: &[Placed<'_>]) -> Option<usize> {
        let number = |at: usize| self.number(&rows.get(at)?.row);
        let (start, next) = (number(0)?, number(1)?);
        let step = next
            .checked_sub(start)
            .filter(|step| (1..=WIDEST).contains(step))?;
        let third = number(2);
        if third.is_some_and(|third| third != next + step && third > next) {
            return None;
        }
        // Bytes may follow each other like numbers do.
        if self.first && start > 0 && third.is_none() {
            return None;
        }
        let row = rows.first()?.row.without_number(self.first);
        let left = row.len().checked_sub(step)?;
        (left * 2 < row.len().max(1) || row.letters_fit(step)).then_some(left)
    }
}

/// How many bytes a row has where nothing is numbered: as many as its letters say, else what both rows have.
fn width(top: &DumpRow<'_>, next: Option<&DumpRow<'_>>) -> usize {
    if let Some(count) = by_letters(top, top.len()) {
        return count;
    }
    let other = next.map_or(usize::MAX, DumpRow::len);
    if top.has_letters() {
        top.len().min(other)
    } else {
        top.len()
    }
}

/// How many bytes of a row stand before its letters. `end` is the column where those of the first row end, for rows below it.
fn before_letters(row: &DumpRow<'_>, most: usize, end: Option<usize>) -> usize {
    if let Some(count) = by_letters(row, most) {
        return count;
    }
    // What stands behind that column is no byte.
    let fits = |count: &usize| end.is_none_or(|end| row.column(*count) <= end);
    (0..=most).rev().find(fits).unwrap_or(0)
}

/// The most bytes whose letters stand behind them.
fn by_letters(row: &DumpRow<'_>, most: usize) -> Option<usize> {
    let most = most.min(WIDEST * 4);
    (1..=most).rev().find(|count| row.letters_fit(*count))
}

/// Whether a row belongs to another dump than those before it.
fn begins_another(
    placed: &Placed<'_>,
    row: &DumpRow<'_>,
    here: Option<usize>,
    before: Option<usize>,
    bytes: &[u8],
) -> bool {
    let signed = |bytes: &[u8]| bytes.starts_with(SIGNATURE);
    let again = signed(bytes) && signed(&row.bytes(row.len().min(16)));
    match (here, before) {
        (Some(here), Some(before)) => here <= before || (placed.apart && here == 0),
        (None, None) => again || placed.apart,
        _ => true,
    }
}

/// Repeats the row before where the number of the next one says that rows were left out.
fn fill(bytes: &mut Vec<u8>, swapped: &mut Vec<u8>, numbers: Option<(usize, usize)>, width: usize) {
    let Some((here, first)) = numbers else { return };
    let Some(gap) = (here - first.min(here)).checked_sub(bytes.len()) else {
        return;
    };
    let whole = width > 0 && gap > 0 && gap.is_multiple_of(width) && bytes.len() + gap <= FILLED;
    if !whole {
        return;
    }
    for bytes in [bytes, swapped] {
        let row = bytes
            .len()
            .checked_sub(width)
            .and_then(|at| bytes.get(at..));
        let row = row.unwrap_or_default().to_vec();
        for _ in 0..gap / width {
            bytes.extend_from_slice(&row);
        }
    }
}

fn has_signature(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(256)).unwrap_or_default();
    head.windows(SIGNATURE.len())
        .any(|window| window == SIGNATURE)
}
