//! The lab: the hosts, the diagram, the verdict, and what there is to say of a step.

use super::bench::Bench;
use super::diagram::Diagram;
use super::first::{Welcome, question};
use super::hosts::Hosts;
use super::inspector::{Inspector, Looking};
use super::live_region::live_region;
use super::seat::IisSeat;
use super::settings::Settings;
use super::shared::Shared;
use super::shown::Shown;
use super::transport::Transport;
use super::verdict::VerdictLine;
use crate::app::{State, Tab};
use yew::prelude::*;

/// The lab: each of its parts is given as much of the state as it needs. `seed` draws a random number.
pub fn lab(state: &State, seed: &Callback<(), u64>) -> Html {
    let shown = Shown::of(state);
    let branch = state.branch.as_ref().map(Shared::from);
    let sitting = state.seat.as_ref().filter(|seat| seat.open);
    let looking = match sitting {
        _ if state.tampering => Looking::Bench,
        Some(_) => Looking::Seat,
        None if state.welcome => Looking::Welcome,
        None => match state.walk.filter(|_| state.tab == Tab::Explain) {
            Some(stop) => Looking::Walk(stop),
            None => Looking::Side(state.tab),
        },
    };
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
            <Diagram shown={&shown} over={[state.inspector, state.settings]} />
            <VerdictLine
                shown={&shown}
                scenario={&state.scenario}
                branch={branch.clone()}
                original={state.original}
                seated={state.seat.as_ref().map(|seat| seat.open)}
            />
        </div>
    });
    let title = (looking == Looking::Welcome).then(|| question(&shown, &state.scenario).into());
    let title: Option<AttrValue> = title;
    let instead = match (looking, sitting) {
        (Looking::Bench, _) => html! {
            <Bench
                shown={&shown}
                draft={state.draft.as_ref().map(Shared::from)}
                {branch}
                scenario={&state.scenario}
                original={state.original}
                withheld={&state.withheld}
            />
        },
        (_, Some(seat)) => html! { <IisSeat seat={seat} /> },
        (Looking::Welcome, _) => {
            html! { <Welcome shown={&shown} scenario={&state.scenario} /> }
        }
        _ => Html::default(),
    };
    parts.push(html! {
        <Inspector
            key="inspector"
            shown={&shown}
            tab={state.tab}
            {looking}
            {title}
            open={state.inspector}
        >
            {instead}
        </Inspector>
    });
    html! {
        <key="lab">
            <main class="main">{parts}</main>
            <Transport shown={&shown} playback={state.playback} />
            {live_region(&shown, state.playback.playing)}
        </>
    }
}
