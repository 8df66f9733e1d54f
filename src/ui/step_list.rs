//! The same log as an ordered list, with the same words: seen when it has the focus, read at any time.

use super::el::el;
use super::store::Store;
use crate::app::Action;
use crate::present::words;
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
        .children(items)
        .html()
}
