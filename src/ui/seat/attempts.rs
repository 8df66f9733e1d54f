//! What came of the answers.

use crate::app::{Seat, SeatAttempt};
use crate::present::narration::interface;
use crate::ui::hooks::Ids;
use crate::ui::icon::Icon;
use crate::ui::prose::prose;
use yew::prelude::*;

/// What came of the answers, the latest first; with it what to try next, and in the end what IIS did.
pub fn attempts(ids: &Ids, node: &NodeRef, seat: &Seat) -> Html {
    let last = seat.attempts.len();
    let attempts = seat.attempts.iter().enumerate().rev();
    let attempts = attempts.map(|(number, it)| {
        let number = number + 1;
        let own = seat.comparison().filter(|_| number == last);
        let hint = it.hint.filter(|_| number == last);
        attempt(ids, number, it, hint, own)
    });
    html! {
        <section ref={node} class="result" tabindex="-1" aria-label={interface::SEAT_RESULT}>
            <h3>{interface::SEAT_RESULT}</h3>
            <ol aria-label="Attempts">{for attempts}</ol>
        </section>
    }
}

fn attempt(
    ids: &Ids,
    number: usize,
    attempt: &SeatAttempt,
    hint: Option<&str>,
    own: Option<&str>,
) -> Html {
    let verdict = &attempt.verdict;
    let (class, icon) = if attempt.succeeded() {
        ("good", Icon::Tick)
    } else {
        ("bad", Icon::Cross)
    };
    html! {
        <li key={number} class={classes!("comparison", class)}>
            <h4>{icon.draw()}{format!("{number} · {}", attempt.what)}</h4>
            <p><b>{&verdict.lead}</b>{". "}{prose(ids, &verdict.why)}</p>
            if let Some(hint) = hint {
                <p class="hint"><b>{interface::SEAT_HINT}</b>{hint}</p>
            }
            if let Some(own) = own {
                <p class="hint">{own}</p>
            }
        </li>
    }
}
