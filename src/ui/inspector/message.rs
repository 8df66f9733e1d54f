//! The message as text.

use super::nothing_sent::nothing_sent;
use super::side_choice::side_choice;
use crate::app::ByteSelection;
use crate::present::inspect;
use crate::ui::hooks::{use_dispatch, use_ids};
use crate::ui::shown::Shown;
use yew::prelude::*;

/// Whose message it is.
#[derive(PartialEq, Properties)]
pub struct MessageSideProps {
    /// The step whose message is shown.
    pub shown: Shown,
}

/// HTTP as it is sent, RPC by its fields; what is inside it below.
#[component]
pub fn MessageSide(props: &MessageSideProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let ByteSelection { sent, .. } = use_context().unwrap_or_default();
    let (rendered, step) = (&props.shown.rendered, props.shown.step);
    let Some(message) = rendered.message(step) else {
        return nothing_sent();
    };
    let changed = rendered.texts(step).is_some_and(|texts| texts.changed);
    let layers = if sent {
        &message.sent
    } else {
        &message.received
    };
    let layers = layers.iter().enumerate().map(|(number, layer)| {
        html! {
            <key={number}>
                <h3>{inspect::layer_name(layer)}</h3>
                <pre tabindex="0">{inspect::message_text(layer)}</pre>
            </>
        }
    });
    html! {
        <div class="message">
            if changed {
                {side_choice(&dispatch, &ids, sent)}
            }
            <div>{for layers}</div>
        </div>
    }
}
