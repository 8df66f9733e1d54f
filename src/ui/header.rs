//! The top line: the name, and what is about the page itself.

use super::icons;
use super::store::use_store;
use crate::app::{Action, Dialog};
use gloo::utils::{document, window};
use yew::prelude::*;

/// The name, Share, the theme, the keys.
#[component]
pub fn Header() -> Html {
    let Some(store) = use_store() else {
        return Html::default();
    };
    html! {
        <header class="head">
            <h1 class="logo">{ icons::logo() }{ "Double Hop" }</h1>
            <p class="tagline">{ "Who can still prove alice on the second hop? Real NTLM and Basic, computed in this page, sent nowhere." }</p>
            <button type="button" class="ghost" onclick={store.on(Action::Dialog(Some(Dialog::Share)))}>{ "Share" }</button>
            <button type="button" class="ghost square" aria-label="Light or dark" title="Light or dark" onclick={|_| switch_theme()}>
                { icons::theme() }
            </button>
            <button type="button" class="ghost square" aria-label="Keys" title="Keys (?)" onclick={store.on(Action::Dialog(Some(Dialog::Keys)))}>
                { "?" }
            </button>
        </header>
    }
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
