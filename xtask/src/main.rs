//! The project's commands, run as `cargo xtask <command>`.
//!
//! Each command sets up what it lacks (see [`setup`]) and says what it is doing on standard error; standard output
//! holds results only.

mod bench;
mod check;
mod csp;
mod files;
mod page_build;
mod post_build;
mod process;
mod project;
mod serve;
mod setup;
mod shots;
mod size;
mod static_server;
mod test;

use pico_args::Arguments;
use std::error::Error;
use std::process::ExitCode;

/// What every command returns: nothing, or a sentence that says what went wrong and what to do.
type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const HELP: &str = "\
The project's commands. Each sets up what it lacks, and says so.

  cargo xtask serve [--port N] [--no-open]   build the page and serve it on this computer
  cargo xtask test                           every test: native, in a browser, and of the built page
  cargo xtask build                          the shippable folder dist/
  cargo xtask size                           what the page loads, raw and gzip, against its budget
  cargo xtask bench                          script time of the page; decoding, captures and drawing beside other tools, in a browser
  cargo xtask check                          formatting, lints and documentation; warnings are errors
  cargo xtask shots DIR [OPTIONS] [FRAGMENT…]
                                             pictures of the built page: four widths, light and dark
      --size WxH   this size only (may be repeated)
      --full       the whole page, not only what fits in the window
      --no-build   use dist/ as it is
  cargo xtask setup                          only install the tools, and say where they are
";

fn main() -> ExitCode {
    match run(Arguments::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: Arguments) -> Outcome {
    let command = arguments.subcommand()?.unwrap_or_default();
    match command.as_str() {
        "serve" => return serve::run(arguments),
        "shots" => return shots::run(arguments),
        "" => {
            arguments.contains(["-h", "--help"]);
            no_more(arguments)?;
            print!("{HELP}");
            return Ok(());
        }
        _ => no_more(arguments)?,
    }
    match command.as_str() {
        "test" => test::run(),
        "build" => page_build::build(&setup::for_page()?),
        "size" => size::run(),
        "bench" => bench::run(),
        "check" => check::run(),
        "setup" => setup::run(),
        // Trunk calls this one after each build; see Trunk.toml.
        "post-build" => post_build::run(),
        "help" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no command `{other}`\n\n{HELP}").into()),
    }
}

/// Refuses arguments that nothing has taken, rather than ignore them.
fn no_more(arguments: Arguments) -> Outcome {
    match arguments.finish().first() {
        None => Ok(()),
        Some(argument) => {
            let argument = argument.to_string_lossy();
            Err(format!("`{argument}` is not understood here; see `cargo xtask help`").into())
        }
    }
}
