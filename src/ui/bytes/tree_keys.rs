//! The keys of the tree of fields.

use crate::present::inspect::FieldRow;
use std::rc::Rc;

/// What a key does in the tree.
pub enum TreeMove {
    /// Goes to the row of that number.
    To(usize),
    /// Folds or unfolds the group it is on.
    Turn,
}

/// Where a key leads from a place among the rows that are shown: up and down, to the ends, into a group and out of it.
pub fn next(
    rows: &[Rc<FieldRow>],
    shown: &[usize],
    place: usize,
    open: Option<bool>,
    key: &str,
) -> Option<TreeMove> {
    let depth = |place: usize| Some(rows.get(*shown.get(place)?)?.depth);
    let last = shown.len().saturating_sub(1);
    let next = match (key, open) {
        ("Enter", Some(_)) | ("ArrowRight", Some(false)) | ("ArrowLeft", Some(true)) => {
            return Some(TreeMove::Turn);
        }
        ("ArrowDown", _) | ("ArrowRight", Some(true)) => place + 1,
        ("ArrowUp", _) => place.saturating_sub(1),
        ("ArrowLeft", _) => (0..place)
            .rev()
            .find(|before| depth(*before) < depth(place))
            .unwrap_or(place),
        ("ArrowRight", None) => place,
        ("Home", _) => 0,
        ("End", _) => last,
        _ => return None,
    };
    Some(TreeMove::To(*shown.get(next.min(last))?))
}
