//! The page of outcomes: which table it shows, how much of it is computed, and what is looked at.

use super::State;
use super::memory::{HistoryUpdate, Secrets};
use crate::lab::Scenario;
use crate::lab::grid::{Axis, AxisValue, Cell, Grid};
use crate::present::link::Page;
use crate::present::outcomes::differs;
use std::rc::Rc;

/// A table of outcomes, as far as it is computed. Long work is done in pieces, so that the page stays usable.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes {
    /// The table that is shown, with the settings below it.
    pub grid: Rc<Grid>,
    /// What came of the person's own settings, once anything is computed.
    pub own: Option<Cell>,
    /// The cells that are computed, row by row.
    pub cells: Vec<Option<Cell>>,
    /// How long that took, in milliseconds.
    pub took: f64,
    /// Whether it was stopped; cells that are there stay.
    pub stopped: bool,
    /// Whether only what differs from the person's own outcome is shown.
    pub differing: bool,
    /// The row and the column of the cell that is looked at.
    pub chosen: Option<(usize, usize)>,
    /// Those of the cell that was looked at last.
    looked_at: Option<(usize, usize)>,
}

/// Something done there.
#[derive(Clone, Debug, PartialEq)]
pub enum OutcomesAction {
    /// The rows differ in that.
    Rows(Axis),
    /// The columns differ in that.
    Columns(Axis),
    /// Rows become columns.
    Swap,
    /// Only what differs is shown, or everything.
    Differing,
    /// That cell is looked at, by row and column, or none.
    Choose(Option<(usize, usize)>),
    /// Some more of it is computed.
    Computed(Rc<ComputedPiece>),
    /// No more is computed for now.
    Stop,
    /// It goes on with what is missing.
    GoOn,
}

/// Some more cells of a table.
#[derive(Debug, PartialEq)]
pub struct ComputedPiece {
    /// The table that the cells are of: another may be shown by then.
    pub grid: Rc<Grid>,
    /// The number of the first cell.
    pub from: usize,
    /// What came of the person's own settings, where that was computed too.
    pub own: Option<Cell>,
    /// The cells from that number on; none where row and column exclude each other.
    pub cells: Vec<Option<Cell>>,
    /// How long it took, in milliseconds.
    pub took: f64,
}

impl Outcomes {
    /// The table that everybody begins with, over these settings.
    pub fn of(scenario: &Scenario) -> Self {
        Self::over(scenario, [Axis::Situations, Axis::BackEnd])
    }

    fn over(scenario: &Scenario, [rows, columns]: [Axis; 2]) -> Self {
        Self {
            grid: Rc::new(Grid::new(rows, columns, scenario)),
            own: None,
            cells: Vec::new(),
            took: 0.0,
            stopped: false,
            differing: false,
            chosen: None,
            looked_at: None,
        }
    }

    /// What its rows and its columns differ in.
    pub fn axes(&self) -> [Axis; 2] {
        [self.grid.row_axis(), self.grid.column_axis()]
    }

    /// Whether every cell is computed.
    pub fn is_whole(&self) -> bool {
        self.cells.len() == self.grid.len()
    }

    /// Whether there is more to compute, and nobody stopped it.
    pub fn goes_on(&self) -> bool {
        !self.is_whole() && !self.stopped
    }

    /// What is computed of a cell, where it is: none inside where its row and column cannot both be true.
    pub fn cell(&self, row: usize, column: usize) -> Option<&Option<Cell>> {
        self.cells.get(self.grid.number(row, column))
    }

    /// The short names of the row and the column of the cell that is looked at.
    pub fn chosen_names(&self) -> Option<[&'static str; 2]> {
        let (row, column) = self.chosen?;
        let (row, column) = (self.grid.rows().get(row)?, self.grid.columns().get(column)?);
        Some([row.id, column.id])
    }

    /// Looks at the cell that a link names, or at none.
    pub(super) fn choose_named(&mut self, names: Option<&[String; 2]>) {
        let place = |values: &[AxisValue], name: &str| values.iter().position(|it| it.id == name);
        self.chosen = names.and_then(|[row, column]| {
            Some((
                place(self.grid.rows(), row)?,
                place(self.grid.columns(), column)?,
            ))
        });
    }

    /// How many runs were made for it.
    pub fn runs(&self) -> usize {
        self.cells.iter().flatten().count() + usize::from(self.own.is_some())
    }

    /// How many cells came out otherwise than the person's own settings.
    pub fn differing(&self) -> usize {
        let Some(own) = &self.own else { return 0 };
        let cells = self.cells.iter().flatten();
        cells.filter(|cell| differs(cell, own)).count()
    }

    /// Whether a cell is shown: everything is, unless only what differs from the person's own outcome is asked for.
    pub fn shows(&self, cell: &Cell) -> bool {
        let own = self.own.as_ref();
        !self.differing || own.is_none_or(|own| differs(cell, own))
    }

