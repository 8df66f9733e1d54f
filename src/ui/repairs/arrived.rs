//! What was made, and where the call arrives what would break it.

use super::commands::changes;
use crate::app::{Action, AppliedChanges, CompareAction, RepairAction, Repairs};
use crate::present::narration::{compare, repair as said};
use crate::ui::controls::{Button, button};
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::{Copied, Ids};
use crate::ui::prose::prose;
use yew::prelude::*;

/// Each change that closes the way, with the run that comes of it.
pub fn arrived(dispatch: &Dispatch, ids: &Ids, repairs: &Repairs, plain: bool) -> Html {
    let base = repairs.search.base();
    let line = |(place, (change, outcome)): (usize, &(_, _))| {
        let title = said::title(base, change).to_string();
        html! {
            <li key={title.clone()}>
                <span>{prose(ids, &said::closes(base, change, outcome))}</span>
                {Button::new("Apply", dispatch.act(Action::Repair(RepairAction::Apply(place)))).about(&title).draw()}
                {Button::new(compare::COMPARE, dispatch.act(Action::Compare(CompareAction::Repair(place)))).about(&title).draw()}
            </li>
        }
    };
    html! {
        <>
            <p>{if plain { said::ARRIVES } else { said::TAMPERED }}{" "}
                {if repairs.closing.is_empty() { said::UNBREAKABLE } else { said::BREAKS }}</p>
            <ul class="closing" aria-label={said::WHAT_WOULD_BREAK_IT}>
                {for repairs.closing.iter().enumerate().map(line)}
            </ul>
        </>
    }
}

/// What was made last, with its commands and a way back.
pub fn made(
    dispatch: &Dispatch,
    ids: &Ids,
    made: &AppliedChanges,
    (node, copied): (&NodeRef, &Copied),
) -> Html {
    html! {
        <section ref={node} class="repair chosen" tabindex="-1" aria-label={said::MADE}>
            <h4>{said::MADE}{": "}{said::set_title(&made.before, &made.changes).to_string()}</h4>
            <div class="row">{button("Undo", dispatch.act(Action::Repair(RepairAction::Undo)))}</div>
            {changes(ids, &made.before, &made.changes, copied)}
        </section>
    }
}
