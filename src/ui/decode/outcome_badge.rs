//! What came of a sign-in, in a word.

use crate::present::decode::{AnswerOutcome, Summary};
use crate::present::narration::cut_short;
use yew::prelude::*;

/// The server's answer, or that the message is cut; nothing where neither is known.
pub fn outcome_badge(summary: &Summary) -> Html {
    let class = match summary.came() {
        Some(AnswerOutcome::In) => "good",
        Some(AnswerOutcome::Refused) => "bad",
        Some(AnswerOutcome::Otherwise) | None => "open",
    };
    match (summary.answer, summary.missing) {
        (_, Some(missing)) => {
            html! { <span class="pill cut">{cut_short(missing).to_string()}</span> }
        }
        (Some(answer), None) => {
            html! { <span class={classes!("pill", class)}>{answer.code}</span> }
        }
        (None, None) => Html::default(),
    }
}
