//! The sentences of the page.

pub mod interface;
