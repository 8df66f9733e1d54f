//! Time, from the browser's animation frames.

use crate::app::{Action, Playback, State};
use gloo::render::{AnimationFrame, request_animation_frame};
use std::cell::RefCell;
use std::rc::Rc;
use yew::Callback;

/// How long something travels along its arrow, in milliseconds.
pub const TRAVEL_MS: f64 = 520.0;

/// Calls `frame` with the milliseconds since the start, until it says no or this is dropped.
pub struct Frames(Slot);

type Slot = Rc<RefCell<Option<AnimationFrame>>>;

impl Frames {
    /// Starts at the next frame.
    pub fn start(frame: Box<dyn Fn(f64) -> bool>) -> Self {
        let slot = Slot::default();
        request(slot.clone(), frame, None);
        Self(slot)
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        self.0.borrow_mut().take();
    }
}

fn request(slot: Slot, frame: Box<dyn Fn(f64) -> bool>, start: Option<f64>) {
    let next = slot.clone();
    let handle = request_animation_frame(move |now| {
        let start = start.unwrap_or(now);
        if frame(now - start) {
            request(next, frame, Some(start));
        }
    });
    *slot.borrow_mut() = Some(handle);
}

/// While it plays, each step stands for its time, counted in animation frames; then the next one comes. A page that
/// nobody sees has no frames, and so it waits.
#[derive(Default)]
pub struct Clock {
    shown: Option<(Playback, usize)>,
    frames: Option<Frames>,
}

impl Clock {
    /// Begins anew where another step is shown, or where playing has changed.
    pub fn follow(&mut self, state: &State, dispatch: &Callback<Action>) {
        let shown = Some((state.playback, state.step));
        if self.shown == shown {
            return;
        }
        self.shown = shown;
        let wait = state.playback.step_milliseconds();
        let dispatch = dispatch.clone();
        self.frames = state.playback.playing.then(|| {
            Frames::start(Box::new(move |elapsed| {
                if elapsed >= wait {
                    dispatch.emit(Action::Advance);
                }
                elapsed < wait
            }))
        });
    }
}
