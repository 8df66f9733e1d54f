//! Other people's bytes: what somebody pasted or dropped, the tokens in it, and which of them belong together.

mod account_name;
pub mod attempts;
mod bytes;
pub mod capture;
pub mod collection;
pub mod decryption;
mod digits;
pub mod dissect;
pub mod file_format;
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
mod stretch;
mod text;
pub mod verify;
mod warnings;
#[cfg(test)]
mod work;
pub mod writer;

pub use account_name::same_account;
pub use bytes::Bytes;
pub use digits::{from_digits, from_symbols};
pub use find::{
    Answer, Finder, FoundToken, FoundTokens, MOST_TOKENS, TokenContext, Unused, UnusedReason, find,
};
pub use sign_ins::{SignIn, sign_ins};
pub use text::masked::Mask;
pub use text::{ByteEncoding, Place};
pub use warnings::{Warning, warnings};
