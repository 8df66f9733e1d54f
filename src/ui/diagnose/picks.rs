//! What is picked of what is seen, and what was answered.

use crate::app::{Action, DiagnoseAction, Inquiry};
use crate::present::diagnose::{Check, Pick, PickGroup};
use crate::present::narration::diagnose as said;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// What is seen of one group, to be picked.
pub fn picks(dispatch: &Dispatch, inquiry: &Inquiry, group: PickGroup) -> Html {
    let chip = |pick: &Pick| {
        let picked = inquiry.picks.contains(pick);
        let action = Action::Diagnose(DiagnoseAction::Pick(*pick));
        html! {
            <button
                key={pick.key()} type="button" class="pick" aria-pressed={picked.to_string()} onclick={dispatch.act(action)}
            >{said::pick_name(*pick)}</button>
        }
    };
    html! {
        <fieldset class="picks">
            <legend>{said::pick_group(group)}</legend>
            {for group.picks().iter().map(chip)}
        </fieldset>
    }
}

/// The answers that no list of what is known shows.
pub fn answers(dispatch: &Dispatch, inquiry: &Inquiry) -> Html {
    let answered = inquiry.answers.iter();
    let answered: Vec<Html> = answered
        .filter(|(check, _)| !Check::KNOWN.contains(check))
        .map(|(check, answer)| {
            let action = Action::Diagnose(DiagnoseAction::TakeBack(*check));
            let label = said::answered(*check, *answer);
            html! {
                <button
                    key={check.key()} type="button" class="pick" aria-pressed="true" onclick={dispatch.act(action)}
                >{label}</button>
            }
        })
        .collect();
    html! {
        if !answered.is_empty() {
            <fieldset class="picks">
                <legend>{said::WHAT_WAS_CHECKED}</legend>
                {answered}
            </fieldset>
        }
    }
}
