//! What the commands need beyond Rust, found or installed.
//!
//! Tools go into the person's cache folder, keyed by version: a second clone installs
//! nothing, and nobody's own tools are touched. A tool that is already on PATH in the
//! right version is used as it is.

mod browser;
mod install;
mod tools;

use crate::{Outcome, process, project};
pub use browser::chromium;
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use tools::Tool;
pub use tools::optimizer;

/// The target that the page is built for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The tools a command works with.
pub struct Toolbox {
    trunk: PathBuf,
    bindgen: PathBuf,
    driver: Option<PathBuf>,
}

/// What building the page needs.
pub fn for_page() -> Outcome<Toolbox> {
    wasm_target()?;
    // Both compilations share dependencies, and one folder for them.
    let trunk = Tool::trunk().get()?;
    let bindgen = Tool::bindgen(project::locked_version("wasm-bindgen")?).get()?;
    install::remove_leftovers()?;
    Ok(Toolbox {
        trunk,
        bindgen,
        driver: None,
    })
}

/// What the tests need: the page's tools and a browser to drive.
pub fn for_tests() -> Outcome<Toolbox> {
    // First, because where it cannot be had a person should know before the long work.
    let driver = browser::driver()?;
    Ok(Toolbox {
        driver: Some(driver),
        ..for_page()?
    })
}

/// `cargo xtask setup`: installs everything and says where it is, for use by hand.
pub fn run() -> Outcome {
    let tools = for_tests()?;
    optimizer()?;
    eprintln!("everything is there; to call trunk by hand, put its tools on PATH:");
    println!("export PATH=\"{}\"", tools.path()?.to_string_lossy());
    Ok(())
}

/// Rust's standard library for WebAssembly. Where it is there, nothing is asked of the network.
pub fn wasm_target() -> Outcome {
    let arguments = ["--print", "target-libdir", "--target", WASM_TARGET];
    let there = process::answer("rustc", &arguments)
        .is_some_and(|folder| PathBuf::from(folder.trim()).is_dir());
    if there {
        return Ok(());
    }
    eprintln!("adding Rust's {WASM_TARGET} target (seconds)");
    process::run(Command::new("rustup").args(["target", "add", WASM_TARGET])).map_err(|error| {
        format!("{error}\nthe page needs Rust's {WASM_TARGET} target; with rustup it is `rustup target add {WASM_TARGET}`").into()
    })
}

impl Toolbox {
    /// Trunk, in the project's folder, finding this toolbox's tools before any other.
    pub fn trunk(&self) -> Command {
        let mut command = Command::new(&self.trunk);
        command.current_dir(project::root());
        command.env("TRUNK_SKIP_VERSION_CHECK", "true");
        // What fails is the page or a tool; where in Trunk it was noticed helps nobody.
        command.env("RUST_LIB_BACKTRACE", "0");
        if let Ok(path) = self.path() {
            command.env("PATH", path);
        }
        command
    }

    /// wasm-bindgen.
    pub fn bindgen(&self) -> &Path {
        &self.bindgen
    }

    /// The program that runs WebAssembly tests in a browser; it comes with wasm-bindgen.
    pub fn test_runner(&self) -> PathBuf {
        let name = format!("wasm-bindgen-test-runner{}", env::consts::EXE_SUFFIX);
        self.bindgen.with_file_name(name)
    }

    /// Tells a command which browser driver to use.
    pub fn in_browser<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        match &self.driver {
            Some(driver) => command.env("CHROMEDRIVER", driver),
            None => command,
        }
    }

    /// PATH with this toolbox's folders in front.
    fn path(&self) -> Outcome<OsString> {
        let programs = [&self.trunk, &self.bindgen];
        let folders = programs.into_iter().filter_map(|program| program.parent());
        process::path_with(folders.map(PathBuf::from).collect())
    }
}
