//! Two diagrams side by side: what stands for each other stands on one line.

use super::Placement;

/// A line of two diagrams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairedLine {
    /// The number of the diagram's own step on it, if it has one there.
    pub own: Option<usize>,
    /// The number of the other diagram's.
    pub other: Option<usize>,
    /// Whether it is left out.
    pub left_out: bool,
}

impl Placement {
    /// The same with each step on its line, and where the lines begin: they are as high as the higher of their two steps.
    /// Every step is on one line, and the lines are in the order of the steps.
    pub fn on_lines(mut self, other: &Self, lines: &[PairedLine]) -> (Self, Vec<f64>) {
        let steps = self.tops.len().saturating_sub(1);
        let mut top = self.tops.first().copied().unwrap_or_default();
        let mut free_from = top;
        let (mut begins, mut tops, mut spaces) = (Vec::new(), Vec::new(), Vec::new());
        let mut left_out = vec![false; steps];
        for line in lines {
            begins.push(top);
            let height = |placement: &Self, step: Option<usize>| {
                let extent = step.and_then(|step| placement.extent(step));
                extent
                    .filter(|_| !line.left_out)
                    .map_or(0.0, |(_, height)| height)
            };
            let own = height(&self, line.own);
            if let Some(left_out) = line.own.and_then(|step| left_out.get_mut(step)) {
                tops.push(top);
                spaces.push(top - free_from);
                free_from = top + own;
                *left_out = line.left_out;
            }
            top += own.max(height(other, line.other));
        }
        tops.push(top);
        spaces.push(top - free_from);
        (self.tops, self.spaces, self.left_out) = (tops, spaces, left_out);
        (self, begins)
    }
}

#[cfg(test)]
mod tests {
    use crate::lab::presets::Preset;
    use crate::lab::run;
    use crate::present::compare::{ComparedRun, LinesWanted, RunComparison, StepPair};
    use crate::present::layout::plan::Span;
    use crate::present::layout::{Metrics, Plan, View};
    use crate::present::{DomainControllers, steps};

    #[test]
    fn what_stands_for_each_other_stands_at_one_height() {
        let runs = ["kerberos", "resource-based"].map(|id| {
            let log = run(&Preset::named(id).unwrap().scenario());
            let steps = steps(&log, DomainControllers::Shown);
            let plan = Plan::new(&log, &steps, DomainControllers::Shown);
            (log, steps, plan)
        });
        let [left, right] = &runs;
        let comparison = RunComparison::of((&left.0, &left.1), (&right.0, &right.1));
        let metrics = Metrics::new(600.0, 16.0);
        let [one, other] =
            [left, right].map(|(_, steps, plan)| plan.place(steps, metrics, &|_| None));
        for wanted in [LinesWanted::All, LinesWanted::Differing] {
            let lines = |run| comparison.lines(run, wanted);
            let left_out = |pair: &StepPair| pair.same && wanted == LinesWanted::Differing;
            let (left_placed, begins) = one.clone().on_lines(&other, &lines(ComparedRun::First));
            let (right_placed, others) = other.clone().on_lines(&one, &lines(ComparedRun::Second));
            assert_eq!(begins, others);
            assert!((left_placed.height() - right_placed.height()).abs() < 1e-6);
            let mut before = 0.0;
            for (pair, begins) in comparison.pairs.iter().zip(begins) {
                assert!(begins >= before);
                before = begins;
                for (placed, step, evenly) in [
                    (&left_placed, pair.left, &one),
                    (&right_placed, pair.right, &other),
                ] {
                    let Some(step) = step else { continue };
                    let (top, height) = placed.extent(step).unwrap();
                    let usual = if left_out(pair) {
                        0.0
                    } else {
                        evenly.extent(step).unwrap().1
                    };
                    assert!((top - begins).abs() < 1e-6 && (height - usual).abs() < 1e-6);
                }
            }
            let scene = left_placed.scene(&left.2, &left.1, View::ALL, &|_| None);
            let hidden = comparison.pairs.iter().filter(|pair| left_out(pair));
            assert_eq!(scene.rows.len(), left.1.len() - hidden.count());
            // A connection is drawn where any of its steps is.
            let shown = |span: &&Span| {
                let mut own = comparison.pairs.iter().filter(|pair| {
                    let (from, to) = span.steps;
                    pair.left.is_some_and(|step| (from..=to).contains(&step))
                });
                own.any(|pair| !left_out(pair))
            };
            let spans = left.2.spans.iter().filter(shown).count();
            assert_eq!(scene.bars.len(), 2 * spans);
        }
    }
}
