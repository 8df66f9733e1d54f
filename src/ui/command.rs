//! Commands, as they are shown.

use yew::prelude::*;

/// A command that breaks where its parts end, not within them; what is copied of it is the same.
pub fn command(text: &str) -> Html {
    let parts = text.split_inclusive([',', '=', '/', '(', '.', ';']);
    parts
        .map(|part| html! { <>{part.to_owned()}<wbr /></> })
        .collect()
}
