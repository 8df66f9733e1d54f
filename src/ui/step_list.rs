//! The same log as an ordered list, with the same words: seen when it has the focus, read at any time.

use super::el::{El, el};
use super::store::Store;
use crate::app::Action;
use crate::present::words;

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
    el("ol.step-list|aria-label=Steps").children(items)
}
