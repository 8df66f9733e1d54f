//! What would fix a situation: every smallest set of up to three changes, cheapest first, as JSON on standard output.
//!
//! ```text
//! cargo run --release --no-default-features --example repair -- --row K1 --column remote-http --pin no-basic
//! cargo run --release --no-default-features --example repair -- --link '#v=1&era=today'
//! ```

mod common;

use common::{Failure, say};
use double_hop::lab::Scenario;
use double_hop::lab::repair::{Pin, Search};
use double_hop::lab::table;
use double_hop::present::narration::terminal;
use double_hop::present::repair;
use pico_args::Arguments;
use std::process::ExitCode;

/// So many runs at a time; then it is said how far it is.
const RUNS: usize = 500;

fn main() -> ExitCode {
    common::end(print(), terminal::REPAIR_USAGE)
}

/// Whether anything was found.
fn print() -> Result<bool, Failure> {
    let mut arguments = common::arguments(terminal::REPAIR_USAGE);
    let scenario = scenario(&mut arguments)?;
    let pin = |key: &String| {
        Pin::of_key(key)
            .ok_or_else(|| format!("--pin {key}: there is no such setting, and no such pin"))
    };
    let pins = common::values(&mut arguments, "--pin")?
        .iter()
        .map(pin)
        .collect::<Result<Vec<_>, _>>()?;
    common::nothing_more(arguments)?;
    let mut search = Search::new(&scenario, &pins);
    while !search.step(RUNS) {}
    let entries = repair::entries(&search);
    let out = repair::json(search.base(), &entries);
    common::answer(out.as_bytes())?;
    let progress = terminal::repairs(search.runs(), search.single_changes(), entries.len());
    say(&progress);
    Ok(!entries.is_empty())
}

fn scenario(arguments: &mut Arguments) -> Result<Scenario, String> {
    match (
        common::value(arguments, "--link")?,
        common::cell(arguments)?,
    ) {
        (Some(_), Some(_)) => Err("--link and --row exclude each other".to_owned()),
        (None, None) => Err("--link or --row and --column is missing".to_owned()),
        (None, Some((row, column))) => table::scenario(row, column)
            .ok_or_else(|| format!("{} is not for {}", row.id, column.name())),
        (Some(fragment), None) => common::linked(&fragment),
    }
}
