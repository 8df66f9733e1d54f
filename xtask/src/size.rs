//! `cargo xtask size`: what the page loads, raw and compressed.

use crate::post_build::files_below;
use crate::{Outcome, page_build, project, setup, static_server};
use std::fs;

/// What everything the page loads is meant to weigh at most, compressed as a static host does.
const BUDGET: usize = 500_000;
/// What it may weigh until it is back within the budget: it must not grow unnoticed.
const LIMIT: usize = 1_480_000;

/// Builds the page and weighs it.
pub fn run() -> Outcome {
    page_build::build(&setup::for_page()?)?;
    weigh()
}

/// Prints what the files of the built page weigh, and fails where that is too much.
pub fn weigh() -> Outcome {
    let dist = project::dist();
    let mut total = (0, 0);
    println!("{:<46} {:>10} {:>10}", "file", "raw", "gzip");
    // Everything in dist/ is loaded by the page: the build copies nothing else there.
    for file in files_below(&dist)? {
        let bytes = fs::read(&file)?;
        let (raw, gzip) = (bytes.len(), static_server::gzip(&bytes)?.len());
        let name = file.strip_prefix(&dist).unwrap_or(&file);
        row(&name.display().to_string(), raw, gzip);
        total = (total.0 + raw, total.1 + gzip);
    }
    row("total", total.0, total.1);
    if total.1 > BUDGET {
        let over = kilobytes(total.1 - BUDGET);
        eprintln!(
            "warning: {over} more than the budget of {}",
            kilobytes(BUDGET)
        );
    }
    if total.1 > LIMIT {
        let limit = kilobytes(LIMIT);
        return Err(format!("the page weighs more than {limit} compressed").into());
    }
    Ok(())
}

fn row(name: &str, raw: usize, gzip: usize) {
    println!("{name:<46} {:>10} {:>10}", kilobytes(raw), kilobytes(gzip));
}

/// Thousands of bytes, to one decimal.
fn kilobytes(bytes: usize) -> String {
    let tenths = (bytes + 50) / 100;
    format!("{}.{} KB", tenths / 10, tenths % 10)
}
