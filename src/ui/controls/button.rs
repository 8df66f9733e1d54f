//! A button that does something.

use crate::app::Action;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// A button with a text.
pub fn button(dispatch: &Dispatch, label: &str, action: Action) -> Html {
    button_where(true, dispatch, label, action)
}

/// A button that can be clicked only where that makes sense.
pub fn button_where(enabled: bool, dispatch: &Dispatch, label: &str, action: Action) -> Html {
    of_class("ghost", enabled, dispatch, label, action)
}

/// A button with a text that stands on others too: `about` tells it from them where it is only heard.
pub fn button_about(dispatch: &Dispatch, label: &str, about: &str, action: Action) -> Html {
    html! {
        <button
            type="button" class="ghost" aria-label={format!("{label}: {about}")} onclick={dispatch.act(action)}
        >
            {label}
        </button>
    }
}

/// The button that stands out among others.
pub fn primary_button(dispatch: &Dispatch, label: &str, action: Action) -> Html {
    primary_button_where(true, dispatch, label, action)
}

/// The same; it can be clicked only where that makes sense.
pub fn primary_button_where(
    enabled: bool,
    dispatch: &Dispatch,
    label: &str,
    action: Action,
) -> Html {
    of_class("primary", enabled, dispatch, label, action)
}

/// The button. It submits nothing.
fn of_class(
    class: &'static str,
    enabled: bool,
    dispatch: &Dispatch,
    label: &str,
    action: Action,
) -> Html {
    html! {
        <button type="button" {class} disabled={!enabled} onclick={dispatch.act(action)}>{label}</button>
    }
}
