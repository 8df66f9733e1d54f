//! The mailbox host.

use super::group::Group;
use super::odd::odd;
use crate::app::{Action, Edit};
use crate::hosts::Protocol;
use crate::lab::{Scenario, Setting};
use crate::ui::controls::{Radio, RadioGroup, TextField};
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// What is set.
#[derive(PartialEq, Properties)]
pub struct BackEndSettingsProps {
    /// The settings.
    pub scenario: Shared<Scenario>,
}

/// How the mailbox is reached, and who may open it.
#[component]
pub fn BackEndSettings(props: &BackEndSettingsProps) -> Html {
    let dispatch = use_dispatch();
    let scenario = &props.scenario;
    let back_end = &scenario.back_end;
    let protocol = |label, protocol| {
        let action = Action::Edit(Edit::Protocol(protocol));
        html! { <Radio group="backend" {label} checked={protocol == back_end.protocol} {action} /> }
    };
    html! {
        <Group legend="The mailbox host">
            <RadioGroup id="backend" label="Back end" problem={odd(scenario, Setting::BackEnd)}>
                {protocol("MAPI", Protocol::Mapi)}
                {protocol("HTTP", Protocol::Http)}
            </RadioGroup>
            <TextField
                id="admits"
                label="Who may open the mailbox"
                value={back_end.admits.clone()}
                oninput={dispatch.value(|typed| Some(Action::Edit(Edit::Admits(typed))))}
                problem={odd(scenario, Setting::Admits)}
            />
        </Group>
    }
}
