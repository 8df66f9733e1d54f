//! The ways between the pages.

use super::HeaderProps;
use crate::present::link::Page;
use crate::present::narration::interface::page_name;
use yew::prelude::*;

/// The pages, one of them shown. Real links, which hold the lab's settings: they can be opened elsewhere, and Back leads back.
pub fn pages(ways: &HeaderProps) -> Html {
    let link = |page: Page, fragment: &str| {
        let here = if ways.page == page { "page" } else { "false" };
        html! { <a href={format!("#{fragment}")} aria-current={here}>{page_name(page)}</a> }
    };
    html! {
        <nav class="pages" aria-label="Pages">
            {link(Page::Lab, &ways.lab)}
            {link(Page::Outcomes, &ways.outcomes)}
            {link(Page::Diagnose, &ways.diagnose)}
            {link(Page::Decode, &ways.decode)}
        </nav>
    }
}
