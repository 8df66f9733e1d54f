use super::*;
use crate::hosts::Role;
use crate::lab::presets::Preset;
use crate::lab::run;
use serde_json::Value;

fn archive(preset: &str, options: HarOptions) -> (String, Value) {
    let text = har(&run(&Preset::named(preset).unwrap().scenario()), options);
    let value = serde_json::from_str(&text).unwrap();
    (text, value)
}

#[test]
fn every_leg_is_an_entry() {
    let (_, archive) = archive("kb183545", HarOptions::default());
    let entries = archive["log"]["entries"].as_array().unwrap();
    let statuses: Vec<_> = entries
        .iter()
        .map(|entry| entry["response"]["status"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [200, 401, 401, 200]);
    assert!(
        entries
            .iter()
            .all(|entry| entry["time"].as_f64().unwrap() > 0.0)
    );
    assert_eq!(entries[0]["startedDateTime"].as_str().unwrap().len(), 24);
}

#[test]
fn a_password_goes_in_only_where_it_is_asked_for() {
    let (text, without) = archive("basic", HarOptions::default());
    // The demand has the scheme too.
    let sent =
        |text: &str| text.matches("\"Basic ").count() - text.matches("\"Basic realm").count();
    assert!(text.contains("\"Basic [stripped]\""), "{text}");
    assert_eq!(sent(&text), text.matches("\"Basic [stripped]\"").count());
    let entries = without["log"]["entries"].as_array().unwrap();
    assert!(
        entries
            .iter()
            .any(|entry| entry["comment"] == "Left out: Authorization")
    );
    let options = HarOptions {
        passwords: Passwords::Shown,
        ..HarOptions::default()
    };
    let (text, _) = archive("basic", options);
    assert!(sent(&text) > 0 && !text.contains("stripped"));
}

#[test]
fn later_hops_go_in_where_they_are_asked_for() {
    let preset = Preset::named("web-service").unwrap();
    let log = run(&preset.scenario());
    assert!(log.host_of(Role::Mailbox).is_some());
    let [first, all] = [false, true].map(|all_hops| {
        let (_, archive) = archive(
            "web-service",
            HarOptions {
                all_hops,
                ..HarOptions::default()
            },
        );
        [&archive["log"]["entries"], &archive["log"]["pages"]]
            .map(|list| list.as_array().unwrap().len())
    });
    assert!(all[0] > first[0]);
    assert_eq!((first[1], all[1]), (1, 2));
}
