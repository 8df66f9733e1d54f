//! What would fix the run, or break it: the search as far as it is, and what was chosen of it.

use super::{Panel, State};
use crate::lab::repair::{Change, Pin, Repair, Search, arrives_as_person, plain};
use crate::lab::{Outcome, Scenario, Setting, run};
use crate::present::narration::repair::SearchState;
use crate::present::repair::{Others, RepairEntry, closing, rank};
use std::rc::Rc;

/// Something done to the repairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepairAction {
    /// Look for them, or look at them again.
    Open,
    /// Look elsewhere.
    Close,
    /// Search for a moment.
    Search,
    /// Search no further for now; what was found stays.
    Stop,
    /// Search on from there.
    GoOn,
    /// Something is to stay as it is, or no longer.
    Pin(Pin),
    /// Look at that one; or no longer, where it is looked at.
    Choose(usize),
    /// Make its changes, or the one that closes the way.
    Apply(usize),
    /// Take back what was made.
    Undo,
}

/// So many runs at a time: with tickets one takes some four milliseconds in a browser, and a tenth of a second is soon over.
const RUNS: usize = 24;

/// What would fix the run, or break it.
#[derive(Clone, Debug, PartialEq)]
pub struct Repairs {
    /// What is to stay as it is.
    pub pins: Vec<Pin>,
    /// The search, as far as it is: it goes on in pieces.
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
    pub closing: Vec<(Change, Option<Outcome>)>,
    /// Whether it arrives, but for what was changed or answered by hand.
    pub arrives: bool,
    /// What was made here and led to these settings.
    pub applied: Option<Rc<AppliedChanges>>,
}

/// Changes that were made.
#[derive(Clone, Debug, PartialEq)]
pub struct AppliedChanges {
    /// The settings from which they started.
    pub before: Scenario,
    /// The settings they led to.
    after: Scenario,
    /// The changes, in the order in which they were made.
    pub changes: Vec<Change>,
}

impl AppliedChanges {
    /// Whether a link may say what was changed.
    pub(super) fn is_for_links(&self) -> bool {
        let mut touched = self.changes.iter().flat_map(Change::touches);
        !touched.any(Setting::is_secret)
    }

    /// Changes that led to settings, by what theirs were before; none where those are no such.
    fn of_link(after: &Scenario, before: &[Vec<(Setting, String)>]) -> Option<Self> {
        let mut earlier = after.clone();
        for (setting, value) in before.iter().flatten() {
            setting.set(&mut earlier, value)?;
        }
        let change = |settings: &Vec<(Setting, String)>| {
            let mut settings = settings.iter().map(|(setting, _)| *setting);
            let first = settings.next()?;
            let change = Change::new(&earlier, first, first.get(after))?;
            Some(settings.fold(change, |change, it| {
                change.along(&earlier, it, it.get(after))
            }))
        };
        let changes = before.iter().map(change).collect::<Option<Vec<_>>>()?;
        (!changes.is_empty()).then(|| Self {
            before: earlier,
            after: after.clone(),
            changes,
        })
    }
}

impl Repairs {
    fn of(scenario: &Scenario, pins: Vec<Pin>) -> Self {
        let base = plain(scenario);
        let arrives = arrives_as_person(&base, &run(&base));
        Self {
            search: Search::new(scenario, &pins),
            pins,
            entries: Vec::new(),
            taken: 0,
            chosen: Some(0),
            stopped: false,
            closing: if arrives { closing(&base) } else { Vec::new() },
            arrives,
            applied: None,
        }
    }

    /// The changes of that place: of a repair, or the one that closes the way.
    fn changes(&self, place: usize) -> Option<Vec<Change>> {
        match self.arrives {
            true => Some(vec![self.closing.get(place)?.0.clone()]),
            false => Some(self.entries.get(place)?.repair.changes.clone()),
        }
    }

    /// The settings after the changes of that place.
    pub fn after(&self, place: usize) -> Option<Scenario> {
        let mut scenario = self.search.base().clone();
        for change in self.changes(place)? {
            change.make(&mut scenario);
        }
        Some(scenario)
    }

    /// Whether something runs in the next moment.
    pub fn searches(&self) -> bool {
        self.state() == SearchState::Running
    }

    /// How it is with the search.
    pub fn state(&self) -> SearchState {
        let unknown = |entry: &RepairEntry| entry.others.is_none();
        let found = !self.search.is_over() || self.taken < self.search.count();
        match found || self.entries.iter().any(unknown) {
            true if self.stopped => SearchState::Stopped,
            true => SearchState::Running,
            false => SearchState::Over,
        }
    }

