//! What is done on the page, without a page.

mod predict;
mod seat;
mod tamper;
