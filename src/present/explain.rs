//! What is told of a step below its title, as plain strings, for those who draw no pieces.

use super::Step;
use super::narration::{self, Text, narrate};
use crate::lab::Log;
use std::borrow::Cow;

/// What happened at a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What happened, in a sentence.
    pub lead: String,
    /// Why, and what it means for hop 2.
    pub paragraphs: Vec<String>,
    /// Where KB183545 and the wire differ, both.
    pub story: Option<PlainStory>,
    /// What is simplified here, and where sources disagree.
    pub notes: Vec<String>,
    /// Where it can be looked up.
    pub sources: Vec<PlainSource>,
}

/// The same moment, told twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlainStory {
    /// As KB183545 tells it, in our words.
    pub article: String,
    /// As it is on the wire, from the bytes of the run.
    pub wire: String,
}

/// Where a statement can be looked up. No link is fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainSource {
    /// Its name, with the section where there is one.
    pub label: String,
    /// Where it can be read; none for what this page itself says.
    pub url: Option<Cow<'static, str>>,
}

/// What happened at a step.
pub fn explain(log: &Log, step: &Step) -> Explanation {
    let told = narrate(log, step);
    let plain = |texts: Vec<Text>| texts.iter().map(Text::to_string).collect();
    Explanation {
        lead: told.sentence.to_string(),
        paragraphs: plain(told.reasons),
        story: told.story.map(|story| PlainStory {
            article: story.article.to_string(),
            wire: story.wire.to_string(),
        }),
        notes: plain(told.simplified),
        sources: told.sources.iter().map(source).collect(),
    }
}

fn source(source: &narration::Source) -> PlainSource {
    PlainSource {
        label: source.label(),
        url: source.url(),
    }
}
