//! The table of outcomes, computed, as tab-separated values without a header: the situation, the arrangement of the
//! back end, the outcome, why, and what hop 1 took; dashes where a situation is not for an arrangement.
//!
//! `--set KEY=VALUE`, as in links and as often as wanted, is set before a situation is applied; without an era among
//! them, a situation is set in the time of its back end (1998 with MAPI, today with HTTP or SQL), or in the first later one that
//! has what it takes. With `--row K1 --column
//! remote-http` it prints the link of that situation instead.

mod common;

use common::{Failure, settings};
use double_hop::lab::table::{Column, ROWS, Row};
use double_hop::lab::{Scenario, Setting, counts, outcome, run};
use double_hop::present::link::LinkTo;
use double_hop::present::narration::reason;
use double_hop::present::narration::terminal;
use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    common::end(print().map(|()| true), terminal::OUTCOMES_USAGE)
}

fn print() -> Result<(), Failure> {
    let mut arguments = common::arguments(terminal::OUTCOMES_USAGE);
    let settings = settings(&mut arguments)?;
    let cell = common::cell(&mut arguments)?;
    common::nothing_more(arguments)?;
    let scenario = |row: &Row, column: Column| {
        row.columns.contains(&column).then(|| {
            let mut scenario = column.scenario();
            for (setting, value) in &settings {
                // The values were tried when they were read.
                let _ = setting.change(&mut scenario, value);
            }
            // An era has a back end of its own; the column is what was asked for.
            column.arrange(&mut scenario);
            match settings.iter().any(|(setting, _)| *setting == Setting::Era) {
                true => {
                    (row.apply)(&mut scenario);
                    scenario
                }
                false => row.set_up(scenario),
            }
        })
    };
    let mut out = io::stdout().lock();
    let written = match cell {
        Some((row, column)) => {
            let scenario = scenario(row, column)
                .ok_or_else(|| format!("{} is not for {}", row.id, column.name()))?;
            let fragment = LinkTo::settings(&scenario).encode();
            writeln!(out, "#{fragment}")
        }
        None => table(&mut out, scenario),
    };
    written.map_err(Failure::Output)
}

fn table(
    out: &mut impl Write,
    scenario: impl Fn(&Row, Column) -> Option<Scenario>,
) -> io::Result<()> {
    for row in &ROWS {
        for column in Column::ALL {
            let Some(scenario) = scenario(row, column) else {
                writeln!(out, "{}\t{}\t-\t-\t-", row.id, column.name())?;
                continue;
            };
            let log = run(&scenario);
            let code =
                outcome(&log).map_or_else(|| "-".to_owned(), |settled| settled.outcome.code());
            let counts = counts(&log);
            writeln!(
                out,
                "{}\t{}\t{code}\t{}\t401s={} challenges={} connections={} prompts={} kdc={}",
                row.id,
                column.name(),
                reason(&log),
                counts.refusals,
                counts.challenges,
                counts.connections,
                counts.prompts,
                counts.kdc,
            )?;
        }
    }
    out.flush()
}
