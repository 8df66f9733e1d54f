//! The field of a message that a link points at.

use std::ops::Range;

/// A field, by where its bytes stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedField {
    /// The number of its layer, from 0, the outermost; what was opened is counted on.
    pub layer: usize,
    /// Its bytes among those of the layer.
    pub bytes: Range<usize>,
}

impl LinkedField {
    /// Its name in links: layer, first byte, and how many.
    pub(super) fn key(&self) -> String {
        format!("{}.{}.{}", self.layer, self.bytes.start, self.bytes.len())
    }

    pub(super) fn of_key(key: &str) -> Option<Self> {
        let mut numbers = key.split('.').map(|it| it.parse::<usize>().ok());
        let mut number = || numbers.next()?;
        let (layer, start, length) = (number()?, number()?, number()?);
        Some(Self {
            layer,
            bytes: start..start.checked_add(length)?,
        })
    }
}
