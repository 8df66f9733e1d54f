//! What the page asks of the browser besides drawing.

mod character_keys;
mod clipboard;
mod files;
mod focus;
mod motion;
mod png;
mod print;
mod read_file;
mod theme;

pub use character_keys::{character_keys, set_character_keys};
pub use clipboard::copy;
pub use files::{dropped, dropped_at, pasted, picked, save, save_bytes};
pub use focus::{focus_around, focus_within};
pub use motion::{matches_media, reduced_motion};
pub use png::save_png;
pub use print::print;
pub use theme::switch_theme;
