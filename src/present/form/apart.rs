//! The settings in which two runs differ.

use super::{placement, said};
use crate::lab::{Scenario, Setting};

/// A setting that two runs have different values of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingApart {
    /// What it is about; by its key in lists.
    pub setting: Setting,
    /// What it is called in the first run's form.
    pub label: &'static str,
    /// Its value in each of the runs, as the form names it, the first run's first.
    pub values: [String; 2],
}

/// The settings that differ, in the order of links: no secrets, and not what only chance and the clock say.
pub fn settings_apart(first: &Scenario, second: &Scenario) -> Vec<SettingApart> {
    let by_chance = |it: &Setting| matches!(it, Setting::Seed | Setting::Start);
    let settings = Setting::ALL
        .into_iter()
        .filter(|it| !it.is_secret() && !by_chance(it));
    let apart = settings.filter_map(|setting| {
        let values = [first, second].map(|it| setting.get(it));
        if values[0] == values[1] {
            return None;
        }
        let (label, own) = said(setting, &values[0]);
        let (_, others) = said(setting, &values[1]);
        // A database is called otherwise than a mailbox.
        let label = match setting {
            Setting::Placement => placement(first).label,
            _ => label,
        };
        Some(SettingApart {
            setting,
            label,
            values: [own, others],
        })
    });
    apart.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::Era;

    #[test]
    fn chance_and_passwords_are_no_differences() {
        let first = Scenario::of(Era::Today);
        let mut second = first.clone();
        second.seed += 1;
        second.client.password = "other".to_owned();
        assert_eq!(settings_apart(&first, &second), []);
        second.directory.sensitive = true;
        let apart = settings_apart(&first, &second);
        let said: Vec<_> = apart
            .iter()
            .map(|it| (it.label, it.values.clone()))
            .collect();
        let values = ["no", "yes"].map(str::to_owned);
        assert_eq!(
            said,
            [("Account is sensitive and cannot be delegated", values)]
        );
    }
}
