//! The same log as an ordered list, with the same words: seen when it has the focus, read at any time.

use super::el::{Does, El, On, el};
use super::store::Store;
use crate::app::Action;
use crate::present::words;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

/// All steps.
pub fn step_list(store: &Store) -> El {
    let state = &store.state;
    let mut items = Vec::new();
    for (number, step) in state.film.steps.iter().enumerate() {
        let current = number == state.step;
        let link = el("a")
            .attr("href", &format!("#step={}", step.id.0))
            .stop(current)
            .text(&words::list_item(&state.film.log, step))
            .click(store, Action::SeekEvent(step.id));
        let item = if current {
            el("li|aria-current=step")
        } else {
            el("li")
        };
        items.push(item.key(number).child(link));
    }
    let focus = Does::Call(Box::new(move_focus));
    el("ol.step-list|aria-label=Steps")
        .on(On::Key, store, focus)
        .children(items)
}

/// Up and down move between the steps; Enter goes to the one with the focus.
fn move_focus(event: &Event) {
    let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
    let target = event.target().and_then(|target| target.dyn_into().ok());
    let item = target.and_then(|target: Element| target.closest("li").ok().flatten());
    let next = match (key.as_deref(), item) {
        (Some("ArrowDown"), Some(item)) => item.next_element_sibling(),
        (Some("ArrowUp"), Some(item)) => item.previous_element_sibling(),
        _ => return,
    };
    event.prevent_default();
    let link = next.and_then(|item| item.first_element_child());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        // A link that cannot take the focus leaves it where it is.
        let _ = link.focus();
    }
}
