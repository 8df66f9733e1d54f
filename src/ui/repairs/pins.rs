//! What is to stay as it is.

use crate::app::{Action, RepairAction};
use crate::lab::repair::Pin;
use crate::present::narration::repair as said;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// The pins, those that are set pressed; where there is little room they are folded, and those that are set are named.
pub fn pins(dispatch: &Dispatch, set: &[Pin], folds: bool) -> Html {
    let pin = |pin: Pin| {
        let pressed = set.contains(&pin);
        html! {
            <button
                key={pin.key()}
                type="button"
                class="pin"
                aria-pressed={pressed.to_string()}
                onclick={dispatch.act(Action::Repair(RepairAction::Pin(pin)))}
            >
                {said::pin(pin)}
            </button>
        }
    };
    let pins = |label: Html| {
        html! {
            <div class="pins" role="group" aria-label={said::RULE_OUT}>
                {label}{for Pin::ALL.into_iter().map(pin)}
            </div>
        }
    };
    if !folds {
        return pins(html! { <span class="quiet">{said::RULE_OUT}</span> });
    }
    html! {
        <details>
            <summary>{said::ruled_out(set)}</summary>
            {pins(Html::default())}
        </details>
    }
}
