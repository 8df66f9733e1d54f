//! Text of the narration: what carries weight, and terms whose meaning is one touch away.

use super::hooks::{Ids, use_dispatch, use_ids};
use crate::app::{Action, Dialog};
use crate::present::narration::{Piece, Term, Text, first};
use yew::prelude::*;

/// A text, with a button for each term in it.
pub fn prose(ids: &Ids, text: &Text) -> Html {
    let pieces = text.pieces();
    let after_term = |at: usize| {
        at.checked_sub(1)
            .is_some_and(|before| matches!(pieces.get(before), Some(Piece::Term(..))))
    };
    let piece = |(at, piece): (usize, &Piece)| match piece {
        Piece::Term(name, term) => {
            let (mark, _) = split_mark(pieces.get(at + 1).map_or("", Piece::text));
            html! { <span class="unbroken">{term_button(ids, *term, name)}{mark}</span> }
        }
        Piece::Strong(text) => html! { <b>{text.as_ref()}</b> },
        piece if after_term(at) => Html::from(split_mark(piece.text()).1),
        piece => Html::from(piece.text()),
    };
    pieces.iter().enumerate().map(piece).collect()
}

/// The marks at the start of a text, and the rest. Behind a button the browser would let a line begin with them.
fn split_mark(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches(['.', ',', ':', ';', ')', '”', '’']);
    text.split_at(text.len() - rest.len())
}

/// A term as it stands in a text; the browser opens and closes its meaning.
pub fn term_button(ids: &Ids, term: Term, name: &str) -> Html {
    html! { <button class="term" type="button" popovertarget={ids.meaning(term as usize)}>{name}</button> }
}

/// What all terms mean, each hidden until its button is used. It never changes.
#[component]
pub fn Meanings() -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let meanings = Term::ALL.into_iter().map(|term| {
        let near = term.see().iter().map(|near| term_button(&ids, *near, near.name()));
        html! {
            <div
                key={term.name()} id={ids.meaning(term as usize)} class="meaning beside" popover="auto" role="dialog"
                aria-label={term.name()}
            >
                <b>{term.name()}</b>
                <p>{term.meaning()}</p>
                <p class="near">
                    {for near}
                    <button
                        class="term" type="button" onclick={dispatch.act(Action::Dialog(Some(Dialog::Glossary)))}
                    >
                        {first::ALL_TERMS}
                    </button>
                </p>
            </div>
        }
    });
    html! { {for meanings} }
}

/// All terms with their meanings.
pub fn glossary() -> Html {
    let terms = Term::ALL.into_iter().map(|term| {
        html! { <div key={term.name()}><dt>{term.name()}</dt><dd>{term.meaning()}</dd></div> }
    });
    html! { <dl class="glossary" tabindex="0">{for terms}</dl> }
}
