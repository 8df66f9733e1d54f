//! The bytes of the step's message, layer by layer.

use super::message::{nothing_sent, side};
use crate::app::Action;
use crate::present::inspect;
use crate::present::tamper::differing;
use crate::ui::bytes::parts;
use crate::ui::el::{El, el};
use crate::ui::fields::radio;
use crate::ui::store::Store;
use crate::wire::LayerValue;

/// The bytes of the message of the step shown.
pub fn bytes(store: &Store) -> El {
    let state = &store.state;
    let message = state
        .current()
        .and_then(|step| inspect::message(&state.film.log, step));
    let Some([sent, received]) = message else {
        return nothing_sent();
    };
    let (layers, others) = if state.lit.sent {
        (sent, received)
    } else {
        (received, sent)
    };
    // The innermost message is what most people came for.
    let inner = layers
        .iter()
        .position(|layer| matches!(layer.value, LayerValue::Ntlm(_)));
    let shown = state.lit.layer.or(inner);
    let shown = shown.unwrap_or(layers.len().saturating_sub(1));
    let mut choice = Vec::new();
    if layers.len() > 1 {
        let mut radios = Vec::new();
        for (number, layer) in layers.iter().enumerate() {
            let name = inspect::layer_name(layer);
            let pick = Action::Layer(number);
            radios.push(radio(store, "layer", name, number == shown, pick));
        }
        let group = el("div.segs|role=radiogroup|aria-label=Layer");
        choice.push(group.children(radios));
    }
    let other = others.get(shown);
    // Values come from what arrived.
    let id = state.current().map(|step| step.id.0);
    let id = id.filter(|_| !state.lit.sent);
    let place = id.and_then(|id| state.sources().message_index(id));
    let place = place.map(|message| (message, shown));
    let shown = layers.get(shown).map(|layer| {
        let changed = other.map(|other| differing(layer, other));
        parts(store, layer, place, &changed.unwrap_or_default())
    });
    el("div.bytes")
        .perhaps(side(store))
        .children(choice)
        .child(el("div.parts").children(shown.unwrap_or_default()))
}
