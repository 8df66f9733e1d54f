//! What is done on the page, without a page.

mod seat;
mod tamper;
