//! The focus follows what opens, and what comes of something.

use gloo::utils::window;
use web_sys::HtmlElement;
use yew::prelude::*;

/// Gives an element the focus when something becomes true; not where it was true from the start.
#[hook]
pub fn use_focus_when(node: &NodeRef, holds: bool) {
    use_focus_after(node, holds.into());
}

/// Gives an element the focus whenever there is more of something than before.
#[hook]
pub fn use_focus_after(node: &NodeRef, count: usize) {
    let node = node.clone();
    let before = use_mut_ref(|| count);
    use_effect_with(count, move |count| {
        let more = before.replace(*count) < *count;
        if let Some(element) = node.cast::<HtmlElement>().filter(|_| more) {
            // What cannot take the focus leaves it where it is.
            let _ = element.focus();
            // What is high would be seen from wherever the page is scrolled the least.
            let height = element.get_bounding_client_rect().height();
            let room = window().inner_height().ok().and_then(|it| it.as_f64());
            if room.is_some_and(|room| height > room / 2.0) {
                element.scroll_into_view();
            }
        }
    });
}
