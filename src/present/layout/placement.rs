//! Where each step stands in a diagram of some width.

use super::figure::{Figure, Fitted, fit};
use super::plan::Plan;
use super::{Band, Bar, Ending, Labels, Metrics, Rect, Scene, StepRow};
use crate::lab::{Hop, HostId};
use crate::present::timing::Timing;
use crate::present::{Step, StepShape, TextRun};

/// The steps of a run from top to bottom, and the lifelines from left to right.
#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    metrics: Metrics,
    lanes: Vec<f64>,
    /// Where each step begins, and after the last one the end.
    pub(super) tops: Vec<f64>,
    /// What is free above each step; nothing where steps stand evenly.
    pub(super) spaces: Vec<f64>,
    /// The steps that are left out; nothing where all are drawn.
    pub(super) left_out: Vec<bool>,
    /// How many lines a label may have.
    most: usize,
}

/// Which part of a diagram is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Upper edge of the window.
    pub top: f64,
    /// Lower edge of the window.
    pub bottom: f64,
    /// A step that is wanted wherever it is.
    pub step: usize,
}

impl View {
    /// The whole diagram, however long it is.
    pub const ALL: Self = Self {
        top: 0.0,
        bottom: f64::INFINITY,
        step: 0,
    };
}

/// Longer runs have one line a step: nobody reads them all, and their labels need not be made before they are seen.
const LONG: usize = 2000;
/// So many lines a label may have elsewhere.
const LINES: usize = 4;
/// And where each is short.
const NARROW_LINES: usize = 9;

impl Placement {
    pub(super) fn new(plan: &Plan, steps: &[Step], metrics: Metrics, labels: Labels<'_>) -> Self {
        let lanes = metrics.lanes(plan.lanes.len());
        let long = steps.len() > LONG;
        let mut placement = Self {
            metrics,
            lanes,
            tops: Vec::with_capacity(steps.len() + 1),
            spaces: Vec::new(),
            left_out: Vec::new(),
            most: match long {
                true => 1,
                false if metrics.narrow => NARROW_LINES,
                false => LINES,
            },
        };
        let mut top = metrics.font / 2.0;
        for (number, step) in steps.iter().enumerate() {
            placement.tops.push(top);
            let label = |number| if long { None } else { labels(number) };
            if let Some(fitted) = placement.fit(plan, step, number, &label) {
                top += fitted.height(metrics);
            }
        }
        placement.tops.push(top);
        placement
    }

    /// The same with steps as far apart as they were in time: room is added between them, and none is taken away.
    pub fn to_scale(mut self, timing: &Timing) -> Self {
        let steps = u32::try_from(self.tops.len()).unwrap_or(u32::MAX);
        let room = (f64::from(steps) * 1.5).clamp(16.0, 400.0) * self.metrics.line();
        self.spaces = timing.spaces(room);
        let mut above = 0.0;
        for (number, top) in self.tops.iter_mut().enumerate() {
            above += self.spaces.get(number).copied().unwrap_or_default();
            *top += above;
        }
        self
    }

    /// Height of all steps, in CSS pixels, with room below the last.
    pub fn height(&self) -> f64 {
        self.tops.last().copied().unwrap_or_default() + self.metrics.font / 2.0
    }

    /// Upper edge and height of a step.
    pub fn extent(&self, step: usize) -> Option<(f64, f64)> {
        let top = self.tops.get(step)?;
        let bottom = self.tops.get(step + 1)?;
        let space = self.spaces.get(step + 1).copied().unwrap_or_default();
        Some((*top, bottom - space - top))
    }

