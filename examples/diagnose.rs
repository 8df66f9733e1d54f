//! What is seen, on standard input, one observation a line; its causes as JSON on standard output.
//!
//! ```text
//! echo "Login failed for user 'NT AUTHORITY\ANONYMOUS LOGON'." | cargo run --release --no-default-features --example diagnose
//! ```

mod common;

use common::Failure;
use double_hop::hosts::Era;
use double_hop::lab::Scenario;
use double_hop::lab::space::Space;
use double_hop::present::diagnose::{diagnose, read};
use double_hop::present::export;
use double_hop::present::narration::terminal;
use double_hop::traffic::files::utf8;
use std::io::{self, Read};
use std::process::ExitCode;

fn main() -> ExitCode {
    common::end(run(), terminal::DIAGNOSE_USAGE)
}

/// Whether any cause was found.
fn run() -> Result<bool, Failure> {
    let names = names()?;
    let mut input = Vec::new();
    io::stdin()
        .read_to_end(&mut input)
        .map_err(|error| format!("standard input cannot be read: {error}"))?;
    let space = Space::new(&names).explored_whole();
    let reading = read(&String::from_utf8_lossy(&utf8(&input)), &names);
    let diagnosis = diagnose(&space, &reading.observations);
    let out = export::diagnosis(&reading, &diagnosis, &names);
    common::answer(out.as_bytes())?;
    Ok(!diagnosis.causes.is_empty())
}

/// The names to read and to answer by: those of a link, or the usual ones.
fn names() -> Result<Scenario, String> {
    let mut arguments = common::arguments(terminal::DIAGNOSE_USAGE);
    let link = common::value(&mut arguments, "--link")?;
    common::nothing_more(arguments)
        .map_err(|problem| format!("{problem}: what is seen comes in on standard input"))?;
    link.map_or_else(
        || Ok(Scenario::of(Era::Today)),
        |link| common::linked(&link),
    )
}
