//! The diagram of a run that is compared with another. Side by side, what stands for each other is on one line, and a mark
//! between them says whether it is the same.

use crate::app::RenderedRun;
use crate::present::compare::{ComparedRun, LinesWanted, RunComparison, StepPair};
use crate::present::layout::{Metrics, PairedLine, Placement, View};
use crate::present::narration::compare as said;
use crate::ui::hooks::Scrolls;
use crate::ui::shared::Shared;
use crate::ui::style::px;
use yew::prelude::*;

/// The run that it is compared with.
#[derive(Clone, PartialEq)]
pub struct Paired {
    /// The run that stands on the other side.
    pub other: Shared<RenderedRun>,
    /// Which steps of the two stand for each other.
    pub comparison: Shared<RunComparison>,
    /// Which of the two this is.
    pub run: ComparedRun,
    /// Whether the two stand side by side.
    pub beside: bool,
    /// Which lines are drawn.
    pub wanted: LinesWanted,
}

impl Paired {
    /// How wide the place for marks is on the right of a diagram, where the page's letters are as large as `root`.
    pub fn gutter(&self, root: f64) -> f64 {
        if self.is_marked() { 3.5 * root } else { 0.0 }
    }

    /// What scrolls to show a step: of two runs one above the other the page follows the first, as it cannot follow both.
    pub fn scrolls(&self) -> Scrolls {
        match (self.beside, self.run) {
            (true, _) => Scrolls::All,
            (false, ComparedRun::First) => Scrolls::WindowFirst,
            (false, ComparedRun::Second) => Scrolls::Window,
        }
    }

    /// The diagram's steps on their lines, and where the lines begin.
    pub fn place(&self, own: Placement, metrics: Metrics) -> (Placement, Vec<f64>) {
        let mut lines = self.lines();
        if !self.beside {
            lines.iter_mut().for_each(|line| line.other = None);
            let alone = own.clone();
            return own.on_lines(&alone, &lines);
        }
        let RenderedRun { steps, plan, .. } = &*self.other;
        let other = plan.place(steps, metrics, &|step| self.other.label(step));
        own.on_lines(&other, &lines)
    }

    /// The marks of the lines in view, behind the diagram of the first run.
    pub fn marks(&self, begins: &[f64], metrics: Metrics, root: f64, view: View) -> Html {
        if !self.is_marked() {
            return Html::default();
        }
        let first = self.comparison.first();
        let x = px(metrics.width + self.gutter(root) / 2.0);
        let lines = self.lines();
        let pairs = self.comparison.pairs.iter().zip(begins);
        let seen = pairs
            .zip(&lines)
            .enumerate()
            .filter(|(_, ((_, begins), line))| {
                !line.left_out && **begins >= view.top && **begins <= view.bottom
            });
        let mark = |number: usize, pair: &StepPair, begins: f64| {
            let class = match pair.same {
                true => "same",
                false if Some(*pair) == first => "first",
                false => "apart",
            };
            html! {
                <text key={number} {class} x={x.clone()} y={px(begins + metrics.font * 1.5)}>{said::mark(pair)}</text>
            }
        };
        let marks = seen.map(|(number, ((pair, begins), _))| mark(number, pair, *begins));
        html! {
            <g class="line-marks" text-anchor="middle" font-size={px(metrics.font)}>{for marks}</g>
        }
    }

    fn is_marked(&self) -> bool {
        self.beside && self.run == ComparedRun::First
    }

    fn lines(&self) -> Vec<PairedLine> {
        self.comparison.lines(self.run, self.wanted)
    }
}
