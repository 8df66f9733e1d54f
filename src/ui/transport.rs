//! Playing, stepping, scrubbing.

use super::diagram::tone_class;
use super::el::{Does, El, On, el};
use super::fields::option;
use super::icons;
use super::store::Store;
use crate::app::{Action, SPEEDS};
use crate::present::{Tone, words};

/// The bottom line.
pub fn transport(store: &Store) -> El {
    let state = &store.state;
    let step_button =
        |line: &'static str, icon: El, action: Action| el(line).child(icon).click(store, action);
    let (play, icon) = if state.playback.playing {
        (
            "button.play|type=button|aria-label=Pause|title=Pause (space)",
            icons::pause(),
        )
    } else {
        (
            "button.play|type=button|aria-label=Play|title=Play (space)",
            icons::play(),
        )
    };
    let buttons = el("div.buttons")
        .child(step_button(
            "button.step-button|type=button|aria-label=First step|title=First step",
            icons::first(),
            Action::First,
        ))
        .child(step_button(
            "button.step-button|type=button|aria-label=Previous step|title=Previous step",
            icons::previous(),
            Action::Previous,
        ))
        .child(step_button(play, icon, Action::TogglePlay))
        .child(step_button(
            "button.step-button|type=button|aria-label=Next step|title=Next step",
            icons::play(),
            Action::Next,
        ))
        .child(step_button(
            "button.step-button|type=button|aria-label=Last step|title=Last step",
            icons::last(),
            Action::Last,
        ));
    let count = format!("Step {} / {}", state.step + 1, state.film.steps.len());
    el("footer.transport")
        .child(buttons)
        .child(track(store))
        .child(el("span.count").text(&count))
        .child(speed(store))
        .child(
            el("span.hints|aria-hidden=true")
                .child(el("kbd>space"))
                .child(el("kbd>←"))
                .child(el("kbd>→")),
        )
}

/// A native slider over the dots that show what it slides along.
fn track(store: &Store) -> El {
    let state = &store.state;
    let film = &state.film;
    let last = film.last();
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
    let mut dots = Vec::new();
    // Beyond this many, dots would be a line.
    if last < 80 {
        for (number, step) in film.steps.iter().enumerate() {
            let dot = el("circle.dot|cy=20|r=5").attr("cx", &percent(number));
            dots.push(dot.key(number).and(match number <= state.step {
                true => match step.tone {
                    Tone::Plain => "reached plain",
                    Tone::Good => "reached good",
                    Tone::Bad => "reached bad",
                },
                false => "",
            }));
        }
    }
    let tone = state.current().map_or("", |step| tone_class(step.tone));
    let here = percent(state.step);
    let picture = el("svg|width=100%|height=40|aria-hidden=true")
        .child(el("line.rail|x1=0|y1=20|y2=20|x2=100%"))
        .child(el("line.rail done|x1=0|y1=20|y2=20").attr("x2", &here))
        .children(dots)
        .child(
            el("circle.dot current|cy=20|r=9")
                .and(tone)
                .attr("cx", &here),
        );
    let slide = |step: &str| Some(Action::Seek(step.parse().unwrap_or(0)));
    let slider = el("input|type=range|aria-label=Step|min=0|step=1")
        .number("max", last)
        .attr("aria-valuetext", &spoken)
        .value(&state.step.to_string())
        .on(On::Input, store, Does::Choose(slide));
    el("div.track").child(picture).child(slider)
}

fn speed(store: &Store) -> El {
    let current = store.state.playback.speed;
    let mut options = Vec::new();
    for (number, (_, name)) in SPEEDS.iter().enumerate() {
        options.push(option(&number.to_string(), name, number == current));
    }
    let choose = |speed: &str| Some(Action::Speed(speed.parse().unwrap_or(2)));
    el("select.speed|aria-label=Speed|title=Speed (1 to 5)")
        .on(On::Change, store, Does::Choose(choose))
        .children(options)
}
