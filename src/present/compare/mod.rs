//! Two runs beside each other, step by step: what stands for what, where they part, and what differs then.

mod fields;

pub use fields::{FieldSide, MessageDifference, message_differences};

use super::Step;
use super::alignment::{StepKey, step_key};
use super::layout::PairedLine;
use crate::lab::{EventKind, Log};

/// A line of the comparison: a step of one run beside the step of the other that stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepPair {
    /// The step of the first run, by its number; none where only the second has such a one.
    pub left: Option<usize>,
    /// The step of the second run.
    pub right: Option<usize>,
    /// Whether the same happened, to the byte.
    pub same: bool,
}

/// Two runs beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunComparison {
    /// The lines, in order.
    pub pairs: Vec<StepPair>,
}

/// One of the two runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparedRun {
    /// The one on the left.
    First,
    /// The one on the right.
    Second,
}

/// Which lines of a comparison are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinesWanted {
    /// Every line of both runs.
    All,
    /// Those on which the runs differ; each where they differ nowhere.
    Differing,
}

/// A run and the steps that its log was folded into.
pub type RunSteps<'a> = (&'a Log, &'a [Step]);

impl RunComparison {
    /// Compares two runs. Steps stand for each other where the same host does the same, or at least something of the kind; of
    /// all ways to pair them up in order, one in which most do.
    pub fn of(left: RunSteps<'_>, right: RunSteps<'_>) -> Self {
        let keys = |(log, steps): RunSteps<'_>| -> Vec<Option<StepKey>> {
            steps.iter().map(|step| step_key(log, step)).collect()
        };
        let pairs = in_order(&keys(left), &keys(right)).into_iter();
        let pair = |(at, to): (Option<usize>, Option<usize>)| StepPair {
            left: at,
            right: to,
            same: at.zip(to).is_some_and(|(at, to)| {
                let kinds = kind(left, at).zip(kind(right, to));
                kinds.is_some_and(|(one, other)| same(one, other))
            }),
        };
        Self {
            pairs: pairs.map(pair).collect(),
        }
    }

    /// The first line at which they part.
    pub fn first(&self) -> Option<StepPair> {
        self.pairs.iter().find(|pair| !pair.same).copied()
    }

    /// How many lines differ.
    pub fn differences(&self) -> usize {
        self.pairs.iter().filter(|pair| !pair.same).count()
    }

    /// The lines as the diagram of one of the two runs has them.
    pub fn lines(&self, run: ComparedRun, wanted: LinesWanted) -> Vec<PairedLine> {
        let leaves_out = wanted == LinesWanted::Differing && self.first().is_some();
        let line = |pair: &StepPair| {
            let (own, other) = match run {
                ComparedRun::First => (pair.left, pair.right),
                ComparedRun::Second => (pair.right, pair.left),
            };
            PairedLine {
                own,
                other,
                left_out: pair.same && leaves_out,
            }
        };
        self.pairs.iter().map(line).collect()
    }

    /// The steps of the first run at which something differs: there, or in what only the second does before the first goes on.
    fn parting(&self) -> impl Iterator<Item = usize> {
        let at = self.pairs.iter().scan(0, |at, pair| {
            *at = pair.left.unwrap_or(*at);
            Some((*at, pair.same))
        });
        at.filter_map(|(at, same)| (!same).then_some(at))
    }

    /// The step of the first run at which something differs that is nearest to a step, seen from another: on from there where
    /// the way leads on, back where it leads back. The step itself where nothing differs.
    pub fn parting_near(&self, step: usize, from: usize) -> usize {
        let on = self.parting().find(|at| *at >= step);
        let back = self.parting().filter(|at| *at <= step).last();
        let near = if step < from {
            back.or(on)
        } else {
            on.or(back)
        };
        near.unwrap_or(step)
    }

    /// How far the second run is when the first is at a step: at what stands for it, and past what only the second has
    /// before the first goes on.
    pub fn right_at(&self, left: usize) -> usize {
        let next = self.pairs.iter().position(|pair| pair.left > Some(left));
        let until = self.pairs.get(..next.unwrap_or(self.pairs.len()));
        let reached = until.unwrap_or_default().iter().rev();
        reached.filter_map(|pair| pair.right).next().unwrap_or(0)
    }

    /// The step of the first run at which the second has reached one of its own.
    pub fn left_at(&self, right: usize) -> usize {
        let at = self.pairs.iter().position(|pair| pair.right == Some(right));
        let until = self.pairs.get(..=at.unwrap_or(0)).unwrap_or_default();
        until.iter().rev().find_map(|pair| pair.left).unwrap_or(0)
    }
}

/// Whether the same happened, whatever was computed on the way.
fn same(one: &EventKind, other: &EventKind) -> bool {
    match (one, other) {
        (
            EventKind::Message {
                sent: one,
                received: here,
                ..
            },
            EventKind::Message {
                sent: other,
                received: there,
                ..
            },
        ) => one == other && here == there,
        (
            EventKind::Decision { decision: one, .. },
            EventKind::Decision {
                decision: other, ..
            },
        ) => one == other,
        (
            EventKind::Computation {
                computation: one, ..
            },
            EventKind::Computation {
                computation: other, ..
            },
        ) => one == other,
        (EventKind::Opened(_), EventKind::Opened(_))
        | (EventKind::Closed(_), EventKind::Closed(_)) => true,
        _ => false,
    }
}

