//! Commands, as they are shown.

use yew::prelude::*;

/// A command that breaks where its parts end, not within them nor behind the hyphen of an option, as long as a part fits
/// into a line; what is copied of it is the same.
pub fn command(text: &str) -> Html {
    let parts = text.split_inclusive([' ', '\n', ',', '=', '/', '\\', '(', '.', ';']);
    parts
        .map(|part| {
            // The space behind it stays outside, where it counts.
            let (word, space) = part.split_at(part.trim_end().len());
            match word.contains('-') {
                true => {
                    html! { <><span class="word">{word.to_owned()}</span>{space.to_owned()}<wbr /></> }
                }
                false => html! { <>{part.to_owned()}<wbr /></> },
            }
        })
        .collect()
}
