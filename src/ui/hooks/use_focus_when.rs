//! The focus follows what opens.

use web_sys::HtmlElement;
use yew::prelude::*;

/// Gives an element the focus when something becomes true; not where it was true from the start.
#[hook]
pub fn use_focus_when(node: &NodeRef, holds: bool) {
    let node = node.clone();
    let before = use_mut_ref(|| holds);
    use_effect_with(holds, move |holds| {
        let became = !before.replace(*holds) && *holds;
        if let Some(element) = node.cast::<HtmlElement>().filter(|_| became) {
            // What cannot take the focus leaves it where it is.
            let _ = element.focus();
        }
    });
}

/// Gives an element the focus whenever there is one more of something.
#[hook]
pub fn use_focus_after(node: &NodeRef, count: usize) {
    let node = node.clone();
    let before = use_mut_ref(|| count);
    use_effect_with(count, move |count| {
        let more = before.replace(*count) < *count;
        if let Some(element) = node.cast::<HtmlElement>().filter(|_| more) {
            // What cannot take the focus leaves it where it is.
            let _ = element.focus();
        }
    });
}
