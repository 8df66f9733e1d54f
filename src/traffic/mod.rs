//! Other people's bytes: what somebody pasted or dropped, the tokens in it, and which of them belong together.

mod exchange;
mod find;
mod runs;
mod sets;
mod text;
pub mod verify;
mod warnings;

pub use exchange::{Answer, Exchange};
pub use find::{Finds, Form, MOST, Place, Token, Unused, Why, find};
pub use sets::{Set, sets};
pub use text::{from_digits, from_symbols};
pub use warnings::{Warning, warnings};
