//! The page's entry: the only place that reads the wall clock and the system's entropy.

fn main() {}
