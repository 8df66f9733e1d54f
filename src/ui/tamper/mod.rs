//! The tamper panel: the message of the step, known attacks, and what was changed so far.

mod attacks;
mod changes;
mod editor;
mod field_choice;
mod flags;
mod hex_field;

use super::hooks::{use_dispatch, use_ids};
use super::shared::Shared;
use super::shown::Shown;
use crate::app::{Branch, Draft};
use crate::lab::{Scenario, Splice};
use crate::present::narration::interface;
use attacks::attacks;
use changes::changes;
use editor::editor;
use yew::prelude::*;

/// The message that is changed, and what was changed so far.
#[derive(PartialEq, Properties)]
pub struct TamperPanelProps {
    /// The step whose message can be changed.
    pub shown: Shown,
    /// The message that is about to be changed.
    pub draft: Option<Shared<Draft>>,
    /// The run with changes on the way, where there are any.
    pub branch: Option<Shared<Branch>>,
    /// The settings of the run, without the changes on the way.
    pub scenario: Shared<Scenario>,
    /// Whether the run without changes is shown.
    pub original: bool,
    /// The changes that stay out of links.
    pub withheld: Shared<Vec<Splice>>,
}

/// The editor, known attacks, and what was changed so far. What comes and goes has places that stay: whoever types must
/// not lose the focus.
#[component]
pub fn TamperPanel(props: &TamperPanelProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let shown = &props.shown;
    let branch = props.branch.as_ref();
    // Behind a veil, changes are told of what has happened so far.
    let hidden = shown.veiled.then_some(&*shown.rendered);
    let log = branch.map_or(&shown.rendered.log, |branch| &branch.edited.log);
    let at = shown.current().map(|step| step.id);
    html! {
        <div class="bench">
            if let Some(draft) = &props.draft {
                {editor(&dispatch, &ids, draft)}
            } else if props.original {
                <p class="empty">{interface::TAMPER_ORIGINAL}</p>
            } else {
                <p class="empty">{interface::TAMPER_NOTHING}</p>
            }
            // What a run lacks would tell how it goes on.
            if !shown.veiled {
                {attacks(&dispatch, log, at)}
            }
            // Below, so that what is made moves no button from under the pointer.
            <div>
                if let Some(branch) = branch {
                    {changes(&dispatch, branch, &props.scenario, &props.withheld, hidden)}
                }
            </div>
        </div>
    }
}
