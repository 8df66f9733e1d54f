//! The answer first: who signed in to what, how, and what came of it; before any field.

use super::outcome_badge::outcome_badge;
use crate::app::{Action, DecodeAction, DecodeState};
use crate::present::decode::Summary;
use crate::present::narration::{line, note, other_way, parts, title};
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// More of the other sign-ins are in the list only.
const MOST_OTHERS_SHOWN: usize = 3;

/// What the sign-in of the token shown comes to, and in a line each the next ones.
pub fn answer(dispatch: &Dispatch, decode: &DecodeState) -> Html {
    let report = &decode.report;
    let number = report.told_by(decode.token);
    let summary = |number| Some(report.summary(number)?.opened(&decode.unlocked, number));
    let Some(told) = summary(number) else {
        return html! { <section class="answer" /> };
    };
    let title = title(&told).unwrap_or_else(|| line(&told));
    let parts = parts(&told).into_iter().map(|part| {
        html! {
            <div key={part.key}>
                <dt>{part.title}</dt>
                <dd>{part.said}<span class="quiet">{part.below}</span></dd>
            </div>
        }
    });
    let notes = report.notes(number).into_iter().enumerate();
    let notes = notes.map(|(key, said)| html! { <li {key}>{note(&said).to_string()}</li> });
    let others = report.sets.iter().enumerate();
    let others = others.filter_map(|(set, it)| Some((set, it.numbers().last()?)));
    let others = others
        .filter(|(_, other)| *other != number)
        .take(MOST_OTHERS_SHOWN);
    let others =
        others.filter_map(|(set, other)| Some(self::other(dispatch, set, other, &summary(other)?)));
    html! {
        <section class="answer" aria-label="Answer">
            <h2>{title.to_string()}{outcome_badge(&told)}</h2>
            <dl>{for parts}</dl>
            <ul class="notes">{for notes}</ul>
            <ul class="others">{for others}</ul>
        </section>
    }
}

fn other(dispatch: &Dispatch, set: usize, number: usize, summary: &Summary) -> Html {
    let onclick = dispatch.act::<MouseEvent>(Action::Decode(DecodeAction::Token(number)));
    html! {
        <li key={set}>
            <button type="button" {onclick}>
                {outcome_badge(summary)}
                <strong>{other_way(set + 1).to_string()}</strong>
                <span>{line(summary).to_string()}</span>
            </button>
        </li>
    }
}
