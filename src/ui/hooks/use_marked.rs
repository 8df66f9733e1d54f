//! What is marked in a pane that scrolls by itself is kept in view there.

use gloo::render::request_animation_frame;
use web_sys::Element;
use yew::prelude::*;

/// Scrolls the pane around an element, and nothing else, so that the first thing marked as current in the element is
/// seen, whenever `what` is something else than before.
#[hook]
pub fn use_marked<W: PartialEq + 'static>(node: &NodeRef, what: W) {
    let node = node.clone();
    use_effect_with(what, move |_| {
        let frame = request_animation_frame(move |_| {
            if let Some(element) = node.cast::<Element>() {
                show(&element);
            }
        });
        move || drop(frame)
    });
}

fn show(within: &Element) {
    let marked = within.query_selector("[aria-current]").ok().flatten();
    let pane = within.closest(".pane").ok().flatten();
    let Some((marked, pane)) = marked.zip(pane) else {
        return;
    };
    let (part, seen) = (
        marked.get_bounding_client_rect(),
        pane.get_bounding_client_rect(),
    );
    let above = part.top() - seen.top();
    let below = part.bottom() - seen.bottom();
    // What is higher than the pane is seen from its top on.
    let by = if below > 0.0 {
        below.min(above)
    } else {
        above.min(0.0)
    };
    if by != 0.0 {
        pane.set_scroll_top(pane.scroll_top() + by.round() as i32);
    }
}
