//! Where the keyboard is.

use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Gives an element the focus; whether there is one.
pub fn focus(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    found.is_some_and(|element| element.unchecked_into::<HtmlElement>().focus().is_ok())
}

/// To where somebody went: to a computation, which may be folded away, or else to the field that is lit.
pub fn arrive(step: Option<usize>) {
    let Some(step) = step else {
        focus(".tree [tabindex='0']");
        return;
    };
    let selector = ["[data-step='", &step.to_string(), "']"].concat();
    let found = document().query_selector(&selector).ok().flatten();
    if let Some(folded) = found.and_then(|it| it.closest("details").ok().flatten()) {
        let _ = folded.set_attribute("open", "");
    }
    focus(&selector);
}
