//! The lab: the hosts, the diagram, the verdict, and what there is to say of a step.

use super::compare::Comparing;
use super::diagram::{Diagram, Overlays};
use super::first::question;
use super::hosts::Hosts;
use super::inspector::{Inspector, Instead, Looking};
use super::live_region::live_region;
use super::settings::Settings;
use super::shared::Shared;
use super::shown::Shown;
use super::transport::Transport;
use super::verdict::VerdictLine;
use crate::app::{Panel, State};
use yew::prelude::*;

/// The lab: each of its parts is given as much of the state as it needs. `seed` draws a random number.
pub fn lab(state: &State, seed: &Callback<(), u64>) -> Html {
    let shown = Shown::of(state);
    if let Some(compare) = &state.compare {
        return html! {
            <Comparing
                key="comparing" shown={&shown} scenario={&state.scenario} {compare} settings={state.settings}
                controller={state.controller} playback={state.playback} {seed}
            />
        };
    }
    let branch = state.branch.as_ref().map(Shared::from);
    let predict = state.predict.as_ref().map(Shared::from);
    let looking = Looking::of(state);
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
                over={Overlays { inspector: state.inspector, settings: state.settings }}
                untouched={state.welcome}
                asks={asks_at(state.rendered.last())}
            />
            <VerdictLine
                shown={&shown}
                scenario={&state.scenario}
                branch={branch.filter(|_| !shown.veiled)}
                original={state.original}
                seated={state.seat.as_ref().map(|_| state.panel == Panel::Seat)}
                repairing={state.panel == Panel::Repairs}
                asked={asks_at(state.step)}
            />
        </div>
    });
    let title: Option<AttrValue> =
        (looking == Looking::Welcome).then(|| question(&shown, &state.scenario).into());
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
            instead={instead_of_sides(state, looking)}
        />
    });
    html! {
        <key="lab">
            <main class="main" tabindex="-1">{parts}</main>
            <Transport shown={&shown} playback={state.playback} predicting={Some(state.predict.is_some())} />
            {live_region(&shown, state.playback)}
        </>
    }
}

/// What stands in the inspector in place of the sides of a step.
fn instead_of_sides(state: &State, looking: Looking) -> Instead {
    match looking {
        Looking::Tamper => Instead::Tamper {
            draft: state.draft.as_ref().map(Shared::from),
            branch: state.branch.as_ref().map(Shared::from),
            original: state.original,
            withheld: (&state.withheld).into(),
        },
        Looking::Seat => Instead::Seat(state.seat.as_ref().map(Shared::from)),
        Looking::Repairs => Instead::Repairs(state.repairs.as_ref().map(Shared::from)),
        Looking::Welcome => Instead::Welcome,
        Looking::Walk(_) | Looking::Prediction(_) | Looking::Side(_) => Instead::Nothing,
    }
}
