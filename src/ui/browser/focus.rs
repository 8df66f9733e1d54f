//! Where the keyboard is.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};
use yew::TargetCast;

/// Gives the first element that a selector finds within another the focus; whether there is one.
pub fn focus_within(element: &Element, selector: &str) -> bool {
    let found = element.query_selector(selector).ok().flatten();
    found.is_some_and(|found| found.unchecked_into::<HtmlElement>().focus().is_ok())
}

/// Gives the focus to what an event's target stands in: for where the target is about to go.
pub fn focus_around(event: &MouseEvent, selector: &str) {
    let target = event.target_dyn_into::<Element>();
    let around = target.and_then(|target| target.closest(selector).ok().flatten());
    if let Some(around) = around {
        let around: HtmlElement = around.unchecked_into();
        // What cannot take the focus leaves it where it is.
        let _ = around.focus();
    }
}
