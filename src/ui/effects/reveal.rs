//! What is lit is brought into view where it is scrolled away.

use gloo::utils::{document, window};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

/// Narrower pages are one column: there the page would jump away under the finger.
const NARROW: f64 = 820.0;

/// Scrolls the lit field and its first byte into view, as little as possible.
pub fn reveal_lit() {
    let width = window().inner_width().ok().and_then(|width| width.as_f64());
    if width.is_none_or(|width| width <= NARROW) {
        return;
    }
    for selector in [".tree .lit", ".hex .byte.lit"] {
        if let Ok(Some(element)) = document().query_selector(selector) {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }
}
