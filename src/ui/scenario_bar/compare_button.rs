//! The way to a second run.

use crate::app::{Action, CompareAction};
use crate::present::narration::compare::COMPARE;
use crate::ui::dispatch::Dispatch;
use crate::ui::icon::Icon;
use yew::prelude::*;

/// Puts a second run beside the first, or puts it away.
pub fn compare_button(dispatch: &Dispatch, node: &NodeRef, comparing: bool) -> Html {
    let action = match comparing {
        true => CompareAction::Close,
        false => CompareAction::Open,
    };
    html! {
        <button
            ref={node}
            type="button"
            class="ghost"
            title={COMPARE}
            aria-expanded={comparing.to_string()}
            onclick={dispatch.act(Action::Compare(action))}
        >
            {Icon::Compare.draw()}
            {COMPARE}
        </button>
    }
}
