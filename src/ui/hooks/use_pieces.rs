//! Work that takes longer than a frame may: a piece of it in each.

use super::frames::Frames;
use gloo::utils::window;
use std::cell::Cell;
use yew::prelude::*;

/// How long a piece has taken.
pub struct Stopwatch(f64);

impl Stopwatch {
    fn start() -> Self {
        Self(now())
    }

    /// The milliseconds since the piece began.
    pub fn elapsed(&self) -> f64 {
        now() - self.0
    }
}

/// Does a piece of work in every frame. `begin` says what there is to do, if anything, and is asked again where `deps` have
/// changed; `step` does a piece and gives what is left of it.
#[hook]
pub fn use_pieces<D, W, B, S>(deps: D, begin: B, step: S)
where
    D: PartialEq + 'static,
    W: 'static,
    B: FnOnce(&D) -> Option<W> + 'static,
    S: Fn(W, &Stopwatch) -> Option<W> + 'static,
{
    use_effect_with(deps, move |deps| {
        let frames = begin(deps).map(|work| {
            let left = Cell::new(Some(work));
            Frames::start(move |_| {
                let work = left.take().and_then(|work| step(work, &Stopwatch::start()));
                let goes_on = work.is_some();
                left.set(work);
                goes_on
            })
        });
        move || drop(frames)
    });
}

/// Milliseconds since some moment, by a clock that nobody sets; always the same one where the browser has no such clock.
fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}
