//! The page's effects.

mod address;
mod dialog;
mod frames;
mod keys;
mod motion;
mod size;

pub use address::Address;
pub use dialog::show_dialog;
pub use frames::{Clock, Frames, TRAVEL_MS};
pub use keys::keys;
pub use motion::reduced_motion;
pub use size::{Size, Watch};
