//! Where the keyboard is.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Gives the first element that a selector finds within another the focus; whether there is one.
pub fn focus_within(element: &Element, selector: &str) -> bool {
    let found = element.query_selector(selector).ok().flatten();
    found.is_some_and(|found| found.unchecked_into::<HtmlElement>().focus().is_ok())
}
