//! The message as text.

use crate::present::inspect;
use crate::ui::el::el;
use crate::ui::store::Store;
use yew::prelude::*;

/// HTTP as it is sent, RPC by its fields; what is inside it below.
pub fn message(store: &Store) -> Html {
    let state = &store.state;
    let step = state.current();
    let Some((_, layers)) = step.and_then(|step| inspect::message(&state.film.log, step)) else {
        return nothing_sent();
    };
    let mut parts = Vec::new();
    for layer in &layers {
        parts.push(el("h3", "").text(inspect::layer_name(layer)).html());
        let told = inspect::message_text(layer);
        parts.push(el("pre", "").attrs(&[("tabindex", "0")]).text(&told).html());
    }
    el("div", "message").children(parts).html()
}

/// A step inside a host.
pub fn nothing_sent() -> Html {
    let words = "Nothing is sent at this step: it happens inside the host.";
    el("p", "empty").text(words).html()
}
