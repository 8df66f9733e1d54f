//! The dialog: the link to here, the keys, all terms, or what a run is saved as.

mod keys;
mod share;

use super::export::{Exports, export_choice};
use super::hooks::{use_dispatch, use_ids, use_modal};
use super::prose::glossary;
use super::shared::Shared;
use crate::app::{Action, Dialog, State};
use crate::present::link::Page;
use crate::present::narration::first;
use keys::key_list;
use share::share_link;
use yew::prelude::*;

/// What the dialog is about.
#[derive(PartialEq, Properties)]
pub struct DialogsProps {
    /// The state: a link leads to all of it.
    pub state: Shared<State>,
}

/// The dialog, with what is in it, if anything.
#[component]
pub fn Dialogs(props: &DialogsProps) -> Html {
    let dispatch = use_dispatch();
    let state = &props.state;
    let ids = use_ids();
    let node = use_node_ref();
    let address = use_node_ref();
    let refused = use_state_eq(|| false);
    use_modal(&node, state.dialog);
    let (title, inside) = match state.dialog {
        Some(Dialog::Export) => ("Export", export_choice(&dispatch, state, &refused)),
        Some(Dialog::Keys) => ("Keys", key_list(&dispatch)),
        Some(Dialog::Glossary) => (first::GLOSSARY, glossary()),
        Some(Dialog::Share) => {
            let inside = share_link(&dispatch, &ids, &address, state);
            let exports = (state.page == Page::Lab).then(|| exports(state));
            ("Link to this view", html! { <>{inside}{exports}</> })
        }
        None => ("Link to this view", Html::default()),
    };
    // Where there is nothing to type, the space bar closes again.
    let reads = matches!(state.dialog, Some(Dialog::Keys | Dialog::Glossary));
    html! {
        <dialog ref={node} class="dialog" aria-label={title} onclose={dispatch.act(Action::Dialog(None))}>
            <h2>{title}</h2>
            {inside}
            <button
                class="primary" type="button" autofocus={reads} onclick={dispatch.act(Action::Dialog(None))}
            >
                {"Close"}
            </button>
        </dialog>
    }
}

fn exports(state: &State) -> Html {
    html! {
        <Exports rendered={&state.rendered} scenario={&state.scenario} fragment={state.fragment_of(Page::Lab)} />
    }
}
