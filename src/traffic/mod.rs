//! Other people's bytes.

pub mod verify;
