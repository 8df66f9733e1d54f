//! All settings, beside the diagram they change.

mod chance;
mod controller;
pub mod field;
mod group;
mod odd;

use super::controls::Button;
use super::shared::Shared;
use super::store::use_dispatch;
use crate::app::Action;
use crate::lab::Scenario;
use crate::present::form::GROUPS;
use chance::Chance;
use controller::ControllerField;
use field::SettingField;
use group::Group;
use web_sys::HtmlSelectElement;
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

/// The panel. Escape closes it.
#[component]
pub fn Settings(props: &SettingsProps) -> Html {
    let dispatch = use_dispatch();
    let scenario = &props.scenario;
    let onkeydown = move |event: KeyboardEvent| {
        // A list that is open takes it for itself.
        let in_list = event.target_dyn_into::<HtmlSelectElement>().is_some();
        if event.key() == "Escape" && !in_list {
            event.prevent_default();
            dispatch.emit(Action::ToggleSettings);
        }
    };
    let groups = GROUPS.iter().map(|group| {
        let fields = group.fields.iter().map(|field| {
            html! { <SettingField key={field.setting.key()} {field} {scenario} /> }
        });
        html! { <Group key={group.legend} legend={group.legend}>{for fields}</Group> }
    });
    html! {
        <div class="settings" {onkeydown}>
            <div class="settings-head">
                <h2>{"What is set"}</h2>
                <Button label="Close" action={Action::ToggleSettings} />
            </div>
            {for groups}
            <ControllerField shown={props.controller} />
            <Chance seed={&props.seed} />
        </div>
    }
}
