//! The way to the tamper panel.

use crate::app::{Action, TamperAction};
use crate::present::StepShape;
use crate::present::narration::interface;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// Leads to the tamper panel, where there is a message, and back.
pub fn tamper_button(
    dispatch: &Dispatch,
    ids: &Ids,
    node: &NodeRef,
    shown: &Shown,
    on: bool,
) -> Html {
    let step = shown.current();
    let message = step.is_some_and(|step| matches!(step.shape, StepShape::Arrow { .. }));
    let possible = message || on;
    html! {
        <button
            ref={node}
            class="ghost"
            type="button"
            id={ids.of("tamper")}
            aria-expanded={on.to_string()}
            disabled={!possible}
            title={(!possible).then_some(interface::NOTHING_TO_CHANGE)}
            onclick={dispatch.act(Action::Tamper(TamperAction::Toggle))}
        >
            {"Tamper"}
        </button>
    }
}
