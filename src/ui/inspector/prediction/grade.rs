//! What came of an answer, and why.

use super::tally::mark;
use crate::app::{Action, PredictAction, Tab};
use crate::present::narration::predict as said;
use crate::present::predict::Prediction;
use crate::ui::controls::{button, primary_button};
use crate::ui::dispatch::Dispatch;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// What was asked, what was said, what the hosts did, and where that can be read. It has a heading of its own unless it
/// stands below another question.
pub fn grade(
    dispatch: &Dispatch,
    headed: Option<&impl Fn(String) -> Html>,
    shown: &Shown,
    (graded, answer): (&Prediction, usize),
) -> Html {
    let rendered = &shown.rendered;
    let given = graded.kind.answers().get(answer);
    let Some((step, given)) = rendered.steps.get(graded.asked).zip(given) else {
        return Html::default();
    };
    let [given, _] = said::answer(&rendered.log, step, *given);
    let [right, _] = said::answer(&rendered.log, step, graded.right);
    let is_right = graded.is_right(answer);
    let title = said::question(&rendered.log, step, graded.kind).to_string();
    let told = graded.told.iter().filter_map(|step| {
        let sentence = rendered.texts(*step)?.sentence.clone();
        Some(html! { <p key={*step}>{sentence}</p> })
    });
    let number = graded.settled + 1;
    let act = |label: &str, action| button(label, dispatch.act(Action::Predict(action)));
    let open = |label: &str, tab| act(label, PredictAction::Open(graded.settled, tab));
    let goes_on = headed.is_some() && (shown.veiled || shown.step < rendered.last());
    let on = Action::Predict(PredictAction::Reveal);
    html! {
        <section class="grade">
            <p class="quiet">{said::you_said(number, &given, (!is_right).then_some(&right))}</p>
            <div class="row">
                {mark(Some(is_right))}
                {match headed {
                    Some(headed) => headed(title),
                    None => html! { <h3>{title}</h3> },
                }}
            </div>
            {for told}
            <p class="row">
                if goes_on {
                    {primary_button(said::GO_ON, dispatch.act(on))}
                }
                {open(&said::open_step(number), Tab::Explain)}
                if graded.calculated {
                    {open(said::PROOF, Tab::Proof)}
                }
            </p>
        </section>
    }
}
