//! All that a host holds, in words: at a touch of its card.

use super::chip::Chip;
use crate::present::narration::interface;
use yew::prelude::*;

/// The list, which opens over the page. `heading` says whose it is.
pub fn holdings(id: &AttrValue, heading: &str, chips: &[Chip], footing: Html) -> Html {
    let items = chips.iter().enumerate().map(|(number, chip)| {
        html! { <li key={number}>{chip.view(true)}<span class="quiet">{&chip.place}</span></li> }
    });
    html! {
        <div {id} class="holdings beside" popover="auto" role="group" aria-label={heading.to_owned()}>
            <h3>{heading}</h3>
            if chips.is_empty() {
                <p class="quiet">{interface::HOLDS_NOTHING.concat()}</p>
            } else {
                <ul>{for items}</ul>
            }
            {footing}
        </div>
    }
}
