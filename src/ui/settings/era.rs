//! When it happens.

use super::group::Group;
use crate::app::{Action, Edit};
use crate::hosts::Era;
use crate::lab::Scenario;
use crate::present::{link, words};
use crate::ui::controls::{Choice, SelectField};
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use std::rc::Rc;
use yew::prelude::*;

/// What is set.
#[derive(PartialEq, Properties)]
pub struct EraSettingsProps {
    /// The settings.
    pub scenario: Shared<Scenario>,
}

/// The era.
#[component]
pub fn EraSettings(props: &EraSettingsProps) -> Html {
    let dispatch = use_dispatch();
    let choice = |era| Choice::new(link::era_key(era), words::era_name(era));
    let choices: Rc<[Choice]> = Era::ALL.into_iter().map(choice).collect();
    let onchange = dispatch.value(|key| Some(Action::Edit(Edit::Era(link::era_of(&key)?))));
    html! {
        <Group legend="When">
            <SelectField
                id="era"
                label="Era"
                {choices}
                chosen={link::era_key(props.scenario.era)}
                {onchange}
            />
        </Group>
    }
}
