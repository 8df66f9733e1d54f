//! Ids that no other page in the same document has.

use crate::ui::context::PageConstants;
use yew::prelude::*;

/// Makes the page's ids from their names.
#[derive(Clone)]
pub struct Ids(AttrValue);

impl Ids {
    /// The id of that name.
    pub fn of(&self, name: &str) -> AttrValue {
        let Self(prefix) = self;
        [prefix.as_str(), name].concat().into()
    }

    /// The id of something that belongs to the element of that name.
    pub fn part(&self, name: &str, part: &str) -> AttrValue {
        self.of(&[name, "-", part].concat())
    }
}

/// The ids of this page.
#[hook]
pub fn use_ids() -> Ids {
    let constants: PageConstants = use_context().unwrap_or_default();
    Ids(constants.id_prefix)
}
