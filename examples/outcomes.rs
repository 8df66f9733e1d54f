//! The table of outcomes, computed, as tab-separated values without a header: the situation, the arrangement of the
//! back end, the outcome, why, and what hop 1 took; dashes where a situation is not for an arrangement.

use double_hop::lab::table::{Column, ROWS, scenario};
use double_hop::lab::{counts, outcome, run};
use double_hop::present::words::reason;
use std::io::{self, Write};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
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
