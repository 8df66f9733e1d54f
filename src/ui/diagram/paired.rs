//! The diagram beside that of another run: what stands for each other is on one line, and a mark says whether it is the same.

use crate::app::Film;
use crate::present::compare::{RunComparison, StepPair};
use crate::present::layout::{Metrics, Placement, View};
use crate::present::narration::compare as said;
use crate::ui::shared::Shared;
use crate::ui::style::px;
use yew::prelude::*;

/// The run that it stands beside.
#[derive(Clone, PartialEq)]
pub struct Paired {
    /// The other run.
    pub other: Shared<Film>,
    /// What stands for what.
    pub comparison: Shared<RunComparison>,
    /// Whether this is the second of the two.
    pub second: bool,
    /// Whether lines on which both are the same are left out.
    pub differing: bool,
}

impl Paired {
    /// How wide the place for marks is on the right of a diagram, where the page's letters are as large as `root`.
    pub fn gutter(root: f64) -> f64 {
        3.5 * root
    }

    /// The diagram's steps on their lines, and where the lines begin.
    pub fn place(&self, own: Placement, metrics: Metrics) -> (Placement, Vec<f64>) {
        let Film { steps, plan, .. } = &*self.other;
        let other = plan.place(steps, metrics, &|step| self.other.label(step));
        let lines = self.comparison.lines(self.second, self.differing);
        own.on_lines(&other, &lines)
    }

    /// The marks of the lines in view, behind the diagram of the first run.
    pub fn marks(&self, begins: &[f64], metrics: Metrics, root: f64, view: View) -> Html {
        let first = self.comparison.first();
        let x = px(metrics.width + Self::gutter(root) / 2.0);
        let lines = self.comparison.pairs.iter().zip(begins).enumerate();
        let seen = lines.filter(|(_, (pair, begins))| {
            let left_out = self.differing && pair.same;
            !left_out && **begins >= view.top && **begins <= view.bottom
        });
        let mark = |(number, (pair, begins)): (usize, (&StepPair, &f64))| {
            let class = match pair.same {
                true => "same",
                false if Some(*pair) == first => "first",
                false => "apart",
            };
            html! {
                <text key={number} {class} x={x.clone()} y={px(begins + metrics.font * 1.5)}>{said::mark(pair)}</text>
            }
        };
        html! {
            <g class="line-marks" text-anchor="middle" font-size={px(metrics.font)}>{for seen.map(mark)}</g>
        }
    }
}
