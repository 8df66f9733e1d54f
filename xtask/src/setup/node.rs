//! The packages of Node that tests need: Mermaid, a document for it, the schema of HAR, and axe-core.

use crate::{Outcome, process, project};
use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::{self as system, Command};

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
    if !place.is_dir()
        && let Err(error) = install(&place)
    {
        eprintln!("warning: the packages of Node that tests need: {error}");
    }
    place.is_dir().then_some(place)
}

fn install(place: &PathBuf) -> Outcome {
    let npm = which::which("npm").map_err(|_| "they come from npm, which is not here")?;
    eprintln!("installing {}, once per machine", PACKAGES.join(", "));
    // Renamed into place, so that what an interrupted installation leaves is never taken for them.
    let partial = place.with_file_name(format!(".partial-node-{}", system::id()));
    fs::create_dir_all(&partial)?;
    let mut npm = Command::new(npm);
    npm.args(["install", "--no-audit", "--no-fund", "--prefix"])
        .arg(&partial)
        .args(PACKAGES)
        // Standard output is for what setup says.
        .stdout(io::stderr());
    process::run(&mut npm)?;
    // Node looks for packages beside a package.json.
    let manifest = partial.join("package.json");
    if !manifest.exists() {
        fs::write(manifest, "{\"private\":true}\n")?;
    }
    fs::rename(&partial, place)?;
    Ok(())
}
