//! A run with changes beside the original: which of them is shown, and who noticed.

use crate::app::{Action, Branch, Tamper};
use crate::present::narration::interface;
use crate::present::words;
use crate::ui::controls::radio;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// Who noticed, and the switch between the run with changes and the original.
pub fn branch_line(dispatch: &Dispatch, ids: &Ids, branch: &Branch, original: bool) -> Html {
    let said = words::noticed(&branch.edited.log, branch.noticed);
    let side = |label, side| {
        let action = Action::Tamper(Tamper::Original(side));
        radio(dispatch, ids, "run", label, original == side, action)
    };
    html! {
        <div class="branch">
            <p><b>{interface::CHANGED}</b>{" "}{said}</p>
            <div class="segs" role="radiogroup" aria-label="Run">
                {side("Original", true)}
                {side("Edited", false)}
            </div>
        </div>
    }
}
