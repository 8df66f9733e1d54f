//! Ids that no other page in the same document has.

use crate::ui::context::PageConstants;
use yew::prelude::*;

/// Makes the page's ids from their names.
#[derive(Clone)]
pub struct Ids(PageConstants);

impl Ids {
    /// The id of that name.
    pub fn of(&self, name: &str) -> AttrValue {
        [self.0.id_prefix.as_str(), name].concat().into()
    }

    /// The id of what the term of that number means.
    pub fn meaning(&self, term: usize) -> AttrValue {
        format!("{}term-{term}", self.0.term_prefix).into()
    }

    /// The id of something that belongs to the element of that name.
    pub fn part(&self, name: &str, part: &str) -> AttrValue {
        self.of(&[name, "-", part].concat())
    }
}

/// The ids of this page.
#[hook]
pub fn use_ids() -> Ids {
    Ids(use_context().unwrap_or_default())
}
