//! The lab: the hosts, the diagram, the verdict, and what there is to say of a step.

use super::compare::comparing;
use super::diagram::Diagram;
use super::first::{Welcome, question};
use super::hosts::Hosts;
use super::inspector::{Inspector, Looking};
use super::live_region::live_region;
use super::repairs::RepairsPane;
use super::seat::IisSeat;
use super::settings::Settings;
use super::shared::Shared;
use super::shown::Shown;
use super::tamper::TamperPanel;
use super::transport::Transport;
use super::verdict::VerdictLine;
use crate::app::{State, Tab};
use yew::prelude::*;

/// The lab: each of its parts is given as much of the state as it needs. `seed` draws a random number.
pub fn lab(state: &State, seed: &Callback<(), u64>) -> Html {
    let shown = Shown::of(state);
    if let Some(compare) = &state.compare {
        return comparing(state, compare, seed);
    }
    let branch = state.branch.as_ref().map(Shared::from);
    let predict = state.predict.as_ref().map(Shared::from);
    let sitting = state.seat.as_ref().filter(|seat| seat.open);
    let repairs = state.repairs.as_ref().filter(|repairs| repairs.open);
    let looking = match sitting {
        _ if state.tampering => Looking::Tamper,
        Some(_) => Looking::Seat,
        _ if repairs.is_some() => Looking::Repairs,
        None if state.welcome && state.predict.is_none() => Looking::Welcome,
        None => match (
            state.asking(),
            state.walk.filter(|_| state.tab == Tab::Explain),
        ) {
            (Some(asking), _) => Looking::Prediction(asking),
            (None, Some(stop)) => Looking::Walk(stop),
            (None, None) => Looking::Side(state.tab),
        },
    };
    let asks_at = |step| state.predict.as_ref().is_some_and(|it| it.asks_at(step));
    let mut parts = Vec::new();
    if state.settings {
        parts.push(html! {
            <Settings
                key="settings"
                scenario={&state.scenario}
                controller={state.controller}
                {seed}
            />
        });
    }
    parts.push(html! {
        <div key="stage" class="stage">
            <Hosts shown={&shown} scenario={&state.scenario} />
            <Diagram
                shown={&shown}
                over={[state.inspector, state.settings]}
                untouched={state.welcome}
                asks={asks_at(state.film.last())}
            />
            <VerdictLine
                shown={&shown}
                scenario={&state.scenario}
                branch={branch.clone().filter(|_| !shown.veiled)}
                original={state.original}
                seated={state.seat.as_ref().map(|seat| seat.open)}
                repairing={repairs.is_some()}
                asked={asks_at(state.step)}
            />
        </div>
    });
    let title: Option<AttrValue> = match looking {
        Looking::Welcome => Some(question(&shown, &state.scenario).into()),
        _ => None,
    };
    let instead = match (looking, sitting) {
        (Looking::Tamper, _) => html! {
            <TamperPanel
                shown={&shown}
                draft={state.draft.as_ref().map(Shared::from)}
                {branch}
                scenario={&state.scenario}
                original={state.original}
                withheld={&state.withheld}
            />
        },
        (_, Some(seat)) => html! { <IisSeat seat={seat} /> },
        (Looking::Repairs, _) => html! {
            <RepairsPane repairs={repairs.map(Shared::from)} scenario={&state.scenario} />
        },
        (Looking::Welcome, _) => {
            html! { <Welcome shown={&shown} scenario={&state.scenario} /> }
        }
        _ => Html::default(),
    };
    parts.push(html! {
        <Inspector
            key="inspector"
            shown={&shown}
            scenario={&state.scenario}
            tab={state.tab}
            {looking}
            {title}
            {predict}
            open={state.inspector}
        >
            {instead}
        </Inspector>
    });
    html! {
        <key="lab">
            <main class="main">{parts}</main>
            <Transport shown={&shown} playback={state.playback} predicting={Some(state.predict.is_some())} />
            {live_region(&shown, state.playback)}
        </>
    }
}
