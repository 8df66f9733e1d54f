//! The second line: what is tried.

use super::el::el;
use super::fields::{Labelled, chosen, radio_group};
use super::header::button;
use super::icons;
use super::store::Store;
use crate::app::{Action, Edit};
use crate::hosts::Scheme;
use crate::lab::Placement;
use crate::lab::presets::{PRESETS, Preset};
use crate::present::link;
use yew::prelude::*;

/// Scenario, sign-in, mailbox, and the way to the settings.
pub fn bar(store: &Store) -> Html {
    let scenario = &store.state.scenario;
    let sign_in = match scenario.front_end.schemes.first() {
        None => "none",
        Some(Scheme::Basic) => "basic",
        Some(Scheme::Ntlm) => "ntlm",
    };
    let mailbox = match scenario.back_end.placement {
        Placement::SameHost => "same",
        Placement::AnotherHost => "other",
    };
    let choose_scheme = store.with(|key: String| {
        Action::Edit(Edit::Schemes(link::schemes_of(&key).unwrap_or_default()))
    });
    let choose_mailbox = store.with(|key: String| {
        Action::Edit(Edit::Placement(match key.as_str() {
            "same" => Placement::SameHost,
            _ => Placement::AnotherHost,
        }))
    });
    el("div", "bar")
        .child(scenarios(store))
        .child(radio_group(
            Labelled::new("sign-in", "Sign-in"),
            sign_in,
            &[("none", "Anonymous"), ("basic", "Basic"), ("ntlm", "NTLM")],
            &choose_scheme,
        ))
        .child(radio_group(
            Labelled::new("mailbox", "Mailbox"),
            mailbox,
            &[("same", "same host"), ("other", "another host")],
            &choose_mailbox,
        ))
        .child(el("span", "space").html())
        .child(
            button("ghost")
                .attr("aria-expanded", &store.state.settings.to_string())
                .child(icons::sliders())
                .text("Settings")
                .on_click(store.on(Action::ToggleSettings))
                .html(),
        )
        .html()
}

/// The presets; settings that are nobody's preset say so.
fn scenarios(store: &Store) -> Html {
    let current = Preset::of(&store.state.scenario).map_or("", |preset| preset.id);
    let pick = {
        let store = store.clone();
        Callback::from(move |key: String| {
            if let Some(preset) = Preset::named(&key) {
                store.act(Action::Preset(preset));
            }
        })
    };
    let option = |key: &str, name: &str| {
        let option = el("option", "").attr("value", key).text(name);
        option.selected(key == current).html()
    };
    let mut options: Vec<Html> = Vec::new();
    for preset in &PRESETS {
        options.push(option(preset.id, preset.name));
    }
    if current.is_empty() {
        options.push(option("", "your own settings"));
    }
    el("div", "field-inline")
        .child(
            el("label", "")
                .attr("for", "scenario")
                .text("Scenario")
                .html(),
        )
        .child(
            el("select", "")
                .attr("id", "scenario")
                .on_change(chosen(pick))
                .children(options)
                .html(),
        )
        .html()
}
