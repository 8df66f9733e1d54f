//! `cargo xtask shots`: pictures of the built page, at several widths, light and dark.

use crate::{Outcome, page, process, project, setup, test};
use std::env;

/// Takes the pictures. The work is done by `tests/shots.rs`, on the harness of the end-to-end tests.
pub fn run(arguments: &[String]) -> Outcome {
    let mut folder = None;
    let (mut sizes, mut fragments) = (Vec::new(), Vec::new());
    let (mut full, mut build) = (false, true);
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        match argument {
            "--full" => full = true,
            "--no-build" => build = false,
            "--size" => sizes.push(rest.next().ok_or("--size takes WIDTHxHEIGHT")?),
            option if option.starts_with("--") => {
                return Err(
                    format!("`shots` does not know `{option}`; see `cargo xtask help`").into(),
                );
            }
            name if folder.is_none() => folder = Some(name),
            fragment => fragments.push(fragment),
        }
    }
    let folder = env::current_dir()?.join(folder.ok_or("`shots` needs a folder for the pictures")?);
    let tools = setup::for_tests()?;
    if build {
        page::build(&tools)?;
    }
    let mut command = test::native(&["--test", "shots", "--", "--ignored", "--nocapture"]);
    tools
        .in_browser(&mut command)
        .env("DOUBLE_HOP_DIST", project::dist())
        .env("DOUBLE_HOP_SHOTS", &folder)
        .env("DOUBLE_HOP_SIZES", sizes.join(" "))
        .env("DOUBLE_HOP_FRAGMENTS", fragments.join(" "));
    if full {
        command.env("DOUBLE_HOP_FULL", "1");
    }
    process::run(&mut command)
}
