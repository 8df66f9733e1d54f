//! The diagram: a pure function of the steps, the metrics and the window. Work is in proportion to what is visible.
//!
//! [`Plan`] is what follows from the log alone, [`Placement`] gives each step its place in a diagram of some width, and
//! [`Scene`] is the part of it that is seen: the page, the print and the saved picture draw it.

mod broken;
mod figure;
mod lines;
mod metrics;
mod placement;
mod plan;
mod wrap;

pub use figure::Figure;
pub use lines::PairedLine;
pub use metrics::{Length, Metrics};
pub use placement::{Placement, View};
pub use plan::Plan;
pub use wrap::{LabelLine, longest, width, wrap};

use super::TextRun;
use crate::hosts::ConnectionId;
use crate::lab::{EventId, Hop};
use std::rc::Rc;

/// Says the label of the step of that number, if there is such a step.
pub type Labels<'a> = &'a dyn Fn(usize) -> Option<Rc<[TextRun]>>;

/// A rectangle, in CSS pixels from the upper left corner of the diagram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Where its left edge is.
    pub x: f64,
    /// Where its upper edge is.
    pub y: f64,
    /// How far it goes to the right.
    pub width: f64,
    /// How far it goes down.
    pub height: f64,
}

/// What is to be drawn, in CSS pixels from the upper left corner of the diagram.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Where the diagram ends on the right.
    pub width: f64,
    /// Where it ends below, the steps that are not in view included.
    pub height: f64,
    /// The middles of the lifelines.
    pub lanes: Vec<f64>,
    /// The grounds of the hops, from the first on.
    pub bands: Vec<Band>,
    /// Both ends of each connection that is in view.
    pub bars: Vec<Bar>,
    /// The steps that are in view, and the one that is wanted in any case.
    pub rows: Vec<StepRow>,
}

/// A box below the last step, where more will stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending {
    /// Where the box stands in the diagram.
    pub rect: Rect,
    /// What it says, as it is broken into lines.
    pub lines: Vec<LabelLine>,
    /// Where the diagram ends below it.
    pub height: f64,
}

/// The ground of a hop: all between its outermost lifelines.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// The hop that it belongs to.
    pub hop: Hop,
    /// Where its left lifeline stands.
    pub x: f64,
    /// How far its right lifeline is from there.
    pub width: f64,
}

/// A connection's end on a lifeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The connection, which has another bar on the lifeline of its other end.
    pub connection: ConnectionId,
    /// Where the bar stands.
    pub rect: Rect,
}

/// A step with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct StepRow {
    /// The step's place in the list of steps, from 0.
    pub step: usize,
    /// The event that the step is named for.
    pub id: EventId,
    /// Where the row begins below.
    pub y: f64,
    /// How far it goes down.
    pub height: f64,
    /// The arrow or the box.
    pub figure: Figure,
    /// The label, as it is broken into lines.
    pub lines: Rc<[LabelLine]>,
}
