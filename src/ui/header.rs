//! The top line: the name, and what is about the page itself.

use super::el::{Does, El, On, button, el};
use super::icons;
use super::store::Store;
use crate::app::{Action, Dialog};
use crate::present::link::{DECODE, Page};
use gloo::utils::{document, window};

const TAGLINE: &str = "Who can still prove alice on the second hop? Real NTLM and Basic, computed in this page, sent nowhere.";

/// The name, Share, the theme, the keys.
pub fn header(store: &Store) -> El {
    let theme = el("button.ghost square|type=button|aria-label=Light or dark|title=Light or dark");
    let keys = el("button.ghost square|type=button|aria-label=Keys|title=Keys (?)>?");
    el("header.head")
        .child(el("h1.logo").child(icons::logo()).text("Double Hop"))
        .child(pages(store))
        .child(el("p.tagline").text(TAGLINE))
        .child(button("Share").click(store, Action::Dialog(Some(Dialog::Share))))
        .child(theme.child(icons::theme()).on(
            On::Click,
            store,
            Does::Call(Box::new(|_| switch_theme())),
        ))
        .child(keys.click(store, Action::Dialog(Some(Dialog::Keys))))
}

/// The two pages. Real links: they can be opened elsewhere, and Back leads back.
fn pages(store: &Store) -> El {
    let state = &store.state;
    let link = |name: &str, page: Page, fragment: &str| {
        let here = if state.page == page { "page" } else { "false" };
        el("a")
            .attr("href", &["#", fragment].concat())
            .attr("aria-current", here)
            .text(name)
    };
    el("nav.pages|aria-label=Pages")
        .child(link("Lab", Page::Lab, &state.lab_fragment(false)))
        .child(link("Decode", Page::Decode, DECODE))
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
