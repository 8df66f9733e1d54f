//! What is told of a step, in one place: its label, its title, its sentence, and why it is so.
//!
//! A telling is text by lines, with blanks. The first three lines are the label, the title and the sentence; each that
//! follows is a paragraph, or, by its first character, `!` a note, `<` the article's story, `>` the wire's, `@` sources
//! between semicolons. Everywhere `*…*` carries the weight, `{2}` is a value and `{2C}` a value in the colour of its
//! kind. `{0}` and `{1}` are the host and the one it speaks to.

mod decision;
mod judgement;
mod message;
mod ntlm;

use super::words::text::{self, BRIEF, LONG};
use super::words::{connection_name, read, said, secret_letter};
use super::{Run, Step};
use crate::hosts::{Computation, Identity};
use crate::lab::{Event, Kind, Log};
use crate::secret::Secret;
use std::borrow::Cow;

/// Text with blanks, and what goes into them.
pub struct Told {
    parts: Vec<&'static str>,
    values: Vec<Value>,
}

/// What goes into a blank.
pub type Value = Cow<'static, str>;

impl Told {
    /// With more lines.
    fn and(&mut self, part: &'static str) {
        self.parts.push(part);
    }

    /// Its lines.
    pub fn lines(&self) -> impl Iterator<Item = &'static str> {
        self.parts.iter().flat_map(|part| part.split('\n'))
    }

    fn line(&self, number: usize) -> &'static str {
        self.lines().nth(number).unwrap_or_default()
    }

    /// A line with its blanks filled.
    pub fn fill(&self, line: &str) -> String {
        fill(line, &self.values)
    }
}

/// A line with its blanks filled.
pub fn fill(line: &str, values: &[Value]) -> String {
    let mut text = String::new();
    for run in runs(line, values) {
        text.push_str(&run.text);
    }
    text
}

/// A line with its blanks filled, in its manners.
fn runs(line: &str, values: &[Value]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut strong = false;
    for part in line.split('*') {
        for (number, piece) in part.split('{').enumerate() {
            let mut rest = piece;
            if number > 0
                && let Some((blank, after)) = piece.split_once('}')
            {
                let mut blank = blank.bytes();
                let index = usize::from(blank.next().unwrap_or_default().wrapping_sub(b'0'));
                let value = values.get(index).map_or("", |value| value);
                push(&mut runs, value, blank.next().and_then(secret), strong);
                rest = after;
            }
            push(&mut runs, rest, None, strong);
        }
        strong = !strong;
    }
    runs
}

/// Appends text to the last run if that is of the same manner.
fn push(runs: &mut Vec<Run>, text: &str, value: Option<Secret>, strong: bool) {
    match runs.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if value.is_none() && last.value.is_none() && last.strong == strong => {
            last.text.push_str(text);
        }
        _ => runs.push(Run {
            text: text.to_owned(),
            value,
            strong,
        }),
    }
}

fn secret(letter: u8) -> Option<Secret> {
    const ALL: [Secret; 6] = [
        Secret::Password,
        Secret::NtHash,
        Secret::Challenge,
        Secret::Response,
        Secret::SessionKey,
        Secret::Token,
    ];
    let letter = char::from(letter);
    ALL.into_iter().find(|kind| secret_letter(*kind) == letter)
}

/// What stands on the arrow or in the box of a step.
pub fn label(log: &Log, step: &Step) -> Vec<Run> {
    let told = tell(log, step, BRIEF);
    let mut runs = runs(told.line(0), &told.values);
    if changed(log, step) {
        runs.push(Run::strong(" · changed"));
    }
    runs
}

/// Whether the message of a step was changed by somebody in between.
pub fn changed(log: &Log, step: &Step) -> bool {
    read::event(log, step).is_some_and(Event::changed)
}

/// A step's title.
pub fn heading(log: &Log, step: &Step) -> String {
    let told = tell(log, step, BRIEF);
    told.fill(told.line(1))
}

/// A step as one plain sentence, readable aloud.
pub fn list_item(log: &Log, step: &Step) -> String {
    let told = tell(log, step, LONG);
    let mut item = told.fill(told.line(2));
    if changed(log, step) {
        item.push_str(" Somebody in between changed it.");
    }
    item
}

/// What is told of a step; `most` is the longest name, in characters.
pub fn tell(log: &Log, step: &Step, most: usize) -> Told {
    let Some(event) = read::event(log, step) else {
        return Told {
            parts: vec!["nothing\nNothing\nNothing happens.\n@this page"],
            values: Vec::new(),
        };
    };
    let about = About {
        log,
        step,
        event,
        most,
    };
    match &event.kind {
        Kind::Message { sent, .. } => {
            let mut told = message::tell(&about, &said::Said::of(sent));
            if event.changed() {
                told.and(
                    "Somebody in between changed this message: {1} gets other bytes than {0} sent. What is told here is what \
                     was sent; the side “Bytes” shows both.",
                );
            }
            told
        }
        Kind::Decision { decision, .. } => decision::tell(&about, decision),
        Kind::Computation { computation, .. } => computed(&about, computation),
        Kind::Opened(id) => about.tell(
            "opens {2}\nA connection opens\n{0} opens {2}.\n\
             NTLM authenticates a connection, so each new one begins with nobody known.\n@KB297210",
            vec![connection_name(log, *id).into()],
        ),
        Kind::Closed(id) => about.tell(
            "closes {2}\nA connection closes\n{0} closes {2}.\n\
             What was known of the caller on it is forgotten with it.\n@KB297210",
            vec![connection_name(log, *id).into()],
        ),
    }
}

fn computed(about: &About<'_>, computation: &Computation) -> Told {
    match computation {
        Computation::Response { kind, challenge } => ntlm::computed(about, *kind, challenge),
        Computation::Challenge { challenge } => about.tell(
            "draws {2C}\nA question is drawn: {2}\n{0} draws the challenge {2}.\n@[MS-NLMP] 3.2.5.1.1",
            vec![super::fingerprint(challenge).into()],
        ),
        Computation::OwnChallenge { challenge } => about.tell(
            "asks itself {2C}, and answers\nIIS asks itself\n\
             {0} makes the challenge {2} and answers it from the password it was sent.\n@[MS-APDS] 3.1.5",
            vec![super::fingerprint(challenge).into()],
        ),
    }
}

/// The step to tell of.
struct About<'a> {
    log: &'a Log,
    step: &'a Step,
    event: &'a Event,
    /// The longest name, in characters.
    most: usize,
}

impl About<'_> {
    /// A telling, with the values of its blanks from `{2}` on.
    fn tell(&self, part: &'static str, more: Vec<Value>) -> Told {
        let to = read::receiver(self.event);
        let mut values = vec![
            read::subject(self.log, self.event.host).into(),
            to.map_or_else(String::new, |to| read::object(self.log, to))
                .into(),
        ];
        values.extend(more);
        Told {
            parts: vec![part],
            values,
        }
    }

    /// Whether room is scarce.
    fn brief(&self) -> bool {
        self.most == BRIEF
    }

    /// The text in as many characters as fit into a label or into a sentence.
    fn cut(&self, text: &str, label: usize) -> String {
        text::cut(text, if self.brief() { label } else { 3 * LONG })
    }

    fn name(&self, identity: &Identity) -> String {
        text::identity(identity, self.most)
    }

    fn account(&self, domain: &str, name: &str) -> String {
        text::account(domain, name, self.most)
    }

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
