//! The page's effects.

mod fragment;
mod keys;
mod motion;
mod playback;
mod size;

pub use fragment::use_fragment;
pub use keys::use_keys;
pub use motion::reduced_motion;
pub use playback::{use_playback, use_travel};
pub use size::use_size;
