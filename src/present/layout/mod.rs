//! The diagram: a pure function of the steps, the metrics and the window. Work is in proportion to what is visible.
//!
//! [`Plan`] is what follows from the log alone, [`Placement`] gives each step its place in a diagram of some width, and
//! [`Scene`] is the part of it that is seen: the page, the print and the saved picture draw it.

mod figure;
mod metrics;
mod placement;
mod plan;
mod wrap;

pub use figure::Figure;
pub use metrics::{Length, Metrics};
pub use placement::{Placement, View};
pub use plan::Plan;
pub use wrap::{Line, longest, width, wrap};

use super::Run;
use crate::hosts::ConnectionId;
use crate::lab::{EventId, Hop};
use std::rc::Rc;

/// What stands at the step of that number.
pub type Labels<'a> = &'a dyn Fn(usize) -> Option<Rc<[Run]>>;

/// What is to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Width of everything.
    pub width: f64,
    /// Height of everything, the invisible included.
    pub height: f64,
    /// The middles of the lifelines.
    pub lanes: Vec<f64>,
    /// The hops.
    pub bands: Vec<Band>,
    /// Connections on the lifelines.
    pub bars: Vec<Bar>,
    /// The steps in the window.
    pub rows: Vec<Row>,
}

/// The space between two lifelines.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Which hop.
    pub hop: Hop,
    /// Left edge.
    pub x: f64,
    /// Width.
    pub width: f64,
}

/// A connection's end on a lifeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The connection.
    pub connection: ConnectionId,
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A step.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The step's number, from 0.
    pub step: usize,
    /// Its event.
    pub id: EventId,
    /// Upper edge.
    pub y: f64,
    /// Height.
    pub height: f64,
    /// Its figure.
    pub figure: Figure,
    /// Its label, as it is broken into lines.
    pub lines: Rc<[Line]>,
}
