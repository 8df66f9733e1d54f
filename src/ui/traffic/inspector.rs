//! The sign-in and the step that are shown, from all sides.

use super::explain::explain;
use super::lacking::Lacking;
use super::verify::verify;
use crate::app::{Action, Traffic, TrafficAction, TrafficSide};
use crate::present::narration::traffic as say;
use crate::ui::controls::radio;
use crate::ui::hooks::{use_dispatch, use_focus_back, use_ids};
use crate::ui::inspector::{BytesSide, handle};
use crate::ui::shared::Shared;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// What the inspector looks at.
#[derive(PartialEq, Properties)]
pub struct TrafficInspectorProps {
    /// What was read, and which sign-in is chosen.
    pub traffic: Shared<Traffic>,
    /// The step of its picture that is shown.
    pub shown: Shown,
    /// Whether it is open where it is a sheet from below.
    pub open: bool,
}

/// The inspector of traffic: what came of the sign-in, its bytes, its proofs.
#[component]
pub fn TrafficInspector(props: &TrafficInspectorProps) -> Html {
    let dispatch = use_dispatch();
    let ids = &use_ids();
    let TrafficInspectorProps {
        traffic,
        shown,
        open,
    } = props;
    let node = use_node_ref();
    use_focus_back(&node, *open);
    let Some(attempt) = traffic.shown.attempts.get(traffic.chosen) else {
        return nothing(traffic);
    };
    let sides = [
        (TrafficSide::Explain, "Explain"),
        (TrafficSide::Bytes, "Bytes"),
        (TrafficSide::Verify, "Verify"),
    ];
    let sides = sides.map(|(side, label)| {
        let action = Action::Traffic(TrafficAction::Side(side));
        html! { <key={label}>{radio(&dispatch, ids, "side", label, traffic.side == side, action)}</> }
    });
    html! {
        <aside class="inspector" role="region" aria-label="Inspector">
            <div class="inspector-head">
                {handle(&dispatch, &node, *open)}
                <p class="quiet">{say::which(traffic.chosen, attempt)}</p>
                <h2>{say::verdict(attempt)}</h2>
            </div>
            <div class="sides">
                <div class="segs" role="radiogroup" aria-label="Sides of this sign-in">{for sides}</div>
            </div>
            <div class="pane" tabindex="0" role="group" aria-label={say::which(traffic.chosen, attempt)}>
                {match traffic.side {
                    TrafficSide::Explain => explain(traffic, attempt, shown),
                    TrafficSide::Bytes => html! {
                        <>
                            if shown.rendered.message(shown.step).is_some_and(|it| it.without_body) {
                                <p class="quiet">{say::BODY_NOT_KEPT}</p>
                            }
                            <BytesSide {shown} />
                        </>
                    },
                    TrafficSide::Verify => verify(&dispatch, ids, traffic),
                }}
            </div>
        </aside>
    }
}

/// Where no sign-in was found: what was read, what was not, and what the files lack.
fn nothing(traffic: &Traffic) -> Html {
    let files = traffic.shown.files.iter().enumerate();
    let files = files.map(|(number, file)| {
        let skipped = file.skipped.iter().enumerate();
        let skipped = skipped.map(|(number, it)| {
            html! { <li key={number}>{say::skipped(it)}</li> }
        });
        html! {
            <div key={number}>
                <p><b>{&file.name}</b>{" "}{say::file(file)}</p>
                <ul>{for skipped}</ul>
            </div>
        }
    });
    html! {
        <aside class="inspector" role="region" aria-label="Inspector">
            <div class="inspector-head">
                <h2>{say::WHAT_WAS_READ}</h2>
            </div>
            <div class="pane traffic-explain" tabindex="0" role="group" aria-label={say::WHAT_WAS_READ}>
                {for files}
                <Lacking collection={&traffic.shown} chosen={0} />
            </div>
        </aside>
    }
}
