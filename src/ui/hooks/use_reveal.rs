//! What is lit is brought into view where it is scrolled away.

use crate::app::ByteSelection;
use crate::ui::breakpoints::ONE_COLUMN;
use crate::ui::browser::matches_media;
use gloo::render::request_animation_frame;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// Scrolls the lit field and its first byte into view, as little as possible, whenever something else is lit; not in one
/// column, where the page would jump away under the finger. It waits for the frame in which the light is drawn: asked
/// earlier, the browser would lay everything out twice.
#[hook]
pub fn use_reveal(node: &NodeRef, lit: ByteSelection) {
    let node = node.clone();
    let before = use_mut_ref(ByteSelection::default);
    use_effect_with(lit, move |lit| {
        let changed = before.replace(*lit) != *lit;
        let frame = changed.then(|| {
            request_animation_frame(move |_| {
                let beside = !matches_media(ONE_COLUMN);
                if let Some(element) = node.cast::<Element>().filter(|_| beside) {
                    reveal(&element);
                }
            })
        });
        move || drop(frame)
    });
}

/// Scrolls only the pane, which is what its rows and bytes are placed in: were the page to scroll too, everything would
/// move away under the pointer.
fn reveal(within: &Element) {
    for selector in [".tree .lit", ".hex .byte.lit"] {
        let Ok(Some(element)) = within.query_selector(selector) else {
            continue;
        };
        let element: HtmlElement = element.unchecked_into();
        if let Some(pane) = element.offset_parent() {
            let (top, seen) = (element.offset_top(), pane.scroll_top());
            let least = top + element.offset_height() - pane.client_height();
            pane.set_scroll_top(seen.max(least).min(top));
        }
    }
}
