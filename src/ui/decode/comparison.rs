//! Two tokens of one kind beside each other: what differs first.

use crate::app::DecodeState;
use crate::present::Passwords;
use crate::present::decode::{ComparedRow, TokenComparison, compare};
use crate::present::narration::decode;
use yew::prelude::*;

/// More lines than this are not drawn.
const MOST_LINES_SHOWN: usize = 400;

/// The fields of both: those that differ and say something, those that are new each time, and, folded, the equal ones.
pub fn comparison(decode: &DecodeState) -> Html {
    let other = decode
        .other
        .and_then(|other| Some((other, decode.report.token(other)?.layer()?)));
    let Some((ours, (other, theirs))) = decode.layer().zip(other) else {
        return html! { <div class="parts" /> };
    };
    let found = compare(&ours, &theirs, Passwords::shown_if(decode.secrets));
    let heads = [decode.token, other].map(|number| {
        let summary = decode.report.summary(number);
        let from = summary.and_then(|it| it.from);
        let from = from.map_or_else(String::new, |from| [" · ", &from].concat());
        format!("{}{from}", number + 1)
    });
    let (differ, equal): (Vec<&ComparedRow>, Vec<&ComparedRow>) =
        found.leaves().partition(|it| it.differs);
    let (matter, each): (Vec<&ComparedRow>, Vec<&ComparedRow>) =
        differ.iter().partition(|it| found.matters(it));
    html! {
        <div class="parts">
            <div class="compared" tabindex="0" role="region" aria-label={decode::comparing(decode.token + 1, other + 1)}>
                <p class="quiet">{decode::differing(differ.len(), found.same)}</p>
                {table(decode::MATTERS, &matter, &found, &heads)}
                {table(decode::EACH_TIME, &each, &found, &heads)}
                <details>
                    <summary>{decode::equal(equal.len())}</summary>
                    {table("", &equal, &found, &heads)}
                </details>
            </div>
        </div>
    }
}

fn table(
    caption: &'static str,
    pairs: &[&ComparedRow],
    found: &TokenComparison,
    [our, their]: &[String; 2],
) -> Html {
    if pairs.is_empty() {
        return Html::default();
    }
    let more = pairs.len().saturating_sub(MOST_LINES_SHOWN);
    let lines = pairs
        .iter()
        .take(MOST_LINES_SHOWN)
        .enumerate()
        .map(|(key, pair)| {
            let [one, two] = found
                .values(pair)
                .map(|value| value.unwrap_or("–").to_owned());
            html! {
                <tr {key}>
                    <th scope="row">{found.name(pair)}</th>
                    <td>{one}</td>
                    <td>{two}</td>
                </tr>
            }
        });
    html! {
        <table>
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{"Field"}</th>
                    <th scope="col">{our}</th>
                    <th scope="col">{their}</th>
                </tr>
            </thead>
            <tbody>
                {for lines}
                if more > 0 { <tr><td colspan="3" class="quiet">{decode::and_more(more)}</td></tr> }
            </tbody>
        </table>
    }
}
