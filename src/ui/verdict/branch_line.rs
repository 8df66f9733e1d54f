//! A run with changes beside the original: which of them is shown, and who noticed.

use crate::app::{Action, Branch, Tamper};
use crate::present::narration::interface;
use crate::present::words;
use crate::ui::controls::Radio;
use crate::ui::shared::Shared;
use yew::prelude::*;

/// The two runs.
#[derive(PartialEq, Properties)]
pub struct BranchLineProps {
    /// The run with changes.
    pub branch: Shared<Branch>,
    /// Whether the run without them is shown.
    pub original: bool,
}

/// Who noticed, and the switch between the two runs.
#[component]
pub fn BranchLine(props: &BranchLineProps) -> Html {
    let BranchLineProps { branch, original } = props;
    let said = words::noticed(&branch.edited.log, branch.noticed);
    let side = |label, side| {
        let action = Action::Tamper(Tamper::Original(side));
        html! { <Radio group="run" {label} checked={*original == side} {action} /> }
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
