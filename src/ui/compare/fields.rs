//! The fields and bytes in which the two messages of the line that is shown differ.

use crate::present::compare::{FieldApart, RunComparison, fields_apart};
use crate::present::narration::compare as said;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// More are not shown.
const MOST: usize = 12;

/// What differs where both runs send a message on the line that is shown; nothing elsewhere.
pub fn fields(shown: &Shown, other: &Shown, comparison: &RunComparison) -> Html {
    let here = comparison
        .pairs
        .iter()
        .find(|pair| pair.left == Some(shown.step) && pair.right.is_some());
    let sent = |shown: &Shown, step: Option<usize>| Some(shown.film.message(step?)?.sent.clone());
    let both = here.and_then(|pair| Some((sent(shown, pair.left)?, sent(other, pair.right)?)));
    let apart = both.map(|(left, right)| fields_apart(&left, &right));
    let apart = apart.unwrap_or_default();
    let side = |name: &'static str, apart: &FieldApart, side: usize| {
        let bytes = apart.bytes.get(side).cloned().flatten();
        html! {
            <span>
                <b>{name}</b>{" "}{said::field_value(apart, side)}
                if let Some(bytes) = bytes { {" "}<mark><code>{bytes}</code></mark> }
            </span>
        }
    };
    let item = |apart: &FieldApart| {
        html! {
            <li>
                <span class="quiet">{said::field(apart)}</span>
                {side(said::A, apart, 0)}
                {side(said::B, apart, 1)}
            </li>
        }
    };
    html! {
        if !apart.is_empty() {
            <details class="fields-apart" open={true}>
                <summary>{said::FIELDS}</summary>
                <ul aria-label={said::FIELDS}>{for apart.iter().take(MOST).map(item)}</ul>
            </details>
        }
    }
}
