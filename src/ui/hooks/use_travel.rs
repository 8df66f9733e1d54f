//! Something that travels once for each step.

use super::frames::Frames;
use crate::ui::browser::reduced_motion;
use yew::prelude::*;

/// How long it travels, in milliseconds.
const TRAVEL_MS: f64 = 520.0;

/// How far it has come, from 0 to 1; at 1 from the start where nothing should move.
#[hook]
pub fn use_travel(step: usize) -> f64 {
    let travelled = use_state_eq(|| 1.0);
    let setter = travelled.setter();
    use_effect_with(step, move |_| {
        let moves = !reduced_motion();
        setter.set(if moves { 0.0 } else { 1.0 });
        let frames = moves.then(|| {
            Frames::start(move |elapsed| {
                let at = (elapsed / TRAVEL_MS).min(1.0);
                setter.set(at);
                at < 1.0
            })
        });
        move || drop(frames)
    });
    *travelled
}
