//! What came of the answers.

use crate::app::{Attempt, Seat};
use crate::present::words::VerdictState;
use crate::ui::icon::Icon;
use yew::prelude::*;

/// What came of the answers, the latest first.
pub fn attempts(seat: &Seat) -> Html {
    let attempts = seat.attempts.iter().enumerate().rev();
    html! {
        <section>
            <h3>{"What came of it"}</h3>
            <ol aria-label="Attempts">{for attempts.map(attempt)}</ol>
        </section>
    }
}

fn attempt((number, attempt): (usize, &Attempt)) -> Html {
    let verdict = &attempt.verdict;
    let (class, icon) = match verdict.state {
        VerdictState::Succeeded => ("good", Icon::Tick),
        VerdictState::Running | VerdictState::Denied => ("bad", Icon::Cross),
    };
    html! {
        <li key={number} class={classes!("comparison", class)}>
            <h4>{icon.draw()}{format!("{} · {}", number + 1, attempt.what)}</h4>
            <p><b>{&verdict.lead}</b>{". "}{&verdict.why}</p>
        </li>
    }
}
