//! Installing a tool into the cache, all of it or nothing.

use super::tools::Tool;
use crate::{Outcome, process, project};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The tool in the cache, installed now if it is not there.
pub fn with_cargo(tool: &Tool) -> Outcome<PathBuf> {
    let name = match tool.package.strip_suffix("-cli") {
        Some(short) => format!("{short}-{}", tool.version),
        None => format!("{}-{}", tool.package, tool.version),
    };
    whole(
        &name,
        &|folder| tool.in_folder(&folder.join("bin")),
        &|folder| download(tool, folder).or_else(|_| compile(tool, folder)),
    )
}

/// wasm-opt in the cache, installed now from npm or GitHub if it is not there.
pub fn binaryen(version: &str, right: &dyn Fn(&PathBuf) -> bool) -> Outcome<PathBuf> {
    let find = |folder: &Path| {
        ["node_modules/.bin", "bin"]
            .into_iter()
            .filter_map(|bin| process::program_in(&folder.join(bin), "wasm-opt"))
            .find(right)
    };
    whole(&format!("binaryen-{version}"), &find, &|folder| {
        binaryen_from_npm(version, folder).or_else(|error| {
            binaryen_from_github(version, folder).map_err(|other| {
                format!(
                    "wasm-opt could not be installed, from npm ({error}) or from GitHub ({other})"
                )
                .into()
            })
        })
    })
}

fn binaryen_from_npm(version: &str, folder: &Path) -> Outcome {
    let npm = process::on_path("npm").ok_or("npm is not here")?;
    eprintln!("installing wasm-opt (binaryen {version}) with npm (seconds)");
    process::run(
        Command::new(npm)
            .args(["install", "--no-audit", "--no-fund", "--prefix"])
            .arg(folder)
            .arg(format!("binaryen@{version}")),
    )
}

/// With curl and tar, which Windows has too.
fn binaryen_from_github(version: &str, folder: &Path) -> Outcome {
    let machine = match (env::consts::OS, env::consts::ARCH) {
        ("macos", "aarch64") => "arm64-macos".to_owned(),
        (system, processor) => format!("{processor}-{system}"),
    };
    let name = format!("binaryen-version_{version}-{machine}.tar.gz");
    let release = "https://github.com/WebAssembly/binaryen/releases/download";
    eprintln!("fetching wasm-opt (binaryen {version}) from GitHub");
    process::run(
        Command::new("curl")
            .current_dir(folder)
            .args([
                "--fail",
                "--location",
                "--no-progress-meter",
                "--remote-name",
            ])
            .arg(format!("{release}/version_{version}/{name}")),
    )?;
    process::run(Command::new("tar").current_dir(folder).args([
        "-xzf",
        &name,
        "--strip-components=1",
    ]))
}

/// Installs into a folder of its own and renames that into place, so that what an interrupted
/// installation leaves behind is never taken for a tool.
fn whole(
    name: &str,
    find: &dyn Fn(&Path) -> Option<PathBuf>,
    install: &dyn Fn(&Path) -> Outcome,
) -> Outcome<PathBuf> {
    let cache = project::cache()?;
    let place = cache.join(name);
    if let Some(program) = find(&place) {
        return Ok(program);
    }
    let partial = cache.join(format!(".partial-{name}-{}", std::process::id()));
    fs::create_dir_all(&partial)
        .map_err(|error| format!("cannot create {}: {error}", partial.display()))?;
    let installed = install(&partial).and_then(|()| match find(&partial) {
        Some(_) => Ok(()),
        None => Err(format!("{name} was installed, but does not run here").into()),
    });
    if installed.is_ok() && find(&place).is_none() {
        // Something else in its place, perhaps of another machine's make, does not run.
        let _ = fs::remove_dir_all(&place);
        fs::rename(&partial, &place)
            .map_err(|error| format!("cannot create {}: {error}", place.display()))?;
    }
    let _ = fs::remove_dir_all(&partial);
    installed?;
    find(&place).ok_or_else(|| format!("{} vanished; run this again", place.display()).into())
}

/// A ready-made tool, where cargo-binstall is here and finds one; seconds instead of minutes.
fn download(tool: &Tool, folder: &Path) -> Outcome {
    process::on_path("cargo-binstall").ok_or("cargo-binstall is not here")?;
    eprintln!(
        "fetching {} {} with cargo binstall",
        tool.package, tool.version
    );
    process::run(
        process::cargo()
            .args([
                "binstall",
                "--no-confirm",
                "--disable-strategies",
                "compile",
                "--root",
            ])
            .arg(folder)
            .arg(format!("{}@{}", tool.package, tool.version)),
    )
}

/// The tool built from source, for a short build rather than a fast tool: as published,
/// Trunk alone takes over 20 minutes.
fn compile(tool: &Tool, folder: &Path) -> Outcome {
    let (package, version) = (tool.package, &tool.version);
    eprintln!(
        "building {package} {version} ({}, once per machine)",
        tool.takes
    );
    let mut cargo = process::cargo();
    cargo
        // Away from the project, whose Cargo settings are for the page.
        .current_dir(project::cache()?)
        .args(["install", &format!("{package}@{version}")])
        .args(tool.options)
        .arg("--root")
        .arg(folder)
        // Or Cargo advises to put this folder, which does not last, on PATH.
        .env("PATH", process::path_with(vec![folder.join("bin")])?)
        // Kept until the tool is there: an interrupted build goes on where it stopped.
        .env("CARGO_TARGET_DIR", build_folder()?)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    process::run(&mut cargo).map_err(|error| {
        format!("{error}\n{package} {version} could not be installed; it needs a C compiler and crates.io").into()
    })
}

/// Removes what compiling left, once the tools are there.
pub fn remove_leftovers() -> Outcome {
    let _ = fs::remove_dir_all(build_folder()?);
    Ok(())
}

fn build_folder() -> Outcome<PathBuf> {
    Ok(project::cache()?.join("build"))
}
