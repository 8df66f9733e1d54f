//! The page as a whole.

use super::bar::bar;
use super::cards::cards;
use super::diagram::Diagram;
use super::dialogs::Dialogs;
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
    let spoken = state.current().map(|step| {
        let sentence = words::list_item(&state.film.log, step);
        format!(
            "{} of {}. {sentence}",
            state.step + 1,
            state.film.steps.len()
        )
    });
    let class = classes!(
        "page",
        state.settings.then_some("with-settings"),
        state.inspector.then_some("with-sheet")
    );
    html! {
        <div {class}>
            { header(store) }
            { bar(store) }
            { problems(store) }
            <main class="main">
                if state.settings {
                    { settings(store) }
                }
                <div class="stage">
                    { cards(store) }
                    <Diagram store={store.clone()} />
                    { verdict(store) }
                </div>
                { inspector(store) }
            </main>
            { transport(store) }
            // Spoken while stepping by hand; while it plays, only the verdict is.
            <p class="unseen" aria-live={if state.playback.playing { "off" } else { "polite" }}>{ spoken }</p>
            <Dialogs store={store.clone()} />
        </div>
    }
}
