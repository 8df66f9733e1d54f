//! The visits.

use super::group::Group;
use super::odd::odd;
use crate::app::{Action, Edit};
use crate::lab::{Scenario, Setting};
use crate::ui::controls::{CheckField, Choice, SelectField};
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use std::rc::Rc;
use yew::prelude::*;

/// What is set.
#[derive(PartialEq, Properties)]
pub struct VisitSettingsProps {
    /// The settings.
    pub scenario: Shared<Scenario>,
}

/// How many visits, and on which connections.
#[component]
pub fn VisitSettings(props: &VisitSettingsProps) -> Html {
    let dispatch = use_dispatch();
    let scenario = &props.scenario;
    let choices: Rc<[Choice]> = ["1", "2"].map(|count| Choice::new(count, count)).into();
    html! {
        <Group legend="The visits">
            <SelectField
                id="visits"
                label="Visits"
                {choices}
                chosen={scenario.visits.to_string()}
                onchange={dispatch.value(|key| Some(Action::Edit(Edit::Visits(key.parse().ok()?))))}
            />
            <CheckField
                id="new-connection"
                label="New connection"
                checked={scenario.new_connection}
                action={Action::Edit(Edit::NewConnection(!scenario.new_connection))}
                problem={odd(scenario, Setting::NewConnection)}
            />
        </Group>
    }
}
