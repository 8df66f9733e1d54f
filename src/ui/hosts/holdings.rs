//! All that a host holds, in words: at a touch of its card.

use super::chip::Chip;
use crate::present::narration::interface;
use yew::prelude::*;

/// The list, which opens over the page, or that nothing is held, now or yet. `heading` says whose it is.
pub fn holdings(id: &AttrValue, heading: &str, chips: &[Chip], held: bool, footing: Html) -> Html {
    let items = chips.iter().enumerate().map(|(number, chip)| {
        html! {
            <li key={number}>
                {chip.view(true)}<span>{chip.good_for}</span><span class="quiet">{&chip.place}</span>
            </li>
        }
    });
    html! {
        <div {id} class="holdings beside" popover="auto" role="group" aria-label={heading.to_owned()}>
            <h3>{heading}</h3>
            if chips.is_empty() {
                <p class="quiet">{interface::holds_nothing(held).concat()}</p>
            } else {
                <ul>{for items}</ul>
            }
            {footing}
        </div>
    }
}
