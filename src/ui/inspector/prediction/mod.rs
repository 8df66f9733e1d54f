//! Predicting: the open question, and what came of the answer before it.

mod grade;
mod question;
mod tally;

use crate::app::{Predict, PredictionPanel};
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use crate::ui::shown::Shown;
use grade::grade;
use question::question;
use tally::tally;
use yew::prelude::*;

/// The question, or what came of the answer. `node` is the heading, which takes the focus: Enter and the letters are
/// not for anything else then.
pub fn prediction(
    dispatch: &Dispatch,
    (ids, node): (&Ids, &NodeRef),
    shown: &Shown,
    (predict, asking): (&Predict, PredictionPanel),
) -> Html {
    let open = predict
        .open()
        .filter(|_| asking == PredictionPanel::Question);
    let headed = |title: String| {
        html! { <h2 ref={node} tabindex="-1" id={ids.of("question")}>{title}</h2> }
    };
    html! {
        <div class="prediction">
            {tally(dispatch, predict, open.is_some())}
            {predict.graded().map(|it| grade(dispatch, open.is_none().then_some(&headed), shown, it))}
            {open.map(|open| question(dispatch, &headed, shown, open, predict.chosen))}
        </div>
    }
}
