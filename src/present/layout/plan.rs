//! What of a diagram follows from the log alone: lifelines, hops, connections. Made once for a log.

use super::placement::Placement;
use super::{Labels, Metrics};
use crate::hosts::{ConnectionId, Role};
use crate::lab::{Connection, EventKind, Hop, HostId, HostInfo, Log};
use crate::present::{DomainControllers, Step};

/// The lifelines of a run, its hops and its connections.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The hosts that have a lifeline, from left to right.
    pub lanes: Vec<HostId>,
    /// Each hop, with its first and last lane.
    pub(super) hops: Vec<(Hop, usize, usize)>,
    pub(super) spans: Vec<Span>,
    /// The hosts on whose lifelines connections of several hops stand beside each other.
    pub(super) shared: Vec<HostId>,
}

/// A connection, from the step that opened it to the step that closed it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Span {
    pub connection: ConnectionId,
    pub hop: Hop,
    pub ends: [HostId; 2],
    pub steps: (usize, usize),
}

impl Plan {
    /// The plan of a log.
    pub fn new(log: &Log, steps: &[Step], controllers: DomainControllers) -> Self {
        let shown = |host: &&HostInfo| {
            controllers == DomainControllers::Shown || host.role != Some(Role::DomainController)
        };
        let lanes: Vec<HostId> = log.hosts.iter().filter(shown).map(|host| host.id).collect();
        let spans = spans(log, steps);
        Self {
            hops: hops(log, &lanes),
            shared: shared(&spans, &lanes),
            spans,
            lanes,
        }
    }

    /// Gives each step its place in a diagram of that size. Takes time in proportion to the steps.
    pub fn place(&self, steps: &[Step], metrics: Metrics, labels: Labels<'_>) -> Placement {
        Placement::new(self, steps, metrics, labels)
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
            let (EventKind::Opened(id) | EventKind::Closed(id)) = event.kind else {
                continue;
            };
            // As in the log, in the order of their numbers.
            let place = spans.binary_search_by_key(&id, |span| span.connection);
            let Some(span) = place.ok().and_then(|place| spans.get_mut(place)) else {
                continue;
            };
            match event.kind {
                EventKind::Opened(_) => span.steps.0 = number,
                _ => span.steps.1 = number,
            }
        }
    }
    spans
}

/// On whose lifelines connections of more than one hop are drawn.
fn shared(spans: &[Span], lanes: &[HostId]) -> Vec<HostId> {
    let mut met: Vec<(HostId, Hop)> = Vec::new();
    let mut shared = Vec::new();
    for span in spans {
        if !span.ends.iter().all(|end| lanes.contains(end)) {
            continue;
        }
        for host in span.ends {
            match met.iter().find(|(known, _)| *known == host) {
                None => met.push((host, span.hop)),
                Some((_, hop)) if *hop != span.hop && !shared.contains(&host) => shared.push(host),
                Some(_) => {}
            }
        }
    }
    shared
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::{Carrier, Event, EventId, Origin};
    use crate::present::{StepShape, Tone};
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
                carrier: Carrier::default(),
            });
            for kind in [EventKind::Opened(connection), EventKind::Closed(connection)] {
                let id = EventId(u32::try_from(log.events.len()).unwrap());
                log.events.push(Event {
                    id,
                    origin: Origin::Computed,
                    at: None,
                    host: browser,
                    kind,
                    gained: Vec::new(),
                });
                steps.push(Step {
                    id,
                    events: vec![id],
                    shape: StepShape::Note { host: browser },
                    tone: Tone::Plain,
                });
            }
        }
        // In proportion it is milliseconds; looking everything up in everything took minutes.
        let start = Instant::now();
        let plan = Plan::new(&log, &steps, DomainControllers::Folded);
        assert!(start.elapsed() < Duration::from_secs(20));
        assert_eq!(plan.spans[7].steps, (14, 15));
        assert_eq!(plan.spans.len(), 40_000);
    }
}
