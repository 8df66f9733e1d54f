//! The parts of the page, from top to bottom.

use super::decode::DecodePage;
use super::diagnose::Diagnose;
use super::dialogs::Dialogs;
use super::dispatch::Dispatch;
use super::export::PrintSheet;
use super::header::Header;
use super::lab::lab;
use super::outcomes::OutcomesPage;
use super::problems::problems;
use super::prose::Meanings;
use super::scenario_bar::ScenarioBar;
use super::traffic::TrafficPage;
use crate::app::{LinkFragments, State};
use crate::present::link::{LinkTo, Page};
use crate::present::narration::compare::{A, B};
use std::rc::Rc;
use yew::prelude::*;

/// The parts. `seed` draws a random number.
pub fn parts(
    state: &Rc<State>,
    fragments: &LinkFragments,
    dispatch: &Dispatch,
    seed: &Callback<(), u64>,
) -> Vec<Html> {
    let mut parts = vec![html! {
        <Header
            key="header"
            page={state.page}
            lab={fragments.lab.clone()}
            outcomes={fragments.outcomes.clone()}
            diagnose={fragments.diagnose.clone()}
            decode={fragments.decode.clone()}
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
    let assumed = (state.page == Page::Lab).then_some(&**state.assumed);
    parts.push(problems(
        dispatch,
        &state.problems,
        assumed.unwrap_or_default(),
    ));
    parts.push(match state.page {
        Page::Lab => lab(state, seed),
        Page::Outcomes => html! {
            <OutcomesPage
                key="outcomes"
                outcomes={&state.outcomes}
                fragment={fragments.outcomes.clone()}
                own_link={state.own_link()}
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
        parts.extend(print_sheets(state, fragments));
    }
    parts.push(html! { <Dialogs key="dialogs" {state} /> });
    parts.push(html! { <Meanings key="meanings" /> });
    parts
}

/// What is printed of the lab: the run, and the one beside it.
fn print_sheets(state: &State, fragments: &LinkFragments) -> impl Iterator<Item = Html> {
    let twin = state.compare.as_ref();
    let own = html! {
        <PrintSheet
            key="print"
            of={twin.map(|_| A)}
            rendered={&state.rendered}
            scenario={&state.scenario}
            fragment={fragments.lab.clone()}
        />
    };
    let other = twin.map(|compare| {
        html! {
            <PrintSheet
                key="print twin"
                of={Some(B)}
                rendered={&compare.rendered}
                scenario={&compare.twin}
                fragment={LinkTo::settings(&compare.twin).encode()}
            />
        }
    });
    [Some(own), other].into_iter().flatten()
}

/// What the stylesheets know of the state.
pub fn page_class(state: &State) -> Classes {
    let lab = state.page == Page::Lab;
    classes!(
        "page",
        (state.page == Page::Decode && !state.traffic.open).then_some("decodes"),
        (lab && state.compare.is_some()).then_some("comparing"),
        (lab && state.welcome).then_some("untouched"),
        (lab && state.settings).then_some("with-settings"),
        (state.inspector && ((lab && state.compare.is_none()) || state.shows_traffic()))
            .then_some("with-sheet"),
    )
}
