//! A run with changes beside the original: which of them is shown, and who noticed.

use crate::app::{Action, Branch, TamperAction};
use crate::present::narration;
use crate::present::narration::interface;
use crate::ui::controls::radio;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// Who noticed, and the switch between the run with changes and the original; without such a run an empty line, so that
/// what comes there is announced.
pub fn branch_line(
    dispatch: &Dispatch,
    ids: &Ids,
    branch: Option<&Branch>,
    original: bool,
) -> Html {
    let said = branch.map(|it| narration::noticed(&it.edited.log, it.noticed));
    let side = |label, side| {
        let action = Action::Tamper(TamperAction::Original(side));
        radio(dispatch, ids, "run", label, original == side, action)
    };
    html! {
        <div class={if said.is_some() { "branch" } else { "unseen" }}>
            <p role="status" aria-label="Changes on the way">
                if let Some(said) = &said {
                    <b>{interface::CHANGED}</b>{" "}{said}
                }
            </p>
            if said.is_some() {
                <div class="segs" role="radiogroup" aria-label="Run">
                    {side("Original", true)}
                    {side("Edited", false)}
                </div>
            }
        </div>
    }
}
