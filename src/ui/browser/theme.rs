//! Light or dark.

use gloo::utils::{document, window};

/// Turns the theme over, against the system's choice, and remembers that for the next visit.
pub fn switch_theme() {
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
