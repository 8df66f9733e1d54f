//! The keyboard goes where somebody went: to the place a value came from, or to what was made of it.

use crate::app::ProvenanceJump;
use crate::ui::browser::focus_within;
use web_sys::Element;
use yew::prelude::*;

/// Gives the focus to where somebody went: to a computation, which may be folded away, or else to the field that is
/// lit.
#[hook]
pub fn use_arrival(page: &NodeRef, jump: ProvenanceJump) {
    let page = page.clone();
    let before = use_mut_ref(|| jump.count);
    use_effect_with(jump, move |ProvenanceJump { count, step }| {
        if before.replace(*count) == *count {
            return;
        }
        let Some(page) = page.cast::<Element>() else {
            return;
        };
        let Some(step) = step else {
            focus_within(&page, ".tree [tabindex='0']");
            return;
        };
        let selector = format!("[data-step='{step}']");
        let found = page.query_selector(&selector).ok().flatten();
        if let Some(folded) = found.and_then(|it| it.closest("details").ok().flatten()) {
            let _ = folded.set_attribute("open", "");
        }
        focus_within(&page, &selector);
    });
}
