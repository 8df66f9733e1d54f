//! The top line: the name, and what is about the page itself.

use super::el::{El, el};
use super::icons;
use super::store::Store;
use crate::app::{Action, Dialog};
use gloo::utils::{document, window};
use yew::prelude::*;

const TAGLINE: &str = "Who can still prove alice on the second hop? Real NTLM and Basic, computed in this page, sent nowhere.";

/// The name, Share, the theme, the keys.
pub fn header(store: &Store) -> Html {
    let square = |name: &'static str, title: &'static str| {
        button("ghost square").attrs(&[("aria-label", name), ("title", title)])
    };
    el("header", "head")
        .child(
            el("h1", "logo")
                .child(icons::logo())
                .text("Double Hop")
                .html(),
        )
        .child(el("p", "tagline").text(TAGLINE).html())
        .child(
            button("ghost")
                .text("Share")
                .on_click(store.on(Action::Dialog(Some(Dialog::Share))))
                .html(),
        )
        .child(
            square("Light or dark", "Light or dark")
                .child(icons::theme())
                .on_click(Callback::from(|_| switch_theme()))
                .html(),
        )
        .child(
            square("Keys", "Keys (?)")
                .text("?")
                .on_click(store.on(Action::Dialog(Some(Dialog::Keys))))
                .html(),
        )
        .html()
}

/// A button that submits nothing.
pub fn button(class: &str) -> El {
    el("button", class).attrs(&[("type", "button")])
}

/// Against the system's choice, and remembered for the next visit.
fn switch_theme() {
    let Some(root) = document().document_element() else {
        return;
    };
    let system_dark = || {
        let query = window().match_media("(prefers-color-scheme: dark)");
        query.ok().flatten().is_some_and(|query| query.matches())
    };
    let dark = match root.get_attribute("data-theme").as_deref() {
        Some("dark") => true,
        Some("light") => false,
        _ => system_dark(),
    };
    let theme = if dark { "light" } else { "dark" };
    // Where storage is switched off, the choice holds until the page is left.
    let _ = root.set_attribute("data-theme", theme);
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item("double-hop-theme", theme);
    }
}
