//! Playing: each step stands for its time, then the next one comes.

use super::frames::Frames;
use crate::app::{Action, Playback, TransportAction};
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// Goes on by itself while it plays, after so many milliseconds at normal speed that a step stands. It begins anew where
/// another step is shown, where it stands longer or shorter, or where playing has changed.
#[hook]
pub fn use_clock(clock: (Playback, usize, f64), dispatch: &Dispatch) {
    let (playback, step, stands) = clock;
    let dispatch = dispatch.clone();
    use_effect_with((playback, step, stands), move |(playback, _, stands)| {
        let wait = playback.scaled(*stands);
        let frames = playback.playing.then(|| {
            Frames::start(move |elapsed| {
                if elapsed >= wait {
                    dispatch.emit(Action::Transport(TransportAction::Advance));
                }
                elapsed < wait
            })
        });
        move || drop(frames)
    });
}
