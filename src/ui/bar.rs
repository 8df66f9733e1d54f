//! The second line: what is tried.

use super::fields::{Choice, RadioGroup};
use super::icons;
use super::store::use_store;
use crate::app::{Action, Edit};
use crate::hosts::Scheme;
use crate::lab::Placement;
use crate::lab::presets::{PRESETS, Preset};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Scenario, sign-in, mailbox, and the way to the settings.
#[component]
pub fn Bar() -> Html {
    let Some(store) = use_store() else {
        return Html::default();
    };
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
    let choose_scheme = store.with(|key: AttrValue| {
        Action::Edit(Edit::Schemes(match key.as_str() {
            "basic" => vec![Scheme::Basic],
            "ntlm" => vec![Scheme::Ntlm],
            _ => Vec::new(),
        }))
    });
    let choose_mailbox = store.with(|key: AttrValue| {
        Action::Edit(Edit::Placement(match key.as_str() {
            "same" => Placement::SameHost,
            _ => Placement::AnotherHost,
        }))
    });
    html! {
        <div class="bar">
            <Scenarios />
            <RadioGroup name="sign-in" label="Sign-in" value={sign_in} onchoose={choose_scheme} choices={vec![
                Choice::new("none", "Anonymous"), Choice::new("basic", "Basic"), Choice::new("ntlm", "NTLM"),
            ]} />
            <RadioGroup name="mailbox" label="Mailbox" value={mailbox} onchoose={choose_mailbox} choices={vec![
                Choice::new("same", "same host"), Choice::new("other", "another host"),
            ]} />
            <span class="space"></span>
            <button type="button" class="ghost" aria-expanded={store.state.settings.to_string()}
                onclick={store.on(Action::ToggleSettings)}>{ icons::sliders() }{ "Settings" }</button>
        </div>
    }
}

/// The presets; settings that are nobody's preset say so.
#[component]
fn Scenarios() -> Html {
    let Some(store) = use_store() else {
        return Html::default();
    };
    let current = Preset::of(&store.state.scenario);
    let onchange = {
        let store = store.clone();
        Callback::from(move |event: Event| {
            let select = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlSelectElement>().ok());
            if let Some(preset) = select.and_then(|select| Preset::named(&select.value())) {
                store.act(Action::Preset(preset));
            }
        })
    };
    html! {
        <div class="field-inline">
            <label for="scenario">{ "Scenario" }</label>
            <select id="scenario" {onchange}>
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
