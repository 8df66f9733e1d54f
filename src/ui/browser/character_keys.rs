//! Whether letters, digits and signs act alone: who speaks to the computer switches that off (WCAG 2.1.4).

use gloo::utils::{document, window};

const ATTRIBUTE: &str = "data-character-keys";
const KEPT_AS: &str = "double-hop-character-keys";
const OFF: &str = "off";

/// Whether they act.
pub fn character_keys() -> bool {
    let root = document().document_element();
    let said = root.and_then(|it| it.get_attribute(ATTRIBUTE));
    let kept = || window().local_storage().ok()??.get_item(KEPT_AS).ok()?;
    said.or_else(kept).as_deref() != Some(OFF)
}

/// Has them act or not, and remembers that for the next visit.
pub fn set_character_keys(on: bool) {
    let said = if on { "on" } else { OFF };
    // Where storage is switched off, the choice holds until the page is left.
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute(ATTRIBUTE, said);
    }
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(KEPT_AS, said);
    }
}
