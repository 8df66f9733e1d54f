//! All settings, beside the diagram they change.

mod controller;
pub mod field;
mod group;
mod random_values;
mod setting_problem;

use super::breakpoints::ONE_COLUMN;
use super::browser::matches_media;
use super::controls::button;
use super::hooks::{use_dispatch, use_ids};
use super::shared::Shared;
use crate::app::Action;
use crate::lab::Scenario;
use crate::present::form::{FormField, GROUPS};
use crate::present::narration::interface::what_is_set;
use controller::controller;
use field::setting_field;
use group::group;
use random_values::random_values;
use setting_problem::setting_problem;
use yew::prelude::*;

/// The settings, and whose they are where two runs stand side by side.
#[derive(PartialEq, Properties)]
pub struct SettingsProps {
    /// The settings that the panel shows and changes.
    pub scenario: Shared<Scenario>,
    /// Whether the domain controller has a lifeline.
    pub controller: bool,
    /// Draws a random number.
    pub seed: Callback<(), u64>,
    /// Which run they are of, where there are two.
    #[prop_or_default]
    pub of: Option<&'static str>,
}

/// The panel. Where it is a sheet, those groups are open that were: the first one, and any in which something is set or odd.
#[component]
pub fn Settings(props: &SettingsProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let scenario = &props.scenario;
    // What was opened stays open, whatever is set back.
    let opened = use_mut_ref(|| [!matches_media(ONE_COLUMN); GROUPS.len()]);
    let usual = Scenario::of(scenario.era);
    let problems = scenario.problems();
    let odd = |setting| setting_problem(scenario, &problems, setting);
    let groups = GROUPS.iter().enumerate().map(|(number, it)| {
        let mut fields = it.fields.iter();
        // What is another than usual in its era, or odd.
        let calls = fields.any(|FormField { setting, .. }| {
            setting.get(scenario) != setting.get(&usual) || odd(*setting).is_some()
        });
        let mut opened = opened.borrow_mut();
        let open = opened.get_mut(number).is_none_or(|open| {
            *open |= calls || number == 0;
            *open
        });
        let fields = it.fields.iter().map(|field| {
            let key = field.setting.key();
            html! { <key={key}>{setting_field(&dispatch, &ids, field, scenario, odd(field.setting))}</> }
        });
        group(it.legend, open, fields.collect())
    });
    html! {
        <div class="settings">
            <div class="settings-head">
                <h2>{what_is_set(props.of)}</h2>
                {button("Close", dispatch.act(Action::ToggleSettings))}
            </div>
            <>{for groups}</>
            {controller(&dispatch, &ids, props.controller)}
            {random_values(&dispatch, &props.seed)}
        </div>
    }
}
