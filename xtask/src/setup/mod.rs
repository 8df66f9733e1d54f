//! What the commands need beyond Rust, found or installed.
//!
//! Tools go into the person's cache folder, keyed by version: a second clone installs nothing, and nobody's own tools
//! are touched. A tool that is already on PATH in the right version is used as it is.

mod debian;
mod heimdal;
mod node;
pub mod npm;
mod tool;

use crate::{Outcome, process, project};
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use tool::Tool;

/// The target that the page is built for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The names that Chromium and Chrome go by, and where they are where they are not on PATH.
const BROWSERS: [&str; 7] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/// The tools a command works with.
pub struct Toolbox {
    /// PATH with the tools' folders in front.
    path: OsString,
    driver: Option<PathBuf>,
    /// Where Node finds the packages that exports are tested with.
    node: Option<PathBuf>,
}

/// What building the page needs.
pub fn for_page() -> Outcome<Toolbox> {
    wasm_target()?;
    let bindgen = Tool::bindgen(project::locked_version("wasm-bindgen")?);
    let mut folders = vec![Tool::trunk().folder()?, bindgen.folder()?];
    // Without them Trunk downloads these itself, where it can.
    for tool in [Tool::binaryen(), Tool::sass()] {
        match tool.folder() {
            Ok(folder) => folders.push(folder),
            Err(error) => eprintln!("warning: {error}\nTrunk will look for it on its own"),
        }
    }
    tool::remove_leftovers()?;
    folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    Ok(Toolbox {
        path: env::join_paths(folders)?,
        driver: None,
        node: None,
    })
}

/// What the tests need: the page's tools, a browser to drive, and the programs that ours are compared with.
pub fn for_tests() -> Outcome<Toolbox> {
    // First, because where it cannot be had a person should know before the long work.
    let driver = driver()?;
    debian::install(&[
        "tshark",
        "curl",
        "kinit",
        "krb5kdc",
        "kadmin.local",
        "apache2",
        "samba",
        "plantuml",
    ]);
    let heimdal = heimdal::folder();
    let tools = for_page()?;
    // Behind all others: it has more programs than are meant.
    let folders = env::split_paths(&tools.path).chain(heimdal);
    Ok(Toolbox {
        path: env::join_paths(folders)?,
        driver: Some(driver),
        node: node::folder(),
    })
}

/// `cargo xtask setup`: installs everything and says where it is, for use by hand.
pub fn run() -> Outcome {
    let tools = for_tests()?;
    eprintln!("everything is there; to call trunk by hand, put its tools on PATH:");
    println!("export PATH=\"{}\"", tools.path.to_string_lossy());
    Ok(())
}

/// Rust's standard library for WebAssembly. Where it is there, nothing is asked of the network.
pub fn wasm_target() -> Outcome {
    let arguments = ["--print", "target-libdir", "--target", WASM_TARGET];
    let folder = process::answer("rustc", &arguments);
    if folder.is_some_and(|folder| Path::new(folder.trim()).is_dir()) {
        return Ok(());
    }
    eprintln!("adding Rust's {WASM_TARGET} target (seconds)");
    process::run(Command::new("rustup").args(["target", "add", WASM_TARGET]))
}

/// A compiler for libFuzzer, which is C++.
pub fn cpp_compiler() {
    debian::install(&["c++"]);
}

/// Chromium or Chrome, for what needs no driver.
pub fn chromium() -> Outcome<PathBuf> {
    driver()?;
    let mut found = BROWSERS.iter().filter_map(|name| which::which(name).ok());
    found
        .next()
        .ok_or_else(|| "there is a chromedriver, but no Chromium or Chrome was found".into())
}

/// The program that lets tests drive a browser; installed now where that can be done without asking.
fn driver() -> Outcome<PathBuf> {
    let find = || {
        let set = env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        which::which(set).ok()
    };
    if find().is_none() {
        debian::install(&["chromedriver"]);
    }
    find().ok_or_else(|| {
        "the tests need Chromium or Chrome and the chromedriver of the same version on PATH; on Debian: \
         sudo apt-get install chromium chromium-driver; with Homebrew: brew install --cask chromium chromedriver; \
         else see https://googlechromelabs.github.io/chrome-for-testing/"
            .into()
    })
}

impl Toolbox {
    /// One of the tools, in the project's folder; it finds the others before any of the person's own.
    pub fn command(&self, name: &str) -> Outcome<Command> {
        let program = which::which_in(name, Some(&self.path), project::root())
            .map_err(|error| format!("{name}: {error}"))?;
        let mut command = Command::new(program);
        command.current_dir(project::root()).env("PATH", &self.path);
        Ok(command)
    }

    /// Tells a command which browser driver to use, and where the tools are.
    pub fn in_browser<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("PATH", &self.path);
        if let Some(node) = &self.node {
            command.env("DOUBLE_HOP_NODE", node);
        }
        match &self.driver {
            Some(driver) => command.env("CHROMEDRIVER", driver),
            None => command,
        }
    }
}
