//! The page as a whole.

use super::bar::bar;
use super::cards::cards;
use super::diagram::Diagram;
use super::dialogs::Dialogs;
use super::el::el;
use super::header::header;
use super::hooks::{use_fragment, use_keys, use_playback};
use super::inspector::inspector;
use super::settings::settings;
use super::store::{Page, Store};
use super::transport::transport;
use super::verdict::{problems, verdict};
use crate::app::State;
use crate::present::words;
use std::rc::Rc;
use yew::prelude::*;

/// What the page is given.
#[derive(Clone, Copy, Debug, Properties)]
pub struct AppProps {
    /// Draws a random number.
    pub seed: fn() -> u64,
}

impl PartialEq for AppProps {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The page.
#[component]
pub fn App(props: &AppProps) -> Html {
    let page = use_reducer(|| {
        let hash = gloo::utils::window().location().hash();
        Page(Rc::new(State::from_fragment(&hash.unwrap_or_default())))
    });
    let store = Store {
        state: page.0.clone(),
        dispatcher: page.dispatcher(),
        seed: props.seed,
    };
    let store = &store;
    let state = &store.state;
    use_fragment(store);
    use_keys(store.dispatcher.clone());
    use_playback(state.playback, state.step, store.dispatcher.clone());
    let said = state.current().map(|step| {
        let sentence = words::list_item(&state.film.log, step);
        format!(
            "{} of {}. {sentence}",
            state.step + 1,
            state.film.steps.len()
        )
    });
    let mut class = "page".to_owned();
    let mut main = Vec::new();
    if state.settings {
        class.push_str(" with-settings");
        main.push(settings(store));
    }
    if state.inspector {
        class.push_str(" with-sheet");
    }
    let stage = el("div", "stage")
        .child(cards(store))
        .child(html! { <Diagram store={store.clone()} /> })
        .child(verdict(store));
    // Spoken while stepping by hand; while it plays, only the verdict is.
    let live = if state.playback.playing {
        "off"
    } else {
        "polite"
    };
    let spoken = el("p", "unseen").attr("aria-live", live);
    el("div", &class)
        .child(header(store))
        .child(bar(store))
        .child(problems(store))
        .child(
            el("main", "main")
                .children(main)
                .child(stage.html())
                .child(inspector(store))
                .html(),
        )
        .child(transport(store))
        .child(spoken.text(&said.unwrap_or_default()).html())
        .child(html! { <Dialogs store={store.clone()} /> })
        .html()
}
