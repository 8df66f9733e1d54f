//! The ways between the pages.

use super::HeaderProps;
use crate::present::link::Page;
use yew::prelude::*;

/// The pages, one of them shown. Real links, which hold the lab's settings: they can be opened elsewhere, and Back leads back.
pub fn pages(ways: &HeaderProps) -> Html {
    let link = |name: &str, page: Page, fragment: &str| {
        let here = if ways.page == page { "page" } else { "false" };
        html! { <a href={format!("#{fragment}")} aria-current={here}>{name}</a> }
    };
    html! {
        <nav class="pages" aria-label="Pages">
            {link("Lab", Page::Lab, &ways.lab)}
            {link("Outcomes", Page::Outcomes, &ways.outcomes)}
            {link("Diagnose", Page::Diagnose, &ways.diagnose)}
            {link("Decode", Page::Decode, &ways.decode)}
        </nav>
    }
}
