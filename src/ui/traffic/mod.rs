//! Other people's traffic, drawn and explained: the sign-ins in it, one visit as a diagram, and what there is to know of it.

mod bar;
mod explain;
mod export_menu;
mod inspector;
mod lacking;
mod lanes;
mod next_ways;
mod reading_line;
mod replaced_names;
mod sign_in_filter;
mod sign_in_list;
mod sign_in_row;
mod use_window;
mod verify;

use super::diagram::{Diagram, Overlays};
use super::hooks::use_dispatch;
use super::live_region::live_region;
use super::shared::Shared;
use super::shown::Shown;
use super::transport::Transport;
use crate::app;
use crate::present::narration::traffic as say;
use crate::present::traffic::step_positions;
use bar::bar;
use inspector::TrafficInspector;
use lanes::lanes;
use reading_line::reading_line;
use sign_in_list::SignInList;
use yew::prelude::*;

/// The traffic, as it was read and is shown.
#[derive(PartialEq, Properties)]
pub struct TrafficProps {
    /// What was read, and what is shown of it.
    pub traffic: Shared<app::Traffic>,
    /// Whether the inspector is open where it is a sheet from below.
    pub open: bool,
}

/// The page below its head.
#[component]
pub fn TrafficPage(props: &TrafficProps) -> Html {
    let dispatch = use_dispatch();
    let file = use_node_ref();
    let traffic = &props.traffic;
    let shown = Shown {
        rendered: (&traffic.rendered).into(),
        step: traffic.step,
        veiled: false,
        to_scale: traffic.to_scale,
    };
    let beside = use_memo(
        (
            shown.rendered.clone(),
            Shared::from(&traffic.shown),
            Shared::from(&traffic.marks),
        ),
        |(rendered, collection, marks)| {
            step_positions(collection, &rendered.log, &rendered.steps, marks)
        },
    );
    let found = !traffic.shown.attempts.is_empty();
    html! {
        <>
            {bar(&dispatch, &file, traffic)}
            <div>
                if let Some(reading) = &traffic.reading {
                    {reading_line(&dispatch, reading)}
                }
            </div>
            <main class="main traffic" tabindex="-1">
                <div class="stage">
                    <SignInList {traffic} />
                    if found {
                        {lanes(&shown)}
                        <Diagram shown={&shown} over={Overlays { inspector: props.open, settings: false }} {beside} />
                    } else if traffic.reading.is_none() {
                        <p class="empty">{say::NOTHING_FOUND}</p>
                    }
                </div>
                <TrafficInspector {traffic} shown={&shown} open={props.open} />
            </main>
            if found {
                <Transport shown={&shown} playback={traffic.playback} predicting={None} times={true} />
            }
            {live_region(&shown, traffic.playback)}
        </>
    }
}
