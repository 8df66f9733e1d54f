//! What would fix the run, or break it: the search as far as it is, and what was chosen of it.

use super::State;
use crate::lab::Scenario;
use crate::lab::repair::{Change, Pin, Search, arrives_as_person, plain};
use crate::lab::run;
use crate::present::repair::{RepairEntry, closing, rank};
use std::rc::Rc;

/// Something done to the repairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepairAction {
    /// Look for them, or look at them again.
    Open,
    /// Look elsewhere.
    Close,
    /// Search on for a moment.
    GoOn,
    /// Search no further; what was found stays.
    Stop,
    /// Something is to stay as it is, or no longer.
    Pin(Pin),
    /// Look at that one; or no longer, where it is looked at.
    Choose(usize),
    /// Make its changes.
    Apply(usize),
}

/// So many runs at a time: with tickets one takes a few milliseconds in a browser.
const RUNS: usize = 8;

/// What would fix the run, or break it.
#[derive(Clone, Debug, PartialEq)]
pub struct Repairs {
    /// Whether they are shown.
    pub open: bool,
    /// What is to stay as it is.
    pub pins: Vec<Pin>,
    /// The search.
    pub search: Search,
    /// What it has found, cheapest first.
    pub entries: Vec<RepairEntry>,
    /// How many of its sets are among them.
    taken: usize,
    /// The one that is looked at.
    pub chosen: Option<usize>,
    /// Whether the person has stopped it.
    pub stopped: bool,
    /// Where the call arrives as it is: the single changes that close it, with what comes then.
    pub closing: Vec<(Change, String)>,
    /// Whether it arrives, but for what was changed or answered by hand.
    pub arrives: bool,
}

impl Repairs {
    fn of(scenario: &Scenario, pins: Vec<Pin>) -> Self {
        let base = plain(scenario);
        let arrives = arrives_as_person(&base, &run(&base));
        Self {
            open: true,
            search: Search::new(scenario, &pins),
            pins,
            entries: Vec::new(),
            taken: 0,
            chosen: Some(0),
            stopped: false,
            closing: if arrives { closing(&base) } else { Vec::new() },
            arrives,
        }
    }

    /// Whether there is more to search.
    pub fn searches(&self) -> bool {
        self.open && !self.stopped && !(self.search.is_over() && self.taken == self.search.count())
    }

    /// A few runs more, or the next set that was found: others' visits are run for it.
    fn go_on(&mut self) {
        let next = self.search.found().nth(self.taken);
        match next {
            Some(set) => {
                self.taken += 1;
                let chosen = self
                    .chosen
                    .and_then(|place| self.entries.get(place))
                    .cloned();
                self.entries.push(RepairEntry::of(self.search.base(), set));
                rank(&mut self.entries);
                // What somebody looks at stays chosen, wherever it stands now; the first is open by itself.
                let place = |wanted: &RepairEntry| self.entries.iter().position(|it| it == wanted);
                self.chosen = match self.chosen {
                    Some(0) | None => self.chosen,
                    Some(_) => chosen.as_ref().and_then(place),
                };
            }
            None => {
                self.search.step(RUNS);
            }
        }
    }
}

impl State {
    pub(super) fn repair(&mut self, action: RepairAction) {
        match action {
            RepairAction::Open => self.open_repairs(),
            RepairAction::Apply(place) => self.apply_repair(place),
            action => {
                if let Some(repairs) = self.repairs.as_mut().map(Rc::make_mut) {
                    repairs.act(action, &self.scenario);
                }
            }
        }
    }

    fn open_repairs(&mut self) {
        self.tampering = false;
        self.look_away();
        self.set_predicting(false);
        self.inspector = true;
        match self.repairs.as_mut().map(Rc::make_mut) {
            Some(repairs) => repairs.open = true,
            None => self.repairs = Some(Rc::new(Repairs::of(&self.scenario, Vec::new()))),
        }
    }

    /// Makes the changes of a repair the settings. Going back undoes it.
    fn apply_repair(&mut self, place: usize) {
        let entry = self.repairs.as_ref().and_then(|it| it.entries.get(place));
        if let Some(entry) = entry {
            let scenario = entry.repair.scenario.clone();
            self.seat = None;
            self.last_edit = None;
            self.revision += 1;
            self.show(scenario);
            self.seek(usize::MAX);
        }
    }

    /// The settings have changed: what would fix them is another question.
    pub(super) fn forget_repairs(&mut self) {
        let open = self.repairs.take().filter(|repairs| repairs.open);
        if let Some(repairs) = open {
            let pins = repairs.pins.clone();
            self.repairs = Some(Rc::new(Repairs::of(&self.scenario, pins)));
        }
    }

    /// Something else is to be looked at.
    pub(super) fn close_repairs(&mut self) {
        if let Some(repairs) = self.repairs.as_mut().map(Rc::make_mut) {
            repairs.open = false;
        }
    }
}

impl Repairs {
    fn act(&mut self, action: RepairAction, scenario: &Scenario) {
        match action {
            RepairAction::Close => self.open = false,
            RepairAction::GoOn => self.go_on(),
            RepairAction::Stop => self.stopped = true,
            RepairAction::Pin(pin) => {
                let mut pins = self.pins.clone();
                match pins.iter().position(|it| *it == pin) {
                    Some(place) => drop(pins.remove(place)),
                    None => pins.push(pin),
                }
                *self = Self::of(scenario, pins);
            }
            RepairAction::Choose(place) => {
                self.chosen = (self.chosen != Some(place)).then_some(place);
            }
            RepairAction::Open | RepairAction::Apply(_) => {}
        }
    }
}
