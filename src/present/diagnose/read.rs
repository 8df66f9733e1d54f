//! Reads what is pasted or typed: lines and events → what they say. What is not understood is said.

mod codes;
mod events;
mod lines;
mod phrases;

use super::sign::{Sighting, Sign};
use crate::lab::Scenario;
use crate::present::narration::diagnose as said;
use events::event;

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understood {
    /// What was recognised, in order.
    pub observations: Vec<Sighting>,
    /// The lines of which nothing was understood, from 1, each as it stands.
    pub not_read: Vec<(usize, String)>,
}

/// More lines than this are not read.
const MOST_LINES: usize = 20_000;
/// More observations than this say no more.
const MOST: usize = 200;

/// Reads what was pasted, by the names of that scenario.
pub fn read(text: &str, names: &Scenario) -> Understood {
    let lines: Vec<&str> = text.lines().take(MOST_LINES).collect();
    let mut reader = Reader {
        names,
        reading: Understood::default(),
        service: None,
        holders: None,
    };
    let mut at = 0;
    while let Some(rest) = lines.get(at..).filter(|rest| !rest.is_empty()) {
        at += reader.next(at + 1, rest);
    }
    reader.spns(at, true);
    reader.reading
}

struct Reader<'a> {
    names: &'a Scenario,
    reading: Understood,
    /// Of `klist`: the service of the ticket whose lines these are, in lower case.
    service: Option<String>,
    /// Of `setspn -Q`: whose names were printed, and in which line it began.
    holders: Option<(usize, Vec<String>)>,
}

impl Reader<'_> {
    /// Reads what begins in that line; how many lines it takes.
    fn next(&mut self, number: usize, lines: &[&str]) -> usize {
        let line = lines.first().map_or("", |line| line.trim());
        // Exports have their events in one line.
        if line.matches("</Event>").nth(1).is_some() {
            for one in line.split_inclusive("</Event>") {
                self.one(number, &[one]);
            }
            return 1;
        }
        self.one(number, lines)
    }

    fn one(&mut self, number: usize, lines: &[&str]) -> usize {
        if let Some((event, taken)) = event(lines) {
            match event.signs(self.names) {
                Some(signs) => {
                    let who = event.get(&["TargetUserName", "Account Name", "User Name"]);
                    let label = said::event_label(event.id, who.unwrap_or_default());
                    self.add(number, label, signs);
                    return taken;
                }
                None if taken > 1 || event.source.is_empty() => {}
                None => return taken,
            }
        }
        let line = lines.first().map_or("", |line| line.trim());
        if !line.is_empty() && !line.starts_with('#') && !self.line(number, line) {
            let kept = said::quoted(line);
            if self.reading.not_read.len() < MOST {
                self.reading.not_read.push((number, kept));
            }
        }
        1
    }

    /// Whether anything in the line was understood.
    fn line(&mut self, number: usize, line: &str) -> bool {
        let low = line.to_lowercase();
        if self.of_commands(number, line, &low) {
            return true;
        }
        let label = || said::quoted(line);
        let found = lines::iis(line).or_else(|| lines::token(line));
        if let Some(signs) = found.or_else(|| lines::attribute(line)) {
            self.add(number, label(), signs);
            return true;
        }
        let mut known = false;
        if let Some(signs) = lines::mention(line) {
            known = true;
            self.add(number, label(), signs);
        }
        for (code, signs) in lines::codes(line) {
            known = true;
            self.add(number, said::code_label(code), signs);
        }
        for group in phrases::GROUPS {
            let entry = group
                .iter()
                .find(|(words, _)| words.iter().all(|word| low.contains(word)));
            if let Some((_, says)) = entry {
                known = true;
                let label = match says {
                    phrases::Says::Pick(pick) => said::pick_name(*pick).to_owned(),
                    phrases::Says::Signs(_) => label(),
                };
                self.add(number, label, says.signs());
            }
        }
        known
    }

    /// What `klist` and `setspn` print, which goes over several lines.
    fn of_commands(&mut self, number: usize, line: &str, low: &str) -> bool {
        if let Some(distinguished) = low.strip_prefix("cn=") {
            let name = distinguished.split(',').next().unwrap_or_default();
            let (_, holders) = self.holders.get_or_insert((number, Vec::new()));
            holders.push(name.to_owned());
            return true;
        }
        if low.starts_with("existing spn found") || low.starts_with("no such spn found") {
            self.spns(number, false);
            return true;
        }
        if low.starts_with("checking domain")
            || low.starts_with("http/")
            || low.starts_with("host/")
        {
            return true;
        }
        if low.contains("cached tickets: (0)") {
            let signs = vec![Sign::Any(vec![crate::lab::Observable::NoTicket])];
            self.add(number, said::quoted(line), signs);
            return true;
        }
        if let Some(service) = low.strip_prefix("server:") {
            let service = service.trim();
            self.service = service.split(" @ ").next().map(str::to_owned);
            return true;
        }
        if let Some(signs) = lines::klist_flags(line, self.service.as_deref()) {
            self.add(number, said::quoted(line), signs);
            return true;
        }
        KLIST.iter().any(|begin| low.starts_with(begin))
            || low.contains(">client:")
            || low.contains("> client:")
    }

    /// `setspn -Q` has ended.
    fn spns(&mut self, number: usize, end: bool) {
        let (line, holders) = match (self.holders.take(), end) {
            (Some((line, holders)), _) => (line, holders),
            (None, true) => return,
            (None, false) => (number, Vec::new()),
        };
        let label = said::holders_label(&holders);
        self.add(line, label, lines::spn_holders(&holders, self.names));
    }

    /// The same is kept once.
    fn add(&mut self, line: usize, label: String, signs: Vec<Sign>) {
        let known = &mut self.reading.observations;
        let again = known.iter().any(|other| other.signs == signs);
        if !again && known.len() < MOST {
            known.push(Sighting {
                label,
                line: Some(line),
                signs,
            });
        }
    }
}

/// Lines of `klist` of which nothing follows here.
const KLIST: [&str; 10] = [
    "current logonid",
    "cached tickets",
    "kerbticket encryption",
    "ticket flags",
    "start time",
    "end time",
    "renew time",
    "session key type",
    "cache flags",
    "kdc called",
];
