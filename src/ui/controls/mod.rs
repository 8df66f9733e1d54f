//! Form controls with their labels, and what is said beside them.

mod button;
mod check_line;
mod choice;
mod file_button;
mod labelled_control;
mod radio;
mod select;

pub use button::{Button, button, primary_button};
pub use check_line::check_line;
pub use choice::Choice;
pub use file_button::file_button;
pub use labelled_control::LabelledControl;
pub use radio::radio;
pub use select::Select;
