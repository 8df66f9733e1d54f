//! Where values came from, and what was made of them: ways to go there, which light up while they are pointed at.

use super::el::{Does, El, On, el};
use super::store::Store;
use crate::app::Action;
use crate::lab::EventId;
use crate::present::inspect::FieldRow;
use crate::present::link::Page;
use crate::present::provenance::{Place, Whence};
use crate::present::words;
use crate::secret::Secret;

/// More than this is not said of one field.
const MOST: usize = 40;

/// Lights the sources of something while the pointer or the focus is on an element; behind it, those of what it stands in.
pub fn pointing(element: El, store: &Store, at: &Whence, around: Option<&Whence>) -> El {
    let at = || Does::Act(Action::Point(Some(at.clone())));
    element
        .on(On::Enter, store, at())
        .on(On::Focus, store, at())
        .on(On::Leave, store, Does::Act(Action::Point(around.cloned())))
        .on(On::Blur, store, Does::Act(Action::Point(None)))
}

/// What is a source of what is pointed at.
pub fn source(lit: bool) -> &'static str {
    if lit { "source" } else { "" }
}

fn way(store: &Store, to: &Whence, around: Option<&Whence>, words: &str) -> El {
    let link = el("a|href=#").text(words);
    pointing(link, store, to, around).click(store, Action::Go(to.clone()))
}

/// Where an input of a computation came from.
pub fn origins(store: &Store, step: usize, input: usize) -> Option<El> {
    let sources = store.state.sources();
    let around = Whence::Step(step);
    let mut line = el("p.from");
    let mut said: Vec<String> = Vec::new();
    let origins = sources.made_of(step).iter();
    for origin in origins.filter(|origin| origin.input == input) {
        let name = name(store, &origin.from);
        // The pieces of one message are told once.
        if said.contains(&name) {
            continue;
        }
        line = line.text(if said.is_empty() { "" } else { "; " });
        line = from(store, line, &origin.from, &name, Some(&around));
        said.push(name);
    }
    (!said.is_empty()).then_some(line)
}

/// Where some bytes of a message's layer came from, and what was made of them, by step. There is a place for it
/// wherever anything was computed.
pub fn made(store: &Store, (message, layer): (usize, usize), row: &FieldRow) -> Option<El> {
    let sources = store.state.sources();
    sources.step(0)?;
    let mut line = el("p.made");
    let place = Place {
        message,
        layer,
        range: row.range.clone(),
        name: row.name.clone(),
        later: false,
    };
    // Of constants and numbers equal bytes say nothing.
    let telling = ["Name", "Timestamp"]
        .iter()
        .any(|end| row.name.ends_with(end));
    let came = sources.came_from(&place);
    if let [first] = came.as_slice()
        && (telling || row.secret.is_some() || matches!(first, Whence::Step(_)))
    {
        line = from(store, line, first, &name(store, first), None).text(". ");
    }
    let steps = sources.made_from(message, layer, &row.range);
    if !steps.is_empty() {
        line = line.child(el("strong>Made from this:"));
    }
    let mut group: (Option<u32>, Vec<&str>) = (None, Vec::new());
    for step in steps.iter().take(MOST) {
        let Some((id, _)) = sources.step_id(*step) else {
            continue;
        };
        if group.0 != Some(id) {
            line = line.text(if group.0.is_none() { " " } else { "; " });
            line = line.perhaps(who(store, id));
            group = (Some(id), Vec::new());
        }
        let name = sources.step(*step).map_or("", |step| step.name);
        if !group.1.contains(&name) {
            line = line.text(if group.1.is_empty() { "" } else { ", " });
            line = line.child(way(store, &Whence::Step(*step), None, name));
            group.1.push(name);
        }
    }
    Some(line.text(if steps.len() > MOST { " …" } else { "" }))
}

/// A line that goes on with where something came from.
fn from(store: &Store, line: El, from: &Whence, name: &str, around: Option<&Whence>) -> El {
    let sources = store.state.sources();
    let (lead, id) = match from {
        Whence::Bytes(place) if place.later => {
            ("its own, sent in ", sources.message_id(place.message))
        }
        Whence::Bytes(place) => ("from ", sources.message_id(place.message)),
        Whence::Step(step) => ("from ", sources.step_id(*step).map(|(id, _)| id)),
        Whence::Held(_) => return line.text(name),
    };
    let there = at(store, id);
    let here = (there == Some(store.state.step + 1) || there.is_none())
        && matches!((from, around), (Whence::Step(_), Some(_)));
    let end = if here {
        " · above".to_owned()
    } else {
        step_name(" · ", there)
    };
    let lead = if around.is_none() { "From " } else { lead };
    let line = line.text(lead).child(way(store, from, around, name));
    line.text(&end)
}

/// What something is called that a value came from.
fn name(store: &Store, from: &Whence) -> String {
    let sources = store.state.sources();
    match from {
        Whence::Bytes(place) => {
            let layer = sources.layer_name(place);
            let whole = place.name.ends_with("_MESSAGE");
            let name = if whole { "all of it" } else { &place.name };
            [layer, name].join(" · ")
        }
        Whence::Step(step) => {
            let name = sources.step(*step).map_or("", |step| step.name);
            name.to_owned()
        }
        Whence::Held(secret) => held(store, *secret).to_owned(),
    }
}

/// Who computed, and at which step; in a paste there is neither.
fn who(store: &Store, id: u32) -> Option<El> {
    let number = at(store, Some(id))?;
    let log = &store.state.film.log;
    let role = log.event(EventId(id)).and_then(|event| log.role(event));
    let who = role.map_or("", words::host_name);
    let who = [who, &step_name(", ", Some(number)), ": "].concat();
    Some(el("span.quiet").text(&who))
}

/// The number of the lab's step that an event belongs to, from 1.
fn at(store: &Store, id: Option<u32>) -> Option<usize> {
    let state = &store.state;
    let lab = state.page == Page::Lab;
    let step = state.film.step_of(EventId(id.filter(|_| lab)?))?;
    Some(step + 1)
}

fn step_name(before: &str, step: Option<usize>) -> String {
    step.map_or_else(String::new, |step| {
        [before, "step ", &step.to_string()].concat()
    })
}

/// What did not come from anywhere.
fn held(store: &Store, secret: Option<Secret>) -> &'static str {
    match secret {
        _ if store.state.page == Page::Decode => "typed",
        Some(Secret::Password) => "typed",
        Some(Secret::Challenge) => "drawn at random",
        _ => "held",
    }
}
