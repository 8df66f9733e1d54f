//! All settings, beside the diagram they change.

mod controller;
pub mod field;
mod group;
mod random_values;
mod setting_problem;

use super::controls::button;
use super::hooks::use_ids;
use super::shared::Shared;
use super::store::use_dispatch;
use crate::app::Action;
use crate::lab::Scenario;
use crate::present::form::GROUPS;
use controller::controller;
use field::setting_field;
use group::group;
use random_values::random_values;
use yew::prelude::*;

/// What is set.
#[derive(PartialEq, Properties)]
pub struct SettingsProps {
    /// The settings.
    pub scenario: Shared<Scenario>,
    /// Whether the domain controller has a lifeline.
    pub controller: bool,
    /// Draws a random number.
    pub seed: Callback<(), u64>,
}

/// The panel.
#[component]
pub fn Settings(props: &SettingsProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let scenario = &props.scenario;
    let groups = GROUPS.iter().map(|it| {
        let fields = it.fields.iter().map(|field| {
            let key = field.setting.key();
            html! { <key={key}>{setting_field(&dispatch, &ids, field, scenario)}</> }
        });
        group(it.legend, fields.collect())
    });
    html! {
        <div class="settings">
            <div class="settings-head">
                <h2>{"What is set"}</h2>
                {button(&dispatch, "Close", Action::ToggleSettings)}
            </div>
            <>{for groups}</>
            {controller(&dispatch, &ids, props.controller)}
            {random_values(&dispatch, &props.seed)}
        </div>
    }
}
