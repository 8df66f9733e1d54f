//! `cargo xtask check`: formatting, lints and documentation. Warnings are errors.

use crate::{Outcome, process, setup};

/// Runs the checks in the order of how fast they answer.
pub fn run() -> Outcome {
    setup::wasm_target()?;
    eprintln!("== formatting");
    process::run(process::cargo().args(["fmt", "--all", "--check"]))?;

    clippy("the commands", &["--package", "xtask", "--all-targets"])?;
    let package = ["--package", "double-hop"];
    // The page's code runs in a browser alone, and is checked as it is built for one.
    clippy(
        "native",
        &[&package[..], &["--no-default-features", "--all-targets"]].concat(),
    )?;
    let wasm = [
        "--lib",
        "--bins",
        "--test",
        "web",
        "--test",
        "crash",
        "--example",
        "measured",
        "--target",
        setup::WASM_TARGET,
    ];
    clippy("wasm32", &[&package[..], &wasm].concat())?;
    fuzz_targets()?;

    eprintln!("== documentation");
    documentation(&["--package", "xtask"])?;
    documentation(&["--package", "double-hop", "--target", setup::WASM_TARGET])
}

fn documentation(arguments: &[&str]) -> Outcome {
    process::run(
        process::cargo()
            .args(["doc", "--no-deps", "--document-private-items"])
            .args(arguments)
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}

/// Running them takes a nightly toolchain; that they name what is there does not.
fn fuzz_targets() -> Outcome {
    setup::cpp_compiler();
    eprintln!("== fuzz targets");
    process::run(
        process::cargo()
            .args(["check", "--quiet", "--locked"])
            .args(["--manifest-path", "fuzz/Cargo.toml"]),
    )
}

fn clippy(what: &str, arguments: &[&str]) -> Outcome {
    eprintln!("== lints: {what}");
    // Given to clippy alone: in RUSTFLAGS it would make every dependency build again.
    process::run(
        process::cargo()
            .arg("clippy")
            .args(arguments)
            .args(["--", "-D", "warnings"]),
    )
}
