//! The built page, as it is shipped, in a real browser.
//!
//! `cargo xtask test` builds the page and runs this; by hand it needs `DOUBLE_HOP_DIST`.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "../support/mod.rs"]
mod support;

mod accessibility;
mod accessible_names;
mod compare;
mod contrast;
mod crash;
mod decode;
mod diagnose;
mod first;
mod fit;
mod iis_seat;
mod input;
mod inspector;
mod keys;
mod letters;
mod links;
mod logs;
mod outcomes_page;
mod page;
mod predicting;
mod print;
mod provenance;
mod repairs;
mod seek;
mod settings;
mod start;
mod tamper;
mod traffic;
mod verdicts;
