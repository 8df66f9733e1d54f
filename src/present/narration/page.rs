//! Captions of the diagram and of the inspector.

use super::history;
use super::names::{connection_name, host};
use super::text::join;
use crate::lab::{EventId, Hop, Log};
use crate::present::Step;
use crate::present::ledger::opened_by;

/// Above the article's story.
pub const STORY_ARTICLE: &str = "As the article tells it";
/// Above what is on the wire.
pub const STORY_WIRE: &str = "As it is on the wire";

/// Where a step happens, such as `IIS → Mailbox host · connection 2`.
pub fn place(log: &Log, step: &Step) -> String {
    let Some(event) = history::event(log, step) else {
        return String::new();
    };
    let mut place = host(log, event.host);
    if let Some(to) = history::receiver(event) {
        place.push_str(" → ");
        place.push_str(&host(log, to));
    }
    if let Some(id) = event.kind.connection() {
        place.push_str(" · ");
        place.push_str(&connection_name(log, id));
    }
    place
}

/// The name of a hop's band: which connections it took so far.
pub fn band(hop: Hop, log: &Log, now: EventId, open: usize) -> String {
    let number = if hop == Hop::FIRST { 1 } else { 2 };
    let own = log
        .connections
        .iter()
        .filter(|connection| connection.hop == hop);
    let names: Vec<String> = own
        .filter(|connection| opened_by(log, connection.id, now))
        .map(|connection| connection_name(log, connection.id))
        .collect();
    let state = if open > 0 { "open" } else { "closed" };
    match names.as_slice() {
        [] => format!("HOP {number}"),
        [one] => format!("HOP {number} · {one}, {state}"),
        _ => format!("HOP {number} · {}", join(names, ", ", ", ")),
    }
}
