//! What came of the answers.

use crate::app::{Attempt, Seat};
use crate::present::narration::interface;
use crate::ui::icon::Icon;
use yew::prelude::*;

/// What came of the answers, the latest first: what to try next, and in the end what IIS did.
pub fn attempts(node: &NodeRef, seat: &Seat) -> Html {
    let last = seat.attempts.last();
    let attempts = seat.attempts.iter().enumerate().rev();
    html! {
        <section ref={node} class="result" tabindex="-1" aria-label={interface::SEAT_RESULT}>
            <h3>{interface::SEAT_RESULT}</h3>
            if let Some(hint) = last.and_then(|attempt| attempt.hint) {
                <p class="hint"><b>{interface::SEAT_HINT}</b>{hint}</p>
            }
            if let Some(own) = seat.comparison() {
                <p class="hint">{own}</p>
            }
            <ol aria-label="Attempts">{for attempts.map(attempt)}</ol>
        </section>
    }
}

fn attempt((number, attempt): (usize, &Attempt)) -> Html {
    let verdict = &attempt.verdict;
    let (class, icon) = if attempt.succeeded() {
        ("good", Icon::Tick)
    } else {
        ("bad", Icon::Cross)
    };
    html! {
        <li key={number} class={classes!("comparison", class)}>
            <h4>{icon.draw()}{format!("{} · {}", number + 1, attempt.what)}</h4>
            <p><b>{&verdict.lead}</b>{". "}{&verdict.why}</p>
        </li>
    }
}
