//! The diagram: a pure function of the steps, the metrics and the window. Work is in proportion to what is visible.

use super::steps::{Shape, Step};
use crate::hosts::{ConnectionId, Role};
use crate::lab::{Connection, EventId, Hop, HostId, HostInfo, Kind, Log};

/// Sizes in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    /// Width of the diagram.
    pub width: f64,
    /// Average width of a character of a label.
    pub character: f64,
}

impl Metrics {
    /// For a diagram of that width.
    pub fn of_width(width: f64) -> Self {
        let character = if width < 560.0 { 6.0 } else { 6.7 };
        Self { width, character }
    }

    fn narrow(self) -> bool {
        self.width < 560.0
    }
}

const ARROW: f64 = 33.0;
const NOTE: f64 = 38.0;
const NOTE_BOX: f64 = 28.0;
const TOP: f64 = 8.0;
const BAR: f64 = 8.0;
const PADDING: f64 = 13.0;

/// All steps, placed from top to bottom. Made once for a log.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The hosts that have a lifeline, from left to right.
    pub lanes: Vec<HostId>,
    /// Each hop, with its first and last lane.
    hops: Vec<(Hop, usize, usize)>,
    /// Where each step begins, and after the last one the end.
    tops: Vec<f64>,
    bars: Vec<Span>,
}

/// A connection, from the step that opened it to the step that closed it.
#[derive(Clone, Debug, PartialEq)]
struct Span {
    connection: ConnectionId,
    hop: Hop,
    ends: [HostId; 2],
    steps: (usize, usize),
}

/// What is to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Width of everything.
    pub width: f64,
    /// Height of everything, the invisible included.
    pub height: f64,
    /// The middles of the lifelines.
    pub lanes: Vec<f64>,
    /// The two hops.
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
    /// How many characters its label may have.
    pub room: usize,
}

/// The figure of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// An arrow, with its label above the line.
    Arrow {
        /// Where it starts.
        from: f64,
        /// Where its head is.
        to: f64,
        /// Height of the line.
        line: f64,
        /// Where the label is anchored.
        label: f64,
        /// Whether the label ends there instead of beginning.
        ends: bool,
    },
    /// A box on a lifeline.
    Note {
        /// Left edge.
        x: f64,
        /// Upper edge.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
    },
}

impl Plan {
    /// Places all steps. The domain controller has a lifeline only with `controller`.
    pub fn new(log: &Log, steps: &[Step], controller: bool) -> Self {
        let shown = |host: &&HostInfo| controller || host.role != Some(Role::DomainController);
        let lanes: Vec<HostId> = log.hosts.iter().filter(shown).map(|host| host.id).collect();
        let hops = hops(log, &lanes);
        let mut tops = vec![TOP];
        for step in steps {
            let height = match step.shape {
                Shape::Arrow { .. } => ARROW,
                Shape::Note { .. } => NOTE,
            };
            tops.push(tops.last().copied().unwrap_or(TOP) + height);
        }
        let bars = spans(log, steps);
        Self {
            lanes,
            hops,
            tops,
            bars,
        }
    }

    /// Height of all steps.
    pub fn height(&self) -> f64 {
        self.tops.last().copied().unwrap_or(TOP) + TOP
    }

    /// Upper edge and height of a step.
    pub fn extent(&self, step: usize) -> Option<(f64, f64)> {
        let top = self.tops.get(step)?;
        let bottom = self.tops.get(step + 1)?;
        Some((*top, bottom - top))
    }

