//! The second line: what is tried.

use super::fields::{Choice, Labelled, chosen, radio_group};
use super::icons;
use super::store::Store;
use crate::app::{Action, Edit};
use crate::hosts::Scheme;
use crate::lab::Placement;
use crate::lab::presets::{PRESETS, Preset};
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
        Action::Edit(Edit::Schemes(match key.as_str() {
            "basic" => vec![Scheme::Basic],
            "ntlm" => vec![Scheme::Ntlm],
            _ => Vec::new(),
        }))
    });
    let choose_mailbox = store.with(|key: String| {
        Action::Edit(Edit::Placement(match key.as_str() {
            "same" => Placement::SameHost,
            _ => Placement::AnotherHost,
        }))
    });
    html! {
        <div class="bar">
            { scenarios(store) }
            { radio_group(Labelled::new("sign-in", "Sign-in"), sign_in, &[
                Choice::new("none", "Anonymous"), Choice::new("basic", "Basic"), Choice::new("ntlm", "NTLM"),
            ], &choose_scheme) }
            { radio_group(Labelled::new("mailbox", "Mailbox"), mailbox, &[
                Choice::new("same", "same host"), Choice::new("other", "another host"),
            ], &choose_mailbox) }
            <span class="space"></span>
            <button type="button" class="ghost" aria-expanded={store.state.settings.to_string()}
                onclick={store.on(Action::ToggleSettings)}>{ icons::sliders() }{ "Settings" }</button>
        </div>
    }
}

/// The presets; settings that are nobody's preset say so.
fn scenarios(store: &Store) -> Html {
    let current = Preset::of(&store.state.scenario);
    let pick = {
        let store = store.clone();
        Callback::from(move |key: String| {
            if let Some(preset) = Preset::named(&key) {
                store.act(Action::Preset(preset));
            }
        })
    };
    html! {
        <div class="field-inline">
            <label for="scenario">{ "Scenario" }</label>
            <select id="scenario" onchange={chosen(pick)}>
                if current.is_none() {
                    <option value="" selected=true>{ "your own settings" }</option>
                }
                { for PRESETS.iter().map(|preset| html! {
                    <option key={preset.id} value={preset.id} selected={current.is_some_and(|c| c.id == preset.id)}>{ preset.name }</option>
                }) }
            </select>
        </div>
    }
}