type NumberPair = (Option<usize>, Option<usize>);

/// How much it counts that two steps stand on one line: those that are the same more than two pairs of what is akin.
const SAME_KEY: usize = 5;
const AKIN: usize = 2;

/// The best way to pair up steps, each in its order, with what stands between the pairs.
fn in_order(left: &[Option<StepKey>], right: &[Option<StepKey>]) -> Vec<NumberPair> {
    let width = right.len() + 1;
    // The best from each pair of places on.
    let mut best = vec![0_usize; (left.len() + 1) * width];
    let at = |best: &[usize], i: usize, j: usize| best.get(i * width + j).copied().unwrap_or(0);
    let counts = |i: usize, j: usize| match (left.get(i), right.get(j)) {
        (Some(one), Some(other)) if one == other => SAME_KEY,
        (Some(Some(one)), Some(Some(other))) if one.is_akin(*other) => AKIN,
        _ => 0,
    };
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            let apart = at(&best, i + 1, j).max(at(&best, i, j + 1));
            let paired = match counts(i, j) {
                0 => 0,
                counts => counts + at(&best, i + 1, j + 1),
            };
            if let Some(place) = best.get_mut(i * width + j) {
                *place = apart.max(paired);
            }
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < left.len() || j < right.len() {
        let counts = counts(i, j);
        let paired = counts > 0 && at(&best, i, j) == counts + at(&best, i + 1, j + 1);
        if paired {
            pairs.push((Some(i), Some(j)));
            (i, j) = (i + 1, j + 1);
        } else if j >= right.len() || (i < left.len() && at(&best, i + 1, j) >= at(&best, i, j + 1))
        {
            pairs.push((Some(i), None));
            i += 1;
        } else {
            pairs.push((None, Some(j)));
            j += 1;
        }
    }
    pairs
}

/// What happens at a step of a run.
fn kind<'a>((log, steps): RunSteps<'a>, at: usize) -> Option<&'a EventKind> {
    log.event(steps.get(at)?.id).map(|event| &event.kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::presets::Preset;
    use crate::lab::{Scenario, run};
    use crate::present::{DomainControllers, steps};

    fn compared(left: &Scenario, right: &Scenario) -> (RunComparison, [(Log, Vec<Step>); 2]) {
        let runs = [left, right].map(|scenario| {
            let log = run(scenario);
            let steps = steps(&log, DomainControllers::Folded);
            (log, steps)
        });
        let [one, two] = &runs;
        (RunComparison::of((&one.0, &one.1), (&two.0, &two.1)), runs)
    }

    fn preset(id: &str) -> Scenario {
        Preset::named(id).unwrap().scenario()
    }

    #[test]
    fn a_run_beside_itself_differs_nowhere() {
        for id in ["kb183545", "constrained", "unconstrained", "sql-server"] {
            let (comparison, [(_, steps), _]) = compared(&preset(id), &preset(id));
            assert_eq!(comparison.differences(), 0, "{id}");
            assert_eq!(comparison.pairs.len(), steps.len());
            assert!((0..steps.len()).all(|step| comparison.right_at(step) == step));
        }
    }

    #[test]
    fn they_part_where_the_domain_controller_reads_another_list() {
        let (comparison, [one, two]) = compared(&preset("kerberos"), &preset("resource-based"));
        let first = comparison.first().unwrap();
        let said = |(log, steps): &(Log, Vec<Step>), at: Option<usize>| {
            let step = &steps[at.unwrap()];
            log.event(step.id).unwrap().kind.decision().cloned()
        };
        use crate::hosts::Decision;
        assert!(matches!(
            said(&one, first.left),
            Some(Decision::RefusesTicket(_))
        ));
        assert!(matches!(
            said(&two, first.right),
            Some(Decision::IssuesTicket(_))
        ));
        // All before is the same to the byte.
        let place = comparison
            .pairs
            .iter()
            .position(|pair| *pair == first)
            .unwrap();
        assert!(place > 5);
    }

    #[test]
    fn every_step_stands_on_one_line_in_its_order() {
        for (one, two) in [
            ("kb183545", "basic"),
            ("kerberos", "constrained"),
            ("constrained", "cdo"),
            ("clock", "spn-missing"),
        ] {
            let (comparison, [left, right]) = compared(&preset(one), &preset(two));
            let lefts: Vec<_> = comparison
                .pairs
                .iter()
                .filter_map(|pair| pair.left)
                .collect();
            let rights: Vec<_> = comparison
                .pairs
                .iter()
                .filter_map(|pair| pair.right)
                .collect();
            assert_eq!(lefts, (0..left.1.len()).collect::<Vec<_>>());
            assert_eq!(rights, (0..right.1.len()).collect::<Vec<_>>());
            assert_eq!(comparison.right_at(left.1.len() - 1), right.1.len() - 1);
            let mut before = 0;
            for step in 0..left.1.len() {
                assert!(comparison.right_at(step) >= before);
                before = comparison.right_at(step);
            }
        }
    }
}
