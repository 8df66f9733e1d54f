//! The fields and bytes in which the two messages of the line that is shown differ.

use crate::present::compare::{FieldSide, MessageDifference, RunComparison, message_differences};
use crate::present::narration::compare as said;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// So many are shown.
const MOST_FIELDS_SHOWN: usize = 24;

/// What differs, unfolded where `open`, where both runs send a message on the line that is shown; nothing elsewhere.
pub fn fields(shown: &Shown, other: &Shown, comparison: &RunComparison, open: bool) -> Html {
    let mut pairs = (0..).zip(&comparison.pairs);
    let here = pairs.find(|(_, pair)| pair.left == Some(shown.step) && pair.right.is_some());
    let sent =
        |shown: &Shown, step: Option<usize>| Some(shown.rendered.message(step?)?.sent.clone());
    let both = here.and_then(|(_, pair)| Some((sent(shown, pair.left)?, sent(other, pair.right)?)));
    let differences = both.map(|(left, right)| message_differences(&left, &right));
    let differences = differences.unwrap_or_default();
    let title = AttrValue::from(said::fields_on(here.map_or(0, |(line, _)| line)));
    let more = differences.len().saturating_sub(MOST_FIELDS_SHOWN);
    html! {
        if !differences.is_empty() {
            <details class="fields-apart" {open}>
                <summary>{&title}</summary>
                <ul aria-label={&title}>
                    {for differences.iter().take(MOST_FIELDS_SHOWN).enumerate().map(|(key, it)| item(key, it))}
                    if more > 0 { <li key="more" class="quiet">{said::more_differences(more)}</li> }
                </ul>
            </details>
        }
    }
}

fn item(key: usize, difference: &MessageDifference) -> Html {
    let sides = match difference {
        MessageDifference::Layer { second, .. } => [!second, *second].map(|has| {
            let says = if has {
                said::LAYER_ALONE
            } else {
                said::MISSING
            };
            html! { {says} }
        }),
        MessageDifference::Field { sides, .. } => sides.each_ref().map(|side| match side {
            Some(side) => field(side),
            None => html! { {said::MISSING} },
        }),
    };
    let [left, right] = sides;
    html! {
        <li {key}>
            <span class="quiet">{said::difference_name(difference)}</span>
            <span><b>{said::A}</b>{" "}{left}</span>
            <span><b>{said::B}</b>{" "}{right}</span>
        </li>
    }
}

fn field(side: &FieldSide) -> Html {
    html! {
        <>
            {side.says.clone()}
            if let Some(bytes) = &side.bytes { {" "}<mark><code>{bytes.clone()}</code></mark> }
        </>
    }
}
