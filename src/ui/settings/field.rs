//! One setting.

use super::odd::odd;
use crate::app::Action;
use crate::lab::Scenario;
use crate::present::form::{Control, FormField, FormOption};
use crate::ui::controls::{CheckField, Choice, Radio, RadioGroup, SelectField, TextField};
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// The setting, and what is set.
#[derive(PartialEq, Properties)]
pub struct SettingFieldProps {
    /// The setting.
    pub field: &'static FormField,
    /// The settings.
    pub scenario: Shared<Scenario>,
}

/// The control of the setting, with what is odd about it.
#[component]
pub fn SettingField(props: &SettingFieldProps) -> Html {
    let dispatch = use_dispatch();
    let FormField {
        setting,
        label,
        ref control,
    } = *props.field;
    let id = setting.key();
    let value = setting.get(&props.scenario);
    let problem = odd(&props.scenario, setting);
    match control {
        Control::Text | Control::Password => {
            let kind = match control {
                Control::Password => "password",
                _ => "text",
            };
            let oninput = dispatch.value(move |typed| Some(Action::Set(setting, typed)));
            html! { <TextField {id} {label} {kind} {value} {oninput} {problem} /> }
        }
        Control::Check => {
            let checked = value == "1";
            let other = if checked { "0" } else { "1" };
            let action = Action::Set(setting, other.to_owned());
            html! { <CheckField {id} {label} {checked} {action} {problem} /> }
        }
        Control::Radio(options) => {
            let radios = options().into_iter().map(|option| {
                let checked = option.value == value;
                radio(id, setting, option, checked)
            });
            html! { <RadioGroup {id} {label} {problem}>{for radios}</RadioGroup> }
        }
        Control::List(options) => {
            let choices = options().into_iter();
            let choices = choices.map(|option| Choice::new(option.value, option.label));
            let onchange = dispatch.value(move |value| Some(Action::Set(setting, value)));
            html! {
                <SelectField
                    {id} {label} {onchange} {problem}
                    choices={choices.collect::<std::rc::Rc<[Choice]>>()}
                    chosen={value}
                />
            }
        }
    }
}

/// A value of a setting, as a radio button of a group.
pub fn radio(
    group: &'static str,
    setting: crate::lab::Setting,
    option: FormOption,
    checked: bool,
) -> Html {
    let FormOption { value, label } = option;
    let action = Action::Set(setting, value.clone());
    html! { <Radio key={value} {group} {label} {checked} {action} /> }
}
