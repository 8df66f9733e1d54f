//! The page as a whole: its state and its effects.

use super::browser::{dropped, dropped_at};
use super::context::{PageConstants, contexts};
use super::dispatch::Dispatch;
use super::hooks::{
    use_address, use_arrival, use_clock, use_focus_kept, use_keys, use_title, use_top,
};
use super::parts::{page_class, parts};
use super::store::Store;
use crate::present::link::Page;
use yew::prelude::*;

/// What the page is given.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct AppProps {
    /// Draws a random number.
    pub seed: Callback<(), u64>,
    /// What stands before each id, where there is more than one page in the document.
    #[prop_or_default]
    pub id_prefix: AttrValue,
}

/// The page, whose state, history and keyboard it keeps.
#[component]
pub fn App(props: &AppProps) -> Html {
    let store = use_reducer(Store::from_address);
    let state = store.state.clone();
    let dispatch = use_memo((), |()| Dispatch::new(&store));
    let page = use_node_ref();
    let fragments = state.fragments();
    use_address(&state, &fragments, &dispatch);
    use_keys(&state, &dispatch);
    use_clock(state.clock(), &dispatch);
    use_arrival(&page, state.provenance_jump);
    use_focus_kept(&page, (state.page, state.traffic.open));
    use_title(state.page, &state.scenario);
    use_top((state.page, state.traffic.open));

    // Files are read under Decode, wherever they are dropped.
    let dropped = dropped((*dispatch).clone(), state.traffic.order.clone());
    let ondrop = match state.page {
        Page::Decode => dropped,
        _ => dropped_at(fragments.decode.clone(), dropped),
    };
    let page = html! {
        <div ref={page} class={page_class(&state)} ondragover={keep_page} {ondrop}>
            {parts(&state, &fragments, &dispatch, &props.seed)}
        </div>
    };
    let constants = PageConstants {
        dispatch: (*dispatch).clone(),
        id_prefix: props.id_prefix.clone(),
        term_prefix: props.id_prefix.clone(),
    };
    contexts(constants, &state, page)
}

/// Without it, the browser would open a file that is dropped in the place of the page.
fn keep_page(event: DragEvent) {
    event.prevent_default();
}
