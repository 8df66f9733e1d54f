//! Playing, stepping, scrubbing.

use super::diagram::tone_class;
use super::icons;
use super::store::{Store, use_store};
use crate::app::{Action, SPEEDS};
use crate::present::words;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// The bottom line.
#[component]
pub fn Transport() -> Html {
    let Some(store) = use_store() else {
        return Html::default();
    };
    let state = &store.state;
    let button = |name: &'static str, icon: Html, action: Action| {
        html! {
            <button type="button" class="step-button" aria-label={name} title={name} onclick={store.on(action)}>{ icon }</button>
        }
    };
    let playing = state.playback.playing;
    let (play_name, play_icon) = if playing {
        ("Pause", icons::pause())
    } else {
        ("Play", icons::play())
    };
    html! {
        <footer class="transport">
            <div class="buttons">
                { button("First step", icons::first(), Action::First) }
                { button("Previous step", icons::previous(), Action::Previous) }
                <button type="button" class="play" aria-label={play_name} title={format!("{play_name} (space)")}
                    onclick={store.on(Action::TogglePlay)}>{ play_icon }</button>
                { button("Next step", icons::next(), Action::Next) }
                { button("Last step", icons::last(), Action::Last) }
            </div>
            { track(&store) }
            <span class="count">{ format!("Step {} / {}", state.step + 1, state.film.steps.len()) }</span>
            { speed(&store) }
            <span class="hints" aria-hidden="true"><kbd>{ "space" }</kbd><kbd>{ "←" }</kbd><kbd>{ "→" }</kbd></span>
        </footer>
    }
}

/// A native slider over the dots that show what it slides along.
fn track(store: &Store) -> Html {
    let state = &store.state;
    let film = &state.film;
    let last = film.last();
    let oninput = {
        let store = store.clone();
        Callback::from(move |event: InputEvent| {
            let input = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
            if let Some(step) = input.and_then(|input| input.value().parse().ok()) {
                store.act(Action::Seek(step));
            }
        })
    };
    let spoken = state
        .current()
        .map(|step| words::list_item(&film.log, step));
    let percent = |step: usize| {
        let share = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        if last == 0 {
            0.0
        } else {
            share(step) / share(last) * 100.0
        }
    };
    // Beyond this many, dots would be a line.
    let dots = film.steps.iter().enumerate().filter(|_| last < 80);
    html! {
        <div class="track">
            <svg width="100%" height="40" aria-hidden="true">
                <line class="rail" x1="0" x2="100%" y1="20" y2="20" />
                <line class="rail done" x1="0" x2={format!("{}%", percent(state.step))} y1="20" y2="20" />
                { for dots.map(|(number, step)| {
                    let reached = number <= state.step;
                    let class = classes!("dot", reached.then_some("reached"), reached.then_some(tone_class(step.tone)));
                    html! { <circle key={step.id.0} {class} cx={format!("{}%", percent(number))} cy="20" r="5" /> }
                }) }
                <circle key="current" class={classes!("dot", "current", state.current().map(|step| tone_class(step.tone)))}
                    cx={format!("{}%", percent(state.step))} cy="20" r="9" />
            </svg>
            <input type="range" aria-label="Step" min="0" max={last.to_string()} step="1" value={state.step.to_string()}
                aria-valuetext={format!("{} of {}: {}", state.step + 1, film.steps.len(), spoken.unwrap_or_default())} {oninput} />
        </div>
    }
}

fn speed(store: &Store) -> Html {
    let onchange = {
        let store = store.clone();
        Callback::from(move |event: Event| {
            let select = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlSelectElement>().ok());
            if let Some(speed) = select.and_then(|select| select.value().parse().ok()) {
                store.act(Action::Speed(speed));
            }
        })
    };
    let current = store.state.playback.speed;
    html! {
        <select class="speed" aria-label="Speed" title="Speed (1 to 5)" {onchange}>
            { for SPEEDS.iter().enumerate().map(|(number, factor)| html! {
                <option key={number} value={number.to_string()} selected={number == current}>{ format!("{factor}×") }</option>
            }) }
        </select>
    }
}
