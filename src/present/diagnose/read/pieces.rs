//! Reads a paste in pieces: a long one takes longer than somebody who types may wait.

use super::commands::Searched;
use super::{Reader, Understood};
use crate::lab::Scenario;
use crate::present::narration::diagnose as said;
use crate::traffic::files::LogRecord;
use crate::traffic::files::events::{is_json, read as read_events};
use std::rc::Rc;
use std::vec::IntoIter;

/// More lines than this are not read.
const MOST_LINES: usize = 20_000;

/// Reads what was pasted, by the names of that scenario.
pub fn read(text: &str, names: &Scenario) -> Understood {
    let mut reader = PasteReader::new(text.into(), Rc::new(names.clone()));
    reader.read_while(|| true);
    reader.finish()
}

/// A paste that is being read, by the names of a scenario.
pub struct PasteReader {
    text: Rc<str>,
    /// How many lines are read, or events.
    at: usize,
    /// The events of JSON, which count as its lines.
    records: Option<IntoIter<LogRecord>>,
    reader: Reader,
}

impl PasteReader {
    /// Before the first line of that text, which is read by the names of that scenario.
    pub fn new(text: Rc<str>, names: Rc<Scenario>) -> Self {
        Self {
            text,
            at: 0,
            records: None,
            reader: Reader::new(names),
        }
    }

    /// Reads on, and asks after each line or event whether to; whether there is more.
    pub fn read_while(&mut self, go_on: impl Fn() -> bool) -> bool {
        if self.at == 0 && self.records.is_none() && is_json(self.text.as_bytes()) {
            self.records = Some(read_events(self.text.as_bytes()).records.into_iter());
        }
        if let Some(records) = &mut self.records {
            for record in records {
                let event = (record.location.first as usize, record.into());
                self.reader.events(std::iter::once(event));
                self.at += 1;
                if !go_on() {
                    return true;
                }
            }
            return false;
        }
        let lines: Vec<&str> = self.text.lines().take(MOST_LINES).collect();
        while let Some(rest) = lines.get(self.at..).filter(|rest| !rest.is_empty()) {
            self.at += self.reader.next(self.at + 1, rest);
            if !go_on() {
                return true;
            }
        }
        false
    }

    /// How much is read, of 100.
    pub fn percent(&self) -> usize {
        let left = self.records.as_ref().map(|records| records.len());
        let all = left.map_or_else(
            || self.text.lines().take(MOST_LINES).count(),
            |left| self.at + left,
        );
        self.at * 100 / all.max(1)
    }

    /// What is understood of what was read.
    pub fn finish(mut self) -> Understood {
        match self.records {
            None => self.reader.end(self.at, &self.text),
            // Nothing in it is known to be an event.
            Some(records) if self.at == 0 && records.len() == 0 => {
                let first = self.text.lines().next().unwrap_or_default();
                self.reader.leave(1, said::quoted(first.trim()));
            }
            Some(_) => {}
        }
        self.reader.reading
    }
}

impl Reader {
    /// What only the whole tells, once its lines are read.
    fn end(&mut self, lines: usize, text: &str) {
        self.spns(lines, Searched::Found);
        self.list_ends();
        self.story();
        self.went_on();
        self.weighed.settle(&mut self.reading.observations);
        let mut read = text.lines().take(MOST_LINES);
        if let Some(first) = read.find(|it| it.contains(char::is_alphanumeric))
            && self.reading.observations.is_empty()
            && self.reading.not_read.is_empty()
        {
            self.add(1, said::quoted(first.trim()), Vec::new());
        }
        let behind = text.lines().skip(MOST_LINES).count();
        if behind > 0 {
            let left = (MOST_LINES + 1, said::behind(MOST_LINES, behind));
            self.reading.not_read.insert(0, left);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::Era;

    #[test]
    fn in_pieces_it_is_read_as_at_once() {
        let names = Rc::new(Scenario::of(Era::Today));
        let lines = "Registered ServicePrincipalNames for CN=WEB01,CN=Computers:\n  HTTP/intra\n\n\
            2026-07-16 09:58:41 10.0.0.5 GET /a - 80 - 10.0.1.7 Mozilla/5.0 401 2 5 15\n\
            It works on the server.\nIt fails from a desk.\nthe moon is full\n";
        let json = r#"[{"EventID":4625,"Status":"0xC000006D"},{"EventID":4624,"TargetUserName":"ANONYMOUS LOGON"}]"#;
        for text in [lines, json, ""] {
            let mut reader = PasteReader::new(text.into(), names.clone());
            let mut pieces = 0;
            while reader.read_while(|| false) {
                pieces += 1;
            }
            assert!(pieces > 1 || text.is_empty(), "{text}");
            assert_eq!(reader.finish(), read(text, &names), "{text}");
        }
    }
}
