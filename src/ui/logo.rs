//! The project's mark.

use yew::prelude::*;

/// One hop that lands, one that does not.
pub fn logo() -> Html {
    html! {
        <svg
            class="icon" width="26" height="18" viewBox="0 0 26 18" aria-hidden="true" fill="none"
            stroke="currentColor" stroke-width="2" stroke-linecap="round"
        >
            <path d="M2 15C3 6 10 6 12 15" />
            <path class="logo-second" d="M14 15c1-9 8-9 10 0" stroke-dasharray="3 4" />
            <circle cx="2" cy="15" r="1.4" fill="currentColor" />
            <circle cx="13" cy="15" r="1.4" fill="currentColor" />
        </svg>
    }
}
