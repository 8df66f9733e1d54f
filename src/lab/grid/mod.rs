//! Tables of outcomes over somebody's own settings: two axes, and a run for each two of their values.

mod axis;

pub use axis::{Axis, AxisValue};

use super::table::{self, Column, ROWS};
use super::{BackEndLocation, Outcome, Scenario, outcome, run};
use crate::hosts::{BackEndProtocol, Scheme};
use std::mem::discriminant;

/// A table: what its rows and its columns differ in, and what is the same in all of it.
#[derive(Debug)]
pub struct Grid {
    axes: [Axis; 2],
    rows: Vec<AxisValue>,
    columns: Vec<AxisValue>,
    base: Scenario,
}

/// What came of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The outcome; none where nobody decided anything.
    pub outcome: Option<Outcome>,
    /// Whether it is where the person stands: the run of the base itself.
    pub here: bool,
}

/// A table is known by its axes and its base.
impl PartialEq for Grid {
    fn eq(&self, other: &Self) -> bool {
        (self.axes, &self.base) == (other.axes, &other.base)
    }
}

impl Grid {
    /// A table over somebody's settings. What they changed on the way, or answered by hand, belongs to their one run: it is
    /// in none of the cells.
    pub fn new(rows: Axis, columns: Axis, settings: &Scenario) -> Self {
        Self {
            axes: [rows, columns],
            rows: rows.values(columns),
            columns: columns.values(rows),
            base: base(settings),
        }
    }

    /// Whether it is a table over these settings.
    pub fn is_of(&self, settings: &Scenario) -> bool {
        self.base == base(settings)
    }

    /// What its rows differ in.
    pub fn row_axis(&self) -> Axis {
        self.axes[0]
    }

    /// What its columns differ in.
    pub fn column_axis(&self) -> Axis {
        self.axes[1]
    }

    /// The values of its rows, from top to bottom.
    pub fn rows(&self) -> &[AxisValue] {
        &self.rows
    }

    /// The values of its columns, from left to right.
    pub fn columns(&self) -> &[AxisValue] {
        &self.columns
    }

    /// The person's settings.
    pub fn base(&self) -> &Scenario {
        &self.base
    }

    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.rows.len() * self.columns.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of a cell: they are counted row by row.
    pub fn number(&self, row: usize, column: usize) -> usize {
        row * self.columns.len() + column
    }

    /// The scenario of a cell; none where its two values cannot both be true.
    pub fn cell(&self, row: usize, column: usize) -> Option<Scenario> {
        let mut values = [
            (self.row_axis(), self.rows.get(row)?),
            (self.column_axis(), self.columns.get(column)?),
        ];
        if self.row_axis() > self.column_axis() {
            values.reverse();
        }
        let [(_, first), (later, second)] = values;
        let scenario = self.with(&[first, second]);
        // The later one may have undone what the earlier one says.
        let mut again = scenario.clone();
        (first.apply)(&mut again);
        let fits = later != Axis::Situations || fits(second.id, &scenario);
        (again == scenario && fits).then_some(scenario)
    }

    /// The scenario of a row by itself, whatever the columns are.
    pub fn row(&self, row: usize) -> Option<Scenario> {
        Some(self.with(&[self.rows.get(row)?]))
    }

    /// What is the same in the whole table, and could be rows or columns.
    pub fn fixed(&self) -> impl Iterator<Item = Axis> + use<> {
        Axis::fixed(self.axes)
    }

    /// The place of the value that the person's settings have of an axis; none where they have one of their own.
    pub fn fixed_at(&self, axis: Axis) -> Option<usize> {
        let values = axis.fixed_values();
        // Of two that both hold, the later one says more.
        values.iter().rposition(|value| {
            let mut scenario = self.base.clone();
            (value.apply)(&mut scenario);
            scenario == self.base
        })
    }

    /// Runs the cells from that number on, until there are no more or `enough` says so after one; none of those that make
    /// no sense is run.
    pub fn compute(&self, from: usize, mut enough: impl FnMut() -> bool) -> Vec<Option<Cell>> {
        let mut computed = Vec::new();
        for number in from..self.len() {
            let (row, column) = (number / self.columns.len(), number % self.columns.len());
            computed.push(self.cell(row, column).map(|scenario| Cell {
                here: scenario == self.base,
                outcome: came_of(&scenario),
            }));
            if enough() {
                break;
            }
        }
        computed
    }

    /// What the person's own settings come to, whether they stand in a cell or not.
    pub fn own(&self) -> Cell {
        Cell {
            outcome: came_of(&self.base),
            here: true,
        }
    }

    fn with(&self, values: &[&AxisValue]) -> Scenario {
        let mut scenario = self.base.clone();
        // What a situation does not name it does not have: “NTLM” is not “NTLM, and trusted to go on”.
        let situations = self.axes.contains(&Axis::Situations);
        let rights = self.axes.contains(&Axis::Delegation);
        if situations {
            scenario.front_end.replay = false;
            if !rights {
                axis::forbid(&mut scenario);
            }
        }
        for value in values {
            (value.apply)(&mut scenario);
        }
        // Whoever has the password needs no right, so that there it stays as it was.
        let password = matches!(
            scenario.front_end.schemes.first(),
            None | Some(Scheme::Basic)
        );
        if situations && !rights && password {
            let (own, kept) = (&mut scenario.directory, &self.base.directory);
            own.delegation = kept.delegation;
            own.delegation_list.clone_from(&kept.delegation_list);
            scenario.back_end.lets_front_end_act = self.base.back_end.lets_front_end_act;
        }
        match situations {
            true => table::in_its_era(scenario, &self.base),
            false => scenario,
        }
    }
}

/// Whether two outcomes are of one kind, whoever it is that is known.
pub fn alike(one: &Option<Outcome>, other: &Option<Outcome>) -> bool {
    match (one, other) {
        (Some(Outcome::FirstHop(one)), Some(Outcome::FirstHop(other))) => one == other,
        (Some(one), Some(other)) => discriminant(one) == discriminant(other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

fn base(settings: &Scenario) -> Scenario {
    let mut base = settings.original();
    base.front_end.seat = None;
    base
}

fn came_of(scenario: &Scenario) -> Option<Outcome> {
    outcome(&run(scenario)).map(|settled| settled.outcome)
}

/// Whether a situation is one that the arrangement of the back end allows.
fn fits(situation: &str, scenario: &Scenario) -> bool {
    let row = ROWS.iter().find(|row| row.id == situation);
    row.is_some_and(|row| row.columns.contains(&arrangement(scenario)))
}

/// The column of the table that a scenario would stand in. What is said of mailboxes on the same host holds for no database.
fn arrangement(scenario: &Scenario) -> Column {
    match (scenario.back_end.protocol, scenario.back_end.placement) {
        (BackEndProtocol::Sql, _) => Column::RemoteSql,
        (_, BackEndLocation::SameHost) => Column::SameHost,
        (BackEndProtocol::Mapi, _) => Column::RemoteMapi,
        (BackEndProtocol::Http, _) => Column::RemoteHttp,
    }
}

#[cfg(test)]
mod tests;
