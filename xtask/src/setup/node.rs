//! The packages of Node that tests need: Mermaid, a document for it, the schema of HAR, and axe-core.

use super::npm;
use crate::{Outcome, project};
use std::fs;
use std::path::PathBuf;
use std::process as system;

/// Each in the version that the tests were written with.
const PACKAGES: [&str; 4] = [
    "axe-core@4.14.1",
    "mermaid@11.17.2",
    "jsdom@29.1.1",
    "har-validator@5.1.5",
];

/// The folder whose `node_modules` has them, newly installed if need be; none where they cannot be had: who needs them says so.
pub fn folder() -> Option<PathBuf> {
    let place = project::cache()
        .ok()?
        .join(format!("node-{}", PACKAGES.join("-")));
    let is_here = || place.join("node_modules").is_dir();
    if !is_here()
        && let Err(error) = install(&place)
    {
        eprintln!("warning: the packages of Node that tests need: {error}");
    }
    is_here().then_some(place)
}

fn install(place: &PathBuf) -> Outcome {
    eprintln!("installing {}, once per machine", PACKAGES.join(", "));
    // Renamed into place, so that what an interrupted installation leaves is never taken for them.
    let partial = place.with_file_name(format!(".partial-node-{}", system::id()));
    fs::create_dir_all(&partial)?;
    npm::install(&PACKAGES, &partial)?;
    // Node looks for packages beside a package.json.
    let manifest = partial.join("package.json");
    if !manifest.exists() {
        fs::write(manifest, "{\"private\":true}\n")?;
    }
    let _ = fs::remove_dir_all(place);
    fs::rename(&partial, place)?;
    Ok(())
}
