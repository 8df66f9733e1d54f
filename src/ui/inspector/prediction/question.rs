//! The open question, and the answers to choose from.

use crate::app::{Action, PredictAction};
use crate::present::narration::predict as said;
use crate::present::predict::Prediction;
use crate::ui::controls::Button;
use crate::ui::dispatch::Dispatch;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// The keys of the answers.
const LETTERS: [&str; 3] = ["A", "B", "C"];

/// The question at the step shown, below its heading; `chosen` is the number of the answer that is chosen.
pub fn question(
    dispatch: &Dispatch,
    headed: &dyn Fn(String) -> Html,
    shown: &Shown,
    open: &Prediction,
    chosen: Option<usize>,
) -> Html {
    let Some(step) = shown.current() else {
        return Html::default();
    };
    let log = &shown.rendered.log;
    let answers = open.kind.answers().iter().zip(LETTERS).enumerate();
    let answers = answers.map(|(number, (answer, letter))| {
        let [says, means] = said::answer(log, step, *answer);
        let pressed = (chosen == Some(number)).to_string();
        let onclick = dispatch.act(Action::Predict(PredictAction::Choose(number)));
        html! {
            <button key={number} type="button" class="choice" aria-pressed={pressed} {onclick}>
                <kbd>{letter}</kbd>
                <b>{says.to_string()}</b>
                <span>{means.to_string()}</span>
            </button>
        }
    });
    html! {
        <>
            {headed(said::question(log, step, open.kind).to_string())}
            <p>{said::known(log, step, open.kind).to_string()}</p>
            {for answers}
            <p class="row">
                {Button::new(said::REVEAL, dispatch.act(Action::Predict(PredictAction::Reveal))).primary().enabled(chosen.is_some()).draw()}
                <span class="quiet">{said::REVEAL_HINT}</span>
            </p>
        </>
    }
}
