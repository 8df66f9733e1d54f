//! The step, for those who listen.

use super::shown::Shown;
use crate::app::Playback;
use crate::present::narration::{interface, predict};
use yew::prelude::*;

/// The step's sentence, where only assistive technology finds it, and that playing has paused there. While it plays only the
/// verdict is spoken.
pub fn live_region(shown: &Shown, playback: Playback) -> Html {
    let live = if playback.playing { "off" } else { "polite" };
    let paused = playback.paused.then_some(predict::PAUSED);
    let said = shown
        .current()
        .map(|_| interface::spoken_step(shown.step + 1, shown.all(), &shown.sentence()));
    html! { <p class="unseen" aria-live={live}>{said}{" "}{paused}</p> }
}
