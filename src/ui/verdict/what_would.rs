//! The way to what would fix the run, or break it.

use crate::app::{Action, RepairAction};
use crate::present::narration::VerdictState;
use crate::present::narration::repair;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// A button that asks what would change the verdict, once there is one; or what would without whoever has a hand in the run,
/// where it is known whether it arrives `by_itself`.
pub fn what_would(
    dispatch: &Dispatch,
    ids: &Ids,
    node: &NodeRef,
    (state, by_itself): (VerdictState, Option<bool>),
    open: bool,
) -> Html {
    let Some(label) = repair::what_would(state, by_itself) else {
        return Html::default();
    };
    let action = if open {
        RepairAction::Close
    } else {
        RepairAction::Open
    };
    // Whoever came with a broken page wants this next.
    let leads = state == VerdictState::Denied && !open;
    html! {
        <button
            ref={node}
            class={classes!("ghost", leads.then_some("primary"))}
            type="button"
            id={ids.of("what-would")}
            aria-expanded={open.to_string()}
            onclick={dispatch.act(Action::Repair(action))}
        >
            {label}
        </button>
    }
}
