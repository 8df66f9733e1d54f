//! `cargo xtask build`: the shippable `dist/`, made by Trunk.

use crate::setup::Toolbox;
use crate::{Outcome, process, project};
use std::io;

/// Builds the page in release mode into `dist/`.
pub fn build(tools: &Toolbox) -> Outcome {
    eprintln!("building the page (the first time 3 to 4 minutes on two cores, then seconds)");
    let mut trunk = tools.command("trunk")?;
    trunk
        .args(["build", "--release", "--log", "error"])
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // What fails is the page or a tool; where in Trunk it was noticed helps nobody.
        .env("RUST_LIB_BACKTRACE", "0")
        // Standard output is for results; what Trunk tells a person goes where the rest does.
        .stdout(io::stderr());
    process::run(&mut trunk)?;
    eprintln!("built {}", project::dist().display());
    Ok(())
}
