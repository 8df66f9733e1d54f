//! The buttons of the transport that go somewhere, and the one that plays.

use crate::app::{Action, TransportAction};
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
