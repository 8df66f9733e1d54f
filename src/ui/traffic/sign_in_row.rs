//! One sign-in: who, to what, how, when, with what result, and where it stands.

use crate::app::{Action, TrafficAction};
use crate::present::evidence::{place, target};
use crate::present::narration::traffic as say;
use crate::present::traffic::clock;
use crate::traffic::attempts::{Attempt, AttemptOutcome};
use crate::traffic::collection::Collection;
use crate::ui::dispatch::Dispatch;
use crate::ui::icon::Icon;
use yew::prelude::*;

/// What its columns are. Read aloud, a row is a sentence without them.
pub fn sign_in_heads() -> Html {
    let heads = say::HEADS.map(|head| html! { <span key={head}>{head}</span> });
    html! { <div class="sign-in-heads" aria-hidden="true">{for heads}</div> }
}

/// A row of the list, which shows the sign-in when it is clicked.
pub fn sign_in_row(
    dispatch: &Dispatch,
    collection: &Collection,
    (number, attempt): (usize, &Attempt),
    dim: bool,
    chosen: bool,
) -> Html {
    let first = attempt
        .legs
        .first()
        .and_then(|(_, leg)| collection.legs.get(*leg));
    let when = first.and_then(|leg| leg.at).map(clock);
    let double = collection.doubles.get(number).copied().flatten();
    let location = place(collection, attempt).map(|(_, location)| say::brief_location(location));
    let location = double.map(say::same_as).or(location);
    let (class, icon) = match attempt.outcome {
        _ if attempt.fails() => ("bad", Icon::Cross),
        AttemptOutcome::Accepted(_) => ("good", Icon::Tick),
        _ => ("open", Icon::Dots),
    };
    // The sign says that it is refused: where there is little room, that is left to its code.
    let said = say::brief_result(attempt);
    let (result, code) = match said.split_once(": ") {
        Some((result, code)) => {
            let result = [result, ": "].concat();
            (
                html! { <><span class="unseen">{result}</span>{code}</> },
                Some(code),
            )
        }
        None => (said.as_str().into(), None),
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
                <span class="row-who">{say::who(collection, attempt)}</span>
                <span class="row-target">{target(collection, attempt)}</span>
                <span class="row-how">{say::how(attempt)}</span>
                <span class="row-when">{when}</span>
                <span class={classes!("row-result", class, code.map(|_| "coded"))}>
                    <span aria-hidden="true">{icon.draw()}</span>{result}
                </span>
                <span class="row-spot">{location}</span>
            </button>
        </li>
    }
}