    /// The cell at which the keyboard enters the table: the one that is or was looked at, else the person's own, else the
    /// first that is shown.
    pub fn entry(&self) -> Option<(usize, usize)> {
        let shown = |(row, column): &(usize, usize)| {
            let cell = self.cell(*row, *column).and_then(Option::as_ref);
            cell.is_some_and(|cell| self.shows(cell))
        };
        let (rows, columns) = (self.grid.rows().len(), self.grid.columns().len());
        let all = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let looked_at = self.chosen.or(self.looked_at);
        let first = looked_at.into_iter().chain(self.here()).chain(all);
        first.into_iter().find(shown)
    }

    /// Where the person stands, if it is a cell of the table.
    pub fn here(&self) -> Option<(usize, usize)> {
        let here = |cell: &Option<Cell>| cell.as_ref().is_some_and(|cell| cell.here);
        let number = self.cells.iter().position(here)?;
        let columns = self.grid.columns().len();
        Some((number.checked_div(columns)?, number.checked_rem(columns)?))
    }

    /// What follows from something done.
    fn act(&mut self, action: OutcomesAction) {
        let [rows, columns] = self.axes();
        match action {
            // Who asks for the other axis wants them swapped.
            OutcomesAction::Rows(axis) if axis == columns => self.lay([columns, rows]),
            OutcomesAction::Columns(axis) if axis == rows => self.lay([columns, rows]),
            OutcomesAction::Swap => self.lay([columns, rows]),
            OutcomesAction::Rows(axis) => self.lay([axis, columns]),
            OutcomesAction::Columns(axis) => self.lay([rows, axis]),
            OutcomesAction::Differing => self.differing = !self.differing,
            OutcomesAction::Choose(chosen) => {
                self.looked_at = self.chosen;
                self.chosen = chosen;
            }
            OutcomesAction::Computed(piece) => self.take(&piece),
            OutcomesAction::Stop => self.stopped = true,
            OutcomesAction::GoOn => self.stopped = false,
        }
    }

    /// Another table over the same settings.
    fn lay(&mut self, axes: [Axis; 2]) {
        if axes != self.axes() {
            *self = Self {
                differing: self.differing,
                ..Self::over(self.grid.base(), axes)
            };
        }
    }

    fn take(&mut self, piece: &ComputedPiece) {
        if !Rc::ptr_eq(&piece.grid, &self.grid) || piece.from != self.cells.len() {
            return;
        }
        self.own = piece.own.clone().or_else(|| self.own.take());
        self.cells.extend_from_slice(&piece.cells);
        self.took += piece.took;
    }
}

impl State {
    /// Something done on the page of outcomes.
    pub(super) fn tabulate(&mut self, action: OutcomesAction) {
        if let OutcomesAction::Choose(Some((row, column))) = action {
            self.remember_cell(row, column);
        }
        let (axes, looked) = (self.outcomes.axes(), self.outcomes.chosen.is_some());
        Rc::make_mut(&mut self.outcomes).act(action);
        // Another table is a place to come back to; and Back closes a cell.
        let opens = !looked && self.outcomes.chosen.is_some();
        self.revision += u32::from(opens || axes != self.outcomes.axes());
    }

    /// The whole table has the value at that place of an axis: it becomes one of the person's settings.
    pub(super) fn fix(&mut self, axis: Axis, place: usize) {
        if let Some(value) = axis.fixed_values().get(place) {
            let mut scenario = Scenario::clone(&self.scenario);
            (value.apply)(&mut scenario);
            self.show_anew(scenario);
        }
    }

    /// The table is one over the settings of now. It is looked at only where it is shown.
    pub(super) fn keep_outcomes(&mut self) {
        if self.page == Page::Outcomes && !self.outcomes.grid.is_of(&self.scenario) {
            let table = Outcomes::over(&self.scenario, self.outcomes.axes());
            self.outcomes = Rc::new(Outcomes {
                differing: self.outcomes.differing,
                ..table
            });
        }
    }

    /// The table that a link names, where it names one.
    pub(super) fn set_axes(&mut self, [rows, columns]: [Option<Axis>; 2]) {
        let rows = rows.map(OutcomesAction::Rows);
        for action in rows.into_iter().chain(columns.map(OutcomesAction::Columns)) {
            Rc::make_mut(&mut self.outcomes).act(action);
        }
    }

    /// The link of a cell has no password: who follows it here has their own.
    fn remember_cell(&mut self, row: usize, column: usize) {
        if let Some(scenario) = self.outcomes.grid.cell(row, column) {
            let link = self.key(&scenario);
            let secrets = Secrets::of(&scenario);
            self.memory
                .remember(HistoryUpdate::Push, self.revision, link, secrets);
        }
    }
}
