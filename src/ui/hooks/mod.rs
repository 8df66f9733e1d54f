//! The page's effects, as hooks.

mod frames;
mod size;
mod use_address;
mod use_arrival;
mod use_clock;
mod use_focus_back;
mod use_focus_when;
mod use_follow;
mod use_id;
mod use_keys;
mod use_marked;
mod use_media;
mod use_modal;
mod use_printing;
mod use_reveal;
mod use_scroll_together;
mod use_size;
mod use_travel;

pub use frames::Frames;
pub use use_address::use_address;
pub use use_arrival::use_arrival;
pub use use_clock::use_clock;
pub use use_focus_back::use_focus_back;
pub use use_focus_when::{use_focus_after, use_focus_when};
pub use use_follow::{Scrolls, use_follow, use_follow_in};
pub use use_id::{Ids, use_ids};
pub use use_keys::use_keys;
pub use use_marked::use_marked;
pub use use_media::use_media;
pub use use_modal::use_modal;
pub use use_printing::use_printing;
pub use use_reveal::use_reveal;
pub use use_scroll_together::use_scroll_together;
pub use use_size::{use_size, use_width};
pub use use_travel::use_travel;
