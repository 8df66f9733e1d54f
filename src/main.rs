//! The page's entry: the only place that reads the system's entropy.

/// Draws a number. Half the bits of a seed are plenty, and keep links short.
fn seed() -> u64 {
    let mut bytes = [0; 4];
    match getrandom::fill(&mut bytes) {
        Ok(()) => u32::from_le_bytes(bytes).into(),
        // Without entropy the page still works, with the values everybody starts with.
        Err(_) => 1,
    }
}

fn main() {
    double_hop::ui::crash::report_panics();
    double_hop::ui::start(seed);
}
