//! The tokens that were found.

use crate::app::{Action, At};
use crate::present::decode::{Report, form_name, place};
use crate::present::narration::interface;
use crate::traffic::Token;
use crate::ui::controls::Button;
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
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
    let TokenListProps { report, token } = props;
    let tokens = &report.finds.tokens;
    let start = token / MOST * MOST;
    let items = tokens.iter().enumerate().skip(start).take(MOST);
    let items = items.map(|(number, found)| {
        html! {
            <TokenItem
                key={number}
                {number}
                kind={found.kind}
                inner={found.outer.is_some()}
                set={set_number(report, number)}
                about={about(found)}
                current={number == *token}
            />
        }
    });
    let earlier = start.checked_sub(1);
    let later = Some(start + MOST).filter(|later| *later < tokens.len());
    html! {
        <section class="tokens">
            <h2>{"Found"}</h2>
            <ol aria-label="Tokens">{for items}</ol>
            <div class="tools">
                if let Some(to) = earlier {
                    <Button label="Earlier" action={Action::Desk(At::Token(to))} />
                }
                if let Some(to) = later {
                    <Button label="Later" action={Action::Desk(At::Token(to))} />
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

/// One of them.
#[derive(PartialEq, Properties)]
struct TokenItemProps {
    number: usize,
    kind: &'static str,
    inner: bool,
    set: Option<usize>,
    about: AttrValue,
    current: bool,
}

/// A button that shows the token.
#[component]
fn TokenItem(props: &TokenItemProps) -> Html {
    let dispatch = use_dispatch();
    html! {
        <li class={classes!(props.inner.then_some("inner"))}>
            <button
                type="button"
                class={classes!(props.current.then_some("on"))}
                aria-current={props.current.to_string()}
                onclick={dispatch.act(Action::Desk(At::Token(props.number)))}
            >
                <strong>{props.kind}</strong>
                if let Some(set) = props.set {
                    <span class="set">{format!("sign-in {set}")}</span>
                }
                <span class="quiet">{&props.about}</span>
            </button>
        </li>
    }
}
