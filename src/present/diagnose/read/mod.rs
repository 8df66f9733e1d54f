//! Reads what is pasted or typed: lines and events → what they say. What is not understood is said.

mod accounts;
mod bodies;
mod clauses;
mod codes;
mod commands;
mod era;
mod events;
mod java;
mod languages;
mod line;
mod lines;
mod meaning;
mod mentions;
mod names;
mod onward;
mod people;
mod phrases;
mod pieces;
mod searched_text;
mod settle;
mod spelling;
mod tickets;
mod tokens;
mod weigh;
mod wording;

use crate::crypto::lower;
use crate::lab::{Observable, Scenario, Setting};
use crate::present::causes::{self, Pick, Sighting, Sign};
use crate::present::narration::diagnose as said;
use accounts::Listed;
use bodies::Bodies;
use clauses::takes_back;
use commands::Printed;
use events::{EventText, event, in_xml, is_around_xml};
use java::Logged;
use line::sentence;
use meaning::Meaning;
use phrases::{By, Said, Says};
pub use pieces::{PasteReader, read};
use searched_text::Text;
use std::iter;
use std::rc::Rc;
use tickets::Called;
use weigh::{Weighed, is_of_two_servers, refuses_behind};
use wording::{is_code, is_prose, is_trace, plain, wrapped};

/// What was read of a paste, line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understood {
    /// What was recognised, in order.
    pub observations: Vec<Sighting>,
    /// The lines and codes of which nothing was understood, from 1, each as it stands.
    pub not_read: Vec<(usize, String)>,
    /// The names in it that are others than the settings have now, each for the setting it belongs to.
    pub names: Vec<(Setting, String)>,
}

/// A story of more lines than this is not read as a whole.
const MOST_OF_A_STORY: usize = 60;
/// More observations than this say no more.
const MOST_OBSERVATIONS: usize = 200;

/// What is understood of a paste, as far as it is read.
struct Reader {
    names: Rc<Scenario>,
    reading: Understood,
    printed: Printed,
    /// The list of attributes that is being read.
    listed: Listed,
    /// What Java logged.
    logged: Logged,
    /// The last line that said what a server offers.
    offered: Option<usize>,
    /// What a client of a database calls its server by.
    called: Called,
    /// Which answers are printed whole.
    bodies: Bodies,
    /// Whether the last request that is printed proves anything.
    proves: Option<bool>,
    /// How many lines of IIS stand before this one in the same line.
    depth: usize,
    /// The lines that are told in words.
    story: Vec<StoryLine>,
    /// Which groups of phrases a line of it says something of.
    told: Vec<usize>,
    /// Where the second server itself goes on to another, and by what.
    goes_on: Option<Sighting>,
    /// What may have to yield to something else.
    weighed: Weighed,
}

/// A line that is told in words.
struct StoryLine {
    /// Its number in the paste, from 1.
    number: usize,
    /// The line as it stands, for what is said of it.
    text: String,
    /// In lower case, with people counted in the same words.
    low: Text,
}

impl Reader {
    fn new(names: Rc<Scenario>) -> Self {
        Self {
            names,
            reading: Understood::default(),
            printed: Printed::default(),
            listed: Listed::default(),
            logged: Logged::default(),
            offered: None,
            called: Called::default(),
            bodies: Bodies::default(),
            proves: None,
            depth: 0,
            story: Vec::new(),
            told: Vec::new(),
            goes_on: None,
            weighed: Weighed::default(),
        }
    }

    /// Reads what begins in that line; how many lines it takes.
    fn next(&mut self, number: usize, lines: &[&str]) -> usize {
        let line = lines.first().map_or("", |line| line.trim());
        if self.bodies.skips(number, lines) {
            return 1;
        }
        if let Some((events, taken)) = in_xml(lines) {
            let events = events.into_iter();
            self.events(events.map(|(place, event)| (number + place, event)));
            return taken;
        }
        match lines::substatus(&plain(line), lines.get(1).copied()) {
            Some(0) => {
                self.one(number, lines.get(..1).unwrap_or(lines));
                2
            }
            Some(_) => 1,
            None => self.one(number, lines),
        }
    }

