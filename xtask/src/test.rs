//! `cargo xtask test`: every test there is.

use crate::setup::Toolbox;
use crate::{Outcome, page_build, process, project, setup, size};
use std::process::Command;
use std::time::{Duration, Instant};

/// Runs every kind of test, also after one has failed, and ends with a summary.
pub fn run() -> Outcome {
    let tools = setup::for_tests()?;
    let mut summary = Summary::default();
    summary.step("the commands themselves", || {
        process::run(process::cargo().args(["test", "--package", "xtask"]))
    });
    summary.step("native, without the page's code", || {
        // The end-to-end test is part of this package too; it has its own step, with the page built.
        let mut command = native(&["--no-fail-fast"]);
        process::run(tools.in_browser(&mut command).env("DOUBLE_HOP_E2E", "0"))
    });
    summary.step("components, in headless Chromium", || components(&tools));
    summary.step("building the page", || page_build::build(&tools));
    summary.step("what the page weighs", size::weigh);
    summary.step("the built page, end to end", || {
        process::run(
            tools
                .in_browser(&mut native(&["--test", "e2e"]))
                .env("DOUBLE_HOP_E2E", "1")
                .env("DOUBLE_HOP_DIST", project::dist()),
        )
    });
    summary.end()
}

/// The package's own tests as they build without any browser: examples and documentation included.
pub fn native(arguments: &[&str]) -> Command {
    let mut command = process::cargo();
    command
        .args(["test", "--package", "double-hop", "--no-default-features"])
        .args(arguments);
    command
}

fn components(tools: &Toolbox) -> Outcome {
    let mut command = process::cargo();
    command
        .args([
            "test",
            "--package",
            "double-hop",
            "--test",
            "web",
            "--test",
            "crash",
        ])
        .args(["--target", setup::WASM_TARGET])
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            "wasm-bindgen-test-runner",
        );
    process::run(tools.in_browser(&mut command))
}

#[derive(Default)]
struct Summary(Vec<(&'static str, Duration, Outcome)>);

impl Summary {
    fn step(&mut self, name: &'static str, work: impl FnOnce() -> Outcome) {
        eprintln!("\n== {name}");
        let start = Instant::now();
        let outcome = work();
        if let Err(error) = &outcome {
            eprintln!("error: {error}");
        }
        self.0.push((name, start.elapsed(), outcome));
    }

    fn end(self) -> Outcome {
        eprintln!("\n== summary");
        for (name, time, outcome) in &self.0 {
            let word = if outcome.is_ok() { "ok" } else { "FAILED" };
            eprintln!("{word:<7} {:>6.1} s  {name}", time.as_secs_f64());
        }
        let failed = self.0.iter().filter(|step| step.2.is_err()).count();
        if failed > 0 {
            return Err(format!("{failed} of {} test steps failed", self.0.len()).into());
        }
        Ok(())
    }
}
