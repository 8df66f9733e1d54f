use super::options::{clocks, offers};
use super::*;
use crate::hosts::{Era, Scheme};
use crate::lab::Minutes;
use std::collections::BTreeSet;

#[test]
fn every_option_can_be_set_and_every_label_stands_once() {
    let fields = GROUPS.iter().flat_map(|group| group.fields);
    let mut labels = BTreeSet::new();
    for field in fields.chain([&SIGN_IN, &MAILBOX]) {
        assert!(labels.insert(field.label), "{}", field.label);
        let (Control::Radio(options) | Control::List(options)) = &field.control else {
            continue;
        };
        for option in options() {
            let mut scenario = Scenario::of(Era::Y1998);
            assert_eq!(field.setting.change(&mut scenario, &option.value), Some(()));
            assert_eq!(
                field.setting.get(&scenario),
                option.value,
                "{}",
                option.label
            );
        }
    }
}

#[test]
fn every_setting_but_those_of_chance_has_its_place() {
    let fields = GROUPS.iter().flat_map(|group| group.fields);
    let placed: BTreeSet<_> = fields
        .chain([&SIGN_IN, &MAILBOX])
        .map(|field| field.setting)
        .collect();
    let missing: Vec<_> = Setting::ALL
        .into_iter()
        .filter(|setting| !placed.contains(setting))
        .collect();
    assert_eq!(missing, [Setting::Seed, Setting::Start]);
}

#[test]
fn what_only_a_link_can_set_is_in_its_list() {
    let mut scenario = Scenario::of(Era::Today);
    scenario.front_end.clock_ahead = Minutes(30);
    scenario.front_end.schemes = vec![Scheme::Negotiate, Scheme::Ntlm, Scheme::Basic];
    for (setting, options) in [
        (Setting::ClockAhead, clocks as fn() -> Vec<FormOption>),
        (Setting::Schemes, offers),
    ] {
        let listed = options_with_present(options, setting, &scenario);
        let last = listed.last().unwrap();
        assert_eq!(listed.len(), options().len() + 1);
        assert_eq!(last.value, setting.get(&scenario));
        assert_ne!(last.label, "");
    }
    let usual = Scenario::of(Era::Today);
    let listed = options_with_present(clocks, Setting::ClockAhead, &usual);
    assert_eq!(listed.len(), clocks().len());
}
