//! Commands, as they are shown.

use yew::prelude::*;

/// Longer parts may break behind a hyphen: they might not fit otherwise.
const SHORT: usize = 28;

/// A command that breaks where its parts end, not within them nor behind the hyphen of an option; what is copied of it is
/// the same.
pub fn command(text: &str) -> Html {
    let parts = text.split_inclusive([' ', '\n', ',', '=', '/', '\\', '(', '.', ';']);
    parts
        .map(|part| match part.contains('-') && part.len() <= SHORT {
            true => html! { <><span class="unbroken">{part.to_owned()}</span><wbr /></> },
            false => html! { <>{part.to_owned()}<wbr /></> },
        })
        .collect()
}
