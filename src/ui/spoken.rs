//! The step, for those who listen.

use super::shown::Shown;
use crate::present::narration::interface;
use yew::prelude::*;

/// What is spoken.
#[derive(PartialEq, Properties)]
pub struct SpokenProps {
    /// The step.
    pub shown: Shown,
    /// Whether it plays: then only the verdict is spoken.
    pub playing: bool,
}

/// The step's sentence, where only assistive technology finds it.
#[component]
pub fn Spoken(props: &SpokenProps) -> Html {
    let shown = &props.shown;
    let live = if props.playing { "off" } else { "polite" };
    let said = shown.current().map(|_| {
        let (number, all) = (shown.step + 1, shown.film.steps.len());
        interface::spoken_step(number, all, &shown.sentence())
    });
    html! { <p class="unseen" aria-live={live}>{said}</p> }
}
