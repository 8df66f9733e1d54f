//! The ways between the two pages.

use crate::present::link::{DECODE, Page};
use yew::prelude::*;

/// Where the page is.
#[derive(PartialEq, Properties)]
pub struct PagesProps {
    /// The page that is shown.
    pub page: Page,
    /// The fragment that leads to the lab as it is.
    pub lab: AttrValue,
}

/// The two pages. Real links: they can be opened elsewhere, and Back leads back.
#[component]
pub fn Pages(props: &PagesProps) -> Html {
    let link = |name: &str, page: Page, fragment: &str| {
        let here = if props.page == page { "page" } else { "false" };
        html! { <a href={format!("#{fragment}")} aria-current={here}>{name}</a> }
    };
    html! {
        <nav class="pages" aria-label="Pages">
            {link("Lab", Page::Lab, &props.lab)}
            {link("Decode", Page::Decode, DECODE)}
        </nav>
    }
}
