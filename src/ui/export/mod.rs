//! What a person takes along: the picture, the text, the print.

mod exports;
mod picture_choice;
mod print_sheet;

pub use exports::Exports;
pub use picture_choice::picture_choice;
pub use print_sheet::PrintSheet;

use gloo::utils::window;

/// The address of a fragment on this page.
pub fn address(fragment: &str) -> String {
    let href = window().location().href().unwrap_or_default();
    let base = href.split('#').next().unwrap_or_default();
    format!("{base}#{fragment}")
}
