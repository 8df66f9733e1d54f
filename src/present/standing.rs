//! How the hops stand, and each connection: the colours of the diagram.

use super::Tone;
use crate::hosts::ConnectionId;
use crate::lab::{EventId, EventKind, Hop, Inference, Log, Outcome, Settled};
use std::collections::HashMap;

/// How the hops and their connections stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HopColours {
    first: Tone,
    second: Tone,
    /// The connections that something was settled about; the last word on one counts.
    connections: HashMap<ConnectionId, Tone>,
}

impl HopColours {
    /// After an event of a run with these outcomes. What is not settled has no colour: a hop takes that of its last
    /// outcome, a connection that of what it was used for.
    pub fn at(log: &Log, outcomes: &[Settled], now: EventId) -> Self {
        let mut standing = Self::default();
        let mut outcomes = outcomes.iter().peekable();
        // Connections of hop 1 that the visit under way has asked on, and its last call.
        let mut asked = Vec::new();
        // So many of those have the colour of somebody who is known.
        let mut known = 0;
        let mut call = None;
        for event in log.events.iter().take_while(|event| event.id <= now) {
            let connection = event.kind.connection().and_then(|id| log.connection(id));
            if let Some(connection) = connection {
                match (&event.kind, connection.hop) {
                    (EventKind::Message { .. }, Hop::FIRST) if event.host == connection.from => {
                        asked.push(connection.id);
                    }
                    (EventKind::Opened(id), Hop::SECOND) => {
                        // Whoever is called for is known on hop 1.
                        standing.colour(asked.get(known..).unwrap_or_default(), Tone::Good);
                        known = asked.len();
                        call = Some(*id);
                        if standing.first == Tone::Plain {
                            standing.first = Tone::Good;
                        }
                    }
                    (
                        EventKind::Inference {
                            inference: Inference::Admits(_),
                            ..
                        },
                        Hop::FIRST,
                    ) => {
                        standing.colour(asked.get(known..).unwrap_or_default(), Tone::Good);
                        known = asked.len();
                        standing.first = Tone::Good;
                    }
                    _ => {}
                }
            }
            while let Some(settled) = outcomes.next_if(|settled| settled.event <= event.id) {
                let (first, second) = match &settled.outcome {
                    Outcome::FirstHop(_) => (Tone::Bad, Tone::Plain),
                    outcome if outcome.succeeded() => (Tone::Good, Tone::Good),
                    _ => (Tone::Good, Tone::Bad),
                };
                (standing.first, standing.second) = (first, second);
                standing.colour(&std::mem::take(&mut asked), first);
                known = 0;
                if second != Tone::Plain {
                    standing.colour(call.as_slice(), second);
                }
            }
        }
        standing
    }

    /// How that hop stands: undecided, well, or refused.
    pub fn hop(&self, hop: Hop) -> Tone {
        match hop {
            Hop::FIRST => self.first,
            Hop::Number(_) => self.second,
            Hop::Directory => Tone::Plain,
        }
    }

    /// What a connection was good for.
    pub fn connection(&self, id: ConnectionId) -> Tone {
        self.connections.get(&id).copied().unwrap_or_default()
    }

