//! `cargo xtask build`: the shippable `dist/`, made by Trunk.

use crate::setup::{Optimizer, Toolbox};
use crate::{Outcome, process, project};
use std::io;

/// Builds the page in release mode into `dist/`.
pub fn build(tools: &Toolbox) -> Outcome {
    eprintln!("building the page (the first time 3 to 4 minutes on two cores, then seconds)");
    let mut trunk = tools.trunk();
    // Standard output is for results; what Trunk tells a person goes where the rest does.
    trunk.args(["build", "--log", "warn"]).stdout(io::stderr());
    if tools.optimizer == Optimizer::Missing {
        // Trunk runs wasm-opt in release mode only; Cargo's profile is a separate matter.
        eprintln!("warning: no wasm-opt here, so the page will be larger than it should be;");
        eprintln!("         install Node's npm (https://nodejs.org) and run this again");
        trunk.args(["--cargo-profile", "release"]);
    } else {
        trunk.arg("--release");
    }
    process::run(&mut trunk)?;
    let dist = project::dist();
    if dist.join("index.html").is_file() {
        eprintln!("built {}", dist.display());
        Ok(())
    } else {
        Err(format!(
            "Trunk reported success, but {} holds no index.html",
            dist.display()
        )
        .into())
    }
}
