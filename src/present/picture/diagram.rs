//! The diagram, drawn: the same scene as on the page.

use super::pen::{Pen, TextStyle, colour, tint};
use crate::lab::{EventId, Log, Settled};
use crate::present::layout::{
    Band, Figure, LabelLine, Labels, Metrics, Placement, Plan, Rect, Scene, StepRow, View, longest,
    wrap,
};
use crate::present::narration::band;
use crate::present::standing::HopColours;
use crate::present::{Step, TextRun, Tone};

/// A run that is to be drawn, with what its drawing follows from.
#[derive(Clone, Copy)]
pub struct RunDrawing<'a> {
    /// The run's log: hosts, connections, events.
    pub log: &'a Log,
    /// The log, folded into steps.
    pub steps: &'a [Step],
    /// The plan of these steps.
    pub plan: &'a Plan,
    /// The labels of these steps.
    pub labels: Labels<'a>,
    /// What is settled in the log, which gives hops and connections their colours.
    pub outcomes: &'a [Settled],
}

/// A run at its end, with a place for everything.
pub(super) struct Placed<'a> {
    drawing: RunDrawing<'a>,
    metrics: Metrics,
    placement: Placement,
    standing: HopColours,
    end: EventId,
}

/// The height of the head: the names of the hosts, and below them those of the hops.
pub(super) const HEAD: f64 = HOSTS + 22.0;
const HOSTS: f64 = 20.0;

impl<'a> Placed<'a> {
    pub fn new(drawing: RunDrawing<'a>, width: f64) -> Self {
        let RunDrawing {
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
            standing: HopColours::at(log, outcomes, end),
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

    /// Draws what is in view.
    pub fn draw(&self, pen: &mut Pen, view: View) {
        let scene = self.scene(view);
        self.ground(pen, &scene);
        for row in &scene.rows {
            self.row(pen, row);
        }
    }

    /// What is in view of the diagram, as figures with places.
    pub fn scene(&self, view: View) -> Scene {
        let RunDrawing {
            steps,
            plan,
            labels,
            ..
        } = self.drawing;
        self.placement.scene(plan, steps, view, labels)
    }

    /// Draws the names of the hosts above their lanes, and of the hops between these, as far as there is room.
    pub fn head(&self, pen: &mut Pen) {
        self.hosts(pen);
        let RunDrawing { plan, log, .. } = self.drawing;
        for Band { hop, x, width } in self.placement.bands(plan) {
            let (ink, fill) = tint(self.standing.hop(hop), (colour::QUIET, colour::GROUND));
            let rect = Rect {
                y: HOSTS,
                ..ground(x, width, HEAD - HOSTS)
            };
            pen.rect(rect, 0, fill, "none");
            let name = longest(&band(hop, log, self.end), width - 24.0, 11.5);
            pen.heading((x + 12.0, HOSTS + 15.0), 11.5, &name, ink);
        }
    }

    fn hosts(&self, pen: &mut Pen) {
        let RunDrawing { plan, log, .. } = self.drawing;
        let lanes = self.scene(View::ALL).lanes;
        let count = u32::try_from(lanes.len().max(1)).unwrap_or(u32::MAX);
        let room = self.metrics.width / f64::from(count) - 8.0;
        for (x, host) in lanes.iter().zip(&plan.lanes) {
            let name = log.host(*host).map_or("", |host| &host.name);
            let style = TextStyle {
                anchor: "middle",
                size: 12.5,
                ink: colour::INK,
                strong: colour::INK,
            };
            pen.text((*x, 13.0), &fitted(name, style.size, room), style);
        }
    }

    /// Draws what stands behind the steps.
    pub fn ground(&self, pen: &mut Pen, scene: &Scene) {
        for band in &scene.bands {
            let (_, fill) = tint(self.standing.hop(band.hop), ("", colour::GROUND));
            pen.rect(ground(band.x, band.width, scene.height), 0, fill, "none");
        }
        for x in &scene.lanes {
            pen.line((*x, 0.0), (*x, scene.height), colour::LINE);
        }
        for bar in &scene.bars {
            let tone = self.standing.connection(bar.connection);
            let (fill, _) = tint(tone, (colour::CONNECTION, ""));
            pen.rect(bar.rect, 3, fill, "none");
        }
    }

    /// Draws a step.
    pub fn row(&self, pen: &mut Pen, row: &StepRow) {
        let step = self.drawing.steps.get(row.step);
        let tone = step.map_or(Tone::Plain, |step| step.tone);
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
                pen.line((from, line), (to + 8.0 * side, line), colour::QUIET);
                pen.tip((to, line), side, colour::QUIET);
                let anchor = if ends { "end" } else { "start" };
                (
                    (label, line - font * 0.5),
                    anchor,
                    (colour::INK, colour::INK),
                )
            }
            Figure::Note(rect) => {
                let (stroke, _) = tint(tone, (colour::LINE, ""));
                pen.rect(rect, 6, colour::PAPER, stroke);
                let Rect {
                    x,
                    y,
                    width,
                    height,
                } = rect;
                (
                    (x + width / 2.0, y + height - font * 0.52),
                    "middle",
                    (colour::QUIET, ink),
                )
            }
        };
        let (ink, strong) = colours;
        let style = TextStyle {
            anchor,
            size: font,
            ink,
            strong,
        };
        for line in row.lines.iter().rev() {
            pen.text((x, y), line, style);
            y -= step;
        }
    }
}

/// The ground of a hop, from the top.
fn ground(x: f64, width: f64, height: f64) -> Rect {
    Rect {
        x,
        y: 0.0,
        width,
        height,
    }
}

/// As much of a text as goes into a line.
pub(super) fn fitted(text: &str, size: f64, room: f64) -> LabelLine {
    let lines = wrap(&[TextRun::strong(text)], size, room, 1);
    lines.into_iter().next().unwrap_or_default()
}
