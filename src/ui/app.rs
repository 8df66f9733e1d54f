//! The page as a whole: its state, its effects, and its parts from top to bottom.

use super::browser::{dropped, dropped_at};
use super::context::{PageConstants, contexts};
use super::decode::DecodePage;
use super::diagnose::Diagnose;
use super::dialogs::Dialogs;
use super::dispatch::Dispatch;
use super::export::PrintSheet;
use super::header::Header;
use super::hooks::{
    use_address, use_arrival, use_clock, use_focus_kept, use_keys, use_title, use_top,
};
use super::lab::lab;
use super::outcomes::OutcomesPage;
use super::problems::problems;
use super::prose::Meanings;
use super::scenario_bar::ScenarioBar;
use super::store::Store;
use super::traffic::TrafficPage;
use crate::app::State;
use crate::present::link::{LinkTo, Page};
use crate::present::narration::compare::{A, B};
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
    use_address(&state, &dispatch);
    use_keys(&state, &dispatch);
    use_clock(state.clock(), &dispatch);
    use_arrival(&page, state.provenance_jump);
    use_focus_kept(&page, (state.page, state.traffic.open));
    use_title(state.page, &state.scenario);
    use_top((state.page, state.traffic.open));

    let mut parts = vec![html! {
        <Header
            key="header"
            page={state.page}
            lab={state.fragment_of(Page::Lab)}
            outcomes={state.fragment_of(Page::Outcomes)}
            diagnose={state.fragment_of(Page::Diagnose)}
            decode={state.fragment_of(Page::Decode)}
            rendered={&state.rendered}
            scenario={&state.scenario}
        />
    }];
    if state.page == Page::Lab {
        parts.push(html! {
            <ScenarioBar
                key="bar"
                scenario={&state.scenario}
                settings={state.settings}
                comparing={state.compare.is_some()}
            />
        });
    }
    parts.push(problems(&dispatch, &state.problems, &state.assumed));
    parts.push(match state.page {
        Page::Lab => lab(&state, &props.seed),
        Page::Outcomes => html! {
            <OutcomesPage
                key="outcomes"
                outcomes={&state.outcomes}
                fragment={state.fragment_of(Page::Outcomes)}
            />
        },
        Page::Diagnose => html! {
            <Diagnose key="diagnose" inquiry={&state.inquiry} scenario={&state.scenario} />
        },
        Page::Decode if state.traffic.open => html! {
            <TrafficPage key="traffic" traffic={&state.traffic} open={state.inspector} />
        },
        Page::Decode => html! {
            <DecodePage key="desk" decode={&state.decode} traffic={&state.traffic} />
        },
    });
    if state.page == Page::Lab {
        let twin = state.compare.as_ref();
        parts.push(html! {
            <PrintSheet
                key="print"
                of={twin.map(|_| A)}
                rendered={&state.rendered}
                scenario={&state.scenario}
                fragment={state.fragment_of(Page::Lab)}
            />
        });
        parts.extend(twin.map(|compare| {
            html! {
                <PrintSheet
                    key="print twin"
                    of={Some(B)}
                    rendered={&compare.rendered}
                    scenario={&compare.twin}
                    fragment={LinkTo::settings(&compare.twin).encode()}
                />
            }
        }));
    }
    parts.push(html! { <Dialogs key="dialogs" state={&state} /> });
    parts.push(html! { <Meanings key="meanings" /> });
    // Files are read under Decode, wherever they are dropped.
    let dropped = dropped((*dispatch).clone(), state.traffic.order.clone());
    let ondrop = match state.page {
        Page::Decode => dropped,
        _ => dropped_at(state.fragment_of(Page::Decode), dropped),
    };
    let page = html! {
        <div ref={page} class={page_class(&state)} ondragover={keep_page} {ondrop}>{parts}</div>
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

fn page_class(state: &State) -> Classes {
    let lab = state.page == Page::Lab;
    classes!(
        "page",
        (state.page == Page::Decode && !state.traffic.open).then_some("decodes"),
        (lab && state.compare.is_some()).then_some("comparing"),
        (lab && state.welcome).then_some("untouched"),
        (lab && state.settings).then_some("with-settings"),
        (state.inspector && (lab && state.compare.is_none() || state.shows_traffic()))
            .then_some("with-sheet"),
    )
}
