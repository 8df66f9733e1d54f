//! What is done on the page, without a page.

mod compare;
mod opened;
mod predict;
mod repairs;
mod seat;
mod tamper;