    fn one(&mut self, number: usize, lines: &[&str]) -> usize {
        if let Some((event, taken)) = event(lines)
            && self.event(number, &event)
        {
            return taken;
        }
        let line = lines.first().map_or("", |line| line.trim());
        // A comment is no head of a log.
        let line = line.strip_prefix("# ").map_or(line, str::trim);
        let head = line.starts_with('#');
        let dated = (!head || lower(line).starts_with("#software")) && self.era(number, line);
        if line.is_empty() {
            self.list_ends();
            self.logged.ends();
        }
        let silent = line.is_empty() || head || is_around_xml(line);
        let taken = if silent { 1 } else { wrapped(lines) };
        let joined = lines.get(..taken).filter(|_| taken > 1);
        let joined = joined.map(|lines| lines.join(" "));
        let line = joined.as_deref().unwrap_or(line);
        if !silent && !self.line(number, line) && !dated {
            self.leave(number, said::quoted(line));
        }
        taken
    }

    /// Reads events that are whole, each with its line. What is said in one of an unknown kind counts.
    fn events(&mut self, events: impl Iterator<Item = (usize, EventText)>) {
        for (number, event) in events {
            if !self.event(number, &event) && !self.line(number, &event.said()) {
                self.leave(number, said::event_label(event.id, ""));
            }
        }
    }

    /// Whether the event was dealt with.
    fn event(&mut self, number: usize, event: &EventText) -> bool {
        let label = said::event_label(event.id, event.who());
        for (setting, name) in names::names(event) {
            let same = lower(&setting.get(&self.names)) == lower(&name);
            let known = &mut self.reading.names;
            if !same && known.iter().all(|(other, _)| *other != setting) {
                known.push((setting, name));
            }
        }
        match event.meaning(&self.names) {
            Meaning::Signs(signs) => {
                self.weighed.hear_named(&signs);
                self.add(number, label, signs);
            }
            Meaning::UnknownCode(code) => self.leave(number, said::event_with_code(&label, code)),
            Meaning::Unknown => return false,
        }
        true
    }

    /// Whether a line names what was there at some time only.
    fn era(&mut self, number: usize, line: &str) -> bool {
        let Some(eras) = era::eras(&lower(line)) else {
            return false;
        };
        let eras = eras.iter().map(|era| Observable::SetUpIn(*era));
        self.add(number, said::quoted(line), vec![Sign::Any(eras.collect())]);
        true
    }

    /// Whether a sentence among several tells what belongs to one cause alone: beside the others it may not be heard.
    fn sentences(&mut self, number: usize, line: &str) -> bool {
        let mut known = false;
        let mut sentences = line
            .split_inclusive(". ")
            .filter(|it| it.len() < line.len())
            .map(|it| (it, plain(it)))
            .peekable();
        while let Some((sentence, low)) = sentences.next() {
            if sentences.peek().is_some_and(|(_, next)| takes_back(next)) {
                continue;
            }
            let text = Text::new(&people::counted(&low));
            for (_, it) in phrases::said(&text) {
                if let Says::Symptom(symptom) = it.says
                    && !it.denied
                {
                    self.add(
                        number,
                        said::quoted(sentence.trim()),
                        vec![Sign::Symptom(*symptom)],
                    );
                    known = true;
                }
            }
        }
        known
    }

    /// Whether anything is known of what a line mentions and says. Beside a sentence of which nothing else counts, those of
    /// somebody who tells something do.
    fn words(&mut self, number: usize, line: &str, low: &str) -> bool {
        let text = Text::new(&people::counted(low));
        let Some(whole) = phrases::whole(&text) else {
            return self.phrases(number, line, text);
        };
        let known = self.whole(number, line, whole, &text);
        let text_of = |sentence: &str| Text::new(&people::counted(&plain(sentence)));
        let (whole, others): (Vec<&str>, Vec<&str>) = line
            .split_inclusive(". ")
            .partition(|it| phrases::whole(&text_of(it)).is_some());
        let others = others.concat();
        let text = text_of(&others);
        let told = !whole.is_empty() && people::tells(&text);
        told && self.phrases(number, others.trim(), text) || known
    }

    /// What a text says of which nothing else counts, and whose account it is about.
    fn whole(&mut self, number: usize, line: &str, whole: Said, text: &Text) -> bool {
        let mut known = false;
        for it in iter::once(whole).chain(phrases::account(text)) {
            self.weighed.hear(&it);
            let said = sentence(line, it.word);
            known |= self.told(number, said, None, it.says.signs(), it.denied);
        }
        known
    }

