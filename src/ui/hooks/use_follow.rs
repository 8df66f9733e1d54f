//! A part of an element that is kept in view.

use gloo::render::request_animation_frame;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

/// What scrolls to show something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scrolls {
    /// Whatever has to, as little as possible.
    All,
    /// The window that it is in, to have it in its middle; and then whatever else has to.
    WindowFirst,
    /// The window that it is in, and nothing else.
    Window,
}

/// Brings an element, or the part of it that a selector finds, into view, as little as possible, whenever `what` is something
/// else than before, unless it is nothing. The stylesheet says how much of what scrolls lies under
/// other parts. It waits for the next frame: asked earlier, the browser would lay everything out twice.
#[hook]
pub fn use_follow<W: PartialEq + 'static>(
    node: &NodeRef,
    selector: Option<&'static str>,
    what: Option<W>,
) {
    use_follow_in(node, selector, what, Scrolls::All);
}

/// The same, where the element is a window that may scroll alone.
#[hook]
pub fn use_follow_in<W: PartialEq + 'static>(
    node: &NodeRef,
    selector: Option<&'static str>,
    what: Option<W>,
    scrolls: Scrolls,
) {
    let node = node.clone();
    use_effect_with((what, scrolls), move |(what, scrolls)| {
        let scrolls = *scrolls;
        let follow = move |_| {
            let Some(window) = node.cast::<Element>() else {
                return;
            };
            let part = match selector {
                Some(selector) => window.query_selector(selector).ok().flatten(),
                None => Some(window.clone()),
            };
            let Some(part) = part else { return };
            if scrolls != Scrolls::All {
                scroll(&window, &part);
            }
            if scrolls != Scrolls::Window {
                reveal(&part);
            }
        };
        let frame = what.is_some().then(|| request_animation_frame(follow));
        move || drop(frame)
    });
}

fn reveal(part: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    options.set_inline(ScrollLogicalPosition::Nearest);
    part.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Scrolls a window until a part of it stands in the middle.
fn scroll(window: &Element, part: &Element) {
    let middle = |element: &Element| {
        let bounds = element.get_bounding_client_rect();
        (bounds.top() + bounds.bottom()) / 2.0
    };
    window.scroll_by_with_x_and_y(0.0, middle(part) - middle(window));
}
