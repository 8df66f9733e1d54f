//! A step inside a host.

use crate::present::narration::interface;
use yew::prelude::*;

/// Says that nothing is sent.
#[component]
pub fn NothingSent() -> Html {
    html! { <p class="empty">{interface::NOTHING_SENT}</p> }
}
