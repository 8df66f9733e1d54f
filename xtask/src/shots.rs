//! `cargo xtask shots`: pictures of the built page, at several widths, light and dark.

use crate::{Outcome, no_more, page_build, process, project, setup, test};
use pico_args::Arguments;
use std::env;

/// Takes the pictures. The work is done by `tests/shots.rs`, on the harness of the end-to-end tests.
pub fn run(mut arguments: Arguments) -> Outcome {
    let sizes: Vec<String> = arguments.values_from_str("--size")?;
    let full = arguments.contains("--full");
    let build = !arguments.contains("--no-build");
    let mut names: Vec<String> = Vec::new();
    while let Some(name) = arguments.opt_free_from_str::<String>()? {
        if name.starts_with("--") {
            return no_more(Arguments::from_vec(vec![name.into()]));
        }
        names.push(name);
    }
    let (folder, fragments) = names
        .split_first()
        .ok_or("`shots` needs a folder for the pictures")?;
    let tools = setup::for_tests()?;
    if build {
        page_build::build(&tools)?;
    }
    let mut command = test::native(&["--test", "shots", "--", "--ignored", "--nocapture"]);
    tools
        .in_browser(&mut command)
        .env("DOUBLE_HOP_DIST", project::dist())
        .env("DOUBLE_HOP_SHOTS", env::current_dir()?.join(folder))
        .env("DOUBLE_HOP_SIZES", sizes.join(" "))
        .env("DOUBLE_HOP_FRAGMENTS", fragments.join(" "));
    if full {
        command.env("DOUBLE_HOP_FULL", "1");
    }
    process::run(&mut command)
}
