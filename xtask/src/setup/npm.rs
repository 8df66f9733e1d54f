//! Packages of Node, from npm.

use crate::{Outcome, process};
use std::io;
use std::path::Path;
use std::process::Command;

/// Installs packages below a folder. None of their scripts is run.
pub fn install(packages: &[&str], folder: &Path) -> Outcome {
    let npm = which::which("npm")
        .map_err(|_| format!("{} comes from npm, which is not here", packages.join(", ")))?;
    let mut npm = Command::new(npm);
    npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts"])
        .arg("--prefix")
        .arg(folder)
        .args(packages)
        // Standard output is for what setup says.
        .stdout(io::stderr());
    process::run(&mut npm)
}
