//! The tokens in what somebody pasted.

mod context_reader;
mod found_token;
mod found_tokens;
mod heads;
#[cfg(test)]
mod tests;
mod token_context;
mod unused;

pub use found_token::FoundToken;
pub use found_tokens::{FoundTokens, MOST_TOKENS};
pub use token_context::{Answer, TokenContext};
pub use unused::{Unused, UnusedReason};

use super::hash_line;
use super::labelled::Labelled;
use super::sasl::Dialogue;
use super::text::lines::Lines;
use super::text::{ByteEncoding, EncodedRun, Place, dump, escape, numbers, plain, words};
use crate::wire::ntlm::MessageType;
use context_reader::ContextReader;
use std::rc::Rc;

/// Finds what is in a text, or in bytes that are none.
pub fn find(input: &[u8]) -> FoundTokens {
    let mut finder = Finder::new(input);
    while !finder.step(usize::MAX) {}
    finder.into_found()
}

/// A search that can be done in pieces: what was found so far is there at any time.
pub struct Finder {
    text: Rc<[u8]>,
    at: usize,
    line: usize,
    /// The lines before this offset are no dump.
    no_dump: usize,
    /// The lines before this offset are no list of numbers with a token in it.
    no_list: usize,
    /// The lines before this offset are no string with a token in it.
    no_string: usize,
    /// What was given, where it is no text, until it is looked through as it came.
    bytes: Option<Rc<[u8]>>,
    dialogue: Dialogue,
    context: ContextReader,
    labelled: Labelled,
    found: FoundTokens,
}

impl Finder {
    /// A search in a text, or in bytes that are none.
    pub fn new(input: &[u8]) -> Self {
        let given: Rc<[u8]> = Rc::from(plain::utf8(input));
        let is_text = !given.contains(&0) && std::str::from_utf8(&given).is_ok();
        let text = plain::unescaped(&given).map_or_else(|| Rc::clone(&given), Rc::from);
        Self {
            bytes: (!is_text).then_some(given),
            text,
            at: 0,
            line: 1,
            no_dump: 0,
            no_list: 0,
            no_string: 0,
            dialogue: Dialogue::default(),
            context: ContextReader::default(),
            labelled: Labelled::default(),
            found: FoundTokens::default(),
        }
    }

    /// What was found so far, in the order of the text.
    pub fn found(&self) -> &FoundTokens {
        &self.found
    }

    /// All that was found up to now, and the end of the search.
    pub fn into_found(self) -> FoundTokens {
        self.found
    }

    /// How much is done, of 1.
    pub fn progress(&self) -> f64 {
        self.at as f64 / self.text.len().max(1) as f64
    }

    /// Looks through about so many more bytes; whether it is done.
    pub fn step(&mut self, budget: usize) -> bool {
        let text = Rc::clone(&self.text);
        if let Some(bytes) = self.bytes.take()
            && self.found.bytes(&bytes)
        {
            self.at = text.len();
        }
        let until = self.at.saturating_add(budget);
        while self.at < until {
            let mut lines = Lines::new(&text, self.at, self.line);
            if Clone::clone(&lines).next().is_none() {
                return self.end();
            }
            self.block(&mut lines);
            (self.at, self.line) = (lines.offset(), lines.number());
        }
        self.at >= text.len() && self.end()
    }

    /// Where no message was found that proves something, what a trace prints apart may.
    fn end(&mut self) -> bool {
        self.at = self.text.len();
        let labelled = std::mem::take(&mut self.labelled);
        let proves = |token: &FoundToken| {
            token.made.is_some() || token.message == Some(MessageType::Authenticate)
        };
        if !self.found.tokens.iter().any(proves) {
            for (line, layer) in labelled.into_found() {
                self.found.layer(&Place::new(0, line), layer);
            }
        }
        true
    }

    /// Takes the next line, and those that belong to it.
    fn block(&mut self, lines: &mut Lines<'_>) {
        let Some(line) = Clone::clone(lines).next() else {
            return;
        };
        if line.body.is_empty() {
            lines.next();
            return;
        }
        // What has commas is a list before it is a dump.
        let listed = numbers::is_listed(line.body);
        if (listed && self.list(lines))
            || self.dump(lines)
            || self.list(lines)
            || self.string(lines)
        {
            return;
        }
        let start = lines.offset();
        lines.next();
        let known = self.found.tokens.len();
        if self.context.line(&line, &mut self.found.tokens) {
            self.found.boundary = known;
        }
        if let Some((place, credentials)) = self.dialogue.line(&line) {
            self.found.layer(&place, credentials);
            self.context.found(known, &mut self.found.tokens);
            return;
        }
        if let Some((kept, rest)) = hash_line::kept(start, line, *lines) {
            *lines = rest;
            let place = Place::new(line.offset, line.number);
            self.found.layer(&place, kept);
            self.context.found(known, &mut self.found.tokens);
            return;
        }
        self.labelled.line(line.number, line.body);
        let found = &mut self.found;
        *lines = words::words(line, *lines, &mut |run| {
            found.run(run);
        });
        self.context.found(known, &mut self.found.tokens);
    }

    /// Takes the dumps that begin on the next line; whether there is a token in them.
    fn dump(&mut self, lines: &mut Lines<'_>) -> bool {
        if lines.offset() < self.no_dump {
            return false;
        }
        let Some((dumps, rest)) = dump::dumps(*lines) else {
            return false;
        };
        let mut found = false;
        for dump in dumps {
            let place = Place::new(dump.offset, dump.line);
            found |= self
                .found
                .run(EncodedRun::new(place, dump.encoding, dump.bytes));
        }
        if found {
            *lines = rest;
        } else {
            self.no_dump = rest.offset();
        }
        found
    }

    /// Takes the list of numbers that begins on the next line; whether there is a token in it.
    fn list(&mut self, lines: &mut Lines<'_>) -> bool {
        if lines.offset() < self.no_list {
            return false;
        }
        let Some((bytes, rest)) = numbers::list(*lines) else {
            return false;
        };
        self.no_list = rest.offset();
        self.written(ByteEncoding::Array, bytes, (lines, rest))
    }

    /// Takes the string that begins on the next line; whether there is a token in it.
    fn string(&mut self, lines: &mut Lines<'_>) -> bool {
        if lines.offset() < self.no_string {
            return false;
        }
        let Some((bytes, rest)) = escape::strings(*lines) else {
            return false;
        };
        self.no_string = rest.offset();
        self.written(ByteEncoding::Escaped, bytes, (lines, rest))
    }

    fn written<'a>(
        &mut self,
        encoding: ByteEncoding,
        bytes: Vec<u8>,
        (lines, rest): (&mut Lines<'a>, Lines<'a>),
    ) -> bool {
        let Some(line) = Clone::clone(lines).next() else {
            return false;
        };
        let place = Place::new(line.offset, line.number);
        let found = self.found.run(EncodedRun::new(place, encoding, bytes));
        if found {
            *lines = rest;
        }
        found
    }
}
