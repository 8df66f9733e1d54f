//! Fields and bytes, linked both ways, by mouse and by keyboard.

mod grid;
mod tree;

pub use grid::grid;
pub use tree::tree;

use super::el::{Does, El, On};
use super::store::Store;
use crate::app::{Action, Lit};
use crate::present::inspect::FieldRow;
use crate::wire::DecodeError;
use std::ops::Range;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What is shown of a token or a layer.
pub struct View<'a> {
    /// Its fields.
    pub rows: &'a [FieldRow],
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Where decoding broke off.
    pub broken: Option<&'a DecodeError>,
    /// What is lit.
    pub lit: Lit,
}

impl View<'_> {
    /// The field that is lit.
    pub fn lit_row(&self) -> Option<&FieldRow> {
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

/// Gives an element the focus; whether there is one.
fn focus(selector: &str) -> bool {
    let found = gloo::utils::document().query_selector(selector);
    let element = found.ok().flatten();
    element.is_some_and(|element| element.unchecked_into::<HtmlElement>().focus().is_ok())
}
