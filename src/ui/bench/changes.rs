//! What was changed so far.

use crate::app::{Action, Branch, Tamper};
use crate::lab::{Scenario, Splice};
use crate::present::narration::interface;
use crate::present::words;
use crate::ui::controls::Button;
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// The changes.
#[derive(PartialEq, Properties)]
pub struct ChangesProps {
    /// The run with them.
    pub branch: Shared<Branch>,
    /// The settings, the changes among them.
    pub scenario: Shared<Scenario>,
    /// The changes that stay out of links.
    pub withheld: Shared<Vec<Splice>>,
}

/// Each change with a way to take it back, and who noticed.
#[component]
pub fn Changes(props: &ChangesProps) -> Html {
    let dispatch = use_dispatch();
    let branch = &props.branch;
    let edits = &props.scenario.edits;
    let changes = edits.iter().enumerate().map(|(number, edit)| {
        let missed = branch.missed.get(number).copied().flatten();
        html! {
            <li key={number}>
                <span>{words::edit(&branch.edited.log, edits, number)}</span>
                <button
                    class="ghost square"
                    type="button"
                    title="Remove"
                    aria-label={format!("Remove change {}", number + 1)}
                    onclick={dispatch.act(Action::Tamper(Tamper::Remove(number)))}
                >
                    {"×"}
                </button>
                if let Some(missed) = missed {
                    <p class="problem">{words::missed(missed)}</p>
                }
                if props.withheld.contains(edit) {
                    <p class="quiet">{interface::BENCH_WITHHELD}</p>
                }
            </li>
        }
    });
    html! {
        <section>
            <h3>{"What is changed"}</h3>
            <ol class="changes">{for changes}</ol>
            <p>{words::noticed(&branch.edited.log, branch.noticed)}</p>
            <Button label="Remove all" action={Action::Tamper(Tamper::RemoveAll)} />
        </section>
    }
}
