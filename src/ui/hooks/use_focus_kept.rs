//! The focus goes along to another of the pages.

use crate::present::link::Page;
use crate::ui::browser::focus_within;
use gloo::utils::document;
use web_sys::Element;
use yew::prelude::*;

/// Gives what the page now shows the focus where what led there had it and is gone; Decode shows text or traffic. A way in the
/// head stays, and keeps it.
#[hook]
pub fn use_page_change(node: &NodeRef, page: (Page, bool)) {
    let node = node.clone();
    let before = use_mut_ref(|| page);
    use_effect_with(page, move |page| {
        let changed = before.replace(*page) != *page;
        let nowhere = || document().active_element() == document().body().map(Into::into);
        if changed
            && nowhere()
            && let Some(node) = node.cast::<Element>()
        {
            focus_within(&node, "main");
        }
    });
}
