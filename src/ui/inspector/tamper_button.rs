//! The way to the bench.

use crate::app::{Action, Tamper};
use crate::present::Shape;
use crate::present::narration::interface;
use crate::ui::hooks::use_ids;
use crate::ui::shown::Shown;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// Whether there is anything to change.
#[derive(PartialEq, Properties)]
pub struct TamperButtonProps {
    /// The step.
    pub shown: Shown,
    /// Whether the bench is shown.
    pub on: bool,
}

/// Leads to the bench, where there is a message, and back.
#[component]
pub fn TamperButton(props: &TamperButtonProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let step = props.shown.current();
    let message = step.is_some_and(|step| matches!(step.shape, Shape::Arrow { .. }));
    let possible = message || props.on;
    html! {
        <button
            class="ghost"
            type="button"
            id={ids.of("tamper")}
            aria-expanded={props.on.to_string()}
            disabled={!possible}
            title={(!possible).then_some(interface::NOTHING_TO_CHANGE)}
            onclick={dispatch.act(Action::Tamper(Tamper::Toggle))}
        >
            {"Tamper"}
        </button>
    }
}
