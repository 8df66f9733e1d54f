//! How many answers were right so far.

use crate::app::{Action, Predict, PredictAction};
use crate::present::narration::predict as said;
use crate::ui::controls::button;
use crate::ui::dispatch::Dispatch;
use crate::ui::icon::Icon;
use yew::prelude::*;

/// A mark for each question so far, the sum, and the way past the open one.
pub fn tally(dispatch: &Dispatch, predict: &Predict, asks: bool) -> Html {
    let marks: Vec<Option<bool>> = predict.tally().collect();
    let right = marks.iter().filter(|it| **it == Some(true)).count();
    let given = marks.iter().flatten().count();
    html! {
        <div class="row">
            <p class="tally">
                {for marks.into_iter().enumerate().map(|(place, it)| html! { <key={place}>{mark(it)}</> })}
                {said::tally(right, given, predict.open().is_none())}
            </p>
            if asks {
                {button(said::SKIP, dispatch.act(Action::Predict(PredictAction::Skip)))}
            }
        </div>
    }
}

/// Whether an answer was right.
pub fn mark(right: Option<bool>) -> Html {
    let (class, icon, spoken) = match right {
        Some(true) => ("mark-of good", Icon::Tick, said::RIGHT),
        Some(false) => ("mark-of bad", Icon::Cross, said::WRONG),
        None => ("mark-of", Icon::Dots, said::SKIPPED),
    };
    html! { <i {class} role="img" aria-label={spoken}>{icon.draw()}</i> }
}
