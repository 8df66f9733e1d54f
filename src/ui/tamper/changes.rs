//! What was changed so far.

use crate::app::{Action, Branch, RenderedRun, TamperAction};
use crate::lab::{Scenario, Splice};
use crate::present::narration;
use crate::present::narration::interface;
use crate::ui::controls::button;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// Each change with a way to take it back, and who noticed; `withheld` are the changes that stay out of links. Where what comes
/// is `hidden`, behind the run as far as it may be seen, nothing is told of the rest.
pub fn changes(
    dispatch: &Dispatch,
    branch: &Branch,
    scenario: &Scenario,
    withheld: &[Splice],
    hidden: Option<&RenderedRun>,
) -> Html {
    let edits = &scenario.edits;
    let rendered: &RenderedRun = hidden.unwrap_or(&branch.edited);
    let step_of = |edit: &Splice| rendered.step_of(rendered.log.message(edit.message)?.id);
    let changes = edits.iter().enumerate().map(|(number, edit)| {
        let missed = branch.missed.get(number).copied().flatten();
        let missed = missed.filter(|_| hidden.is_none());
        html! {
            <li key={number}>
                <span>{narration::edit(&rendered.log, edits, number, step_of(edit))}</span>
                <button
                    class="ghost square"
                    type="button"
                    title="Remove"
                    aria-label={format!("Remove change {}", number + 1)}
                    onclick={dispatch.act(Action::Tamper(TamperAction::Remove(number)))}
                >
                    {"×"}
                </button>
                if let Some(missed) = missed {
                    <p class="problem">{narration::missed(missed)}</p>
                }
                if branch.strayed.get(number) == Some(&true) && hidden.is_none() {
                    <p class="problem">{narration::STRAYED}</p>
                }
                if withheld.contains(edit) {
                    <p class="quiet">{interface::TAMPER_WITHHELD}</p>
                }
            </li>
        }
    });
    html! {
        <section>
            <h3>{"What is changed"}</h3>
            <ol class="changes">{for changes}</ol>
            if hidden.is_none() {
                <p>{narration::noticed(&branch.edited.log, branch.noticed)}</p>
            }
            {button("Remove all", dispatch.act(Action::Tamper(TamperAction::RemoveAll)))}
        </section>
    }
}
