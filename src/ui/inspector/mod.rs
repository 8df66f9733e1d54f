//! The step, from all sides, and the run's logs; and what else stands in their place.

mod bytes;
mod explain;
mod heading;
mod instead;
mod log_entry;
mod logs;
mod looking;
mod message;
mod nothing_sent;
mod prediction;
mod proof;
mod side;
mod side_choice;
mod tabs;
mod tamper_button;

use super::first::walk_card;
use super::hooks::{use_dispatch, use_focus_after, use_focus_back, use_focus_when, use_ids};
use super::shared::Shared;
use super::shown::Shown;
use crate::app::{Predict, Tab};
use crate::lab::Scenario;
pub use bytes::BytesSide;
pub use looking::Looking;

use explain::explain_side;
pub use heading::handle;
use heading::heading;
pub use instead::Instead;
use prediction::prediction;
use side::side;
use tabs::{tab_name, tabs};
use tamper_button::tamper_button;
use web_sys::Element;
use yew::prelude::*;

/// What the inspector shows, and where it stands.
#[derive(PartialEq, Properties)]
pub struct InspectorProps {
    /// The step that is looked at, with its run.
    pub shown: Shown,
    /// The settings that the run follows from.
    pub scenario: Shared<Scenario>,
    /// The side that is shown, or was shown last.
    pub tab: Tab,
    /// Which side, or what stands in its place.
    pub looking: Looking,
    /// What was predicted so far, while somebody predicts.
    pub predict: Option<Shared<Predict>>,
    /// Whether it is open where it is a sheet from below.
    pub open: bool,
    /// What stands in the place of the step's title.
    pub title: Option<AttrValue>,
    /// What stands in the place of a side.
    pub instead: Instead,
}

/// The inspector: the sides of the step, and the one that is chosen.
#[component]
pub fn Inspector(props: &InspectorProps) -> Html {
    super::renders::count("Inspector");
    let InspectorProps { shown, looking, .. } = props;
    let dispatch = use_dispatch();
    let ids = use_ids();
    let pane = use_node_ref();
    let tab_list = use_node_ref();
    let handle = use_node_ref();
    let tamper = use_node_ref();
    let question = use_node_ref();
    let predict = props.predict.as_deref().zip(match looking {
        Looking::Prediction(asking) => Some(*asking),
        _ => None,
    });
    // What opens in the place of what closes has the last word.
    use_focus_back(&handle, props.open);
    use_focus_back(&tamper, *looking == Looking::Tamper);
    use_focus_when(
        &pane,
        matches!(looking, Looking::Seat | Looking::Repairs | Looking::Walk(_)),
    );
    // What else is looked at begins at its top.
    let scrolled = pane.clone();
    use_effect_with(*looking, move |_| {
        if let Some(pane) = scrolled.cast::<Element>() {
            pane.set_scroll_top(0);
        }
    });
    use_focus_after(&question, predict.map_or(0, |(it, _)| it.answers.len() + 1));
    if shown.current().is_none() {
        return html! { <aside class="inspector" role="region" aria-label="Inspector" /> };
    }
    let instead = || props.instead.draw(shown, &props.scenario);
    let (label, inside) = match looking {
        Looking::Tamper => ("tamper", instead()),
        Looking::Seat => ("be-iis", instead()),
        Looking::Repairs => ("what-would", instead()),
        Looking::Side(tab) => (tab_name(*tab), side(&dispatch, *tab, &ids, props)),
        Looking::Welcome => (tab_name(Tab::Explain), instead()),
        Looking::Prediction(_) => {
            let inside = predict.map(|it| prediction(&dispatch, (&ids, &question), shown, it));
            ("question", inside.unwrap_or_default())
        }
        Looking::Walk(stop) => {
            let card = walk_card(&dispatch, &ids, *stop);
            let inside = html! { <>{card}{explain_side(&ids, shown)}</> };
            (tab_name(Tab::Explain), inside)
        }
    };
    html! {
        <aside class="inspector" role="region" aria-label="Inspector">
            {heading(&dispatch, &handle, shown, props.title.as_ref(), props.open)}
            <div class="sides">
                {tabs(&dispatch, &ids, &tab_list, looking.selected(), props.tab)}
                {tamper_button(&dispatch, &ids, &tamper, shown, *looking == Looking::Tamper)}
            </div>
            <div
                ref={pane} class="pane" id={ids.of("pane")} role="tabpanel" tabindex="0"
                aria-labelledby={ids.of(label)}
            >
                {inside}
            </div>
        </aside>
    }
}
