//! What happened at a step, why, and what it means for hop 2, with sources; and, where they differ, the article's
//! story beside what is on the wire.

mod crypto;
mod decisions;
mod directory;
mod messages;
mod ntlm;
mod sources;
mod token;

pub use crypto::{computation_name, crypto_step};
pub use sources::Source;

use super::Step;
use super::words::{read, said};
use crate::lab::{Event, Kind, Log};

/// What happened at a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What happened, in a sentence or two.
    pub lead: String,
    /// Why, and what it means for hop 2.
    pub paragraphs: Vec<String>,
    /// Where KB183545 and the wire differ, both.
    pub story: Option<Story>,
    /// What is simplified here, and where sources disagree.
    pub notes: Vec<String>,
    /// Where it can be looked up.
    pub sources: Vec<Source>,
}

/// The same moment, told twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// As KB183545 tells it, in our words.
    pub article: String,
    /// As it is on the wire.
    pub wire: String,
}

/// What happened at a step.
pub fn explain(log: &Log, step: &Step) -> Explanation {
    let Some(event) = read::event(log, step) else {
        return Explanation::of("There is no such step.").from(sources::other("this page"));
    };
    let about = About { log, step, event };
    match &event.kind {
        Kind::Message { sent, .. } => messages::explain(&about, &said::Said::of(sent)),
        Kind::Decision { decision, .. } => decisions::explain(&about, decision),
        Kind::Computation { computation, .. } => ntlm::computed(&about, computation),
        Kind::Opened(_) => Explanation::of("A connection is opened. NTLM authenticates a connection, so each new one begins with nobody known.")
            .from(sources::kb(297_210)),
        Kind::Closed(_) => Explanation::of("A connection is closed. What was known of the caller on it is forgotten with it.")
            .from(sources::kb(297_210)),
    }
}

/// The step to explain.
struct About<'a> {
    log: &'a Log,
    step: &'a Step,
    event: &'a Event,
}

impl About<'_> {
    /// The events folded into the step.
    fn folded(&self) -> impl Iterator<Item = &Event> {
        self.step.events.iter().filter_map(|id| self.log.event(*id))
    }

    /// Whether it is part of hop 2.
    fn second(&self) -> bool {
        read::on_second_hop(self.log, self.event)
    }

    /// Whether both ends of its connection are on one computer.
    fn loopback(&self) -> bool {
        let connection = self.event.kind.connection();
        let connection = connection.and_then(|id| self.log.connection(id));
        connection.is_some_and(|connection| connection.loopback)
    }
}

impl Explanation {
    fn of(lead: impl Into<String>) -> Self {
        Self {
            lead: lead.into(),
            ..Self::default()
        }
    }

    /// With one more paragraph.
    fn say(mut self, paragraph: impl Into<String>) -> Self {
        self.paragraphs.push(paragraph.into());
        self
    }

    /// With one more paragraph, if there is one.
    fn maybe(self, paragraph: Option<String>) -> Self {
        match paragraph {
            Some(paragraph) => self.say(paragraph),
            None => self,
        }
    }

    /// With one more note.
    fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// With both stories.
    fn told(mut self, article: impl Into<String>, wire: impl Into<String>) -> Self {
        self.story = Some(Story {
            article: article.into(),
            wire: wire.into(),
        });
        self
    }

    /// With one more source.
    fn from(mut self, source: Source) -> Self {
        if !self.sources.contains(&source) {
            self.sources.push(source);
        }
        self
    }
}
