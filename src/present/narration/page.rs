//! Captions of the diagram and of the inspector.

use super::names::{connection_name, host};
use super::{history, interface};
use crate::hosts::ConnectionId;
use crate::lab::{EventId, Hop, Log};
use crate::present::Step;
use crate::present::ledger::{open_connections, opened_by};

/// Above the account of KB183545.
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

/// The names of a hop, from the shortest to the longest: its number; whether anything of it is open; the connections it took
/// so far. Many are counted.
pub fn band(hop: Hop, log: &Log, now: EventId) -> [String; 3] {
    let number = interface::hop(hop);
    let opened = opened_by(log, now);
    let used = log.connections.iter().map(|connection| connection.id);
    let of_hop = |id: &ConnectionId| log.connection(*id).map(|it| it.hop) == Some(hop);
    let (told, used): (Vec<_>, Vec<_>) = used
        .filter(|id| of_hop(id) && opened.contains(id))
        .partition(|id| log.connection(*id).is_some_and(|it| it.carrier.told));
    if used.is_empty() && !told.is_empty() {
        let told = format!("{number} · told by a log");
        return [number.to_owned(), told.clone(), told];
    }
    let open = open_connections(log, hop, now).saturating_sub(told.len());
    let state = match (used.len(), open) {
        (0, _) => "not opened",
        (_, 0) => "closed",
        _ => "open",
    };
    let connections = match used.as_slice() {
        [] => format!("{number} · {state}"),
        [one] => format!("{number} · {}, {state}", connection_name(log, *one)),
        many if open == 0 => format!("{number} · {} connections, closed", many.len()),
        many => format!("{number} · {} connections, {open} open", many.len()),
    };
    [
        number.to_owned(),
        format!("{number} · {state}"),
        connections,
    ]
}
