//! The table of outcomes as people read it: its groups, what each cell says, and the whole of it as a file.

use super::form::{FormField, GROUPS, placement};
use super::link::{self, LinkTo};
use super::markdown::escaped;
use super::narration::outcomes as say;
use super::narration::outcomes::ValueWords;
use super::narration::{RunVerdict, problem, verdict};
use super::{DomainControllers, steps};
use crate::hosts::Era;
use crate::lab::grid::{Axis, Cell, Grid, alike};
use crate::lab::{EventId, Outcome, Scenario, Setting, outcome, run};

/// What a cell holds as far as it is computed: none where its row and its column cannot both be true.
pub type Cells = [Option<Cell>];

/// Rows that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowGroup {
    /// What they have in common; empty where nothing.
    pub name: &'static str,
    /// Their numbers in the grid.
    pub rows: Vec<usize>,
}

/// What letters say, and how often they stand in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendEntry {
    /// The outcome; of those that are alike the first.
    pub outcome: Option<Outcome>,
    /// In so many cells.
    pub count: usize,
}

/// A cell, told at length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellDetails {
    /// The names of its row and column.
    pub title: String,
    /// What came of its run; none where nobody decided anything.
    pub outcome: Option<Outcome>,
    /// The verdict at the end of its run.
    pub verdict: RunVerdict,
    /// What tells it from the person's own settings.
    pub differences: Vec<String>,
    /// What is odd about its settings and is not about the person's own.
    pub odd: Vec<String>,
    /// The fragment that leads to the end of its run in the lab, without passwords.
    pub link: String,
    /// The fragment that leads to the lab with its run beside the person's own.
    pub beside: String,
}

/// Something that is the same in the whole table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedAxis {
    /// What is the same in the whole table.
    pub axis: Axis,
    /// The names of the values it can have, in the axis' order.
    pub names: Vec<String>,
    /// The place of the one it has; none where the settings have one of their own.
    pub place: Option<usize>,
    /// Whether situations that came later run in their own time all the same.
    pub at_least: bool,
}

/// What is the same in the whole table.
pub fn fixed(grid: &Grid) -> Vec<FixedAxis> {
    let situations = [grid.row_axis(), grid.column_axis()].contains(&Axis::Situations);
    let early = situations && grid.base().era < Era::Today;
    let fixed = grid.fixed().map(|axis| FixedAxis {
        axis,
        names: axis
            .fixed_values()
            .iter()
            .map(|value| words(axis, value.id).map_or_else(String::new, |it| short_name(axis, it)))
            .collect(),
        place: grid.fixed_at(axis),
        at_least: early && axis == Axis::Era,
    });
    fixed.collect()
}

/// The same in a line.
pub fn fixed_words(fixed: &[FixedAxis]) -> String {
    let words = fixed.iter().map(|fixed| {
        let name = fixed.place.and_then(|place| fixed.names.get(place));
        let name = name.map_or(say::OF_ITS_OWN, String::as_str);
        let later = if fixed.at_least { say::OR_LATER } else { "" };
        format!("{}: {name}{later}", say::axis_name(fixed.axis))
    });
    words.collect::<Vec<_>>().join(" · ")
}

/// What a row or a column is called, by its axis and the short name that links have for it.
pub fn words(axis: Axis, id: &str) -> Option<&'static ValueWords> {
    say::words(axis).iter().find(|words| words.id == id)
}

/// The words of a row's value; none beyond the last row.
pub fn row_words(grid: &Grid, row: usize) -> Option<&'static ValueWords> {
    words(grid.row_axis(), grid.rows().get(row)?.id)
}

/// The words of a column's value; none beyond the last column.
pub fn column_words(grid: &Grid, column: usize) -> Option<&'static ValueWords> {
    words(grid.column_axis(), grid.columns().get(column)?.id)
}

/// What a value is called where there is little room: a situation by its short name.
pub fn short_name(axis: Axis, words: &ValueWords) -> String {
    match axis {
        Axis::Situations => words.id.to_owned(),
        _ if words.below.is_empty() => words.name.to_owned(),
        // Two neighbours may share a name.
        Axis::SignIn | Axis::Delegation | Axis::BrowserPolicy => {
            format!("{}, {}", words.name, words.below)
        }
        _ => words.name.to_owned(),
    }
}

