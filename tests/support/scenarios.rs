//! Scenarios that must hold whatever is tested: every preset, and every row of the table of outcomes in every column.

use double_hop::lab::presets::PRESETS;
use double_hop::lab::{Scenario, table};

/// All of them, each with its name.
pub fn known() -> Vec<(String, Scenario)> {
    let presets = PRESETS
        .iter()
        .map(|preset| (preset.id.to_owned(), preset.scenario()));
    let rows = table::ROWS.iter().flat_map(|row| {
        row.columns.iter().filter_map(move |column| {
            let name = format!("{} {}", row.id, column.name());
            Some((name, table::scenario(row, *column)?))
        })
    });
    presets.chain(rows).collect()
}
