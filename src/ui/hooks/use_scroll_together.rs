//! Windows that scroll as one.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

/// Whichever of the parts that a selector finds in an element is scrolled, the others follow, as long as `together` says so.
#[hook]
pub fn use_scroll_together(node: &NodeRef, selector: &'static str, together: bool) {
    let node = node.clone();
    use_effect_with(together, move |together| {
        let element = node.cast::<Element>().filter(|_| *together);
        // Scrolling does not bubble: it is heard on the way down.
        let way_down = EventListenerOptions::run_in_capture_phase();
        let listener = element.map(|element| {
            let parts = element.clone();
            EventListener::new_with_options(&element, "scroll", way_down, move |event| {
                let scrolled = event.target().and_then(|it| it.dyn_into::<Element>().ok());
                let Some(scrolled) = scrolled.filter(|it| it.matches(selector) == Ok(true)) else {
                    return;
                };
                let Ok(all) = parts.query_selector_all(selector) else {
                    return;
                };
                let others = (0..all.length()).filter_map(|place| all.item(place));
                for other in others.filter_map(|it| it.dyn_into::<Element>().ok()) {
                    if other.scroll_top() != scrolled.scroll_top() {
                        other.set_scroll_top(scrolled.scroll_top());
                    }
                }
            })
        });
        move || drop(listener)
    });
}
