//! The tokens that were found.

use super::outcome_badge::outcome_badge;
use crate::app::{Action, DecodeAction};
use crate::present::decode::{Report, missing};
use crate::present::narration::{cut_short, decode, line_of, other_way};
use crate::traffic::FoundToken;
use crate::ui::controls::button;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::use_dispatch;
use crate::ui::shared::Shared;
use std::collections::HashMap;
use yew::prelude::*;

/// More than this are not drawn at once.
const MOST_TOKENS_SHOWN: usize = 100;

/// The tokens, and which of them is shown.
#[derive(PartialEq, Properties)]
pub struct TokenListProps {
    /// What was found in the paste, in its order.
    pub report: Shared<Report>,
    /// The number of the token that is shown.
    pub token: usize,
}

/// The list around the token that is shown, and the ways to the rest.
#[component]
pub fn TokenList(props: &TokenListProps) -> Html {
    let dispatch = use_dispatch();
    let TokenListProps { report, token } = props;
    let tokens = &report.found.tokens;
    let start = token / MOST_TOKENS_SHOWN * MOST_TOKENS_SHOWN;
    let items = tokens
        .iter()
        .enumerate()
        .skip(start)
        .take(MOST_TOKENS_SHOWN);
    let sets = report.sets.iter().enumerate();
    let sets = sets.flat_map(|(set, it)| it.numbers().map(move |number| (number, set)));
    let sets: HashMap<usize, usize> = sets.collect();
    let mut last = None;
    let mut lines = Vec::new();
    for (number, found) in items {
        let set = sets.get(&number).copied();
        if set != last {
            lines.extend(set.and_then(|set| head(report, set, number)));
        }
        last = set;
        lines.push(item(&dispatch, number, found, number == *token));
    }
    let earlier = start.checked_sub(1);
    let later = Some(start + MOST_TOKENS_SHOWN).filter(|later| *later < tokens.len());
    html! {
        <section class="tokens">
            <h2>{"Found"}</h2>
            <ol aria-label="Tokens">{lines}</ol>
            <div class="tools">
                if let Some(to) = earlier {
                    {button("Earlier", dispatch.act(Action::Decode(DecodeAction::Token(to))))}
                }
                if let Some(to) = later {
                    {button("Later", dispatch.act(Action::Decode(DecodeAction::Token(to))))}
                }
            </div>
        </section>
    }
}

/// The name of a sign-in, the computer it comes from, and what came of it.
fn head(report: &Report, set: usize, key: usize) -> Option<Html> {
    let number = report.sets.get(set)?.numbers().last()?;
    let summary = report.summary(number)?;
    let from = summary.from.as_ref().map(|from| [" · ", from].concat());
    let header = report.token(number)?.place.header.is_some();
    let silent = header && summary.answer.is_none() && summary.missing.is_none();
    Some(html! {
        <li key={format!("set-{key}")} class="sign-in">
            <strong>{other_way(set + 1).to_string()}{from}</strong>
            {outcome_badge(&summary)}
            if silent {
                <span class="quiet">{decode::NO_ANSWER}</span>
            }
        </li>
    })
}

/// A button that shows the token.
fn item(dispatch: &Dispatch, number: usize, token: &FoundToken, current: bool) -> Html {
    let missing = token.broken.then(|| missing(&token.layer()?)).flatten();
    html! {
        <li key={number} class={classes!(token.outer.is_some().then_some("inner"))}>
            <button
                type="button"
                class={classes!(current.then_some("on"))}
                aria-current={current.to_string()}
                onclick={dispatch.act(Action::Decode(DecodeAction::Token(number)))}
            >
                <span class="set">{number + 1}</span>
                <strong>{token.kind.name()}</strong>
                <span class="quiet">{line_of(&token.place)}</span>
                if let Some(missing) = missing {
                    <span class="cut">{cut_short(missing).to_string()}</span>
                }
            </button>
        </li>
    }
}
