//! The second line: what is tried.

mod scenario_choice;
mod settings_button;

use super::controls::RadioGroup;
use super::settings::field::radio;
use super::shared::Shared;
use crate::lab::Scenario;
use crate::present::form::{self, Control, FormField, MAILBOX, SIGN_IN};
use scenario_choice::ScenarioChoice;
use settings_button::SettingsButton;
use yew::prelude::*;

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
    let sign_in = radios("sign-in", &SIGN_IN, &form::sign_in(scenario));
    let mailbox = radios("mailbox", &MAILBOX, &MAILBOX.setting.get(scenario));
    html! {
        <div class="bar">
            <ScenarioChoice {scenario} />
            <RadioGroup id="sign-in" label={SIGN_IN.label}>{sign_in}</RadioGroup>
            <RadioGroup id="mailbox" label={MAILBOX.label}>{mailbox}</RadioGroup>
            <span class="space"></span>
            <SettingsButton open={props.settings} />
        </div>
    }
}

/// The values of a setting of which one is chosen.
fn radios(group: &'static str, field: &FormField, chosen: &str) -> Html {
    let Control::Radio(options) = field.control else {
        return Html::default();
    };
    let options = options().into_iter();
    options
        .map(|option| {
            let checked = option.value == chosen;
            radio(group, field.setting, option, checked)
        })
        .collect()
}
