//! What a step looks like: an arrow between two lifelines, or a box on one.

use super::wrap::{LabelLine, width, wrap};
use super::{Metrics, Rect};
use crate::lab::HostId;
use crate::present::{StepShape, TextRun};

/// The figure of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// An arrow, with its label above the line.
    Arrow {
        /// Where the shaft begins.
        from: f64,
        /// Where the tip ends.
        to: f64,
        /// How far down the shaft is.
        line: f64,
        /// Where the label begins, or ends.
        label: f64,
        /// Whether the label ends there instead of beginning.
        ends: bool,
    },
    /// A box on a lifeline.
    Note(Rect),
}

/// A step on its lifelines, before it has a height: where its label may stand, and the label in lines.
pub(super) struct Fitted {
    place: Place,
    pub lines: Vec<LabelLine>,
}

enum Place {
    Arrow { from: f64, to: f64 },
    Note { middle: f64, room: (f64, f64) },
}

/// An arrow's label has the space between its sender and the next lifeline, a box that between the lifelines on both sides.
/// None where a host has no lifeline.
pub(super) fn fit(
    shape: StepShape,
    metrics: Metrics,
    lanes: &[f64],
    lane: &dyn Fn(HostId) -> Option<usize>,
    (label, most): (&[TextRun], usize),
) -> Option<Fitted> {
    let x = |lane: usize| lanes.get(lane).copied();
    let clear = metrics.bar() + metrics.gap();
    match shape {
        StepShape::Arrow { from, to, .. } => {
            let (from, to) = (lane(from)?, lane(to)?);
            let next = if to < from {
                from.checked_sub(1)?
            } else {
                from + 1
            };
            let room = (x(next)? - x(from)?).abs() - 2.0 * clear;
            Some(Fitted {
                place: Place::Arrow {
                    from: x(from)?,
                    to: x(to)?,
                },
                lines: wrap(label, metrics.font, room, most),
            })
        }
        StepShape::Note { host } => {
            let lane = lane(host)?;
            let left = lane.checked_sub(1).and_then(x).map_or(EDGE, |x| x + clear);
            let right = x(lane + 1).map_or(metrics.width - EDGE, |x| x - clear);
            let room = right - left - 2.0 * metrics.padding();
            Some(Fitted {
                place: Place::Note {
                    middle: x(lane)?,
                    room: (left, right),
                },
                lines: wrap(label, metrics.font, room, most),
            })
        }
    }
}

/// The space at both sides of a diagram.
const EDGE: f64 = 4.0;

impl Fitted {
    /// The height of its row.
    pub fn height(&self, metrics: Metrics) -> f64 {
        let more = match self.place {
            Place::Arrow { .. } => metrics.font * 0.8,
            Place::Note { .. } => metrics.font * 0.92,
        };
        text_height(self.lines.len(), metrics) + more
    }

    /// Its figure in a row that begins at `y`.
    pub fn figure(&self, y: f64, metrics: Metrics) -> Figure {
        let bottom = y + self.height(metrics);
        match self.place {
            Place::Arrow { from, to } => {
                let side = if to < from { -1.0 } else { 1.0 };
                let inset = metrics.bar() / 2.0 * side;
                Figure::Arrow {
                    from: from + inset,
                    to: to - inset,
                    line: bottom - metrics.font * 0.42,
                    label: from + (metrics.bar() + metrics.gap()) * side,
                    ends: to < from,
                }
            }
            Place::Note { middle, room } => {
                let lines = self.lines.iter();
                let wanted = lines
                    .map(|line| width(line, metrics.font))
                    .fold(0.0, f64::max);
                let (left, right) = room;
                let width = (wanted + 2.0 * metrics.padding()).min(right - left);
                let gap = metrics.font * 0.2;
                Figure::Note(Rect {
                    x: (middle - width / 2.0).min(right - width).max(left),
                    y: y + gap,
                    width,
                    height: bottom - y - 2.0 * gap,
                })
            }
        }
    }
}

/// The height of so many lines of text.
fn text_height(lines: usize, metrics: Metrics) -> f64 {
    (0..lines.max(1)).fold(0.0, |height, _| height + metrics.line())
}
