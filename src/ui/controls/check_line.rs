//! A choice in a line of text.

use crate::app::Action;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// A check box in a line of text. `title` is said when the pointer rests on it.
pub fn check_line(
    dispatch: &Dispatch,
    label: &str,
    title: Option<&'static str>,
    checked: bool,
    action: Action,
) -> Html {
    html! {
        <label class="check-line" {title}>
            <input type="checkbox" {checked} onchange={dispatch.act(action)} />
            {label}
        </label>
    }
}