    /// Whether anything is known of what a line mentions and says in words that go with others.
    fn phrases(&mut self, number: usize, line: &str, text: Text) -> bool {
        let low = text.as_str();
        let mut known = false;
        if self.story.len() <= MOST_OF_A_STORY && !is_trace(low) {
            self.story.push(StoryLine {
                number,
                text: line.to_owned(),
                low: text.clone(),
            });
        }
        let mut left = Vec::new();
        if let Some(it) = mentions::mention(low) {
            let said = sentence(line, &it.word);
            match it.signs {
                Some(signs) => known |= self.told(number, said, None, signs, it.denied),
                None => left.push(said::quoted(said)),
            }
        }
        for (code, it) in mentions::codes(low) {
            let (said, label) = (sentence(line, &it.word), said::code_label(code));
            match it.signs {
                Some(signs) => known |= self.told(number, said, Some(label), signs, it.denied),
                None => left.push(label),
            }
        }
        let told: Vec<_> = phrases::said(&text).collect();
        let of_two = told.iter().any(|(_, it)| is_of_two_servers(it));
        for (group, it) in told {
            // What says nothing beside what works leaves the rest of the story open.
            let open = match it.says {
                Says::OwnError => true,
                Says::Nothing | Says::Contrasted => it.by != By::Words,
                _ => false,
            };
            if !open && !self.told.contains(&group) {
                self.told.push(group);
            }
            let label = match it.says {
                Says::Pick(pick) => Some(said::pick_name(*pick).to_owned()),
                _ => None,
            };
            self.weighed.hear(&it);
            known |= match it.says {
                says if says.is_silent() => true,
                // It is the second server's, or nothing was proved: so every sign-in begins.
                Says::Pick(Pick::StaysAt401) if of_two || self.proves == Some(false) => true,
                says => {
                    let said = sentence(line, it.word);
                    self.told(number, said, label, says.signs(), it.denied)
                }
            };
        }
        // Of a line that nothing is known of it is said as a whole.
        for unread in left.into_iter().filter(|_| known) {
            self.leave(number, unread);
        }
        known
    }

    /// Reads what works in one line and fails in another, where no line says anything of its kind alone.
    fn story(&mut self) {
        let lines = std::mem::take(&mut self.story);
        if !(2..=MOST_OF_A_STORY).contains(&lines.len()) {
            return;
        }
        let whole: Vec<&str> = lines
            .iter()
            .map(|it| it.low.as_str().trim_end_matches('.'))
            .collect();
        for (group, it) in phrases::contrasts(&whole.join(". ")) {
            let mut tells = lines.iter().filter(|_| !self.told.contains(&group));
            let named = |line: &&StoryLine| line.low.place(it.word).is_some();
            let mut told = tells.clone().filter(named);
            let telling = told.find(|line| phrases::is_told(&line.low));
            // Two servers are told apart where a second is named, and a line tells of it.
            let second = || lines.iter().any(|line| phrases::names_second(&line.low));
            let apart = !refuses_behind(&it.says.signs()) || telling.is_some() && second();
            let Some(line) = telling.or_else(|| tells.find(named)).filter(|_| apart) else {
                continue;
            };
            self.weighed.hear(&it);
            self.add(line.number, said::quoted(&line.text), it.says.signs());
            let left = &mut self.reading.not_read;
            left.retain(|(unread, _)| *unread != line.number);
        }
    }

    /// Keeps what a sentence tells, or that it denies it; whether it could be kept. What has no label is quoted, and so is
    /// what is denied.
    fn told(
        &mut self,
        number: usize,
        sentence: &str,
        label: Option<String>,
        signs: Vec<Sign>,
        denied: bool,
    ) -> bool {
        let label = label.filter(|_| !denied);
        let label = label.unwrap_or_else(|| said::quoted(sentence));
        let signs = if denied {
            causes::denied(signs)
        } else {
            Some(signs)
        };
        let known = signs.is_some();
        if let Some(signs) = signs {
            self.add(number, label, signs);
        }
        known
    }

    fn leave(&mut self, number: usize, what: String) {
        self.reading.not_read.push((number, what));
    }

    /// The same is kept once.
    fn add(&mut self, line: usize, label: String, signs: Vec<Sign>) {
        self.listed.begun = true;
        let known = &mut self.reading.observations;
        let again = known.iter().any(|other| other.signs == signs);
        if !again && known.len() < MOST_OBSERVATIONS {
            known.push(Sighting {
                label,
                line: Some(line),
                signs,
            });
        }
    }
}
