//! The page's state, its actions, one reducer. No effects in here: a key, a button, a link and a test do the same.

mod action;
mod desk;
mod film;
mod playback;
mod seat;
mod state;
mod tamper;
mod trace;

pub use action::{Action, Dialog, Edit, Lit, Share, Tab};
pub use desk::{At, Blank, Desk, Paste, Saved, Typed};
pub use film::Film;
pub use playback::{Playback, SPEEDS, STEP_MS};
pub use seat::{Attempt, Seat, Sit, With};
pub use state::State;
pub use tamper::{Branch, Draft, Tamper};
pub use trace::Trace;
