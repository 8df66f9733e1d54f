//! The page that decodes: what is pasted, what is in it, and whether it proves what it claims.

mod compare;
mod paste;
mod taken;
mod token;
mod tokens;
mod verify;

use super::effects::dropped;
use super::el::{Does, El, On, el};
use super::store::Store;

/// The page below its head. Parts that come and go have places that stay: who types keeps the focus.
pub fn decode(store: &Store) -> El {
    let found = !store.state.desk.report.finds.tokens.is_empty();
    let list = el("div").perhaps(found.then(|| tokens::tokens(store)));
    let left = el("div.desk-left").child(paste::paste(store)).child(list);
    let (middle, right) = if found {
        (token::token(store), verify::verify(store))
    } else {
        (paste::welcome(), el("section.verify|hidden=hidden"))
    };
    el("main.desk")
        .and(if found { "" } else { "bare" })
        .on(
            On::DragOver,
            store,
            Does::Call(Box::new(|event| event.prevent_default())),
        )
        .on(
            On::Drop,
            store,
            Does::Call(Box::new(dropped(store.dispatch.clone()))),
        )
        .child(left)
        .child(middle)
        .child(right)
}
