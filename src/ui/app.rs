//! The page as a whole.

use super::bar::bar;
use super::cards::cards;
use super::decode::decode;
use super::diagram::Diagram;
use super::dialogs::dialogs;
use super::effects::{Address, Clock, arrive, keys, reveal_lit, show_dialog};
use super::el::el;
use super::header::header;
use super::inspector::inspector;
use super::settings::settings;
use super::store::Store;
use super::transport::transport;
use super::verdict::{problems, verdict};
use crate::app::{Action, Dialog, Lit, State};
use crate::present::link::Page;
use crate::present::words;
use gloo::events::EventListener;
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

/// The page: it keeps the state, and after each change lets the effects follow.
pub struct App {
    store: Store,
    address: Address,
    clock: Clock,
    dialog: Option<Dialog>,
    lit: Lit,
    gone: u32,
    /// Listens as long as the page lives.
    _keys: EventListener,
}

impl Component for App {
    type Message = Action;
    type Properties = AppProps;

    fn create(context: &Context<Self>) -> Self {
        let hash = gloo::utils::window().location().hash();
        let state = State::from_fragment(&hash.unwrap_or_default());
        let dispatch = context.link().callback(|action| action);
        Self {
            address: Address::new(state.revision, dispatch.clone()),
            clock: Clock::default(),
            dialog: None,
            lit: Lit::default(),
            gone: 0,
            _keys: keys(dispatch.clone()),
            store: Store {
                state: Rc::new(state),
                dispatch,
                seed: context.props().seed,
            },
        }
    }

    fn update(&mut self, _: &Context<Self>, action: Action) -> bool {
        if let Action::Load(fragment) = &action
            && !self.address.went(fragment)
        {
            return false;
        }
        self.store.state = Rc::new(self.store.state.reduce(action));
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        let store = &self.store;
        let state = &store.state;
        if state.page == Page::Decode {
            return el("div.page decodes")
                .child(header(store))
                .child(problems(store))
                .child(decode(store))
                .child(dialogs(store))
                .html();
        }
        let said = state.current().map(|step| {
            let sentence = words::list_item(&state.film.log, step);
            format!(
                "{} of {}. {sentence}",
                state.step + 1,
                state.film.steps.len()
            )
        });
        let panel = state.settings.then(|| settings(store));
        let stage = el("div.stage")
            .child(cards(store))
            .node(html! { <Diagram store={store.clone()} /> })
            .child(verdict(store));
        // Spoken while stepping by hand; while it plays, only the verdict is.
        let live = if state.playback.playing {
            "off"
        } else {
            "polite"
        };
        let spoken = el("p.unseen").attr("aria-live", live);
        el("div.page")
            .and(if state.settings { "with-settings" } else { "" })
            .and(if state.inspector { "with-sheet" } else { "" })
            .child(header(store))
            .child(bar(store))
            .child(problems(store))
            .child(
                el("main.main")
                    .children(panel.into_iter().collect())
                    .child(stage)
                    .child(inspector(store)),
            )
            .child(transport(store))
            .child(spoken.text(&said.unwrap_or_default()))
            .child(dialogs(store))
            .html()
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        let state = &self.store.state;
        self.address.follow(state);
        self.clock.follow(state, &self.store.dispatch);
        if self.lit != state.lit {
            self.lit = state.lit;
            reveal_lit();
        }
        if self.gone != state.gone.0 {
            self.gone = state.gone.0;
            arrive(state.gone.1);
        }
        if first || self.dialog != state.dialog {
            self.dialog = state.dialog;
            show_dialog(state.dialog.is_some());
        }
    }
}
