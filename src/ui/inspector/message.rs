//! The message as text.

use crate::present::inspect;
use crate::ui::el::{El, el};
use crate::ui::store::Store;

/// HTTP as it is sent, RPC by its fields; what is inside it below.
pub fn message(store: &Store) -> El {
    let state = &store.state;
    let step = state.current();
    let Some((_, layers)) = step.and_then(|step| inspect::message(&state.film.log, step)) else {
        return nothing_sent();
    };
    let mut parts = Vec::new();
    for layer in &layers {
        parts.push(el("h3").text(inspect::layer_name(layer)));
        let told = inspect::message_text(layer);
        parts.push(el("pre|tabindex=0").text(&told));
    }
    el("div.message").children(parts)
}

/// A step inside a host.
pub fn nothing_sent() -> El {
    el("p.empty>Nothing is sent at this step: it happens inside the host.")
}
