//! The message as text.

use crate::app::Action;
use crate::present::{inspect, words};
use crate::ui::el::{El, el};
use crate::ui::fields::radio;
use crate::ui::store::Store;

/// HTTP as it is sent, RPC by its fields; what is inside it below.
pub fn message(store: &Store) -> El {
    let state = &store.state;
    let step = state.current();
    let Some(sides) = step.and_then(|step| inspect::message(&state.film.log, step)) else {
        return nothing_sent();
    };
    let mut parts = Vec::new();
    parts.extend(side(store));
    let [sent, received] = sides;
    let layers = if state.lit.sent { sent } else { received };
    for layer in &layers {
        parts.push(el("h3").text(inspect::layer_name(layer)));
        let told = inspect::message_text(layer);
        parts.push(el("pre|tabindex=0").text(&told));
    }
    el("div.message").children(parts)
}

/// Of a message that was changed on its way, which side is shown.
pub fn side(store: &Store) -> Option<El> {
    let state = &store.state;
    let step = state.current()?;
    let one = |name, sent| {
        let show = Action::Side(sent);
        radio(store, "side", name, state.lit.sent == sent, show)
    };
    words::changed(&state.film.log, step).then(|| {
        el("div.segs|role=radiogroup|aria-label=Side")
            .child(one("as sent", true))
            .child(one("as received", false))
    })
}

/// A step inside a host.
pub fn nothing_sent() -> El {
    el("p.empty>Nothing is sent at this step: it happens inside the host.")
}
