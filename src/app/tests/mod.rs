//! What is done on the page, without a page.

mod opened;
mod outcomes;
mod predict;
mod seat;
mod tamper;
