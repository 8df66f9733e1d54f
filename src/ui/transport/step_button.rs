//! A button of the transport.

use crate::app::{Action, PredictAction, TrafficAction, TransportAction};
use crate::present::narration::{predict, traffic};
use crate::ui::dispatch::Dispatch;
use crate::ui::icon::Icon;
use yew::prelude::*;

/// A button with an icon, in place of which assistive technology finds the label. It can always be clicked; at an end it
/// does nothing.
pub fn step_button(dispatch: &Dispatch, label: &'static str, icon: Icon, action: Action) -> Html {
    titled_button(dispatch, "step-button", label, label, icon, action)
}

/// The button that starts and stops, and says so where the pointer rests on it.
pub fn play_button(dispatch: &Dispatch, playing: bool) -> Html {
    let (label, title, icon) = if playing {
        ("Pause", "Pause (space)", Icon::Pause)
    } else {
        ("Play", "Play (space)", Icon::Play)
    };
    titled_button(
        dispatch,
        "play",
        label,
        title,
        icon,
        Action::Transport(TransportAction::Toggle),
    )
}

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
            class="step-button predict"
            type="button"
            {title}
            aria-pressed={pressed.to_string()}
            onclick={dispatch.act(action)}
        >
            {label}
        </button>
    }
}

fn titled_button(
    dispatch: &Dispatch,
    class: &'static str,
    label: &'static str,
    title: &'static str,
    icon: Icon,
    action: Action,
) -> Html {
    html! {
        <button {class} type="button" aria-label={label} {title} onclick={dispatch.act(action)}>
            {icon.draw()}
        </button>
    }
}
