//! Light or dark.

use super::matches_media;
use gloo::utils::{document, window};

/// Turns the theme over, against the system's choice, and remembers that for the next visit.
pub fn switch_theme() {
    let Some(root) = document().document_element() else {
        return;
    };
    let dark = match root.get_attribute("data-theme").as_deref() {
        Some("dark") => true,
        Some("light") => false,
        _ => matches_media("(prefers-color-scheme: dark)"),
    };
    let theme = if dark { "light" } else { "dark" };
    // Where storage is switched off, the choice holds until the page is left.
    let _ = root.set_attribute("data-theme", theme);
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item("double-hop-theme", theme);
    }
}
