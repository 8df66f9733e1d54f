//! The search: single changes, then pairs, then triples. It goes on in pieces, so that a page can draw in between.

use super::{Change, Pin, arrives_as_person, changes, plain};
use crate::lab::{Scenario, run};

/// The largest set that is tried.
pub const MOST_CHANGES: usize = 3;

/// A search for the smallest sets of changes after which the call arrives. A set is tried only where none of its parts
/// was enough, so each that is found is minimal; all are tried up to [`MOST_CHANGES`], so none is missed.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    base: Scenario,
    changes: Vec<Change>,
    /// The set that is next, as places in `changes`, rising.
    next: Vec<usize>,
    found: Vec<Vec<usize>>,
    runs: usize,
    tried: usize,
    over: bool,
}

impl Search {
    /// A search among everything that can be changed but for what is pinned.
    pub fn new(scenario: &Scenario, pins: &[Pin]) -> Self {
        let base = plain(scenario);
        let changes = changes(&base, pins);
        let arrives = arrives_as_person(&base, &run(&base));
        Self {
            over: arrives || changes.is_empty(),
            base,
            changes,
            next: vec![0],
            found: Vec::new(),
            runs: 1,
            tried: 0,
        }
    }

    /// Goes on for so many runs. Returns whether it is over.
    pub fn step(&mut self, runs: usize) -> bool {
        let until = self.runs.saturating_add(runs);
        while !self.over && self.runs < until {
            self.try_next();
        }
        self.over
    }

    /// The settings that are to be mended.
    pub fn base(&self) -> &Scenario {
        &self.base
    }

    /// The sets that were found so far, smaller ones first.
    pub fn found(&self) -> impl Iterator<Item = Vec<Change>> + '_ {
        self.found.iter().map(|set| self.changes_of(set))
    }

    /// How many sets were found.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// How many runs it took so far.
    pub fn runs(&self) -> usize {
        self.runs
    }

    /// How many single changes there are.
    pub fn single_changes(&self) -> usize {
        self.changes.len()
    }

    /// The size of the sets that are tried now.
    pub fn size(&self) -> usize {
        self.next.len().min(MOST_CHANGES)
    }

    /// Whether all sets were tried.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// How far it is, from 0 to 1, by the number of sets.
    pub fn progress(&self) -> f64 {
        let all: usize = (1..=MOST_CHANGES)
            .map(|size| choose(self.changes.len(), size))
            .sum();
        if self.over || all == 0 {
            1.0
        } else {
            self.tried as f64 / all as f64
        }
    }

    fn changes_of(&self, set: &[usize]) -> Vec<Change> {
        let changes = set.iter().filter_map(|place| self.changes.get(*place));
        changes.cloned().collect()
    }

    fn try_next(&mut self) {
        let holds = |found: &Vec<usize>| found.iter().all(|place| self.next.contains(place));
        self.tried += 1;
        if self.is_possible() && !self.found.iter().any(holds) {
            self.runs += 1;
            let mut scenario = self.base.clone();
            for place in &self.next {
                if let Some(change) = self.changes.get(*place) {
                    change.make(&mut scenario);
                }
            }
            let log = run(&scenario);
            let idle = || {
                self.changes_of(&self.next)
                    .iter()
                    .any(|it| it.is_idle(&log))
            };
            if arrives_as_person(&scenario, &log) && !idle() {
                self.found.push(self.next.clone());
            }
        }
        self.go_on();
    }

    /// Whether no two changes of the next set give one setting different values.
    fn is_possible(&self) -> bool {
        let set = || {
            self.next
                .iter()
                .filter_map(|place| self.changes.get(*place))
        };
        let mut touched: Vec<_> = set().flat_map(Change::touches).collect();
        let all = touched.len();
        touched.sort_unstable();
        touched.dedup();
        touched.len() == all
    }

    /// To the set that follows: the last place that can rise does, and those behind it follow closely.
    fn go_on(&mut self) {
        let (all, size) = (self.changes.len(), self.next.len());
        let rises = (0..size).rev().find(|at| {
            let last = all + at - size;
            self.next.get(*at).is_some_and(|place| *place < last)
        });
        match rises {
            Some(at) => {
                let first = self.next.get(at).map_or(0, |place| place + 1);
                let tail = self.next.iter_mut().skip(at);
                tail.zip(first..).for_each(|(place, new)| *place = new);
            }
            None if size < MOST_CHANGES.min(all) => self.next = (0..=size).collect(),
            None => self.over = true,
        }
    }
}

fn choose(of: usize, size: usize) -> usize {
    (0..size).fold(1, |all, taken| all * of.saturating_sub(taken) / (taken + 1))
}
