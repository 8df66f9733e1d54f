//! All settings, beside the diagram they change.

mod back_end;
mod chance;
mod directory;
mod era;
mod front_end;
mod group;
mod levels;
mod odd;
mod person;
mod visits;

use super::controls::Button;
use super::shared::Shared;
use super::store::use_dispatch;
use crate::app::Action;
use crate::lab::Scenario;
use back_end::BackEndSettings;
use chance::Chance;
use directory::DirectorySettings;
use era::EraSettings;
use front_end::FrontEndSettings;
use person::PersonSettings;
use visits::VisitSettings;
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
    html! {
        <div class="settings" {onkeydown}>
            <div class="settings-head">
                <h2>{"What is set"}</h2>
                <Button label="Close" action={Action::ToggleSettings} />
            </div>
            <EraSettings {scenario} />
            <PersonSettings {scenario} />
            <FrontEndSettings {scenario} />
            <VisitSettings {scenario} />
            <BackEndSettings {scenario} />
            <DirectorySettings {scenario} controller={props.controller} />
            <Chance seed={&props.seed} />
        </div>
    }
}
