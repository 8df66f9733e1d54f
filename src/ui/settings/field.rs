//! One setting.

use super::setting_problem::setting_problem;
use crate::app::Action;
use crate::lab::{Scenario, Setting};
use crate::present::form::{Control, FormField, FormOption};
use crate::ui::controls::{Choice, check_field, radio, radio_group, select_field, typed_setting};
use crate::ui::hooks::Ids;
use crate::ui::store::Dispatch;
use yew::prelude::*;

/// The control of a setting, with what is odd about it.
pub fn setting_field(
    dispatch: &Dispatch,
    ids: &Ids,
    field: &FormField,
    scenario: &Scenario,
) -> Html {
    let FormField {
        setting,
        label,
        ref control,
    } = *field;
    let name = setting.key();
    let value = setting.get(scenario);
    let odd = setting_problem(scenario, setting);
    match control {
        Control::Text | Control::Password => {
            let kind = match control {
                Control::Password => "password",
                _ => "text",
            };
            let oninput = dispatch.value(move |typed| Some(Action::Set(setting, typed)));
            typed_setting(ids, name, label, kind, &value, oninput, odd)
        }
        Control::Check => {
            let checked = value == "1";
            let other = if checked { "0" } else { "1" };
            let action = Action::Set(setting, other.to_owned());
            check_field(dispatch, ids, name, label, checked, action, odd)
        }
        Control::Radio(options) => {
            let radios = setting_radios(dispatch, ids, name, setting, options(), &value);
            radio_group(ids, name, label, radios, odd)
        }
        Control::List(options) => {
            let choices = options().into_iter();
            let choices = choices.map(|option| Choice::new(option.value, option.label));
            let onchange = dispatch.value(move |value| Some(Action::Set(setting, value)));
            select_field(ids, name, label, choices.collect(), value, onchange, odd)
        }
    }
}

/// The values of a setting, as the radio buttons of a group.
pub fn setting_radios(
    dispatch: &Dispatch,
    ids: &Ids,
    group: &str,
    setting: Setting,
    options: Vec<FormOption>,
    chosen: &str,
) -> Html {
    let radios = options.into_iter().map(|FormOption { value, label }| {
        let key = value.clone();
        let checked = value == chosen;
        let action = Action::Set(setting, value);
        html! { <key={key}>{radio(dispatch, ids, group, &label, checked, action)}</> }
    });
    radios.collect()
}
