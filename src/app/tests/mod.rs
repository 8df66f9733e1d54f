//! What is done on the page, without a page.

mod opened;
mod predict;
mod repairs;
mod seat;
mod tamper;
