//! Form controls with their labels, and what is said beside them.

mod button;
mod check_field;
mod check_line;
mod choice;
mod problem;
mod radio;
mod radio_group;
mod select;
mod select_field;
mod text_field;

pub use button::{button, button_where, primary_button};
pub use check_field::check_field;
pub use check_line::check_line;
pub use choice::Choice;
pub use radio::radio;
pub use radio_group::radio_group;
pub use select::Select;
pub use select_field::select_field;
pub use text_field::{text_field, typed_setting};
