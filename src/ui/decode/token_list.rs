//! The tokens that were found.

use crate::app::{Action, At};
use crate::present::decode::{Report, form_name, place};
use crate::present::narration::interface;
use crate::traffic::Token;
use crate::ui::controls::button;
use crate::ui::shared::Shared;
use crate::ui::store::{Dispatch, use_dispatch};
use yew::prelude::*;

/// More than this are not drawn at once.
const MOST: usize = 100;

/// What was found.
#[derive(PartialEq, Properties)]
pub struct TokenListProps {
    /// What was found.
    pub report: Shared<Report>,
    /// The number of the token that is shown.
    pub token: usize,
}

/// The list around the token that is shown, and the ways to the rest.
#[component]
pub fn TokenList(props: &TokenListProps) -> Html {
    let dispatch = use_dispatch();
    let TokenListProps { report, token } = props;
    let tokens = &report.finds.tokens;
    let start = token / MOST * MOST;
    let items = tokens.iter().enumerate().skip(start).take(MOST);
    let items = items.map(|(number, found)| {
        let set = set_number(report, number);
        item(&dispatch, number, found, set, number == *token)
    });
    let earlier = start.checked_sub(1);
    let later = Some(start + MOST).filter(|later| *later < tokens.len());
    html! {
        <section class="tokens">
            <h2>{"Found"}</h2>
            <ol aria-label="Tokens">{for items}</ol>
            <div class="tools">
                if let Some(to) = earlier {
                    {button(&dispatch, "Earlier", Action::Desk(At::Token(to)))}
                }
                if let Some(to) = later {
                    {button(&dispatch, "Later", Action::Desk(At::Token(to)))}
                }
            </div>
        </section>
    }
}

/// The number of the sign-in that a token belongs to, from 1, where there are several.
fn set_number(report: &Report, token: usize) -> Option<usize> {
    let own = report.set_of(token).filter(|_| report.sets.len() > 1)?;
    Some(report.sets.iter().position(|set| set == own)? + 1)
}

fn about(token: &Token) -> String {
    let bytes = token.bytes.len();
    match token.outer {
        Some(_) => interface::inside_another(bytes),
        None => format!(
            "{} · {} · {bytes} bytes",
            place(&token.place),
            form_name(token.form)
        ),
    }
}

/// A button that shows the token; `set` is the number of its sign-in.
fn item(
    dispatch: &Dispatch,
    number: usize,
    token: &Token,
    set: Option<usize>,
    current: bool,
) -> Html {
    html! {
        <li key={number} class={classes!(token.outer.is_some().then_some("inner"))}>
            <button
                type="button"
                class={classes!(current.then_some("on"))}
                aria-current={current.to_string()}
                onclick={dispatch.act(Action::Desk(At::Token(number)))}
            >
                <strong>{token.kind}</strong>
                if let Some(set) = set {
                    <span class="set">{format!("sign-in {set}")}</span>
                }
                <span class="quiet">{about(token)}</span>
            </button>
        </li>
    }
}
