//! Links that leave the page: they open in another tab, and say nothing of where they were followed.

use yew::prelude::*;

/// A link to somewhere else. Nothing is fetched until it is followed.
pub fn outside_link(url: impl Into<AttrValue>, label: impl Into<AttrValue>) -> Html {
    html! { <a target="_blank" rel="noopener noreferrer" href={url.into()}>{label.into()}</a> }
}
