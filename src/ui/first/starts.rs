//! Where to begin: with a case of one's own, or with a preset that answers a question.

use crate::app::Action;
use crate::lab::Scenario;
use crate::lab::presets::{Preset, PresetQuestion};
use crate::present::link;
use crate::present::narration::{first, interface};
use crate::ui::browser::focus_around;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// The questions, each with what leads to its answers.
pub fn starts(dispatch: &Dispatch, scenario: &Scenario) -> Html {
    html! {
        <dl>
            {for [link::DIAGNOSE, link::DECODE].into_iter().zip(first::OWN_CASE).map(own_case)}
            {for PresetQuestion::ALL.map(|question| answers(dispatch, question, scenario))}
        </dl>
    }
}

/// A page for what somebody brings.
fn own_case((page, (asked, leads)): (&'static str, (&'static str, &'static str))) -> Html {
    html! {
        <div key={asked}>
            <dt>{asked}</dt>
            <dd class="links"><a href={format!("#{page}")}>{leads}</a></dd>
        </div>
    }
}

/// The presets that answer a question.
fn answers(dispatch: &Dispatch, question: PresetQuestion, scenario: &Scenario) -> Html {
    let current = Preset::of(scenario);
    let asked = interface::question(question);
    let presets = question.presets().map(|preset| {
        let on = current == Some(preset);
        way_to(dispatch, preset.name, Action::Preset(preset), on)
    });
    html! {
        <div key={asked}>
            <dt>{asked}</dt>
            <dd class="links">{for presets}</dd>
        </div>
    }
}

/// A button that leads somewhere on this page. It goes with the first screen; the keyboard stays where that was.
pub fn way_to(dispatch: &Dispatch, label: &'static str, action: Action, on: bool) -> Html {
    let act = dispatch.act(action);
    let onclick = move |event: MouseEvent| {
        stay(event.clone());
        act.emit(event);
    };
    html! {
        <button
            key={label} class="link" type="button" aria-current={on.then_some("true")}
            {onclick}
        >
            {label}
        </button>
    }
}

/// Gives the focus to what stays of the inspector.
pub fn stay(event: MouseEvent) {
    focus_around(&event, ".pane");
}