    /// The next thing to run: a set that was found; others' visits for the one that is looked at; a few sets more; others'
    /// visits for the rest.
    fn search_on(&mut self) {
        if let Some(set) = self.search.found().nth(self.taken) {
            self.taken += 1;
            let chosen = self
                .chosen
                .and_then(|place| self.entries.get(place))
                .map(RepairEntry::key);
            self.entries.push(RepairEntry {
                repair: Repair::try_out(self.search.base(), set),
                others: None,
            });
            rank(&mut self.entries);
            // What somebody looks at stays chosen, wherever it stands now; the first is open by itself.
            if self.chosen.is_some_and(|place| place > 0) {
                self.chosen = self.entries.iter().position(|it| Some(it.key()) == chosen);
            }
            return;
        }
        let looked_at = self.chosen.and_then(|place| self.entries.get_mut(place));
        let asked = looked_at.filter(|entry| entry.others.is_none());
        if asked.is_none() && !self.search.is_over() {
            self.search.step(RUNS);
            return;
        }
        let unknown = match asked {
            Some(entry) => Some(entry),
            None => self.entries.iter_mut().find(|entry| entry.others.is_none()),
        };
        if let Some(entry) = unknown {
            entry.others = Some(Others::run(self.search.base(), &entry.repair.scenario));
        }
    }
}

impl State {
    pub(super) fn repair(&mut self, action: RepairAction) {
        match action {
            RepairAction::Open => self.open_repairs(),
            RepairAction::Close => self.look_away_from(Panel::Repairs),
            RepairAction::Apply(place) => self.apply_repair(place),
            RepairAction::Undo => {
                let made = self.repairs.as_ref().and_then(|it| it.applied.clone());
                if let Some(made) = made {
                    self.show_anew(made.before.clone());
                    self.seek(usize::MAX);
                }
            }
            action => {
                if let Some(repairs) = self.repairs.as_mut().map(Rc::make_mut) {
                    repairs.act(action, &self.scenario);
                }
            }
        }
    }

    pub(super) fn open_repairs(&mut self) {
        self.stop_predicting();
        self.open(Panel::Repairs);
        if self.repairs.is_none() {
            self.repairs = Some(Rc::new(Repairs::of(&self.scenario, Vec::new())));
        }
    }

    /// Keeps what a link keeps.
    pub(super) fn pin_all(&mut self, pins: Vec<Pin>) {
        let other = self.repairs.as_ref().is_some_and(|it| it.pins != pins);
        if other {
            self.repairs = Some(Rc::new(Repairs::of(&self.scenario, pins)));
        }
    }

    /// Tells what a link says was made; what it cannot say stays as long as the settings are those that came of it.
    pub(super) fn tell_made(&mut self, before: &[Vec<(Setting, String)>]) {
        let told = AppliedChanges::of_link(&self.scenario, before).map(Rc::new);
        if let Some(repairs) = self.repairs.as_mut().map(Rc::make_mut) {
            let known = repairs
                .applied
                .take()
                .filter(|made| made.after == *self.scenario);
            // A link does not hold what was changed on the way before.
            let same = |known: &Rc<AppliedChanges>| {
                let told = told.as_ref();
                told.is_none_or(|told| told.changes == known.changes)
            };
            repairs.applied = known.filter(same).or(told);
        }
    }

    /// The settings before the repair that led to those that are shown.
    pub(super) fn before_repair(&self) -> Option<Scenario> {
        let made = self.repairs.as_ref()?.applied.as_ref()?;
        (made.after == *self.scenario).then(|| made.before.clone())
    }

    /// Makes the changes of a repair the settings. Going back undoes it.
    fn apply_repair(&mut self, place: usize) {
        let Some(repairs) = self.repairs.clone() else {
            return;
        };
        if let (Some(changes), Some(scenario)) = (repairs.changes(place), repairs.after(place)) {
            // What was changed on the way comes back with what is taken back.
            let mut before = Scenario::clone(&self.scenario);
            before.front_end.seat = None;
            let made = AppliedChanges {
                before,
                after: scenario.clone(),
                changes,
            };
            self.show_anew(scenario);
            self.seek(usize::MAX);
            if let Some(repairs) = self.repairs.as_mut().map(Rc::make_mut) {
                repairs.applied = Some(Rc::new(made));
            }
        }
    }

    /// The settings have changed: what would fix them is another question.
    pub(super) fn forget_repairs(&mut self) {
        let open = self.repairs.take().filter(|_| self.panel == Panel::Repairs);
        if let Some(repairs) = open {
            let made = repairs.applied.clone();
            self.repairs = Some(Rc::new(Repairs {
                applied: made.filter(|made| made.after == *self.scenario),
                ..Repairs::of(&self.scenario, repairs.pins.clone())
            }));
        }
    }
}

impl Repairs {
    fn act(&mut self, action: RepairAction, scenario: &Scenario) {
        match action {
            RepairAction::Search => self.search_on(),
            RepairAction::Stop => self.stopped = true,
            RepairAction::GoOn => self.stopped = false,
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
            RepairAction::Open
            | RepairAction::Close
            | RepairAction::Apply(_)
            | RepairAction::Undo => {}
        }
    }
}
