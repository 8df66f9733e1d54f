//! The project's commands, run as `cargo xtask <command>`.
//!
//! Each command sets up what it lacks (see [`setup`]) and says what it is doing on
//! standard error; standard output holds results only.

mod bench;
mod browser;
mod check;
mod csp;
mod files;
mod glue;
mod locations;
mod names;
mod optimize;
mod page;
mod post_build;
mod process;
mod project;
mod serve;
mod setup;
mod shots;
mod shrink;
mod size;
mod snip;
mod static_server;
mod test;
mod wasm;

use std::error::Error;
use std::process::ExitCode;

/// What every command returns: nothing, or a sentence that says what went wrong and what to do.
type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const HELP: &str = "\
The project's commands. Each sets up what it lacks, and says so.

  cargo xtask serve [--port N] [--no-open]   build the page and serve it on this computer
  cargo xtask test                           every test: native, in a browser, and of the built page
  cargo xtask build                          the shippable folder dist/
  cargo xtask size                           what the page loads, raw and gzip, against budget and limit
  cargo xtask bench                          what decoding, verifying and runs cost in a browser, beside npm's ntlm-parser
  cargo xtask check                          formatting, lints and documentation; warnings are errors
  cargo xtask shots DIR [OPTIONS] [FRAGMENT…]
                                             pictures of the built page: four widths, light and dark
      --size WxH   this size only (may be repeated)
      --full       the whole page, not only what fits in the window
      --no-build   use dist/ as it is
  cargo xtask setup                          only install the tools, and say where they are
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", arguments.as_slice()),
    };
    match command {
        "serve" => serve::run(rest),
        "test" => no_more(rest).and_then(|()| test::run()),
        "build" => no_more(rest).and_then(|()| page::build(&setup::for_page()?)),
        "size" => no_more(rest).and_then(|()| size::run()),
        "bench" => no_more(rest).and_then(|()| bench::run()),
        "check" => no_more(rest).and_then(|()| check::run()),
        "shots" => shots::run(rest),
        "setup" => no_more(rest).and_then(|()| setup::run()),
        // Trunk calls this one after each build; see Trunk.toml.
        "post-build" => no_more(rest).and_then(|()| post_build::run()),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no command `{other}`\n\n{HELP}").into()),
    }
}

/// Refuses arguments where a command takes none, rather than ignore them.
fn no_more(rest: &[String]) -> Outcome {
    match rest.first() {
        None => Ok(()),
        Some(argument) => {
            Err(format!("`{argument}` is not understood here; see `cargo xtask help`").into())
        }
    }
}
