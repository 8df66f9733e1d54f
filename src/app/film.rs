//! A run, with everything that is derived from it once.

use crate::lab::{EventId, Log, Scenario, run};
use crate::present::layout::Plan;
use crate::present::{Step, steps, words};
use std::rc::Rc;

/// A run, its steps, and where they are drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Film {
    /// What happened.
    pub log: Rc<Log>,
    /// Its steps; never empty where anything happened.
    pub steps: Vec<Step>,
    /// Their places.
    pub plan: Plan,
}

impl Film {
    /// Runs a scenario.
    pub fn of(scenario: &Scenario, controller: bool) -> Self {
        Self::from_log(Rc::new(run(scenario)), controller)
    }

    /// The film of a log.
    pub fn from_log(log: Rc<Log>, controller: bool) -> Self {
        let steps = steps(&log, controller);
        let plan = Plan::new(&log, &steps, controller);
        Self { log, steps, plan }
    }

    /// The number of the last step.
    pub fn last(&self) -> usize {
        self.steps.len().saturating_sub(1)
    }

    /// The step that covers an event.
    pub fn step_of(&self, event: EventId) -> Option<usize> {
        let covers = |step: &Step| step.events.contains(&event);
        self.steps.iter().position(covers)
    }

    /// The step of this film that stands for step `step` of another: the same host saying the same, as far as both
    /// stories agree; the end stays the end.
    pub fn counterpart(&self, other: &Self, step: usize) -> usize {
        if step == 0 || step >= other.last() {
            return if step == 0 { 0 } else { self.last() };
        }
        let label = |film: &Self, step: &Step| words::label(&film.log, step);
        let wanted = other.steps.get(step).map(|found| label(other, found));
        let near = |number: &usize| number.abs_diff(step);
        (0..self.steps.len())
            .filter(|number| self.steps.get(*number).map(|s| label(self, s)) == wanted)
            .min_by_key(near)
            .unwrap_or_else(|| step.min(self.last()))
    }
}
