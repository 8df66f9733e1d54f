//! The tokens that were found.

use crate::app::{Action, At};
use crate::present::decode::{form_name, place};
use crate::traffic::Token;
use crate::ui::el::{El, button, el};
use crate::ui::store::Store;

/// More than this are not drawn at once.
const MOST: usize = 100;

/// The list: a button for each.
pub fn tokens(store: &Store) -> El {
    let desk = &store.state.desk;
    let tokens = &desk.report.finds.tokens;
    let start = desk.token / MOST * MOST;
    let items = tokens.iter().enumerate().skip(start).take(MOST);
    let items = items
        .map(|(number, token)| item(store, number, token))
        .collect();
    let mut ways = Vec::new();
    for (words, to) in [
        ("Earlier", start.checked_sub(1)),
        ("Later", Some(start + MOST)),
    ] {
        if let Some(to) = to.filter(|to| *to < tokens.len()) {
            ways.push(button(words).click(store, Action::Desk(At::Token(to))));
        }
    }
    el("section.tokens")
        .child(el("h2>Found"))
        .child(el("ol|aria-label=Tokens").children(items))
        .child(el("div.tools").children(ways))
}

fn item(store: &Store, number: usize, token: &Token) -> El {
    let desk = &store.state.desk;
    let sets = &desk.report.sets;
    let own = desk.report.set_of(number);
    let set = own.and_then(|own| sets.iter().position(|set| set == own));
    let mut about = format!(
        "{} · {} · {} bytes",
        place(&token.place),
        form_name(token.form),
        token.bytes.len()
    );
    if token.outer.is_some() {
        about = format!("inside the one before · {} bytes", token.bytes.len());
    }
    let mark = set
        .filter(|_| sets.len() > 1)
        .map(|set| el("span.set").text(&format!("sign-in {}", set + 1)));
    el("li")
        .key(number)
        .and(if token.outer.is_some() { "inner" } else { "" })
        .child(
            el("button|type=button")
                .and(if number == desk.token { "on" } else { "" })
                .attr(
                    "aria-current",
                    if number == desk.token {
                        "true"
                    } else {
                        "false"
                    },
                )
                .child(el("strong").text(token.kind))
                .perhaps(mark)
                .child(el("span.quiet").text(&about))
                .click(store, Action::Desk(At::Token(number))),
        )
}
