//! Ranges of bytes, and windows on long lists.

use crate::present::inspect::FieldRow;
use std::ops::Range;
use std::rc::Rc;

/// Whether two ranges share a byte; what was taken out counts where it was.
pub fn meets(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && (other.start < one.end || other.contains(&one.start))
}

/// The first and the last byte of a range.
pub fn extent(range: &Range<usize>) -> String {
    match range.len() {
        0 => "–".to_owned(),
        1 => range.start.to_string(),
        _ => format!("{}–{}", range.start, range.end.saturating_sub(1)),
    }
}

/// The window of a long list that holds an index: where it begins.
pub fn window(index: usize, size: usize) -> usize {
    index / size * size
}

/// The smallest field that covers a byte; the first one where several are equal.
pub fn innermost(rows: &[Rc<FieldRow>], byte: usize) -> Option<usize> {
    let rows = rows.iter().enumerate();
    let covering = rows.filter(|(_, row)| row.range.contains(&byte));
    covering
        .min_by_key(|(_, row)| (row.range.len(), row.group))
        .map(|(number, _)| number)
}
