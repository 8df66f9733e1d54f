//! The second line: what is tried.

use super::el::{Does, El, On, el};
use super::fields::{Labelled, option, radio_group};
use super::icons;
use super::store::Store;
use crate::app::{Action, Edit};
use crate::hosts::Scheme;
use crate::lab::Placement;
use crate::lab::presets::{PRESETS, Preset};

/// Scenario, sign-in, mailbox, and the way to the settings.
pub fn bar(store: &Store) -> El {
    let scenario = &store.state.scenario;
    let sign_in = scenario.front_end.schemes.first().copied();
    let scheme = |label, scheme: Option<Scheme>| {
        let edit = Edit::Schemes(scheme.into_iter().collect());
        (label, scheme == sign_in, edit)
    };
    let place = |label, place| {
        (
            label,
            place == scenario.back_end.placement,
            Edit::Placement(place),
        )
    };
    let settings = el("button.ghost|type=button").flag("aria-expanded", store.state.settings);
    el("div.bar")
        .child(scenarios(store))
        .child(radio_group(
            store,
            Labelled::new("sign-in", "Sign-in"),
            [
                scheme("Anonymous", None),
                scheme("Basic", Some(Scheme::Basic)),
                scheme("NTLM", Some(Scheme::Ntlm)),
            ]
            .into(),
        ))
        .child(radio_group(
            store,
            Labelled::new("mailbox", "Mailbox"),
            [
                place("same host", Placement::SameHost),
                place("another host", Placement::AnotherHost),
            ]
            .into(),
        ))
        .child(el("span.space"))
        .child(
            settings
                .child(icons::sliders())
                .text("Settings")
                .click(store, Action::ToggleSettings),
        )
}

/// The presets; settings that are nobody's preset say so.
fn scenarios(store: &Store) -> El {
    let current = Preset::of(&store.state.scenario).map_or("", |preset| preset.id);
    let mut options = Vec::new();
    for preset in &PRESETS {
        options.push(option(preset.id, preset.name, preset.id == current));
    }
    if current.is_empty() {
        options.push(option("", "your own settings", true));
    }
    let pick = |key: &str| Preset::named(key).map(Action::Preset);
    el("div.field-inline")
        .child(el("label|for=scenario>Scenario"))
        .child(
            el("select|id=scenario")
                .on(On::Change, store, Does::Choose(pick))
                .children(options),
        )
}
