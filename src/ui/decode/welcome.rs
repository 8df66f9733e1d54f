//! What can be pasted, for who comes for the first time.

use crate::present::narration::interface;
use yew::prelude::*;

/// The welcome.
pub fn welcome() -> Html {
    html! {
        <section class="welcome">
            <h2>{interface::DESK_TITLE}</h2>
            <p>{interface::DESK_WELCOME}</p>
            <ul>
                for line in interface::DESK_READS {
                    <li key={line}>{line}</li>
                }
            </ul>
            <p class="quiet">{interface::DESK_QUIET}</p>
        </section>
    }
}
