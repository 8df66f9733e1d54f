//! What the letters say, and how often they stand there.

use super::cell::outcome_class;
use crate::app::Outcomes;
use crate::present::narration::outcomes as say;
use crate::present::outcomes::{self, letters};
use yew::prelude::*;

/// The letters that occur, with their meaning.
pub fn legend(outcomes: &Outcomes) -> Html {
    let entries = outcomes::legend(&outcomes.cells).into_iter().map(|entry| {
        let letters = letters(&entry.outcome);
        html! {
            <div key={letters.clone()}>
                <dt><span class={classes!("outcome", outcome_class(&entry.outcome))}>{letters.clone()}</span></dt>
                <dd><b>{entry.count}</b>{" "}{say::meaning(&entry.outcome)}</dd>
            </div>
        }
    });
    let senseless = outcomes.cells.iter().filter(|cell| cell.is_none()).count();
    html! {
        <section class="legend" aria-label={say::LETTERS}>
            <h2>{say::LETTERS}</h2>
            <dl>
                {for entries}
                if senseless > 0 {
                    <div key="senseless">
                        <dt><span class="senseless">{say::SENSELESS}</span></dt>
                        <dd><b>{senseless}</b>{" "}{say::SENSELESS_SAYS}</dd>
                    </div>
                }
            </dl>
        </section>
    }
}
