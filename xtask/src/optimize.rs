//! The page's WebAssembly made small: without what only a panic needs, then by wasm-opt.

use crate::{Outcome, process, setup, snip};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What wasm-opt is told. It is judged by the compressed page: `cargo xtask size`.
const FLAGS: [&str; 15] = [
    // What Rust and wasm-bindgen emit, and every current browser runs.
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    // Nothing lies below address 1024: there the stack would end.
    "--low-memory-unused",
    // Inlining a function of one caller makes the code shorter but less alike, so that it compresses worse.
    "--one-caller-inline-max-function-size=1",
    // Size first; then the control flow anew from a flat form, and the same again.
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    // Functions of one type or module resemble each other, and compress better side by side.
    "--reorder-functions-by-name",
    // Notes on the tools, which nobody reads.
    "--strip-producers",
    "--strip-target-features",
];

/// Makes a module of a release build small, in its place. Without wasm-opt it stays as it is, and works.
pub fn run(module: &Path) -> Outcome {
    let program = match setup::optimizer() {
        Ok(program) => program,
        Err(error) => {
            eprintln!("warning: {error}");
            eprintln!("         so the page will be larger than it should be; install Node's npm");
            eprintln!("         (https://nodejs.org) and run this again");
            return Ok(());
        }
    };
    let shown = module.display();
    let wasm = fs::read(module).map_err(|error| format!("cannot read {shown}: {error}"))?;
    fs::write(module, snip::snip(&wasm)?)
        .map_err(|error| format!("cannot write {shown}: {error}"))?;
    let mut command = Command::new(program);
    process::run(command.arg(module).args(FLAGS).arg("--output").arg(module))
}
