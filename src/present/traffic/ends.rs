//! Which lifelines the ends of a connection are drawn at.

use crate::letter_case::lower;
use crate::present::narration::traffic::{nameless, on_same_computer, port_on};
use crate::traffic::attempts::Attempt;
use crate::traffic::collection::Collection;
use crate::traffic::leg::{Flow, Protocol};

/// What the ends of an attempt's connection are called, the client first; no computer is without a name. Where both are on one
/// computer each has a name of its own: a message from a lifeline to itself would not be seen.
pub(super) fn ends(collection: &Collection, attempt: &Attempt, flow: &Flow) -> [String; 2] {
    let [client, server] = names(collection, flow);
    if flow.protocol == Protocol::Log || lower(&client) != lower(&server) {
        return [client, server];
    }
    // Who goes on for somebody is the server that was called before.
    let before = attempt
        .on_behalf_of
        .and_then(|it| collection.attempts.get(it));
    let caller = before.and_then(|before| Some(called(collection, collection.flow(before)?)));
    [
        caller.unwrap_or_else(|| on_same_computer(&client)),
        called(collection, flow),
    ]
}

/// What a server is called: with its port, where its client is on the same computer.
fn called(collection: &Collection, flow: &Flow) -> String {
    let [client, server] = names(collection, flow);
    match flow.server.port {
        Some(port) if lower(&client) == lower(&server) => port_on(port, &server),
        _ => server,
    }
}

fn names(collection: &Collection, flow: &Flow) -> [String; 2] {
    [(&flow.client, true), (&flow.server, false)].map(|(party, calls)| {
        let name = collection.name(party);
        match name.is_empty() {
            true => nameless(calls).to_owned(),
            false => name,
        }
    })
}
