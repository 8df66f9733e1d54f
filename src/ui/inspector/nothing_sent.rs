//! A step inside a host.

use crate::present::narration::interface;
use yew::prelude::*;

/// Says that nothing is sent.
pub fn nothing_sent() -> Html {
    html! { <p class="empty">{interface::NOTHING_SENT}</p> }
}
