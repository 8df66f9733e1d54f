//! A line of a paste that is no event's.

use super::commands::ConnectsAs;
use super::searched_text::Text;
use super::tickets::{self, Called};
use super::{Reader, commands, is_code, is_prose, lines, people, plain, tokens};
use crate::hosts::BackEndProtocol;
use crate::lab::Observable as O;
use crate::present::causes::{Sighting, Sign};
use crate::present::narration::diagnose as said;
use std::net::Ipv4Addr;

/// A line of a paste.
pub(super) struct Line<'a> {
    /// Its number, from 1.
    pub(super) number: usize,
    /// As it stands.
    pub(super) text: &'a str,
    /// In lower case and with plain quotation marks.
    pub(super) low: &'a str,
}

impl Line<'_> {
    /// What it says: it is quoted.
    pub(super) fn says(&self, signs: Vec<Sign>) -> Vec<Sighting> {
        vec![Sighting {
            label: said::quoted(self.text),
            line: Some(self.number),
            signs,
        }]
    }
}

/// Takes a line that is of its form, whole.
type Takes = fn(&mut Reader, &Line<'_>) -> bool;

/// So many lines of IIS are read in one line.
const MOST_IN_A_LINE: usize = 20;

/// The forms of lines, in this order: what belongs to lines before it, then what tells by itself, from the strictest form to the
/// loosest.
const FORMS: [Takes; 6] = [
    Reader::of_java,
    Reader::of_commands,
    Reader::of_iis,
    Reader::of_ticket,
    Reader::of_attribute,
    Reader::of_other_logs,
];

impl Reader {
    /// Whether the line was dealt with.
    pub(super) fn line(&mut self, number: usize, text: &str) -> bool {
        if is_code(text) {
            return false;
        }
        let low = &plain(text);
        self.weighed.hear_line(low);
        let line = &Line { number, text, low };
        self.hear_going_on(line);
        let of_http = self.of_http(line);
        if of_http && !is_prose(low) {
            return true;
        }
        let connects = self.connects(line);
        if connects && !is_prose(low) {
            return true;
        }
        self.listed(text);
        if FORMS.iter().any(|takes| takes(self, line)) {
            return true;
        }
        let stated = self.stated(line);
        let words = self.words(number, text, low);
        let sentences = self.sentences(number, text);
        of_http || connects || stated || words || sentences
    }

    /// Heads of HTTP, and tokens in them or alone.
    fn of_http(&mut self, line: &Line<'_>) -> bool {
        let offered = self.offered.is_some_and(|it| it + 2 >= line.number);
        if lines::offer(line.low).is_some() {
            self.offered = Some(line.number);
        }
        self.proves = lines::proves(line.low).or(self.proves);
        let signs = lines::of_proxy(line.low)
            .or_else(|| tokens::token(line.text))
            .or_else(|| lines::response(line.low, offered))
            .or_else(|| lines::request(line.low));
        self.quote(line, signs)
    }

    fn of_iis(&mut self, line: &Line<'_>) -> bool {
        let Some((codes, signs)) = lines::iis(line.text) else {
            return false;
        };
        self.add(line.number, said::iis_label(codes), signs);
        let status = codes.map(|code| code.to_string()).join(" ");
        let (before, _) = line.text.split_once(&status).unwrap_or_default();
        if is_prose(&plain(before)) {
            self.line(line.number, before);
        }
        // Nobody has more of them in one line than can be read.
        if let Some(rest) = lines::behind_iis(line.text).filter(|_| self.depth < MOST_IN_A_LINE) {
            self.depth += 1;
            self.line(line.number, rest);
            self.depth -= 1;
        }
        true
    }

    fn of_ticket(&mut self, line: &Line<'_>) -> bool {
        // Alone in a line it stands in a list of computers.
        let listed = line.low.parse::<Ipv4Addr>().is_ok();
        if listed || line.low.contains("jdbc:") && tickets::has_address(line.low) {
            self.called = Called::ByAddress;
        }
        // Where it says which name was asked for, that counts.
        let called = match line.low.contains("for http/") {
            true => Called::ByName,
            false => self.called,
        };
        let Some(signs) = tickets::ticket(line.low, called) else {
            return false;
        };
        self.weighed.hear_named(&signs);
        self.quote(line, Some(signs));
        self.sentences(line.number, line.text);
        true
    }

    fn of_attribute(&mut self, line: &Line<'_>) -> bool {
        let Some(signs) = lines::attribute(line.text) else {
            return false;
        };
        self.add_attribute(line.number, said::quoted(line.text), signs);
        true
    }

    fn of_other_logs(&mut self, line: &Line<'_>) -> bool {
        let signs = tickets::suitable_key(line.low)
            .or_else(|| lines::small_skew(line.low))
            .or_else(|| lines::offset(line.low).map(lines::skewed))
            .or_else(|| lines::login(line.low, &self.names));
        self.quote(line, signs)
    }

    /// Whether it has a string by which a database is called.
    fn connects(&mut self, line: &Line<'_>) -> bool {
        let Some(by) = commands::connects_as(line.low) else {
            return false;
        };
        self.weighed.hear_connection(by);
        let (label, signs) = match by {
            ConnectsAs::Caller => {
                let sql = O::BackEnd(BackEndProtocol::Sql);
                (said::quoted(line.text), vec![Sign::Any(vec![sql])])
            }
            ConnectsAs::OwnLogin => (said::OWN_LOGIN.to_owned(), Vec::new()),
        };
        self.add(line.number, label, signs);
        true
    }

    /// Whether somebody says in it whose a name is.
    fn stated(&mut self, line: &Line<'_>) -> bool {
        let Some((spn, signs)) = commands::stated(line.low, &self.names) else {
            return false;
        };
        let said = sentence(line.text, &spn);
        self.add(line.number, said::quoted(said), signs);
        true
    }

    /// Keeps what the line says, if it says anything; whether it does.
    fn quote(&mut self, line: &Line<'_>, signs: Option<Vec<Sign>>) -> bool {
        let known = signs.is_some();
        if let Some(signs) = signs {
            self.add(line.number, said::quoted(line.text), signs);
        }
        known
    }
}

/// The sentence of a line in which a word stands, in lower case; the line, where it goes over several.
pub(super) fn sentence<'a>(line: &'a str, word: &str) -> &'a str {
    let mut all = line.split_inclusive(". ");
    all.find(|it| {
        Text::new(&people::counted(&plain(it)))
            .place(word)
            .is_some()
    })
    .unwrap_or(line)
}
