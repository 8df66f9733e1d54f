//! Time, from the browser's animation frames.

use gloo::render::{AnimationFrame, request_animation_frame};
use std::cell::RefCell;
use std::rc::Rc;

/// Calls a function at each frame until it says no or this is dropped. A page that nobody sees has no frames.
pub struct Frames(Slot);

type Slot = Rc<RefCell<Option<AnimationFrame>>>;

impl Frames {
    /// Calls `frame` from the next frame on, with the milliseconds since that one.
    pub fn start(frame: impl Fn(f64) -> bool + 'static) -> Self {
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

fn request(slot: Slot, frame: impl Fn(f64) -> bool + 'static, start: Option<f64>) {
    let next = slot.clone();
    let handle = request_animation_frame(move |now| {
        let start = start.unwrap_or(now);
        if frame(now - start) {
            request(next, frame, Some(start));
        }
    });
    *slot.borrow_mut() = Some(handle);
}
