//! The same log as an ordered list, with the same words: seen when it has the focus, read at any time.

use super::store::Store;
use crate::app::Action;
use crate::present::words;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// All steps.
pub fn step_list(store: &Store) -> Html {
    let state = &store.state;
    let item = |(number, step): (usize, &crate::present::Step)| {
        let current = number == state.step;
        let onclick = {
            let store = store.clone();
            let id = step.id;
            Callback::from(move |event: MouseEvent| {
                event.prevent_default();
                store.act(Action::SeekEvent(id));
            })
        };
        html! {
            <li key={step.id.0} aria-current={current.then_some("step")}>
                <a href={format!("#step={}", step.id.0)} tabindex={if current { "0" } else { "-1" }} {onclick}>
                    { words::list_item(&state.film.log, step) }
                </a>
            </li>
        }
    };
    html! {
        <ol class="step-list" aria-label="Steps" onkeydown={move_focus}>
            { for state.film.steps.iter().enumerate().map(item) }
        </ol>
    }
}

/// Up and down move between the steps; Enter goes to the one with the focus.
fn move_focus(event: KeyboardEvent) {
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
