//! The same log as an ordered list, with the same words: seen when it has the focus, read at any time.

use super::store::use_store;
use crate::app::Action;
use crate::present::words;
use yew::prelude::*;

/// All steps.
#[component]
pub fn StepList() -> Html {
    let Some(store) = use_store() else {
        return Html::default();
    };
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
        <ol class="step-list" aria-label="Steps">
            { for state.film.steps.iter().enumerate().map(item) }
        </ol>
    }
}
