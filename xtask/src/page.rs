//! `cargo xtask build`: the shippable `dist/`, made by Trunk.

use crate::setup::Toolbox;
use crate::{Outcome, process, project};
use std::io;

/// Builds the page in release mode into `dist/`.
pub fn build(tools: &Toolbox) -> Outcome {
    eprintln!("building the page (the first time 3 to 4 minutes on two cores, then seconds)");
    let mut trunk = tools.trunk();
    // Standard output is for results; what Trunk tells a person goes where the rest does.
    trunk
        .args(["build", "--release", "--log", "warn"])
        .stdout(io::stderr());
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
