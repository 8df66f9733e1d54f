//! Fields and bytes, linked both ways, by mouse and by keyboard.

mod detail;
mod grid;
mod tree;

use super::el::{Does, El, On};
use super::origins::made;
use super::store::Store;
use crate::app::{Action, Lit};
use crate::present::inspect::{FieldRow, field_rows};
use crate::wire::{DecodeError, Layer, Layout};
use std::ops::Range;

/// The fields of a layer, the one that is lit in words, and the bytes. `place` is the message and its layer among the
/// sources; `changed` are the bytes that are not the same on the other side.
pub fn parts(
    store: &Store,
    layer: &Layer,
    place: Option<(usize, usize)>,
    changed: &[Range<usize>],
) -> Vec<El> {
    let trace = store.state.trace.as_ref().zip(place);
    let view = View {
        rows: field_rows(&layer.layout, &layer.bytes),
        bytes: &layer.bytes,
        layout: &layer.layout,
        broken: layer.error.as_ref(),
        lit: store.state.lit,
        changed,
        traced: trace.map_or_else(Vec::new, |(trace, (message, layer))| {
            trace.ranges(message, layer)
        }),
    };
    let lit = view.lit_row().zip(place);
    let made = lit.and_then(|(row, place)| made(store, place, row));
    vec![
        tree::tree(store, &view),
        detail::detail(&view).perhaps(made),
        grid::grid(store, &view),
    ]
}

/// What is shown of a layer.
struct View<'a> {
    rows: Vec<FieldRow>,
    bytes: &'a [u8],
    layout: &'a Layout,
    /// Where decoding broke off.
    broken: Option<&'a DecodeError>,
    lit: Lit,
    changed: &'a [Range<usize>],
    /// The sources of what is pointed at.
    traced: Vec<Range<usize>>,
}

impl View<'_> {
    /// The field that is lit.
    fn lit_row(&self) -> Option<&FieldRow> {
        self.rows.get(self.lit.field())
    }

    /// The smallest field that covers a byte; the first one where several are equal.
    fn innermost(&self, offset: usize) -> Option<usize> {
        let rows = self.rows.iter().enumerate();
        let covering = rows.filter(|(_, row)| row.range.contains(&offset));
        covering
            .min_by_key(|(_, row)| (row.range.len(), row.group))
            .map(|(number, _)| number)
    }

    /// The bytes from the break on, as far as they were not read.
    fn unread(&self) -> Range<usize> {
        match self.broken {
            Some(error) => error.offset..self.bytes.len(),
            None => 0..0,
        }
    }
}

/// Whether two ranges share a byte; what was taken out counts where it was.
fn meets(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && (other.start < one.end || other.contains(&one.start))
}

/// The first and the last byte of a range.
fn extent(range: &Range<usize>) -> String {
    match range.len() {
        0 => "–".to_owned(),
        1 => range.start.to_string(),
        _ => [range.start, range.end.saturating_sub(1)]
            .map(|end| end.to_string())
            .join("–"),
    }
}

/// The window of a long list that holds an index: where it begins.
fn window(index: usize, size: usize) -> usize {
    index / size * size
}

/// Lights a field while the pointer is over an element.
fn hovered(element: El, store: &Store, field: Option<usize>) -> El {
    element
        .on(On::Enter, store, Does::Act(Action::Hover(field)))
        .on(On::Leave, store, Does::Act(Action::Hover(None)))
}
