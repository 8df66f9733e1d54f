//! The person at the browser.

use super::group::Group;
use super::levels::LevelField;
use super::odd::odd;
use crate::app::{Action, Edit};
use crate::lab::{Scenario, Setting};
use crate::ui::controls::TextField;
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// What is set.
#[derive(PartialEq, Properties)]
pub struct PersonSettingsProps {
    /// The settings.
    pub scenario: Shared<Scenario>,
}

/// What the person types, and how their computer answers.
#[component]
pub fn PersonSettings(props: &PersonSettingsProps) -> Html {
    let dispatch = use_dispatch();
    let scenario = &props.scenario;
    let client = &scenario.client;
    html! {
        <Group legend="The person at the browser">
            <TextField
                id="user"
                label="User"
                value={client.user.clone()}
                oninput={dispatch.value(|typed| Some(Action::Edit(Edit::User(typed))))}
                problem={odd(scenario, Setting::User)}
            />
            <TextField
                id="domain"
                label="Domain"
                value={client.domain.clone()}
                oninput={dispatch.value(|typed| Some(Action::Edit(Edit::Domain(typed))))}
                problem={odd(scenario, Setting::Domain)}
            />
            <TextField
                id="password"
                label="Password"
                kind="password"
                value={client.password.clone()}
                oninput={dispatch.value(|typed| Some(Action::Edit(Edit::Password(typed))))}
                problem={odd(scenario, Setting::Password)}
            />
            <LevelField
                id="level"
                label="Client level"
                level={scenario.client_level}
                edit={Edit::ClientLevel}
                problem={odd(scenario, Setting::ClientLevel)}
            />
        </Group>
    }
}