    /// What is to be drawn of a part. Only the labels of visible steps are asked for.
    pub fn scene(&self, plan: &Plan, steps: &[Step], view: View, labels: Labels<'_>) -> Scene {
        let first = self.tops.partition_point(|top| *top < view.top);
        let end = self.tops.partition_point(|top| *top <= view.bottom);
        let seen = first.saturating_sub(1)..end.min(steps.len());
        let elsewhere = Some(view.step).filter(|step| !seen.contains(step));
        let drawn = |number: &usize| self.left_out.get(*number) != Some(&true);
        let rows = seen.chain(elsewhere).filter(drawn).filter_map(|number| {
            let step = steps.get(number)?;
            let (y, height) = self.extent(number)?;
            let fitted = self.fit(plan, step, number, labels)?;
            Some(StepRow {
                step: number,
                id: step.id,
                y,
                height,
                figure: fitted.figure(y, self.metrics),
                lines: fitted.lines.into(),
            })
        });
        Scene {
            width: self.metrics.width,
            height: self.height(),
            bands: self.bands(plan),
            bars: self.bars(plan, view),
            rows: rows.collect(),
            lanes: self.lanes.clone(),
        }
    }

    /// A box that says something below the last step, on a lifeline in the middle; none where there are no lifelines.
    pub fn ending(&self, plan: &Plan, says: &[TextRun]) -> Option<Ending> {
        let lane = plan.lanes.len().checked_sub(1)? / 2;
        let host = *plan.lanes.get(lane)?;
        let shape = StepShape::Note { host };
        let fitted = fit(
            shape,
            self.metrics,
            &self.lanes,
            &|_| Some(lane),
            (says, LINES),
        )?;
        let top = self.height();
        let Figure::Note(rect) = fitted.figure(top, self.metrics) else {
            return None;
        };
        Some(Ending {
            rect,
            height: top + fitted.height(self.metrics) + self.metrics.font / 2.0,
            lines: fitted.lines,
        })
    }

    fn fit(&self, plan: &Plan, step: &Step, number: usize, labels: Labels<'_>) -> Option<Fitted> {
        let lane = |host| plan.lanes.iter().position(|lane| *lane == host);
        let label = labels(number);
        let label = (label.as_deref().unwrap_or_default(), self.most);
        fit(step.shape, self.metrics, &self.lanes, &lane, label)
    }

    /// The grounds of the hops.
    pub fn bands(&self, plan: &Plan) -> Vec<Band> {
        let band = |(hop, first, last): &(Hop, usize, usize)| {
            let (left, right) = (self.lanes.get(*first)?, self.lanes.get(*last)?);
            Some(Band {
                hop: *hop,
                x: *left,
                width: right - left,
            })
        };
        plan.hops.iter().filter_map(band).collect()
    }

