//! A scrolled element that keeps a part of itself in view.

use super::use_size::Size;
use gloo::render::request_animation_frame;
use web_sys::Element;
use yew::prelude::*;

/// Scrolls, as little as possible, to the part of that upper edge and height whenever it is another one, and whenever
/// there is more or less room for it. It waits for the next frame: asked earlier, the browser would lay everything out
/// twice.
#[hook]
pub fn use_follow(node: &NodeRef, part: Option<(f64, f64)>, room: f64) {
    let node = node.clone();
    use_effect_with((part, room), move |(part, _)| {
        let part = *part;
        let frame = request_animation_frame(move |_| {
            if let Some((element, part)) = node.cast::<Element>().zip(part) {
                follow(&element, part);
            }
        });
        move || drop(frame)
    });
}

fn follow(element: &Element, (top, height): (f64, f64)) {
    let Size {
        height: view,
        scrolled,
        ..
    } = Size::of(element);
    let margin = 40.0_f64.min(view / 4.0);
    let target = if top - margin < scrolled {
        top - margin
    } else if top + height + margin > scrolled + view {
        top + height + margin - view
    } else {
        return;
    };
    element.scroll_to_with_x_and_y(0.0, target.max(0.0));
}