    fn colour(&mut self, connections: &[ConnectionId], tone: Tone) {
        self.connections
            .extend(connections.iter().map(|id| (*id, tone)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::table::{self, Column, ROWS};
    use crate::lab::{Event, Origin, Scenario, run, settled};

    fn scenario(id: &str, column: Column) -> Scenario {
        let row = ROWS.iter().find(|row| row.id == id).unwrap();
        table::scenario(row, column).unwrap()
    }

    /// The tones of a hop's connections after an event, in the order they were opened.
    fn tones(log: &Log, hop: Hop, now: EventId) -> Vec<Tone> {
        let standing = HopColours::at(log, &settled(log), now);
        let connections = log.connections.iter().filter(|it| it.hop == hop);
        connections.map(|it| standing.connection(it.id)).collect()
    }

    #[test]
    fn the_connection_that_opened_a_mailbox_stays_good_when_the_folder_is_denied() {
        let log = run(&scenario("N2", Column::SameHost));
        let end = log.events.last().unwrap().id;
        assert_eq!(tones(&log, Hop::SECOND, end), [Tone::Good, Tone::Bad]);
        assert!(tones(&log, Hop::FIRST, end).contains(&Tone::Good));
        assert!(!tones(&log, Hop::FIRST, end).contains(&Tone::Bad));
        let standing = HopColours::at(&log, &settled(&log), end);
        assert_eq!(standing.hop(Hop::SECOND), Tone::Bad);
        // Between the two nothing is known of the folder.
        let opened = settled(&log)[0].event;
        assert_eq!(tones(&log, Hop::SECOND, opened), [Tone::Good, Tone::Plain]);
        assert_eq!(
            tones(&log, Hop::SECOND, EventId(opened.0 - 1)),
            [Tone::Plain; 2]
        );
    }

    #[test]
    fn a_run_has_a_settled_connection_on_each_hop_that_was_taken() {
        for row in &ROWS {
            for column in row.columns {
                let log = run(&table::scenario(row, *column).unwrap());
                let end = log.events.last().unwrap().id;
                let standing = HopColours::at(&log, &settled(&log), end);
                for hop in [Hop::FIRST, Hop::SECOND] {
                    let tone = standing.hop(hop);
                    let settled = tone == Tone::Plain || tones(&log, hop, end).contains(&tone);
                    assert!(settled, "{} {} {hop:?}", row.id, column.name());
                }
                assert_eq!(standing.hop(Hop::Directory), Tone::Plain);
            }
        }
    }

    #[test]
    fn a_hop_that_somebody_elses_traffic_shows_as_accepted_is_good() {
        let mut log = run(&scenario("N1", Column::RemoteHttp));
        let asks = |event: &Event| {
            let connection = event.kind.connection().and_then(|id| log.connection(id));
            let first = connection.filter(|it| it.hop == Hop::FIRST);
            first.filter(|_| matches!(event.kind, EventKind::Message { .. }))
        };
        let connection = log.events.iter().find_map(asks).unwrap().id;
        log.events.truncate(10);
        let id = EventId(10);
        log.events.push(Event {
            id,
            origin: Origin::Inferred,
            at: None,
            host: log.events[0].host,
            kind: EventKind::Inference {
                inference: Inference::Admits(None),
                connection: Some(connection),
            },
            gained: Vec::new(),
        });
        let before = HopColours::at(&log, &[], EventId(9));
        assert_eq!(before.hop(Hop::FIRST), Tone::Plain);
        let standing = HopColours::at(&log, &[], id);
        assert_eq!(standing.hop(Hop::FIRST), Tone::Good);
        assert_eq!(standing.connection(connection), Tone::Good);
        assert_eq!(standing.hop(Hop::SECOND), Tone::Plain);
    }

    #[test]
    fn a_visit_that_is_denied_leaves_the_connection_of_an_earlier_one_as_it_was() {
        let mut scenario = scenario("N1", Column::RemoteHttp);
        scenario.visits = 2;
        scenario.new_connection = true;
        let log = run(&scenario);
        let first = log.connections.iter().find(|it| it.hop == Hop::FIRST);
        let first = first.unwrap().id;
        let outcomes = settled(&log);
        assert_eq!(outcomes.len(), 2);
        let mut denied = outcomes.clone();
        denied[1].outcome = Outcome::FirstHop(Some(1));
        let end = log.events.last().unwrap().id;
        let standing = HopColours::at(&log, &denied, end);
        assert_eq!(standing.hop(Hop::FIRST), Tone::Bad);
        assert_eq!(standing.connection(first), Tone::Good);
        let others = log.connections.iter().filter(|it| it.hop == Hop::FIRST);
        let others: Vec<_> = others.map(|it| standing.connection(it.id)).collect();
        assert!(others.contains(&Tone::Bad), "{others:?}");
    }
}
