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

pub use button::Button;
pub use check_field::CheckField;
pub use check_line::CheckLine;
pub use choice::Choice;
pub use radio::Radio;
pub use radio_group::RadioGroup;
pub use select::Select;
pub use select_field::SelectField;
pub use text_field::TextField;
