//! Time, from the browser's animation frames.

use super::reduced_motion;
use crate::app::Action;
use crate::ui::store::Page;
use gloo::render::{AnimationFrame, request_animation_frame};
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// How long something travels along its arrow, in milliseconds.
const TRAVEL_MS: f64 = 520.0;

/// Calls `frame` with the milliseconds since the frame before, until it says no or the loop is dropped.
struct Loop(Rc<RefCell<Option<AnimationFrame>>>);

impl Loop {
    fn start(frame: impl FnMut(f64) -> bool + 'static) -> Self {
        let slot = Rc::new(RefCell::new(None));
        request(slot.clone(), Rc::new(RefCell::new(frame)), None);
        Self(slot)
    }
}

impl Drop for Loop {
    fn drop(&mut self) {
        self.0.borrow_mut().take();
    }
}

fn request(
    slot: Rc<RefCell<Option<AnimationFrame>>>,
    frame: Rc<RefCell<dyn FnMut(f64) -> bool>>,
    before: Option<f64>,
) {
    let next = slot.clone();
    let handle = request_animation_frame(move |now| {
        let goes_on = (frame.borrow_mut())(before.map_or(0.0, |before| now - before));
        if goes_on {
            request(next, frame, Some(now));
        }
    });
    *slot.borrow_mut() = Some(handle);
}

/// While it plays, each animation frame hands the passing time to the reducer.
#[hook]
pub fn use_playback(playing: bool, dispatcher: UseReducerDispatcher<Page>) {
    use_effect_with(playing, move |playing| {
        let frames = playing.then(|| {
            Loop::start(move |passed| {
                dispatcher.dispatch(Action::Tick(passed));
                true
            })
        });
        move || drop(frames)
    });
}

/// From 0 to 1 once for each new `key`; at 1 from the start where nothing should move.
#[hook]
pub fn use_travel(key: u32) -> f64 {
    let progress = use_state(|| 1.0);
    {
        let progress = progress.clone();
        use_effect_with(key, move |_| {
            let moves = !reduced_motion();
            progress.set(if moves { 0.0 } else { 1.0 });
            let frames = moves.then(|| {
                let mut elapsed = 0.0;
                Loop::start(move |passed| {
                    elapsed += passed;
                    let at: f64 = (elapsed / TRAVEL_MS).min(1.0);
                    progress.set(at);
                    at < 1.0
                })
            });
            move || drop(frames)
        });
    }
    *progress
}
