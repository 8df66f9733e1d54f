//! The same log as an ordered list, with the same words: seen when it has the focus, read at any time.

use super::el::el;
use super::store::Store;
use crate::app::Action;
use crate::present::words;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// All steps.
pub fn step_list(store: &Store) -> Html {
    let state = &store.state;
    let mut items = Vec::new();
    for (number, step) in state.film.steps.iter().enumerate() {
        let current = number == state.step;
        let onclick = {
            let (dispatcher, id) = (store.dispatcher.clone(), step.id);
            Callback::from(move |event: MouseEvent| {
                event.prevent_default();
                dispatcher.dispatch(Action::SeekEvent(id));
            })
        };
        let link = el("a", "")
            .attr("href", &format!("#step={}", step.id.0))
            .attr("tabindex", if current { "0" } else { "-1" })
            .text(&words::list_item(&state.film.log, step))
            .on_click(onclick);
        let item = el("li", "")
            .key(number)
            .maybe("aria-current", current.then_some("step"));
        items.push(item.child(link.html()).html());
    }
    el("ol", "step-list")
        .attrs(&[("aria-label", "Steps")])
        .on_key(Callback::from(|event| move_focus(&event)))
        .children(items)
        .html()
}

/// Up and down move between the steps; Enter goes to the one with the focus.
fn move_focus(event: &KeyboardEvent) {
    let target = event.target().and_then(|target| target.dyn_into().ok());
    let item = target.and_then(|target: Element| target.closest("li").ok().flatten());
    let next = match (event.key().as_str(), item) {
        ("ArrowDown", Some(item)) => item.next_element_sibling(),
        ("ArrowUp", Some(item)) => item.previous_element_sibling(),
        _ => return,
    };
    event.prevent_default();
    let link = next.and_then(|item| item.first_element_child());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        // A link that cannot take the focus leaves it where it is.
        let _ = link.focus();
    }
}
