//! What a person takes along: the file, the text, the print.

mod export_choice;
mod exports;
mod print_sheet;

pub use export_choice::export_choice;
pub use exports::Exports;
pub use print_sheet::PrintSheet;

use gloo::utils::window;

/// The address of a fragment on this page.
pub fn address(fragment: &str) -> String {
    let href = window().location().href().unwrap_or_default();
    let base = href.split('#').next().unwrap_or_default();
    format!("{base}#{fragment}")
}
