//! What would fix a situation: every smallest set of up to three changes, cheapest first, as JSON on standard output.
//!
//! ```text
//! cargo run --release --no-default-features --example repair -- --row K1 --column remote-http --pin no-basic
//! cargo run --release --no-default-features --example repair -- --link '#v=1&era=today'
//! ```

mod common;

use common::{Arguments, Flag, say};
use double_hop::lab::Scenario;
use double_hop::lab::repair::{Pin, Search};
use double_hop::lab::table;
use double_hop::present::narration::terminal;
use double_hop::present::repair;
use std::io::{self, Write};
use std::process::ExitCode;

/// So many runs at a time; then it is said how far it is.
const RUNS: usize = 500;

fn main() -> ExitCode {
    common::end(print(), terminal::REPAIR_USAGE)
}

/// Whether anything was found.
fn print() -> Result<bool, String> {
    let arguments = Arguments::read(
        &[
            Flag::Value("link"),
            Flag::Value("row"),
            Flag::Value("column"),
            Flag::Repeated("pin"),
        ],
        terminal::REPAIR_USAGE,
    )?;
    let scenario = scenario(&arguments)?;
    let pin = |key: &str| {
        Pin::of_key(key)
            .ok_or_else(|| format!("--pin {key}: there is no such setting, and no such pin"))
    };
    let pins = arguments
        .all("pin")
        .map(pin)
        .collect::<Result<Vec<_>, _>>()?;
    let mut search = Search::new(&scenario, &pins);
    while !search.step(RUNS) {}
    let entries = repair::entries(&search);
    let out = repair::json(search.base(), &entries);
    io::stdout()
        .write_all(out.as_bytes())
        .map_err(|error| format!("standard output cannot be written: {error}"))?;
    let progress = terminal::repairs(search.runs(), search.single_changes(), entries.len());
    say(&progress);
    Ok(!entries.is_empty())
}

fn scenario(arguments: &Arguments) -> Result<Scenario, String> {
    if let Some(word) = arguments.plain.first() {
        return Err(format!("“{word}” belongs to no flag"));
    }
    match (arguments.get("link"), common::cell(arguments)?) {
        (Some(_), Some(_)) => Err("--link and --row exclude each other".to_owned()),
        (None, None) => Err("--link or --row and --column is missing".to_owned()),
        (None, Some((row, column))) => table::scenario(row, column)
            .ok_or_else(|| format!("{} is not for {}", row.id, column.name())),
        (Some(fragment), None) => common::linked(fragment),
    }
}
