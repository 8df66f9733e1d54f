//! A setting with its value, as people read it.

use super::{Control, FormField};
use crate::lab::{Scenario, Setting, SettingValue};
use crate::present::foreign::cut;
use crate::present::narration::schemes;

/// Longest value that was typed, in characters.
const LONG: usize = 40;

impl FormField {
    /// The setting and what that scenario has for it, in the form's words. A password is not written out.
    pub fn with_value(&self, scenario: &Scenario) -> String {
        let value = self.setting.get(scenario);
        if self.setting == Setting::Schemes {
            return match scenario.front_end.schemes.as_slice() {
                [] => "No scheme".to_owned(),
                offered => schemes(offered),
            };
        }
        let said = match &self.control {
            Control::Check => match bool::of_text(&value) {
                Some(true) => "on".to_owned(),
                _ => "off".to_owned(),
            },
            Control::Password => "another".to_owned(),
            Control::Text if value.is_empty() => "empty".to_owned(),
            Control::Text => cut(value, LONG),
            Control::Radio(options) | Control::List(options) => {
                let found = options().into_iter().find(|option| option.value == value);
                found.map_or_else(|| cut(value, LONG), |option| option.label)
            }
        };
        format!("{}: {said}", self.label)
    }
}
