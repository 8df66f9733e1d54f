//! The bytes of the step's message, layer by layer.

use super::nothing_sent::nothing_sent;
use super::side_choice::side_choice;
use crate::app::{Action, ByteSelection};
use crate::present::tamper::differing;
use crate::present::{inspect, narration};
use crate::traffic::decryption::OpenedPart;
use crate::ui::bytes::Parts;
use crate::ui::controls::radio;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::{Ids, use_dispatch, use_ids};
use crate::ui::shown::Shown;
use crate::wire::Layer;
use std::rc::Rc;
use yew::prelude::*;

/// Whose message it is.
#[derive(PartialEq, Properties)]
pub struct BytesSideProps {
    /// The step whose message is shown.
    pub shown: Shown,
}

/// A layer of the message, and the choice between all of them.
#[component]
pub fn BytesSide(props: &BytesSideProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let ByteSelection { sent, layer, .. } = use_context().unwrap_or_default();
    let (rendered, step) = (&props.shown.rendered, props.shown.step);
    let Some(message) = rendered.message(step) else {
        return nothing_sent();
    };
    let changed = rendered.texts(step).is_some_and(|texts| texts.changed);
    let (layers, opened) = message.side(sent);
    let (others, _) = message.side(!sent);
    let all = layers.len() + opened.len();
    let chosen = message.shown(sent, layer);
    let both = layers.get(chosen).zip(others.get(chosen));
    let differing: Rc<[_]> = match both.filter(|_| changed) {
        Some((layer, other)) => differing(layer, other).into(),
        None => Rc::default(),
    };
    // Values come from what arrived.
    let id = props.shown.current().map(|step| step.id.0);
    let place = id.filter(|_| !sent);
    let place = place.and_then(|id| rendered.sources().message_index(id));
    let place = place.map(|message| (message, chosen));
    let part = chosen
        .checked_sub(layers.len())
        .and_then(|part| opened.get(part));
    html! {
        <div class="bytes">
            if changed {
                {side_choice(&dispatch, &ids, sent)}
            }
            if all > 1 {
                {choice(&dispatch, &ids, layers, opened, chosen)}
            }
            if let Some(layer) = layers.get(chosen) {
                <Parts {layer} {place} changed={differing} />
            } else if let Some(part) = part {
                <p class="quiet">{narration::opened::part(part).to_string()}</p>
                <Parts layer={&part.layer} place={None::<(usize, usize)>} />
            }
        </div>
    }
}

/// The layers as they were sent, and behind them what was opened in them.
fn choice(
    dispatch: &Dispatch,
    ids: &Ids,
    layers: &[Rc<Layer>],
    opened: &[OpenedPart],
    chosen: usize,
) -> Html {
    let opened = opened.iter().map(|part| &part.layer);
    let radios = layers.iter().chain(opened).enumerate();
    let radios = radios.map(|(number, layer)| {
        let (label, action) = (inspect::layer_name(layer), Action::Layer(number));
        html! { <key={number}>{radio(dispatch, ids, "layer", label, number == chosen, action)}</> }
    });
    html! { <div class="segs" role="radiogroup" aria-label="Layer">{for radios}</div> }
}
