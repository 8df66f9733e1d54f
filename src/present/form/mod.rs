//! The settings as a form: in which group each stands, what it is called, and how it is set. The page draws this.

mod apart;
mod groups;
mod options;
mod value;

pub use apart::{SettingApart, settings_apart};
pub use groups::{GROUPS, SIGN_IN, placement};

use super::narration::{clock_name, schemes};
use crate::lab::{Scenario, Setting, SettingValue};
use groups::MAILBOX;

/// Settings that belong together.
#[derive(Debug)]
pub struct FormGroup {
    /// The heading of the group.
    pub legend: &'static str,
    /// The settings, from top to bottom.
    pub fields: &'static [FormField],
}

/// A setting and its control.
#[derive(Debug)]
pub struct FormField {
    /// The setting that the control shows and changes.
    pub setting: Setting,
    /// What the control is called.
    pub label: &'static str,
    /// What kind of control it is, and its values.
    pub control: Control,
}

/// How a setting is set.
#[derive(Debug)]
pub enum Control {
    /// A line of text that is typed.
    Text,
    /// A line of text that is hidden while it is typed.
    Password,
    /// A box to tick, for what is so or not.
    Check,
    /// One of a few, all in sight.
    Radio(fn() -> Vec<FormOption>),
    /// One of a list that opens.
    List(fn() -> Vec<FormOption>),
}

/// A value that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormOption {
    /// The value, as [`Setting::set`] takes it.
    pub value: String,
    /// What the value is called where it can be chosen.
    pub label: String,
}

/// Each setting stands in one place.
impl PartialEq for FormField {
    fn eq(&self, other: &Self) -> bool {
        (self.setting, self.label) == (other.setting, other.label)
    }
}

/// What a setting's control is called, and what a value of it is called there. A setting without a control is called by
/// its key.
pub fn said(setting: Setting, value: &str) -> (&'static str, String) {
    let mut fields = GROUPS
        .iter()
        .flat_map(|group| group.fields)
        .chain([&SIGN_IN, &MAILBOX]);
    let Some(field) = fields.find(|field| field.setting == setting) else {
        return (setting.key(), value.to_owned());
    };
    let options = match &field.control {
        Control::Radio(options) | Control::List(options) => options(),
        Control::Check => {
            let is_so = bool::of_text(value) == Some(true);
            let word = if is_so { "yes" } else { "no" };
            return (field.label, word.to_owned());
        }
        Control::Text | Control::Password => Vec::new(),
    };
    let option = options.into_iter().find(|option| option.value == value);
    let value = option.map_or_else(|| value.to_owned(), |option| option.label);
    (field.label, value)
}

/// The values of a list, with the one that is set where it is not among those that people choose: a link may have another.
pub fn options_with_present(
    options: fn() -> Vec<FormOption>,
    setting: Setting,
    scenario: &Scenario,
) -> Vec<FormOption> {
    let mut options = options();
    let value = setting.get(scenario);
    if !options.iter().any(|option| option.value == value) {
        let label = match setting {
            Setting::Schemes => schemes(&scenario.front_end.schemes),
            Setting::BackEndSchemes => schemes(&scenario.back_end.schemes),
            Setting::ClockAhead => clock_name(scenario.front_end.clock_ahead.0).into(),
            _ => value.clone(),
        };
        options.push(FormOption { value, label });
    }
    options
}

/// The value of [`SIGN_IN`]: of several schemes the first.
pub fn sign_in(scenario: &Scenario) -> String {
    let first = scenario.front_end.schemes.first();
    Vec::from_iter(first.copied()).to_text()
}

#[cfg(test)]
mod tests;
