//! Playing, stepping, scrubbing.

use super::diagram::tone_class;
use super::el::{El, el};
use super::fields::{chosen, typed};
use super::header::button;
use super::icons;
use super::store::Store;
use crate::app::{Action, SPEEDS};
use crate::present::words;
use yew::prelude::*;

/// The bottom line.
pub fn transport(store: &Store) -> Html {
    let state = &store.state;
    let step_button = |name: &'static str, icon: Html, action: Action| {
        button("step-button")
            .attr("aria-label", name)
            .attr("title", name)
            .child(icon)
            .on_click(store.on(action))
            .html()
    };
    let (play, icon) = if state.playback.playing {
        ("Pause", icons::pause())
    } else {
        ("Play", icons::play())
    };
    let play = button("play")
        .attr("aria-label", play)
        .attr("title", &format!("{play} (space)"))
        .child(icon)
        .on_click(store.on(Action::TogglePlay));
    let buttons = el("div", "buttons")
        .child(step_button("First step", icons::first(), Action::First))
        .child(step_button(
            "Previous step",
            icons::previous(),
            Action::Previous,
        ))
        .child(play.html())
        .child(step_button("Next step", icons::play(), Action::Next))
        .child(step_button("Last step", icons::last(), Action::Last));
    let count = format!("Step {} / {}", state.step + 1, state.film.steps.len());
    let key = |name: &str| el("kbd", "").text(name).html();
    el("footer", "transport")
        .child(buttons.html())
        .child(track(store))
        .child(el("span", "count").text(&count).html())
        .child(speed(store))
        .child(
            el("span", "hints")
                .attrs(&[("aria-hidden", "true")])
                .child(key("space"))
                .child(key("←"))
                .child(key("→"))
                .html(),
        )
        .html()
}

/// A native slider over the dots that show what it slides along.
fn track(store: &Store) -> Html {
    let state = &store.state;
    let film = &state.film;
    let last = film.last();
    let oninput = typed(store.with(|step: String| Action::Seek(step.parse().unwrap_or(0))));
    let spoken = state
        .current()
        .map(|step| words::list_item(&film.log, step));
    let spoken = format!(
        "{} of {}: {}",
        state.step + 1,
        film.steps.len(),
        spoken.unwrap_or_default()
    );
    let percent = |step: usize| {
        let mille = (step * 1000).checked_div(last).unwrap_or(0);
        format!("{}.{}%", mille / 10, mille % 10)
    };
    let rail = |class: &str, to: &str| {
        el("line", class)
            .attrs(&[("x1", "0"), ("y1", "20"), ("y2", "20")])
            .attr("x2", to)
            .html()
    };
    let dot = |class: &str, step: usize, radius: &'static str| -> El {
        el("circle", &format!("dot {class}"))
            .attr("cx", &percent(step))
            .attr("r", radius)
            .attrs(&[("cy", "20")])
    };
    let mut dots = Vec::new();
    // Beyond this many, dots would be a line.
    if last < 80 {
        for (number, step) in film.steps.iter().enumerate() {
            let class = match number <= state.step {
                true => format!("reached {}", tone_class(step.tone)),
                false => String::new(),
            };
            dots.push(dot(&class, number, "5").key(number).html());
        }
    }
    let tone = state.current().map_or("", |step| tone_class(step.tone));
    let picture = el("svg", "")
        .attrs(&[("width", "100%"), ("height", "40"), ("aria-hidden", "true")])
        .child(rail("rail", "100%"))
        .child(rail("rail done", &percent(state.step)))
        .children(dots)
        .child(dot(&format!("current {tone}"), state.step, "9").html());
    let slider = el("input", "")
        .attrs(&[
            ("type", "range"),
            ("aria-label", "Step"),
            ("min", "0"),
            ("step", "1"),
        ])
        .attr("max", &last.to_string())
        .attr("aria-valuetext", &spoken)
        .value(&state.step.to_string())
        .on_input(oninput);
    el("div", "track")
        .child(picture.html())
        .child(slider.html())
        .html()
}

fn speed(store: &Store) -> Html {
    let onchange = chosen(store.with(|speed: String| Action::Speed(speed.parse().unwrap_or(2))));
    let current = store.state.playback.speed;
    let mut options = Vec::new();
    for (number, (_, name)) in SPEEDS.iter().enumerate() {
        let option = el("option", "")
            .attr("value", &number.to_string())
            .text(name);
        options.push(option.selected(number == current).html());
    }
    el("select", "speed")
        .attrs(&[("aria-label", "Speed"), ("title", "Speed (1 to 5)")])
        .on_change(onchange)
        .children(options)
        .html()
}
