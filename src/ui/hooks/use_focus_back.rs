//! The focus comes back from what closes.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// What has the focus after something closed around it, unless that is hidden now: nothing, or the page or pane in which it
/// stood.
const LEFT_BEHIND: &str = "body, main, .pane";

/// Gives an element the focus when something closes that had it. Whoever went elsewhere meanwhile stays there.
#[hook]
pub fn use_focus_back(node: &NodeRef, open: bool) {
    use_focus_back_into(node, None, open);
}

/// The same for what an element has inside, by its selector; the element itself where it has no such thing.
#[hook]
pub fn use_focus_back_into(node: &NodeRef, selector: Option<&'static str>, open: bool) {
    let node = node.clone();
    let before = use_mut_ref(|| open);
    use_effect_with(open, move |open| {
        let closed = before.replace(*open) && !*open;
        let lost = || {
            let focused = document().active_element();
            focused.is_none_or(|it| {
                let hidden = it.get_bounding_client_rect().width() == 0.0;
                hidden || it.matches(LEFT_BEHIND).unwrap_or(false)
            })
        };
        if let Some(element) = node.cast::<HtmlElement>().filter(|_| closed && lost()) {
            let inner = selector.and_then(|selector| element.query_selector(selector).ok()?);
            let inner = inner.and_then(|inner| inner.dyn_into().ok());
            // What cannot take the focus leaves it where it is.
            let _ = inner.unwrap_or(element).focus();
        }
    });
}