    /// What is to be drawn of the part between `window.0` and `window.1`. `label` gives the length of the label of
    /// a step, by its number, in characters; only visible steps are asked.
    pub fn scene(
        &self,
        steps: &[Step],
        metrics: Metrics,
        window: (f64, f64),
        label: impl Fn(usize) -> usize,
    ) -> Scene {
        let lanes = self.lane_middles(metrics.width);
        let x = |host| {
            let lane = self.lanes.iter().position(|lane| *lane == host)?;
            lanes.get(lane).copied()
        };
        let first = self
            .tops
            .partition_point(|top| *top < window.0)
            .saturating_sub(1);
        let mut rows = Vec::new();
        for (number, step) in steps.iter().enumerate().skip(first) {
            let Some((y, height)) = self.extent(number) else {
                break;
            };
            if y > window.1 {
                break;
            }
            if let Some((figure, room)) = figure(step, y, metrics, &x, label(number)) {
                rows.push(Row {
                    step: number,
                    id: step.id,
                    y,
                    height,
                    figure,
                    room,
                });
            }
        }
        Scene {
            width: metrics.width,
            height: self.height(),
            bands: bands(&self.hops, &lanes),
            bars: self.visible_bars(window, &x),
            rows,
            lanes,
        }
    }

    fn lane_middles(&self, width: f64) -> Vec<f64> {
        let count = self.lanes.len().max(1);
        let share = width / to_f64(count);
        (0..count)
            .map(|lane| (to_f64(lane) + 0.5) * share)
            .collect()
    }

    fn visible_bars(&self, window: (f64, f64), x: &dyn Fn(HostId) -> Option<f64>) -> Vec<Bar> {
        let mut bars = Vec::new();
        for span in &self.bars {
            let (from, to) = span.steps;
            let (Some((top, _)), Some((bottom, height))) = (self.extent(from), self.extent(to))
            else {
                continue;
            };
            let (top, bottom) = (top + 6.0, bottom + height - 4.0);
            if bottom < window.0 || top > window.1 {
                continue;
            }
            // A connection to a host that has no lifeline is folded away.
            let [Some(one), Some(other)] = span.ends.map(x) else {
                continue;
            };
            for middle in [one, other] {
                let shift = match span.hop {
                    Hop::FIRST => -BAR / 2.0,
                    Hop::Number(_) => 0.0,
                    Hop::Directory => -BAR,
                };
                bars.push(Bar {
                    connection: span.connection,
                    x: middle - BAR / 2.0 + shift,
                    y: top,
                    width: BAR - 1.0,
                    height: (bottom - top).max(BAR),
                });
            }
        }
        bars
    }
}

fn spans(log: &Log, steps: &[Step]) -> Vec<Span> {
    let last = steps.len().saturating_sub(1);
    let span = |connection: &Connection| Span {
        connection: connection.id,
        hop: connection.hop,
        ends: [connection.from, connection.to],
        steps: (0, last),
    };
    let mut spans: Vec<Span> = log.connections.iter().map(span).collect();
    for (number, step) in steps.iter().enumerate() {
        for event in step.events.iter().filter_map(|id| log.event(*id)) {
            let (Kind::Opened(id) | Kind::Closed(id)) = event.kind else {
                continue;
            };
            // As in the log, in the order of their numbers.
            let place = spans.binary_search_by_key(&id, |span| span.connection);
            let Some(span) = place.ok().and_then(|place| spans.get_mut(place)) else {
                continue;
            };
            match event.kind {
                Kind::Opened(_) => span.steps.0 = number,
                _ => span.steps.1 = number,
            }
        }
    }
    spans
}

/// Between which lanes each hop lies: from whom somebody may call to the farthest that may be called.
fn hops(log: &Log, lanes: &[HostId]) -> Vec<(Hop, usize, usize)> {
    let lane = |host: HostId| lanes.iter().position(|lane| *lane == host);
    let mut depths = vec![0_u8; log.hosts.len()];
    let mut hops: Vec<(Hop, usize, usize)> = Vec::new();
    for host in &log.hosts {
        let depth = depths.get(usize::from(host.id.0)).copied().unwrap_or(0);
        for to in &host.links {
            let hop = Hop::of_call(depth, log.host(*to).and_then(|to| to.role));
            let (Hop::Number(number), Some(from), Some(to_lane)) = (hop, lane(host.id), lane(*to))
            else {
                continue;
            };
            if let Some(reached) = depths.get_mut(usize::from(to.0)) {
                *reached = number.max(*reached);
            }
            let (left, right) = (from.min(to_lane), from.max(to_lane));
            match hops.iter_mut().find(|(other, ..)| *other == hop) {
                Some((_, first, last)) => (*first, *last) = (left.min(*first), right.max(*last)),
                None => hops.push((hop, left, right)),
            }
        }
    }
    hops
}

