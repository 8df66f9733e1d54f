//! Double Hop: an authentication lab.
//!
//! Dependencies point one way: `ui → app → present → { lab → hosts, traffic } → { wire, crypto }`.
//! Everything but `ui` is free of the DOM and builds natively without the `ui` feature.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

pub mod crypto;
pub mod hosts;
pub mod lab;
mod letter_case;
pub mod present;
mod recent;
pub mod traffic;
pub mod value_kind;
mod windows_1252;
pub mod wire;

pub mod app;
#[cfg(feature = "ui")]
pub mod ui;
