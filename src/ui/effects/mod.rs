//! The page's effects.

mod address;
mod dialog;
mod files;
mod focus;
mod frames;
mod keys;
mod motion;
mod reveal;
mod size;

pub use address::Address;
pub use dialog::show_dialog;
pub use files::{click, copy, dropped, pasted, picked, save};
pub use focus::{arrive, focus};
pub use frames::{Clock, Frames, TRAVEL_MS};
pub use keys::keys;
pub use motion::reduced_motion;
pub use reveal::reveal_lit;
pub use size::{Size, Watch};