fn bands(hops: &[(Hop, usize, usize)], lanes: &[f64]) -> Vec<Band> {
    let band = |(hop, first, last): &(Hop, usize, usize)| {
        let (left, right) = (lanes.get(*first)?, lanes.get(*last)?);
        Some(Band {
            hop: *hop,
            x: *left,
            width: right - left,
        })
    };
    hops.iter().filter_map(band).collect()
}

fn figure(
    step: &Step,
    y: f64,
    metrics: Metrics,
    x: &dyn Fn(HostId) -> Option<f64>,
    label: usize,
) -> Option<(Figure, usize)> {
    let edge = 6.0;
    let wanted = to_f64(label) * metrics.character;
    match step.shape {
        Shape::Arrow { from, to, .. } => {
            let (from, to) = (x(from)?, x(to)?);
            let (left, right) = (from.min(to), from.max(to));
            let ends = to < from;
            let gap = if metrics.narrow() { 6.0 } else { 12.0 };
            let anchor = if ends {
                (right - gap).max((edge + wanted).min(metrics.width - edge))
            } else {
                (left + gap).min((metrics.width - edge - wanted).max(edge))
            };
            let room = if ends {
                anchor - edge
            } else {
                metrics.width - edge - anchor
            };
            let inset = if ends { -BAR / 2.0 } else { BAR / 2.0 };
            let figure = Figure::Arrow {
                from: from + inset,
                to: to - inset,
                line: y + ARROW - 9.0,
                label: anchor,
                ends,
            };
            Some((figure, characters(room, metrics)))
        }
        Shape::Note { host } => {
            let middle = x(host)?;
            let most = metrics.width - 2.0 * edge;
            let width = (wanted + 2.0 * PADDING).min(most);
            let x = (middle - width / 2.0)
                .min(metrics.width - edge - width)
                .max(edge);
            let figure = Figure::Note {
                x,
                y: y + (NOTE - NOTE_BOX) / 2.0,
                width,
                height: NOTE_BOX,
            };
            Some((figure, characters(most - 2.0 * PADDING, metrics)))
        }
    }
}

/// How many characters fit.
fn characters(room: f64, metrics: Metrics) -> usize {
    let fit = (room / metrics.character).floor().clamp(4.0, 1000.0);
    // A whole number between 4 and 1000.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped above"
    )]
    let fit = fit as usize;
    fit
}

/// Counts of lanes and characters, far below 2^53.
fn to_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Event;
    use crate::present::Tone;
    use std::time::{Duration, Instant};

    #[test]
    fn a_plan_of_many_connections_takes_time_in_proportion() {
        let (browser, server) = (HostId(0), HostId(1));
        let mut log = Log::default();
        let mut steps = Vec::new();
        for number in 0..40_000 {
            let connection = ConnectionId(number);
            log.connections.push(Connection {
                id: connection,
                from: browser,
                to: server,
                hop: Hop::FIRST,
                loopback: false,
            });
            for kind in [Kind::Opened(connection), Kind::Closed(connection)] {
                let id = EventId(u32::try_from(log.events.len()).unwrap());
                log.events.push(Event {
                    id,
                    at: None,
                    host: browser,
                    kind,
                    gained: Vec::new(),
                });
                steps.push(Step {
                    id,
                    events: vec![id],
                    shape: Shape::Note { host: browser },
                    tone: Tone::Plain,
                });
            }
        }
        // In proportion it is milliseconds; looking everything up in everything took minutes.
        let start = Instant::now();
        let plan = Plan::new(&log, &steps, false);
        assert!(start.elapsed() < Duration::from_secs(20));
        assert_eq!(plan.bars[7].steps, (14, 15));
        assert_eq!(plan.bars.len(), 40_000);
    }
}
