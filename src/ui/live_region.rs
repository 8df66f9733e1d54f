//! The step, for those who listen.

use super::shown::Shown;
use crate::present::narration::interface;
use yew::prelude::*;

/// The step's sentence, where only assistive technology finds it. While it plays only the verdict is spoken.
pub fn live_region(shown: &Shown, playing: bool) -> Html {
    let live = if playing { "off" } else { "polite" };
    let said = shown
        .current()
        .map(|_| interface::spoken_step(shown.step + 1, shown.all(), &shown.sentence()));
    html! { <p class="unseen" aria-live={live}>{said}</p> }
}
