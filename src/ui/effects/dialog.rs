//! The browser's own dialog, with its handling of focus and Escape.

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

/// Opens or closes the dialog.
pub fn show_dialog(open: bool) {
    let found = gloo::utils::document().query_selector("dialog");
    let Some(dialog) = found.ok().flatten() else {
        return;
    };
    let dialog: HtmlDialogElement = dialog.unchecked_into();
    if !open {
        dialog.close();
    } else if !dialog.open() {
        // It is in the document and closed, so it can be shown.
        let _ = dialog.show_modal();
    }
}
