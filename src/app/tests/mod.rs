//! What is done on the page, without a page.

mod compare;
mod opened;
mod outcomes;
mod predict;
mod repairs;
mod seat;
mod tamper;
mod to_traffic;
mod traffic;
