//! The first screen: what this is, what to do, and where to begin.

use super::starts::{starts, stay, way_to};
use crate::app::{Action, PredictAction, TransportAction};
use crate::lab::{Outcome, Scenario};
use crate::present::form::placement;
use crate::present::narration::first;
use crate::present::walk::WalkStop;
use crate::ui::controls::{button, primary_button};
use crate::ui::hooks::{use_dispatch, use_ids};
use crate::ui::outside_link::outside_link;
use crate::ui::prose::prose;
use crate::ui::shared::Shared;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// What the first screen is about.
#[derive(PartialEq, Properties)]
pub struct WelcomeProps {
    /// The run that is shown.
    pub shown: Shown,
    /// The settings that the run follows from.
    pub scenario: Shared<Scenario>,
}

/// The first screen, until something is done.
#[component]
pub fn Welcome(props: &WelcomeProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let (rendered, scenario) = (&props.shown.rendered, &props.scenario);
    let play = primary_button(
        first::PLAY,
        dispatch.act(Action::Transport(TransportAction::Toggle)),
    );
    let walk = Action::Walk(Some(WalkStop::Proof));
    let walk = button(first::TAKE_THE_WALK, dispatch.act(walk));
    let predict = Action::Predict(PredictAction::Toggle);
    let predict = button(first::PREDICT, dispatch.act(predict));
    let elsewhere = WalkStop::Question
        .find(&rendered.log)
        .map(|event| Action::Transport(TransportAction::SeekEvent(event)));
    let article = first::the_article();
    let placement = placement(scenario).label;
    let what_to_do = first::what_to_do(scenario, outcome(&props.shown), placement);
    html! {
        <div class="first-screen">
            <p class="lead">{prose(&ids, &first::what_it_is(scenario))}</p>
            <p class="lead">{prose(&ids, &what_to_do)}</p>
            <div class="first-ways" onclick={stay}>
                {way(play, first::play_takes(rendered.steps.len(), rendered.left(0)))}
                {way(walk, first::walk_takes())}
                {way(predict, first::PREDICT_TAKES.to_owned())}
            </div>
            <div class="case">
                <p>{prose(&ids, &first::the_case())}</p>
                <p class="links">
                    if let Some(url) = article.url() {
                        {outside_link(url, first::READ_IT)}
                    }
                    if let Some(action) = elsewhere {
                        {way_to(&dispatch, first::OTHER_STORY, action, false)}
                    }
                </p>
            </div>
            <h3>{first::START_FROM}</h3>
            {starts(&dispatch, scenario)}
        </div>
    }
}

/// The question that the run answers.
pub fn question(shown: &Shown, scenario: &Scenario) -> String {
    first::question(scenario, outcome(shown))
}

fn outcome(shown: &Shown) -> Option<&Outcome> {
    let last = shown.rendered.outcomes().last();
    last.map(|settled| &settled.outcome)
}

/// A way to begin, and how long it is.
fn way(button: Html, takes: String) -> Html {
    html! { <div>{button}<span class="quiet">{takes}</span></div> }
}
