//! The diagram, drawn: the same scene as on the page.

use super::pen::{Pen, colour, tint};
use crate::lab::{EventId, Log, Settled};
use crate::present::layout::{Figure, Labels, Metrics, Placement, Plan, Row, Scene, View, longest};
use crate::present::narration::band;
use crate::present::standing::Standing;
use crate::present::{Step, Tone};

/// A run that is to be drawn.
#[derive(Clone, Copy)]
pub struct Drawing<'a> {
    /// What happened.
    pub log: &'a Log,
    /// Its steps.
    pub steps: &'a [Step],
    /// Its lifelines.
    pub plan: &'a Plan,
    /// What stands at each step.
    pub labels: Labels<'a>,
    /// What was settled.
    pub outcomes: &'a [Settled],
}

/// A run at its end, with a place for everything.
pub(super) struct Placed<'a> {
    drawing: Drawing<'a>,
    metrics: Metrics,
    placement: Placement,
    standing: Standing,
    end: EventId,
}

/// The height of the names above the hops.
pub(super) const NAMES: f64 = 22.0;

impl<'a> Placed<'a> {
    pub fn new(drawing: Drawing<'a>, width: f64) -> Self {
        let Drawing {
            log,
            steps,
            plan,
            labels,
            outcomes,
        } = drawing;
        let metrics = Metrics::new(width, 16.0);
        let end = log.events.last().map_or(EventId(0), |event| event.id);
        Self {
            drawing,
            metrics,
            placement: plan.place(steps, metrics, labels),
            standing: Standing::at(log, outcomes, end),
            end,
        }
    }

    pub fn height(&self) -> f64 {
        self.placement.height()
    }

    /// Upper edge and height of a step.
    pub fn extent(&self, step: usize) -> Option<(f64, f64)> {
        self.placement.extent(step)
    }

    /// Draws what is in view, `down` by so much.
    pub fn draw(&self, pen: &mut Pen, view: View, down: f64) {
        let Drawing {
            steps,
            plan,
            labels,
            ..
        } = self.drawing;
        let scene = self.placement.scene(plan, steps, view, labels);
        self.ground(pen, &scene, down);
        for row in &scene.rows {
            let tone = steps.get(row.step).map_or(Tone::Plain, |step| step.tone);
            self.row(pen, row, tone, down);
        }
    }

    /// Draws the names of the hops.
    pub fn names(&self, pen: &mut Pen, down: f64) {
        let Drawing {
            plan,
            steps,
            labels,
            log,
            ..
        } = self.drawing;
        let nothing = View {
            top: -1.0,
            bottom: -1.0,
            step: usize::MAX,
        };
        for hop in self.placement.scene(plan, steps, nothing, labels).bands {
            let (ink, fill) = tint(self.standing.hop(hop.hop), (colour::QUIET, colour::GROUND));
            pen.rect((hop.x, down, hop.width, NAMES), 0, fill, "none");
            let room = hop.width - 24.0;
            let name = longest(&band(hop.hop, log, self.end), room, 11.5);
            pen.words((hop.x + 12.0, down + 15.0), 11.5, &name, true, ink);
        }
    }

    fn ground(&self, pen: &mut Pen, scene: &Scene, down: f64) {
        for band in &scene.bands {
            let (_, fill) = tint(self.standing.hop(band.hop), ("", colour::GROUND));
            pen.rect((band.x, down, band.width, scene.height), 0, fill, "none");
        }
        for x in &scene.lanes {
            pen.line((*x, down), (*x, down + scene.height), colour::LINE);
        }
        for bar in &scene.bars {
            let tone = self.standing.connection(bar.connection);
            let (fill, _) = tint(tone, (colour::CONNECTION, ""));
            pen.rect(
                (bar.x, bar.y + down, bar.width, bar.height),
                3,
                fill,
                "none",
            );
        }
    }

    fn row(&self, pen: &mut Pen, row: &Row, tone: Tone, down: f64) {
        let (font, step) = (self.metrics.font, self.metrics.line());
        let (ink, _) = tint(tone, (colour::INK, ""));
        let ((x, mut y), anchor, colours) = match row.figure {
            Figure::Arrow {
                from,
                to,
                line,
                label,
                ends,
            } => {
                let side = if to < from { 1.0 } else { -1.0 };
                pen.line(
                    (from, line + down),
                    (to + 8.0 * side, line + down),
                    colour::QUIET,
                );
                pen.tip((to, line + down), side, colour::QUIET);
                let anchor = if ends { "end" } else { "start" };
                (
                    (label, line - font * 0.5),
                    anchor,
                    (colour::INK, colour::INK),
                )
            }
            Figure::Note {
                x,
                y,
                width,
                height,
            } => {
                let (stroke, _) = tint(tone, (colour::LINE, ""));
                pen.rect((x, y + down, width, height), 6, colour::PAPER, stroke);
                (
                    (x + width / 2.0, y + height - font * 0.52),
                    "middle",
                    (colour::QUIET, ink),
                )
            }
        };
        for line in row.lines.iter().rev() {
            pen.text((x, y + down), (anchor, font), line, colours);
            y -= step;
        }
    }
}
