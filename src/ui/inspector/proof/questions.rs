//! Of a replay: the question that was answered, and the one that the answer was sent to.

use crate::present::inspect::{ReplayedChallenge, hex};
use crate::present::narration::interface;
use crate::ui::style::value_class;
use crate::value_kind::ValueKind;
use yew::prelude::*;

/// The two questions beside each other, each with the answer that is right.
pub fn questions([first, second]: &[ReplayedChallenge; 2]) -> Html {
    let column = |question: &ReplayedChallenge, asked: &str, answer: &str| {
        html! {
            <div class="question">
                <h4>{asked}</h4>
                <code class={value_class(ValueKind::Challenge)}>{hex(&question.challenge, 8)}</code>
                <h4>{answer}</h4>
                <code class={value_class(ValueKind::Response)}>{hex(&question.proof, 24)}</code>
            </div>
        }
    };
    html! {
        <div class="questions">
            {column(first, interface::ASKED_FIRST, interface::ANSWERED_FIRST)}
            {column(second, interface::ASKED_SECOND, interface::RIGHT_SECOND)}
        </div>
    }
}
