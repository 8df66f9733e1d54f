//! The buttons of the transport that stay pressed.

use crate::app::{Action, PredictAction, TrafficAction};
use crate::present::narration::{predict, traffic};
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// The button that hides what comes, or shows it again.
pub fn predict_button(dispatch: &Dispatch, predicting: bool) -> Html {
    let action = Action::Predict(PredictAction::Toggle);
    toggle(
        dispatch,
        predict::PREDICT,
        predict::PREDICT_HINT,
        predicting,
        action,
    )
}

/// The button that has the steps stand as far apart as they were in time, or evenly.
pub fn scale_button(dispatch: &Dispatch, to_scale: bool) -> Html {
    let action = Action::Traffic(TrafficAction::ToScale(!to_scale));
    toggle(
        dispatch,
        traffic::TO_SCALE,
        traffic::TO_SCALE_HINT,
        to_scale,
        action,
    )
}

fn toggle(
    dispatch: &Dispatch,
    label: &'static str,
    title: &'static str,
    pressed: bool,
    action: Action,
) -> Html {
    html! {
        <button
            class="step-button step-toggle"
            type="button"
            {title}
            aria-pressed={pressed.to_string()}
            onclick={dispatch.act(action)}
        >
            {label}
        </button>
    }
}
