//! A part of an element that is kept in view.

use gloo::render::request_animation_frame;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

/// Brings an element, or the part of it that a selector finds, into view, as little as possible, whenever `what` is something
/// else than before, unless it is nothing. The stylesheet says how much of what scrolls lies under
/// other parts. It waits for the next frame: asked earlier, the browser would lay everything out twice.
#[hook]
pub fn use_follow<W: PartialEq + 'static>(
    node: &NodeRef,
    selector: Option<&'static str>,
    what: Option<W>,
) {
    let node = node.clone();
    use_effect_with(what, move |what| {
        let follow = move |_| {
            let element = node.cast::<Element>();
            let part = element.and_then(|element| match selector {
                Some(selector) => element.query_selector(selector).ok().flatten(),
                None => Some(element),
            });
            if let Some(part) = part {
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Nearest);
                options.set_inline(ScrollLogicalPosition::Nearest);
                part.scroll_into_view_with_scroll_into_view_options(&options);
            }
        };
        let frame = what.is_some().then(|| request_animation_frame(follow));
        move || drop(frame)
    });
}
