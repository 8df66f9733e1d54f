//! One sign-in: who, to what, how, when, with what result, and where it stands.

use crate::app::{Action, TrafficAction};
use crate::present::evidence::{places, target};
use crate::present::narration::traffic as say;
use crate::present::traffic::full_time;
use crate::traffic::attempts::{Attempt, AttemptOutcome};
use crate::traffic::collection::Collection;
use crate::traffic::leg::Timestamp;
use crate::ui::dispatch::Dispatch;
use crate::ui::icon::Icon;
use yew::prelude::*;

/// What its columns are. Read aloud, a row is a sentence without them.
pub fn sign_in_heads() -> Html {
    let heads = say::HEADS.map(|head| html! { <span key={head}>{head}</span> });
    html! { <div class="sign-in-heads" aria-hidden="true">{for heads}</div> }
}

/// A sign-in as its row has it.
pub struct SignInRow<'a> {
    /// Its number among all, from 0.
    pub number: usize,
    /// What the files show of it.
    pub attempt: &'a Attempt,
    /// Whether the filter leaves it out.
    pub dim: bool,
    /// Whether it is the one that is drawn.
    pub chosen: bool,
    /// How its moment is written: as far as the moments of the list differ.
    pub when: fn(Timestamp) -> String,
}

/// A row of the list, which shows the sign-in when it is clicked.
pub fn sign_in_row(dispatch: &Dispatch, collection: &Collection, row: &SignInRow<'_>) -> Html {
    let SignInRow {
        number,
        attempt,
        dim,
        chosen,
        when,
    } = *row;
    let first = attempt
        .legs
        .first()
        .and_then(|(_, leg)| collection.legs.get(*leg));
    let at = first.and_then(|leg| leg.at);
    let (target, how) = (
        target(collection, attempt),
        say::how_over(collection, attempt),
    );
    let double = collection.double_of(number);
    let found = places(collection, attempt);
    let whole = say::whole_places(collection, &found);
    let location = found
        .first()
        .map(|(file, location)| say::brief_place(collection, *file, *location));
    let location = double.map(say::same_as).or(location);
    let (class, icon) = match attempt.outcome {
        _ if attempt.fails() => ("bad", Icon::Cross),
        AttemptOutcome::Accepted(_) => ("good", Icon::Tick),
        _ => ("open", Icon::Dots),
    };
    let said = say::brief_result(attempt);
    let result = match &said.code {
        // The sign says that it is refused: where there is little room, that is left to its code.
        Some(code) if attempt.fails() => {
            html! { <><span class="unseen">{&said.result}{": "}</span>{code}</> }
        }
        _ => said.to_string().into(),
    };
    let classes = classes!(
        "sign-in-row",
        (dim || double.is_some()).then_some("dim"),
        attempt.on_behalf_of.is_some().then_some("serves"),
    );
    html! {
        <li key={number}>
            <button
                type="button" class={classes} aria-current={chosen.then_some("true")}
                onclick={dispatch.act(Action::Traffic(TrafficAction::Choose(number)))}
            >
                <span class="row-number">{number + 1}</span>
                if dim {
                    <span class="unseen">{say::DOES_NOT_MATCH}</span>
                }
                <span class="row-who" title={say::whole_who(collection, attempt)}>{say::who(collection, attempt)}</span>
                <span class="row-target" title={target.clone()}>{target}</span>
                <span class="row-how" title={how.clone()}>{how}</span>
                <span class="row-when" title={at.map(full_time)}>{at.map(when)}</span>
                <span class={classes!("row-result", class, said.code.is_some().then_some("coded"))} title={said.to_string()}>
                    <span aria-hidden="true">{icon.draw()}</span>{result}
                </span>
                <span class="row-spot" title={whole}>{location}</span>
            </button>
        </li>
    }
}
