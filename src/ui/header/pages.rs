//! The ways between the pages.

use crate::present::link::{DECODE, DIAGNOSE, Page};
use yew::prelude::*;

/// The pages, one of them shown, and the fragments that lead to the lab as it is and to the outcomes over its settings. Real
/// links: they can be opened elsewhere, and Back leads back.
pub fn pages(shown: Page, lab: &str, outcomes: &str) -> Html {
    let link = |name: &str, page: Page, fragment: &str| {
        let here = if shown == page { "page" } else { "false" };
        html! { <a href={format!("#{fragment}")} aria-current={here}>{name}</a> }
    };
    html! {
        <nav class="pages" aria-label="Pages">
            {link("Lab", Page::Lab, lab)}
            {link("Outcomes", Page::Outcomes, outcomes)}
            {link("Diagnose", Page::Diagnose, DIAGNOSE)}
            {link("Decode", Page::Decode, DECODE)}
        </nav>
    }
}
