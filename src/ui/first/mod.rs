//! The first minute: what a stranger finds in the inspector's place.

mod starts;
mod walk_card;
mod welcome;

pub use walk_card::walk_card;
pub use welcome::{Welcome, question};