/// Which cell it is, such as `K6, SQL`.
pub fn place(grid: &Grid, row: usize, column: usize) -> String {
    let row = row_words(grid, row).map(|words| short_name(grid.row_axis(), words));
    let column = column_words(grid, column).map(|words| short_name(grid.column_axis(), words));
    [row, column]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

/// The rows in the order in which people read them, in groups.
pub fn groups(grid: &Grid) -> Vec<RowGroup> {
    let all = say::words(grid.row_axis());
    let mut groups: Vec<RowGroup> = Vec::new();
    for words in all {
        let Some(row) = grid.rows().iter().position(|value| value.id == words.id) else {
            continue;
        };
        match groups.last_mut() {
            Some(group) if group.name == words.group => group.rows.push(row),
            _ => groups.push(RowGroup {
                name: words.group,
                rows: vec![row],
            }),
        }
    }
    groups
}

/// The letters that stand in a cell, by which outcomes are told apart without colours.
pub fn letters(outcome: &Option<Outcome>) -> String {
    let code = outcome.as_ref().map(Outcome::code);
    code.unwrap_or_else(|| say::UNDECIDED.to_owned())
}

/// The outcomes that occur, from the best to the earliest failure.
pub fn legend(cells: &Cells) -> Vec<LegendEntry> {
    let mut legend: Vec<LegendEntry> = Vec::new();
    for cell in cells.iter().flatten() {
        match legend
            .iter_mut()
            .find(|it| alike(&it.outcome, &cell.outcome))
        {
            Some(entry) => entry.count += 1,
            None => legend.push(LegendEntry {
                outcome: cell.outcome.clone(),
                count: 1,
            }),
        }
    }
    legend.sort_by_key(|entry| match &entry.outcome {
        Some(Outcome::Opened(_)) => (0, None),
        Some(Outcome::Anonymous) => (1, None),
        Some(Outcome::NotAuthenticated) => (2, None),
        Some(Outcome::NoRights(_)) => (3, None),
        Some(Outcome::FirstHop(status)) => (4, *status),
        None => (5, None),
    });
    legend
}

/// Whether a cell came out otherwise than the person's own settings.
pub fn differs(cell: &Cell, own: &Cell) -> bool {
    !alike(&cell.outcome, &own.outcome)
}

/// What tells settings from the person's own, setting by setting, in the form's words. What only chance and the clock
/// say, and passwords, are not written out.
pub fn differences(own: &Scenario, other: &Scenario) -> Vec<String> {
    let fields = differing(own, other).into_iter();
    fields.map(|field| field.with_value(other)).collect()
}

/// The fields of settings that are others than the person's own: how one signs in comes first, and what only comes with
/// another time last.
fn differing(own: &Scenario, other: &Scenario) -> Vec<&'static FormField> {
    let of_its_time = match own.era == other.era {
        true => own.clone(),
        false => own.moved_to(other.era),
    };
    let fields = GROUPS.iter().flat_map(|group| group.fields);
    let fields = fields.chain([placement(other)]);
    let mut differing: Vec<_> = fields
        .filter(|field| field.setting.get(own) != field.setting.get(other))
        .collect();
    differing.sort_by_cached_key(|field| match field.setting {
        Setting::Schemes => 0_usize,
        _ if field.setting.get(&of_its_time) != field.setting.get(other) => 1,
        _ => 2,
    });
    differing
}

/// What tells a row from the person's own settings.
pub fn row_differences(grid: &Grid, row: usize) -> String {
    let Some(scenario) = grid.row(row) else {
        return say::YOURS.to_owned();
    };
    // The back end of each column has names of its own.
    let listed = scenario.directory.delegation_list == scenario.back_end_spns().join(", ");
    let told = |field: &FormField| match field.setting {
        Setting::DelegationList if listed => say::LISTED.to_owned(),
        _ => field.with_value(&scenario),
    };
    let differing = differing(grid.base(), &scenario);
    match &differing[..] {
        [] => say::YOURS.to_owned(),
        some => some
            .iter()
            .map(|it| told(it))
            .collect::<Vec<_>>()
            .join("; "),
    }
}

