//! A part of an element that is kept in view.

use gloo::render::request_animation_frame;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

/// Brings the part that a selector finds into view, as little as possible, whenever `what` is shown there instead of
/// something else, and whenever there is other room for it. The stylesheet says how much of what scrolls lies under
/// other parts. It waits for the next frame: asked earlier, the browser would lay everything out twice.
#[hook]
pub fn use_follow<R: PartialEq + 'static>(
    node: &NodeRef,
    selector: &'static str,
    what: usize,
    room: R,
) {
    let node = node.clone();
    use_effect_with((what, room), move |_| {
        let frame = request_animation_frame(move |_| {
            let element = node.cast::<Element>();
            let part = element.and_then(|it| it.query_selector(selector).ok().flatten());
            if let Some(part) = part {
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Nearest);
                options.set_inline(ScrollLogicalPosition::Nearest);
                part.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
        move || drop(frame)
    });
}
