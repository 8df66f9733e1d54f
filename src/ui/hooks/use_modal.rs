//! The browser's own dialog, with its handling of focus and Escape.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// Opens or closes a dialog, and what is behind it cannot be reached meanwhile. `shown` is what it shows, if anything.
#[hook]
pub fn use_modal<T: Clone + PartialEq + 'static>(node: &NodeRef, shown: Option<T>) {
    let node = node.clone();
    use_effect_with(shown, move |shown| {
        let Some(dialog) = node.cast::<HtmlDialogElement>() else {
            return;
        };
        if shown.is_none() {
            dialog.close();
        } else if !dialog.open() {
            // It is in the document and closed, so it can be shown.
            let _ = dialog.show_modal();
        }
    });
}
