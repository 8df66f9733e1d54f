//! The second line: what is tried.

mod compare_button;
mod scenario_choice;
mod settings_button;

use super::controls::LabelledControl;
use super::dispatch::Dispatch;
use super::hooks::{Ids, use_dispatch, use_focus_back, use_focus_when, use_ids};
use super::settings::field::setting_radios;
use super::shared::Shared;
use crate::app::Action;
use crate::lab::Scenario;
use crate::present::form::{self, Control, FormField, SIGN_IN};
use crate::present::narration::interface;
use compare_button::compare_button;
pub use scenario_choice::scenario_choice;
use settings_button::settings_button;
use yew::prelude::*;

/// The settings, and what stands open beside the bar.
#[derive(PartialEq, Properties)]
pub struct ScenarioBarProps {
    /// The settings that its controls show and change.
    pub scenario: Shared<Scenario>,
    /// Whether all of them are shown.
    pub settings: bool,
    /// Whether a second run stands beside it.
    pub comparing: bool,
}

/// Scenario, sign-in, mailbox, and the ways to a second run and to the settings, which take the focus back when those close.
#[component]
pub fn ScenarioBar(props: &ScenarioBarProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let button = use_node_ref();
    use_focus_when(&button, !props.settings);
    let compare = use_node_ref();
    use_focus_back(&compare, props.comparing);
    let scenario = &props.scenario;
    let placement = form::placement(scenario);
    let placed = placement.setting.get(scenario);
    html! {
        <section class="bar" aria-label={interface::BAR}>
            {scenario_choice(&dispatch, ids.of("scenario"), "Scenario", scenario, Action::Preset)}
            {one_of(&dispatch, &ids, "sign-in", &SIGN_IN, &form::sign_in(scenario))}
            {one_of(&dispatch, &ids, "mailbox", placement, &placed)}
            <span class="space"></span>
            {compare_button(&dispatch, &compare, props.comparing)}
            {settings_button(&dispatch, &button, props.settings, scenario)}
        </section>
    }
}

/// A setting, and which of its few values is chosen.
fn one_of(dispatch: &Dispatch, ids: &Ids, name: &str, field: &FormField, chosen: &str) -> Html {
    let radios = match field.control {
        Control::Radio(options) => {
            setting_radios(dispatch, ids, name, field.setting, options(), chosen)
        }
        _ => Html::default(),
    };
    LabelledControl::new(ids, name, field.label).radios(radios)
}
