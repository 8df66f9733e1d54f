//! One setting.

use crate::app::Action;
use crate::lab::{Scenario, Setting, SettingValue};
use crate::present::form::{Control, FormField, FormOption, options_with_present};
use crate::ui::controls::{Choice, LabelledControl, radio};
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// The control of a setting, with what is odd about it, if anything.
pub fn setting_field(
    dispatch: &Dispatch,
    ids: &Ids,
    field: &FormField,
    scenario: &Scenario,
    odd: Option<String>,
) -> Html {
    let FormField {
        setting,
        label,
        ref control,
    } = *field;
    let name = setting.key();
    let value = setting.get(scenario);
    let field = LabelledControl {
        ids,
        name,
        label,
        odd,
    };
    let set = || dispatch.value(move |typed| Some(Action::Set(setting, typed)));
    match control {
        Control::Text => field.text(&value, set()),
        Control::Password => field.password(&value, set()),
        Control::Check => {
            let checked = bool::of_text(&value) == Some(true);
            let action = Action::Set(setting, (!checked).to_text());
            field.check(dispatch, checked, action)
        }
        Control::Radio(options) => field.radios(setting_radios(
            dispatch,
            ids,
            name,
            setting,
            options(),
            &value,
        )),
        Control::List(options) => {
            let choices = options_with_present(*options, setting, scenario).into_iter();
            let choices = choices.map(|option| Choice::new(option.value, option.label));
            let onchange = dispatch.value(move |value| Some(Action::Set(setting, value)));
            field.list(choices.collect(), value, onchange)
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
