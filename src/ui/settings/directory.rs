//! The accounts.

use super::group::Group;
use super::levels::LevelField;
use super::odd::odd;
use crate::app::{Action, Edit};
use crate::lab::{Scenario, Setting};
use crate::ui::controls::{CheckField, TextField};
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// What is set.
#[derive(PartialEq, Properties)]
pub struct DirectorySettingsProps {
    /// The settings.
    pub scenario: Shared<Scenario>,
    /// Whether the domain controller has a lifeline.
    pub controller: bool,
}

/// What the domain controller knows, and whether it is shown.
#[component]
pub fn DirectorySettings(props: &DirectorySettingsProps) -> Html {
    let dispatch = use_dispatch();
    let scenario = &props.scenario;
    let directory = &scenario.directory;
    html! {
        <Group legend="The accounts">
            <TextField
                id="accounts"
                label="Accounts in the directory"
                value={directory.accounts.clone()}
                oninput={dispatch.value(|typed| Some(Action::Edit(Edit::Accounts(typed))))}
            />
            <TextField
                id="real-password"
                label="Password on the domain controller"
                kind="password"
                value={directory.password.clone()}
                oninput={dispatch.value(|typed| Some(Action::Edit(Edit::DirectoryPassword(typed))))}
                problem={odd(scenario, Setting::DirectoryPassword)}
            />
            <LevelField
                id="dc-level"
                label="DC level"
                level={scenario.dc_level}
                edit={Edit::DcLevel}
                problem={odd(scenario, Setting::DcLevel)}
            />
            <CheckField
                id="controller"
                label="Show domain controller"
                checked={props.controller}
                action={Action::Controller(!props.controller)}
            />
        </Group>
    }
}
