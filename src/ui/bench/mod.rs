//! The bench: the message of the step, known attacks, and what was changed so far.

mod attacks;
mod changes;
mod editor;
mod field_choice;
mod flags;
mod hex_field;

use super::shared::Shared;
use super::shown::Shown;
use crate::app::{Branch, Draft};
use crate::lab::{Scenario, Splice};
use crate::present::narration::interface;
use attacks::Attacks;
use changes::Changes;
use editor::Editor;
use yew::prelude::*;

/// What lies on the bench.
#[derive(PartialEq, Properties)]
pub struct BenchProps {
    /// The step.
    pub shown: Shown,
    /// The message that is about to be changed.
    pub draft: Option<Shared<Draft>>,
    /// The run with changes on the way, where there are any.
    pub branch: Option<Shared<Branch>>,
    /// The settings.
    pub scenario: Shared<Scenario>,
    /// Whether the run without changes is shown.
    pub original: bool,
    /// The changes that stay out of links.
    pub withheld: Shared<Vec<Splice>>,
}

/// The editor, what was changed so far, and known attacks. What comes and goes has places that stay: whoever types must
/// not lose the focus.
#[component]
pub fn Bench(props: &BenchProps) -> Html {
    let shown = &props.shown;
    let edited = props.branch.as_ref().map(|branch| branch.edited.clone());
    let film = edited.map_or_else(|| shown.film.clone(), |edited| (&edited).into());
    html! {
        <div class="bench">
            if let Some(draft) = &props.draft {
                <Editor {draft} />
            } else if props.original {
                <p class="empty">{interface::BENCH_ORIGINAL}</p>
            } else {
                <p class="empty">{interface::BENCH_NOTHING}</p>
            }
            <div>
                if let Some(branch) = &props.branch {
                    <Changes {branch} scenario={&props.scenario} withheld={&props.withheld} />
                }
            </div>
            <Attacks {film} at={shown.current().map(|step| step.id)} />
        </div>
    }
}
