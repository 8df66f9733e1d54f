//! Programs of others take what is exported: tshark, Mermaid, PlantUML, and the schema of HAR. Each is skipped where it is
//! not installed, but not in CI.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod hostile;
mod node;
mod plantuml;
mod playing;
#[path = "../support/skip.rs"]
mod skip;
mod tshark;

use double_hop::lab::table::{Column, ROWS, scenario};
use double_hop::lab::{Log, presets::PRESETS, run};
use double_hop::present::{DomainControllers, Step, labels, steps};
use std::path::PathBuf;

/// A log to export, and its steps.
struct Sample {
    name: String,
    log: Log,
    steps: Vec<Step>,
}

impl Sample {
    /// What the lab shows on the arrow or in the box of a step.
    fn label(&self, step: usize) -> String {
        if let Some(label) = hostile::label(&self.name, step) {
            return label;
        }
        let runs = labels::label(&self.log, &self.steps[step]);
        runs.into_iter().map(|run| run.text).collect()
    }
}

/// Every preset, every row of the table, and one with names and labels that mean something to each of those programs.
fn samples() -> Vec<Sample> {
    let presets = PRESETS
        .iter()
        .map(|preset| (preset.id.to_owned(), run(&preset.scenario())));
    let columns = [Column::RemoteHttp, Column::RemoteSql];
    let rows = ROWS.iter().flat_map(|row| {
        columns.into_iter().filter_map(|column| {
            Some((
                format!("{}-{column:?}", row.id),
                run(&scenario(row, column)?),
            ))
        })
    });
    let mut samples: Vec<Sample> = presets
        .chain(rows)
        .map(|(name, log)| Sample {
            steps: steps(&log, DomainControllers::Shown),
            name,
            log,
        })
        .collect();
    samples.push(hostile::sample());
    samples
}

/// An empty folder.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("double-hop-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
