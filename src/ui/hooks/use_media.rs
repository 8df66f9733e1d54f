//! Whether a media query holds.

use crate::ui::browser::matches_media;
use gloo::events::EventListener;
use gloo::utils::window;
use yew::prelude::*;

/// Follows whether the window is as a media query says.
#[hook]
pub fn use_media(query: &'static str) -> bool {
    let holds = use_state_eq(|| matches_media(query));
    let setter = holds.setter();
    use_effect_with(query, move |query| {
        let query = *query;
        let list = window().match_media(query).ok().flatten();
        let listener = list.map(|list| {
            EventListener::new(&list, "change", move |_| setter.set(matches_media(query)))
        });
        move || drop(listener)
    });
    *holds
}
