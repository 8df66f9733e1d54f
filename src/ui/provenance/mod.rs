//! Where values came from, and what was made of them: ways to go there, which light up while they are pointed at.

mod computation;
mod computations;
mod go_to_button;
mod made;
mod operand;
mod origin_line;
mod pointing;
mod reference;

pub use computations::Computations;
pub use made::made;
