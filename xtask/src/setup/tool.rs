//! The tools of the page, in the versions that work together: found, or installed into the cache.

use super::npm;
use crate::{Outcome, process, project};
use std::fs;
use std::path::{Path, PathBuf};
use std::process as system;
use std::time::Duration;

/// The newest Trunk that builds with the Rust of rust-toolchain.toml.
const TRUNK: &str = "0.21.14";

/// Binaryen, where wasm-opt comes from; the same stands in Trunk.toml. Older ones reject what Rust emits today.
const BINARYEN: &str = "132";

/// Sass, which puts the stylesheets together; the same stands in Trunk.toml.
const SASS: &str = "1.108.2";

/// A tool of one version.
pub struct Tool {
    program: &'static str,
    /// What it is called in the cache.
    name: &'static str,
    version: String,
    source: Source,
}

enum Source {
    /// A package on crates.io, and what `cargo install` is told besides.
    Cargo(&'static str, &'static [&'static str]),
    /// A package of the same name for Node.
    Npm,
}

impl Tool {
    /// Trunk, without its self-update check.
    pub fn trunk() -> Self {
        const OPTIONS: [&str; 4] = ["--locked", "--no-default-features", "--features", "rustls"];
        Self {
            program: "trunk",
            name: "trunk",
            version: TRUNK.to_owned(),
            source: Source::Cargo("trunk", &OPTIONS),
        }
    }

    /// wasm-bindgen, which must be of exactly the version that the page is compiled with.
    pub fn bindgen(version: String) -> Self {
        Self {
            program: "wasm-bindgen",
            name: "wasm-bindgen",
            version,
            // Not --locked: the lock file it is published with names a withdrawn package.
            source: Source::Cargo("wasm-bindgen-cli", &[]),
        }
    }

    /// Binaryen, for wasm-opt.
    pub fn binaryen() -> Self {
        Self {
            program: "wasm-opt",
            name: "binaryen",
            version: BINARYEN.to_owned(),
            source: Source::Npm,
        }
    }

    /// Sass, which makes the stylesheet out of its parts.
    pub fn sass() -> Self {
        Self {
            program: "sass",
            name: "sass",
            version: SASS.to_owned(),
            source: Source::Npm,
        }
    }

    /// The folder of the tool's programs: one of PATH, that in the cache, or newly installed.
    pub fn folder(&self) -> Outcome<PathBuf> {
        let theirs = which::which(self.program).ok();
        if let Some(folder) = theirs.as_deref().and_then(Path::parent)
            && self.runs_in(folder)
        {
            return Ok(folder.to_owned());
        }
        let cache = project::cache()?;
        let place = cache.join(format!("{}-{}", self.name, self.version));
        let programs = match self.source {
            Source::Cargo(..) => "bin",
            Source::Npm => "node_modules/.bin",
        };
        if !self.runs_in(&place.join(programs)) {
            // Renamed into place, so that what an interrupted installation leaves is never taken for a tool.
            let partial = cache.join(format!(".partial-{}-{}", self.name, system::id()));
            fs::create_dir_all(&partial)?;
            self.install(&partial)?;
            // Something else in its place, perhaps of another machine's make, does not run.
            let _ = fs::remove_dir_all(&place);
            fs::rename(&partial, &place)?;
        }
        Ok(place.join(programs))
    }

    /// Whether the tool is in a folder, in the right version, and runs.
    fn runs_in(&self, folder: &Path) -> bool {
        which::which_in(self.program, Some(folder), folder)
            .ok()
            .and_then(|program| process::answer(program, &["--version"]))
            .is_some_and(|text| text.split_whitespace().any(|word| word == self.version))
    }

    fn install(&self, folder: &Path) -> Outcome {
        let version = &self.version;
        eprintln!("installing {} {version}, once per machine", self.name);
        match self.source {
            Source::Npm => {
                let package = format!("{}@{version}", self.name);
                npm::install(&[&package], folder)
            }
            Source::Cargo(package, options) => {
                let package = format!("{package}@{version}");
                download(&package, folder).or_else(|_| compile(&package, options, folder))
            }
        }
    }
}

/// A ready-made tool, where cargo-binstall is here and finds one; seconds instead of minutes.
fn download(package: &str, folder: &Path) -> Outcome {
    which::which("cargo-binstall")?;
    let mut cargo = process::cargo();
    cargo.args([
        "binstall",
        "--no-confirm",
        "--disable-strategies",
        "compile",
        "--root",
    ]);
    process::run(cargo.arg(folder).arg(package))
}

/// The tool built from source, for a short build rather than a fast tool: as published, Trunk alone takes over 20
/// minutes.
fn compile(package: &str, options: &[&str], folder: &Path) -> Outcome {
    eprintln!(
        "building {package} from source (Trunk takes about 6 minutes on two cores, the others 2)"
    );
    let mut cargo = process::cargo();
    cargo
        // Away from the project, whose Cargo settings are for the page.
        .current_dir(project::cache()?)
        .args(["install", package])
        .args(options)
        .arg("--root")
        .arg(folder)
        // Kept until the tool is there: an interrupted build goes on where it stopped.
        .env("CARGO_TARGET_DIR", build_folder()?)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    process::run(&mut cargo)
        .map_err(|error| format!("{error}\nit needs a C compiler and crates.io").into())
}

/// Removes what compiling left, once the tools are there, and what installations left that were interrupted: nothing of today,
/// where another one may be at work.
pub fn remove_leftovers() -> Outcome {
    let _ = fs::remove_dir_all(build_folder()?);
    // Where nothing was ever installed there is no such folder.
    for entry in fs::read_dir(project::cache()?).into_iter().flatten() {
        let Ok(entry) = entry else { continue };
        let partial = entry.file_name().to_string_lossy().contains("partial-");
        let changed = entry.metadata().and_then(|it| it.modified()).ok();
        let age = changed.and_then(|it| it.elapsed().ok()).unwrap_or_default();
        if partial && age > DAY {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    Ok(())
}

const DAY: Duration = Duration::from_secs(24 * 3600);

fn build_folder() -> Outcome<PathBuf> {
    Ok(project::cache()?.join("build"))
}
