//! Steps as languages of sequence diagrams have them: participants, then arrows and notes, some of them in the frame of a hop.

use crate::lab::{Hop, HostId, HostInfo, Log};
use crate::present::{Step, StepShape};
use std::fmt::{self, Write};

/// Says what stands on the arrow or in the box of the step of that number.
pub type StepLabels<'a> = &'a dyn Fn(usize) -> String;

/// The hosts that take part in these steps, in the order of the log.
pub fn participants<'a>(log: &'a Log, steps: &[Step]) -> Vec<&'a HostInfo> {
    let mut takes_part = vec![false; log.hosts.len()];
    let mut mark = |host: HostId| {
        if let Some(mark) = takes_part.get_mut(usize::from(host.0)) {
            *mark = true;
        }
    };
    for step in steps {
        match step.shape {
            StepShape::Arrow { from, to, .. } => [from, to].into_iter().for_each(&mut mark),
            StepShape::Note { host } => mark(host),
        }
    }
    let hosts = log.hosts.iter().zip(takes_part);
    hosts
        .filter_map(|(host, takes_part)| takes_part.then_some(host))
        .collect()
}

/// The name of a host in such a language; its own name may be anything.
pub fn id(host: HostId) -> String {
    format!("h{}", host.0.saturating_add(1))
}

/// What is written of the steps, one after the other.
pub enum SequenceItem {
    /// The messages of a hop begin: the second or a later one.
    Begin(u8),
    /// The messages of that hop end, for now.
    End,
    /// The step of that number.
    Step(usize, StepShape),
}

/// The steps in order, with frames around what belongs to a hop behind the first. What happens at a host in between belongs
/// to the hop that is going on.
pub fn parts(log: &Log, steps: &[Step]) -> Vec<SequenceItem> {
    let mut parts = Vec::with_capacity(steps.len());
    let mut within = None;
    // Where the frame ends, should it end now: behind its last message.
    let mut end = 0;
    for (number, step) in steps.iter().enumerate() {
        if let StepShape::Arrow { connection, .. } = step.shape {
            let hop = log.connection(connection).map(|connection| connection.hop);
            let hop = match hop {
                Some(Hop::Number(hop @ 2..)) => Some(hop),
                // It answers a question of whatever hop that is.
                Some(Hop::Directory) => within,
                _ => None,
            };
            if hop != within {
                if within.is_some() {
                    parts.insert(end, SequenceItem::End);
                }
                if let Some(hop) = hop {
                    parts.push(SequenceItem::Begin(hop));
                }
                within = hop;
            }
            parts.push(SequenceItem::Step(number, step.shape));
            end = parts.len();
        } else {
            parts.push(SequenceItem::Step(number, step.shape));
        }
    }
    if within.is_some() {
        parts.insert(end, SequenceItem::End);
    }
    parts
}

/// How such a language writes a text: letters, digits and harmless marks as they are, all others as their number.
pub struct Escapes {
    /// Marks that mean nothing to it within a text.
    pub harmless: &'static str,
    /// A letter by its number in Unicode.
    pub number: fn(u32) -> String,
}

impl Escapes {
    /// A text in one line: white space of any kind is one blank, and what is not to be seen goes.
    pub fn line(&self, text: &str) -> String {
        let mut line = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            if !line.is_empty() {
                line.push(' ');
            }
            for letter in word.chars().filter(|letter| !hidden(*letter)) {
                if letter.is_alphanumeric() || self.harmless.contains(letter) {
                    line.push(letter);
                } else {
                    line += &(self.number)(letter.into());
                }
            }
        }
        line
    }

    /// As a label, which must not be empty.
    pub fn label(&self, text: &str) -> String {
        match self.line(text) {
            line if line.is_empty() => (self.number)(NO_BREAK_SPACE),
            line => line,
        }
    }
}

const NO_BREAK_SPACE: u32 = 0xa0;

/// Adds a line to a text, with the line feed behind it.
pub fn put(text: &mut String, line: fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{line}");
}

/// Controls, and letters that turn the direction of what follows them or have no width.
fn hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}
