//! A run, with everything that is derived from it once.

use crate::lab::{EventId, Log, Scenario, run};
use crate::present::alignment::step_key;
use crate::present::layout::Plan;
use crate::present::provenance::Sources;
use crate::present::{Step, steps};
use std::cell::OnceCell;

/// A run, its steps, and where they are drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Film {
    /// What happened.
    pub log: Log,
    /// Its steps; never empty where anything happened.
    pub steps: Vec<Step>,
    /// Their places.
    pub plan: Plan,
    found: Found,
}

/// What is found when it is first asked for: most films are never asked. It follows from the log, so it makes no
/// difference.
#[derive(Clone, Debug, Default)]
struct Found(OnceCell<Sources>);

impl PartialEq for Found {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Film {
    /// Runs a scenario.
    pub fn of(scenario: &Scenario, controller: bool) -> Self {
        Self::from_log(run(scenario), controller)
    }

    /// The film of a log.
    pub fn from_log(log: Log, controller: bool) -> Self {
        let steps = steps(&log, controller);
        let plan = Plan::new(&log, &steps, controller);
        let found = Found::default();
        Self {
            log,
            steps,
            plan,
            found,
        }
    }

    /// Where its values come from.
    pub fn sources(&self) -> &Sources {
        self.found.0.get_or_init(|| Sources::of_log(&self.log))
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

    /// The step of this film that stands for step `step` of another: the same host doing the same, as far as both
    /// stories agree; the end stays the end.
    pub fn counterpart(&self, other: &Self, step: usize) -> usize {
        if step == 0 || step >= other.last() {
            return if step == 0 { 0 } else { self.last() };
        }
        let found = other.steps.get(step);
        let wanted = found.and_then(|found| step_key(&other.log, found));
        let numbered = self.steps.iter().enumerate();
        let same = numbered.filter(|(_, own)| step_key(&self.log, own) == wanted);
        same.map(|(number, _)| number)
            .min_by_key(|number| number.abs_diff(step))
            .unwrap_or_else(|| step.min(self.last()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::{Decision, Era, Scheme};

    /// The step at which a host decides that.
    fn decides(film: &Film, wanted: fn(&Decision) -> bool) -> usize {
        let decision = |step: &Step| film.log.event(step.id)?.kind.decision();
        let found = film
            .steps
            .iter()
            .position(|step| decision(step).is_some_and(wanted));
        found.unwrap()
    }

    #[test]
    fn a_step_stands_for_the_one_that_does_the_same_whatever_its_words_are() {
        let ntlm = Scenario::of(Era::Y1998);
        let mut basic = ntlm.clone();
        basic.front_end.schemes = vec![Scheme::Basic];
        let films = [ntlm, basic].map(|scenario| Film::of(&scenario, false));
        let deeds: [fn(&Decision) -> bool; 4] = [
            |it| matches!(it, Decision::SignsIn { .. }),
            |it| matches!(it, Decision::MakesToken { .. }),
            |it| matches!(it, Decision::AnswersAs { .. }),
            |it| matches!(it, Decision::Authorizes { .. }),
        ];
        for wanted in deeds {
            let [one, two] = films.each_ref().map(|film| decides(film, wanted));
            assert_eq!(films[1].counterpart(&films[0], one), two);
            assert_eq!(films[0].counterpart(&films[1], two), one);
        }
    }
}
