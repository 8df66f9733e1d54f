//! Other people's bytes: what somebody pasted or dropped, the tokens in it, and which of them belong together.

pub mod attempts;
mod bytes;
pub mod capture;
pub mod collection;
pub mod decryption;
mod digits;
pub mod dissect;
mod exchange;
pub mod files;
mod find;
mod gzip;
mod hash_line;
mod http;
mod labelled;
pub mod leg;
pub mod reader;
pub mod redact;
mod sasl;
mod sign_ins;
mod text;
pub mod verify;
mod warnings;
#[cfg(test)]
mod work;

pub use bytes::Bytes;
pub use digits::{from_digits, from_symbols};
pub use exchange::{Answer, Exchange};
pub use find::{Finder, Finds, MOST, Token, Unused, Why, find};
pub use sign_ins::{SignIn, sign_ins};
pub use text::masked::Hidden;
pub use text::{Form, Place};
pub use warnings::{Warning, warnings};