/// A cell at length: it is run once more. None where its row and its column cannot both be true.
pub fn details(grid: &Grid, row: usize, column: usize, yours: &str) -> Option<CellDetails> {
    let scenario = grid.cell(row, column)?;
    Some(CellDetails {
        title: place(grid, row, column),
        beside: link::comparing(yours, &scenario, &[], false),
        ..told(grid, &scenario)
    })
}

/// The person's own settings at length.
pub fn own(grid: &Grid) -> CellDetails {
    told(grid, grid.base())
}

fn told(grid: &Grid, scenario: &Scenario) -> CellDetails {
    let log = run(scenario);
    let end = log.events.last().map_or(EventId(0), |event| event.id);
    let known = grid.base().problems();
    let odd = scenario.problems().into_iter();
    let odd = odd.filter(|odd| !known.contains(odd));
    let last = steps(&log, DomainControllers::Folded)
        .len()
        .saturating_sub(1);
    CellDetails {
        title: String::new(),
        outcome: outcome(&log).map(|settled| settled.outcome),
        verdict: verdict(&log, end),
        differences: differences(grid.base(), scenario),
        odd: odd
            .map(|(setting, odd)| problem(setting, odd, scenario))
            .collect(),
        link: LinkTo {
            at: Some(last),
            ..LinkTo::settings(scenario)
        }
        .encode(),
        beside: String::new(),
    }
}

/// The table, line by line: first what the columns are called.
fn lines(grid: &Grid, cells: &Cells) -> Vec<Vec<String>> {
    let situations = grid.row_axis() == Axis::Situations;
    let mut head = vec![say::axis_name(grid.row_axis()).to_owned()];
    head.extend(situations.then(String::new));
    head.push(say::DIFFERS.to_owned());
    let columns = 0..grid.columns().len();
    let names = columns
        .clone()
        .filter_map(|column| column_words(grid, column));
    head.extend(names.map(|words| short_name(grid.column_axis(), words)));
    let mut lines = vec![head];
    for row in groups(grid).into_iter().flat_map(|group| group.rows) {
        let Some(words) = row_words(grid, row) else {
            continue;
        };
        let mut line = vec![short_name(grid.row_axis(), words)];
        line.extend(situations.then(|| words.name.to_owned()));
        line.push(row_differences(grid, row));
        line.extend(
            columns
                .clone()
                .map(|column| match cells.get(grid.number(row, column)) {
                    Some(Some(cell)) => letters(&cell.outcome),
                    Some(None) => say::SENSELESS.to_owned(),
                    None => String::new(),
                }),
        );
        lines.push(line);
    }
    lines
}

/// The table as comma-separated values (RFC 4180). Every field begins with words of the page, so that none is one that a
/// spreadsheet would compute.
pub fn csv(grid: &Grid, cells: &Cells) -> String {
    let quoted = |field: &String| format!("\"{}\"", field.replace('"', "\"\""));
    let line = |fields: &Vec<String>| {
        let fields: Vec<String> = fields.iter().map(quoted).collect();
        fields.join(",") + "\r\n"
    };
    lines(grid, cells).iter().map(line).collect()
}

/// The table as Markdown, with what its letters say and the address that leads to it.
pub fn markdown(grid: &Grid, cells: &Cells, address: &str) -> String {
    let line = |fields: &Vec<String>| {
        let fields: Vec<String> = fields.iter().map(|field| escaped(field)).collect();
        format!("| {} |\n", fields.join(" | "))
    };
    let mut lines = lines(grid, cells).into_iter();
    let head = lines.next().unwrap_or_default();
    let mut text = format!(
        "# {}\n\n{}: {}\n\n{}|{}\n",
        say::heading(grid.row_axis(), grid.column_axis()),
        say::FIXED,
        escaped(&fixed_words(&fixed(grid))),
        line(&head),
        " --- |".repeat(head.len())
    );
    text.extend(lines.map(|fields| line(&fields)));
    text.push('\n');
    for entry in legend(cells) {
        let (letters, meaning) = (letters(&entry.outcome), say::meaning(&entry.outcome));
        text.push_str(&format!(
            "- {letters} ({}): {}\n",
            entry.count,
            escaped(&meaning)
        ));
    }
    text.push_str(&format!("\n{} <{address}>\n", say::SAME_TABLE));
    text
}

#[cfg(test)]
mod tests;
