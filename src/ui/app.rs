//! The page as a whole.

use super::bar::Bar;
use super::cards::Cards;
use super::diagram::Diagram;
use super::dialogs::Dialogs;
use super::header::Header;
use super::hooks::{use_fragment, use_keys, use_playback};
use super::inspector::Inspector;
use super::settings::Settings;
use super::store::{Page, Seed, Store};
use super::transport::Transport;
use super::verdict::{Problems, Verdict};
use crate::app::State;
use crate::present::words;
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
        Page(State::from_fragment(&hash.unwrap_or_default()))
    });
    let store = Store {
        state: page.0.clone(),
        dispatcher: page.dispatcher(),
        seed: Seed(props.seed),
    };
    use_fragment(&store);
    use_keys(store.dispatcher.clone());
    use_playback(store.state.playback.playing, store.dispatcher.clone());
    let state = &store.state;
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
        <ContextProvider<Store> context={store.clone()}>
            <div {class}>
                <Header />
                <Bar />
                <Problems />
                <main class="main">
                    if state.settings {
                        <Settings />
                    }
                    <div class="stage">
                        <Cards />
                        <Diagram />
                        <Verdict />
                    </div>
                    <Inspector />
                </main>
                <Transport />
                // Spoken while stepping by hand; while it plays, only the verdict is.
                <p class="unseen" aria-live={if state.playback.playing { "off" } else { "polite" }}>{ spoken }</p>
                <Dialogs />
            </div>
        </ContextProvider<Store>>
    }
}
