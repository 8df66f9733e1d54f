//! The tools, in the versions that work together.

use super::install;
use crate::{Outcome, process};
use std::path::{Path, PathBuf};

/// The newest Trunk that builds with the Rust of rust-toolchain.toml.
const TRUNK: &str = "0.21.14";

/// Binaryen, where wasm-opt comes from. Older ones reject what Rust emits today.
const BINARYEN: &str = "132";

/// A tool of one version that Cargo can install.
pub struct Tool {
    /// What it is called on crates.io.
    pub package: &'static str,
    /// The programs that must be there; the first stands for the tool.
    pub programs: &'static [&'static str],
    /// The one version that is used.
    pub version: String,
    /// What `cargo install` is told besides.
    pub options: &'static [&'static str],
    /// How long building it takes, in words.
    pub takes: &'static str,
}

impl Tool {
    /// Trunk, without its self-update check.
    pub fn trunk() -> Self {
        Self {
            package: "trunk",
            programs: &["trunk"],
            version: TRUNK.to_owned(),
            options: &["--locked", "--no-default-features", "--features", "rustls"],
            takes: "about 6 minutes on two cores",
        }
    }

    /// wasm-bindgen, which must be of exactly the version that the page is compiled with.
    pub fn bindgen(version: String) -> Self {
        Self {
            package: "wasm-bindgen-cli",
            programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
            version,
            // Not --locked: the lock file it is published with names a withdrawn package.
            options: &[],
            takes: "about 2 minutes on two cores",
        }
    }

    /// The tool's first program: from PATH, from the cache, or newly installed.
    pub fn get(&self) -> Outcome<PathBuf> {
        let on_path = self
            .programs
            .first()
            .and_then(|name| process::on_path(name));
        let theirs = on_path
            .as_deref()
            .and_then(Path::parent)
            .and_then(|folder| self.in_folder(folder));
        match theirs {
            Some(program) => Ok(program),
            None => install::with_cargo(self),
        }
    }

    /// The tool in a folder, where all of it is there in the right version and runs.
    pub fn in_folder(&self, folder: &Path) -> Option<PathBuf> {
        let found = self.programs.iter().map(|name| {
            process::program_in(folder, name).filter(|program| reports(program, &self.version))
        });
        found.collect::<Option<Vec<_>>>()?.into_iter().next()
    }
}

/// wasm-opt, which makes the page's WebAssembly small: from PATH, from the cache, or newly installed.
pub fn optimizer() -> Outcome<PathBuf> {
    let right = |program: &PathBuf| reports(program, BINARYEN);
    match process::on_path("wasm-opt").filter(right) {
        Some(program) => Ok(program),
        None => install::binaryen(BINARYEN, &right),
    }
}

/// Whether a program runs and calls itself this version.
fn reports(program: &Path, version: &str) -> bool {
    process::answer(program, &["--version"])
        .is_some_and(|text| text.split_whitespace().any(|word| word == version))
}
