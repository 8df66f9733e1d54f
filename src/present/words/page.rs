//! Words of the page itself: captions, and what was wrong with a link.

use super::{connection_name, read, scheme_name};
use crate::hosts::Scheme;
use crate::lab::{EventId, Hop, Log};
use crate::present::Step;
use crate::present::ledger::opened_by;
use crate::present::link::LinkProblem;

/// Above the article's story.
pub const STORY_ARTICLE: &str = "As the article tells it";
/// Above what is on the wire.
pub const STORY_WIRE: &str = "As it is on the wire";

/// Where a step happens, such as `IIS → Mailbox host · connection 2`.
pub fn place(log: &Log, step: &Step) -> String {
    let Some(event) = read::event(log, step) else {
        return String::new();
    };
    let mut place = read::host(log, event.host);
    if let Some(to) = read::receiver(event) {
        place.push_str(" → ");
        place.push_str(&read::host(log, to));
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
    let numbers: Vec<String> = own
        .filter(|connection| opened_by(log, connection.id, now))
        .map(|connection| connection_name(log, connection.id))
        .collect();
    let state = if open > 0 { "open" } else { "closed" };
    match numbers.as_slice() {
        [] => format!("HOP {number}"),
        [one] => format!("HOP {number} · {one}, {state}"),
        many => format!("HOP {number} · {}", many.join(", ")),
    }
}

/// A list of schemes, as an option.
pub fn schemes(schemes: &[Scheme]) -> String {
    let names: Vec<&str> = schemes.iter().map(|scheme| scheme_name(*scheme)).collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", then ")
    }
}

/// What could not be understood in a link, and what was done instead.
pub fn link_problem(problem: &LinkProblem) -> String {
    match problem {
        LinkProblem::Value { key, value } => {
            format!(
                "The link says {key}={value}, which this page does not know: the usual value is used instead."
            )
        }
        LinkProblem::Version(version) => {
            format!(
                "The link is of version {version}; this page writes version 1 and used what it understood."
            )
        }
        LinkProblem::Page(page) => {
            format!("The link leads to a page named “{page}”, which is not here: this is the lab.")
        }
        LinkProblem::TooLong(length) => {
            format!(
                "The link is {length} characters long and was not read; the page starts as usual."
            )
        }
        LinkProblem::Withheld(count) => {
            format!(
                "Changes on the way that are not in the link, because they hold a password: {count}."
            )
        }
    }
}
