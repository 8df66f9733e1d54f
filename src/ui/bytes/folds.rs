//! What is folded away in the tree.

use crate::present::inspect::FieldRow;
use crate::ui::shared::Shared;
use std::rc::Rc;

/// The groups that somebody folded or unfolded.
#[derive(Clone, PartialEq)]
pub struct Folds {
    rows: Shared<Vec<Rc<FieldRow>>>,
    turned: Vec<usize>,
}

impl Folds {
    /// Nobody did so yet.
    pub fn new(rows: Shared<Vec<Rc<FieldRow>>>) -> Self {
        let turned = Vec::new();
        Self { rows, turned }
    }

    /// Whether they are those of these rows.
    pub fn are_of(&self, rows: &Shared<Vec<Rc<FieldRow>>>) -> bool {
        self.rows == *rows
    }

    /// Whether what is in a group is shown; nothing for what is no group.
    pub fn open(&self, number: usize) -> Option<bool> {
        let row = self.rows.get(number).filter(|row| row.group)?;
        Some(row.folded == self.turned.contains(&number))
    }

    /// Folds or unfolds a group.
    pub fn turn(&self, number: usize) -> Self {
        let mut folds = self.clone();
        let before = folds.turned.len();
        folds.turned.retain(|it| *it != number);
        if folds.turned.len() == before && self.open(number).is_some() {
            folds.turned.push(number);
        }
        folds
    }

    /// The numbers of the rows that are shown.
    pub fn shown(&self) -> Vec<usize> {
        let mut below = usize::MAX;
        let mut shown = Vec::new();
        for (number, row) in self.rows.iter().enumerate() {
            if row.depth <= below {
                below = match self.open(number) {
                    Some(false) => row.depth,
                    _ => usize::MAX,
                };
                shown.push(number);
            }
        }
        shown
    }
}

/// The place among the shown rows of what stands for a row: itself, or the group that it is folded away in, which is the
/// last one shown before it.
pub fn stand_in(shown: &[usize], number: usize) -> usize {
    let before = shown.partition_point(|it| *it <= number);
    before.saturating_sub(1)
}
