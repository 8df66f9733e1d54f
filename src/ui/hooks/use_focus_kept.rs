//! The focus stays near where it was, and goes along to another of the pages.

use crate::present::link::Page;
use crate::ui::browser::focus_within;
use gloo::events::EventListener;
use gloo::utils::document;
use std::iter::successors;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};
use yew::prelude::*;

/// Where what had the focus is gone, or can no longer have it, gives it to the nearest part around it that is still there
/// and takes it. What the page now shows has it where none is left, and where another of the pages is shown and nothing
/// has it; Decode shows text or traffic. A way in the head stays, and keeps it.
#[hook]
pub fn use_focus_kept(node: &NodeRef, page: (Page, bool)) {
    let shown = use_mut_ref(|| page);
    // What had the focus last, and what is around it that can have it, from the inside out.
    let around = use_mut_ref(Vec::<Element>::new);
    {
        let (node, around) = (node.clone(), around.clone());
        use_effect_with((), move |()| {
            let hears = node.cast::<Element>().map(|page| {
                EventListener::new(&page, "focusin", move |event| {
                    let target = event.target().and_then(|it| it.dyn_into().ok());
                    *around.borrow_mut() = successors(target, takes_focus_around).collect();
                })
            });
            move || drop(hears)
        });
    }
    let node = node.clone();
    use_effect(move || {
        let changed = shown.replace(page) != page;
        let focused = document().active_element();
        let nowhere = focused == document().body().map(Into::into);
        let around = around.borrow();
        let lost = around.first().is_some_and(|had| {
            let cannot = had.matches(":disabled").unwrap_or(false);
            (nowhere || focused.as_ref() == Some(had)) && (cannot || !had.is_connected())
        });
        if !(lost || changed && nowhere) {
            return;
        }
        let near = around.iter().skip(1).find(|it| it.is_connected()).cloned();
        drop(around);
        if let Some(near) = near.filter(|_| lost) {
            focus_still(near.unchecked_into());
        } else if let Some(page) = node.cast::<Element>() {
            focus_within(&page, "main");
        }
    });
}

/// The nearest element around another that can have the focus.
fn takes_focus_around(element: &Element) -> Option<Element> {
    let parent = element.parent_element()?;
    parent.closest("[tabindex]").ok().flatten()
}

/// Gives an element the focus, and nothing scrolls.
fn focus_still(element: HtmlElement) {
    let still = FocusOptions::new();
    still.set_prevent_scroll(true);
    // What cannot take the focus leaves it where it is.
    let _ = element.focus_with_options(&still);
}
