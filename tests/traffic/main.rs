//! Other people's traffic: files of many tools, read whole, in pieces, cut and damaged, and what sign-ins are found in them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod by_proxy;
#[path = "../../benches/inputs/capture.rs"]
mod capture_input;
mod capture_samples;
mod common;
mod disorder;
mod exports;
mod file_arbitrary;
mod file_damage;
mod file_samples;
mod lab_capture;
mod logons;
mod logs;
mod pictures;
mod rebuilt;
mod round_trip;
mod said;
mod scale;
mod sign_ins;
#[path = "../support/skip.rs"]
mod skip;
mod together;