    fn bars(&self, plan: &Plan, view: View) -> Vec<Bar> {
        let x = |host: HostId| {
            let lane = plan.lanes.iter().position(|lane| *lane == host)?;
            self.lanes.get(lane).copied()
        };
        let wide = self.metrics.bar();
        let mut bars = Vec::new();
        for span in &plan.spans {
            let (from, to) = span.steps;
            let steps = self.left_out.get(from..=to).unwrap_or_default();
            if !steps.is_empty() && steps.iter().all(|left_out| *left_out) {
                continue;
            }
            let (Some((top, _)), Some((bottom, height))) = (self.extent(from), self.extent(to))
            else {
                continue;
            };
            let (top, bottom) = (top + 4.0, bottom + height - 3.0);
            if bottom < view.top || top > view.bottom {
                continue;
            }
            // A connection to a host that has no lifeline is folded away.
            let [Some(one), Some(other)] = span.ends.map(x) else {
                continue;
            };
            for (middle, host) in [one, other].into_iter().zip(span.ends) {
                // Where only one hop comes to a lifeline, it stands on it.
                let shift = match span.hop {
                    _ if !plan.shared.contains(&host) => 0.0,
                    Hop::FIRST => -wide / 2.0,
                    Hop::Number(_) => 0.0,
                    Hop::Directory => -wide * 0.75,
                };
                bars.push(Bar {
                    connection: span.connection,
                    rect: Rect {
                        x: middle - wide / 2.0 + shift,
                        y: top,
                        width: wide - 1.0,
                        height: (bottom - top).max(wide),
                    },
                });
            }
        }
        bars
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::presets::PRESETS;
    use crate::lab::run;
    use crate::present::{DomainControllers, labels, steps};
    use std::rc::Rc;

    #[test]
    fn to_scale_room_is_added_where_time_passed() {
        let log = run(&PRESETS[0].scenario());
        let steps = steps(&log, DomainControllers::Shown);
        let plan = Plan::new(&log, &steps, DomainControllers::Shown);
        let evenly = plan.place(&steps, Metrics::new(900.0, 16.0), &|_| None);
        let timing = Timing::of(&log, &steps).unwrap();
        let spread = evenly.clone().to_scale(&timing);
        let added = spread.height() - evenly.height();
        assert!(added > 100.0, "{added}");
        for step in 0..steps.len() {
            let ((even, tall), (top, height)) =
                (evenly.extent(step).unwrap(), spread.extent(step).unwrap());
            // A step itself is as high as before, and as far down as the time that has passed.
            assert!((tall - height).abs() < 1e-6);
            assert!((top - even - added * timing.along(step)).abs() < 1e-6);
        }
    }

    #[test]
    fn a_connection_stands_on_its_lifeline_where_it_is_the_only_one() {
        let log = run(&PRESETS[0].scenario());
        let steps = steps(&log, DomainControllers::Folded);
        let plan = Plan::new(&log, &steps, DomainControllers::Folded);
        let placement = plan.place(&steps, Metrics::new(900.0, 16.0), &|_| None);
        let scene = placement.scene(&plan, &steps, View::ALL, &|_| None);
        let off = |bar: &Bar| {
            let middle = bar.rect.x + bar.rect.width / 2.0;
            let off = scene.lanes.iter().map(|lane| middle - lane);
            off.min_by(|one, other| one.abs().total_cmp(&other.abs()))
                .unwrap()
        };
        let [browser, web, web_again, mailbox] = &scene.bars[..] else {
            panic!("{:#?}", scene.bars);
        };
        for alone in [browser, mailbox] {
            assert!(off(alone).abs() < 1.0, "{alone:?}");
        }
        // Two connections at IIS stand beside each other.
        assert!(off(web) < -2.0 && off(web_again).abs() < 1.0);
    }

    #[test]
    fn nothing_that_is_said_is_cut_on_the_smallest_screen() {
        for preset in PRESETS {
            let log = run(&preset.scenario());
            let steps = steps(&log, DomainControllers::Shown);
            let plan = Plan::new(&log, &steps, DomainControllers::Shown);
            let labels: Vec<Rc<[TextRun]>> = steps
                .iter()
                .map(|step| labels::label(&log, step).into())
                .collect();
            let label = |step: usize| labels.get(step).cloned();
            let placement = plan.place(&steps, Metrics::new(304.0, 16.0), &label);
            let scene = placement.scene(&plan, &steps, View::ALL, &label);
            assert_eq!(scene.rows.len(), steps.len());
            for row in scene.rows {
                let text = |runs: &[TextRun]| runs.iter().map(|run| run.text.as_str()).collect();
                let whole: String = text(&labels[row.step]);
                let last: String = row.lines.last().map(|line| text(line)).unwrap_or_default();
                let end = whole.chars().last();
                assert_eq!(last.chars().last(), end, "{}: {whole}", preset.id);
            }
        }
    }

    #[test]
    fn an_ending_stands_below_all_steps_on_one_lifeline() {
        for preset in PRESETS {
            let log = run(&preset.scenario());
            for (width, controllers) in [
                (240.0, DomainControllers::Shown),
                (320.0, DomainControllers::Folded),
                (900.0, DomainControllers::Shown),
            ] {
                let steps = steps(&log, controllers);
                let plan = Plan::new(&log, &steps, controllers);
                let metrics = Metrics::new(width, 16.0);
                let placement = plan.place(&steps, metrics, &|_| None);
                let ending = placement.ending(&plan, &[TextRun::strong("What happens now?")]);
                let Ending { rect, height, .. } = ending.unwrap();
                assert!(rect.y > placement.height() && rect.y + rect.height < height);
                assert!(rect.x >= 0.0 && rect.x + rect.width <= metrics.width);
                let inside = |x: &&f64| **x > rect.x && **x < rect.x + rect.width;
                assert_eq!(placement.lanes.iter().filter(inside).count(), 1);
            }
        }
    }
}
