//! The second line: what is tried.

mod scenario_choice;
mod settings_button;

use super::controls::{Radio, RadioGroup};
use super::shared::Shared;
use crate::app::{Action, Edit};
use crate::hosts::Scheme;
use crate::lab::{Placement, Scenario};
use scenario_choice::ScenarioChoice;
use settings_button::SettingsButton;
use yew::prelude::*;

const SCHEMES: [(&str, Option<Scheme>); 3] = [
    ("Anonymous", None),
    ("Basic", Some(Scheme::Basic)),
    ("NTLM", Some(Scheme::Ntlm)),
];
const PLACES: [(&str, Placement); 2] = [
    ("same host", Placement::SameHost),
    ("another host", Placement::AnotherHost),
];

/// What is tried.
#[derive(PartialEq, Properties)]
pub struct ScenarioBarProps {
    /// The settings.
    pub scenario: Shared<Scenario>,
    /// Whether all of them are shown.
    pub settings: bool,
}

/// Scenario, sign-in, mailbox, and the way to the settings.
#[component]
pub fn ScenarioBar(props: &ScenarioBarProps) -> Html {
    let scenario = &props.scenario;
    let sign_in = scenario.front_end.schemes.first().copied();
    let schemes = SCHEMES.iter().map(|&(label, scheme)| {
        let action = Action::Edit(Edit::Schemes(scheme.into_iter().collect()));
        html! { <Radio key={label} group="sign-in" {label} checked={scheme == sign_in} {action} /> }
    });
    let placement = scenario.back_end.placement;
    let places = PLACES.iter().map(|&(label, place)| {
        let action = Action::Edit(Edit::Placement(place));
        html! { <Radio key={label} group="mailbox" {label} checked={place == placement} {action} /> }
    });
    html! {
        <div class="bar">
            <ScenarioChoice {scenario} />
            <RadioGroup id="sign-in" label="Sign-in">{for schemes}</RadioGroup>
            <RadioGroup id="mailbox" label="Mailbox">{for places}</RadioGroup>
            <span class="space"></span>
            <SettingsButton open={props.settings} />
        </div>
    }
}
