//! What the hops have come to so far.

use crate::app::Film;
use crate::lab::{EventId, Hop, Log, Outcome};
use crate::present::{Tone, ledger};
use crate::ui::style::tone_class;

/// How each of the two hops stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcomes {
    first: Tone,
    second: Tone,
}

impl Outcomes {
    /// After an event. A hop takes its colour only once it is settled.
    pub fn at(film: &Film, now: EventId) -> Self {
        let (first, second) = match film.outcome(now) {
            Some(Outcome::FirstHop(_)) => (Tone::Bad, Tone::Plain),
            Some(outcome) if outcome.succeeded() => (Tone::Good, Tone::Good),
            Some(_) => (Tone::Good, Tone::Bad),
            None if called(&film.log, now) => (Tone::Good, Tone::Plain),
            None => (Tone::Plain, Tone::Plain),
        };
        Self { first, second }
    }

    /// The class of a hop's colour.
    pub fn class(self, hop: Hop) -> &'static str {
        match hop {
            Hop::FIRST => tone_class(self.first),
            Hop::Number(_) => tone_class(self.second),
            Hop::Directory => "plain",
        }
    }
}

/// Whether the second hop was begun.
fn called(log: &Log, now: EventId) -> bool {
    let mut connections = log.connections.iter();
    connections.any(|it| it.hop == Hop::SECOND && ledger::opened_by(log, it.id, now))
}
