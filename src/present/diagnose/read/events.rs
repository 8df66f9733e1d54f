//! Events of Windows, as text (Event Viewer's “Copy”) or XML: which event it is, and what its fields say.

use super::codes::number;
use super::languages;
use crate::crypto::lower;
use crate::traffic::files::{self, LogRecord};
use std::iter;

/// An event: its number, and its fields with the heading above each.
#[derive(Debug, Default)]
pub(super) struct EventText {
    pub(super) id: u32,
    /// Who wrote it, and where: in lower case.
    pub(super) source: String,
    /// What stands between its fields.
    pub(super) prose: String,
    fields: Vec<(String, String, String)>,
    /// Whether the title of its description was read.
    is_titled: bool,
}

/// The beginnings of descriptions that stand without their number, that number, and who writes it where it is not the
/// Security log.
const TITLES: [(&str, u32, &str); 18] = [
    ("an account was successfully logged on", 4624, ""),
    ("an account failed to log on", 4625, ""),
    (
        "a kerberos authentication ticket (tgt) was requested",
        4768,
        "",
    ),
    ("a kerberos service ticket was requested", 4769, ""),
    ("kerberos pre-authentication failed", 4771, ""),
    (
        "the computer attempted to validate the credentials",
        4776,
        "",
    ),
    ("successful network logon", 540, ""),
    ("successful logon:", 528, ""),
    ("service ticket request:", 673, ""),
    ("pre-authentication failed:", 675, ""),
    ("logon failure:", LOGON_FAILURE, ""),
    ("a kerberos error message was received", 3, "kerberos"),
    ("ntlm client blocked audit", 8001, "ntlm"),
    ("ntlm server blocked audit", 8002, "ntlm"),
    ("ntlm server blocked in the domain audit", 8003, "ntlm"),
    ("domain controller blocked audit", 8004, "ntlm"),
    ("ntlm client blocked", 4001, "ntlm"),
    ("ntlm server blocked", 4002, "ntlm"),
];

/// The number of the event whose heading all failed logons have, before Vista.
const LOGON_FAILURE: u32 = 529;

/// What such an event says, where its number does not stand with it.
const REASONS: [(&str, u32); 8] = [
    ("account logon time restriction", 530),
    ("account currently disabled", 531),
    ("the specified user account has expired", 532),
    ("user not allowed to logon at this computer", 533),
    ("the user has not been granted", 534),
    ("the specified account's password has expired", 535),
    ("the netlogon component is not active", 536),
    ("account locked out", 539),
];

/// How the sentences begin with which Windows explains the fields of an event below them.
const EXPLAINS: [&str; 23] = [
    "this event",
    "this is most commonly",
    "it is generated",
    "the subject fields",
    "the logon type",
    "the new logon",
    "the process information",
    "the network information",
    "the impersonation",
    "the authentication information",
    "- transited services",
    "- package name",
    "- key length",
    "pre-authentication types",
    "ticket options",
    "certificate information",
    "if the ticket was",
    "dieses ereignis",
    "die felder",
    "cet événement",
    "les champs",
    "este evento",
    "los campos",
];

/// No event has more lines.
const LONGEST: usize = 200;

/// The events of XML that begin in the first of these lines, each with the line it begins in, from 0, and how many lines
/// they take: the next may begin in the line in which one ends.
pub(super) fn in_xml(lines: &[&str]) -> Option<(Vec<(usize, EventText)>, usize)> {
    starts(lines.first()?).next()?;
    let taken = length_of_xml(lines);
    let mut texts: Vec<(usize, String)> = Vec::new();
    for (place, line) in lines.iter().take(taken).enumerate() {
        for piece in pieces(line) {
            match texts.last_mut().filter(|_| starts(piece).next().is_none()) {
                Some((_, text)) => text.extend(["\n", piece]),
                None => texts.push((place, piece.to_owned())),
            }
        }
    }
    let event = |(place, text): (usize, String)| {
        let mut records = files::events::read(text.as_bytes()).records.into_iter();
        Some((place, records.next()?.into()))
    };
    let events: Vec<_> = texts.into_iter().filter_map(event).collect();
    (!events.is_empty()).then_some((events, taken))
}

/// Whether a line only stands around events of XML.
pub(super) fn is_around_xml(line: &str) -> bool {
    const AROUND: [&str; 3] = ["<?xml ", "<Events", "</Events>"];
    let line = line.trim_start_matches(['-', ' ']);
    AROUND.iter().any(|it| line.starts_with(it))
}

/// How many lines such events take. Of one that is cut, those that are still XML.
fn length_of_xml(lines: &[&str]) -> usize {
    const END: &str = "</Event>";
    let mut taken = 0;
    loop {
        let mut own = lines.iter().skip(taken).take(LONGEST);
        let Some(end) = own.position(|line| line.contains(END)) else {
            let begun = taken.max(1);
            let rest = lines.iter().skip(begun).map(|line| line.trim_start());
            return begun + rest.take_while(|it| it.starts_with(['<', '-'])).count();
        };
        let behind = lines.get(taken + end).and_then(|it| it.rsplit(END).next());
        taken += end + 1;
        if behind.is_none_or(|it| starts(it).next().is_none()) {
            return taken;
        }
    }
}

/// A line, cut before each event that begins in it.
fn pieces(line: &str) -> impl Iterator<Item = &str> {
    let ends = starts(line).skip_while(|at| *at == 0).chain([line.len()]);
    ends.scan(0, |begun, end| line.get(std::mem::replace(begun, end)..end))
}

/// Where events of XML begin in a line.
fn starts(line: &str) -> impl Iterator<Item = usize> {
    let elements = line.match_indices("<Event");
    elements.filter_map(|(at, name)| {
        let behind = line.get(at + name.len()..)?;
        let whole = |c: char| c == '>' || c.is_whitespace();
        (behind.is_empty() || behind.starts_with(whole)).then_some(at)
    })
}

/// The event that begins in that line of these as text, and how many lines it takes.
pub(super) fn event(lines: &[&str]) -> Option<(EventText, usize)> {
    let lines = lines.get(..LONGEST).unwrap_or(lines);
    let first = *lines.first()?;
    if let Some(pairs) = pairs(first) {
        let lines: Vec<&str> = pairs.iter().map(String::as_str).collect();
        return event(&lines).map(|(event, _)| (event, 1));
    }
    let lower_first = languages::line(first).to_lowercase();
    let starts = is_head(&lower_first) || is_listed(first) || title(&lower_first).is_some();
    if !starts {
        return None;
    }
    let mut event = EventText::default();
    let mut section = String::new();
    // Whether a line would begin a paragraph.
    let mut paragraph = false;
    let mut taken = 0;
    for line in lines {
        let line = languages::line(line);
        let text = line.trim();
        let low = text.to_lowercase();
        let title = title(&low);
        let heading = title.is_some_and(|(it, _)| event.is_headed_by(it));
        let again = is_listed(&line) && event.is_described()
            || low.starts_with("log name:")
            || low.starts_with("logname=")
            || low.starts_with("event type:")
            || title.is_some() && !heading;
        if taken > 0 && again && event.id != 0 {
            break;
        }
        if let Some((id, source)) = title {
            if !heading {
                event.id = id;
                event.is_from(source);
            }
            event.is_titled = true;
            event.in_its_line(text);
        } else if let Some((key, value)) = field(text) {
            match lower(key).as_str() {
                "event id" | "eventid" | "eventcode" => {
                    event.id = number(value).unwrap_or_default()
                }
                "id" if event.id == 0 => event.id = number(value).unwrap_or_default(),
                "message" => event.prose.push_str(&low),
                "log name" | "source" | "event source" | "logname" | "sourcename"
                | "providername" => {
                    event.is_from(value);
                }
                "computername" => event.add("", "Computer", value),
                "reason" => event.reason(value),
                _ if value.is_empty() => key.clone_into(&mut section),
                _ => event.add(&section, key, value),
            }
        } else if ends(text, &low)
            || paragraph && !text.is_empty() && event.is_described() && !explains(&low)
        {
            break;
        } else {
            event.prose.push_str(&low);
        }
        paragraph = text.is_empty();
        taken += 1;
    }
    (event.id != 0).then_some((event, taken))
}

/// An event as collectors of logs write it, in one line: `EventID=4768 Status=0x6 Account_Name="alice"`. Its fields are lines,
/// the one that tells what it is first; none where other words outnumber them.
fn pairs(line: &str) -> Option<Vec<String>> {
    let mut pairs: Vec<String> = Vec::new();
    let mut others = 0;
    for word in line.split_whitespace() {
        match (word.split_once('='), pairs.last_mut()) {
            (Some((name, value)), _) if name.chars().all(|c| c.is_alphanumeric() || c == '_') => {
                let name = name.replace('_', " ");
                pairs.push(format!("{name}={value}"));
            }
            (_, last) => {
                others += 1;
                // A value goes on up to its quote, or to the next name.
                if let Some(last) = last.filter(|it| !it.ends_with('"')) {
                    last.push(' ');
                    last.push_str(word);
                }
            }
        }
    }
    for pair in &mut pairs {
        *pair = pair.replace('"', "");
    }
    pairs.sort_by_cached_key(|it| !is_head(&it.to_lowercase()));
    let is_event = pairs.len() > 2 && others <= pairs.len();
    (is_event && is_head(&pairs.first()?.to_lowercase())).then_some(pairs)
}

fn is_head(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("log name:")
        || line.starts_with("logname=")
        || line.starts_with("eventcode=")
        || line.starts_with("eventid=")
        || line.starts_with("event id:")
        || line.starts_with("event type:")
}

/// Whether it is the head of an event in a list of PowerShell's: `ProviderName : …`.
fn is_listed(line: &str) -> bool {
    field(line.trim()).is_some_and(|(key, _)| matches!(key, "TimeCreated" | "ProviderName"))
}

/// Whether it is no line of an event: neither a sentence nor what stands between them.
fn ends(text: &str, low: &str) -> bool {
    !text.is_empty() && !text.ends_with('.') && !low.starts_with("on logon session")
}

fn explains(line: &str) -> bool {
    EXPLAINS.iter().any(|begin| line.starts_with(begin))
}

fn title(line: &str) -> Option<(u32, &'static str)> {
    let message = line.strip_prefix("message").map(str::trim_start);
    let message = message.and_then(|it| it.strip_prefix(['=', ':']));
    let line = message.map_or(line, str::trim_start);
    // Its number may stand before it.
    let numbered = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\t' | ':' | '-');
    let line = line.trim_start_matches(numbered);
    let mut titles = TITLES.iter();
    let (title, id, source) = titles.find(|(title, ..)| line.starts_with(title))?;
    // Messages of Win32 begin like it.
    let rest = line.get(title.len()..).unwrap_or_default().trim_start();
    let heads = *id != LOGON_FAILURE || rest.is_empty() || rest.starts_with("reason:");
    heads.then_some((*id, *source))
}

/// `Key: value`, or `Key=value` as Splunk has it; a key is words. A German one has two colons.
fn field(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once([':', '='])?;
    let value = value
        .strip_prefix(": ")
        .or(value.strip_prefix(":\t"))
        .unwrap_or(value);
    let words = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '(' | ')' | '/');
    let key = key.trim();
    // French has `d'` and `l'` before words.
    let bare = key.replace('’', "'").replace("d'", "").replace("l'", "");
    (!key.is_empty() && key.len() < 60 && bare.chars().all(words)).then(|| (key, value.trim()))
}

impl From<LogRecord> for EventText {
    /// An event of a file, whose fields have the names of the XML.
    fn from(record: LogRecord) -> Self {
        let mut event = Self {
            id: record.id,
            ..Self::default()
        };
        event.is_from(record.source.as_deref().unwrap_or_default());
        if let Some(computer) = &record.computer {
            event.add("", "Computer", computer);
        }
        for (name, value) in &record.fields {
            event.add("", name, value.trim());
        }
        event
    }
}

impl EventText {
    /// Whose logon or ticket it is, as the event has the name; empty where it has none.
    pub(super) fn who(&self) -> &str {
        let who = self.get(&["TargetUserName", "Account Name", "User Name"]);
        who.unwrap_or_default()
    }

    /// Whether it has said something already.
    fn is_described(&self) -> bool {
        !self.prose.is_empty() || self.is_titled
    }

    fn is_from(&mut self, source: &str) {
        self.source.push_str(&source.to_lowercase());
        self.source.push(' ');
    }

    /// Whether that heading belongs to the event: failed logons before Vista have one for all numbers.
    fn is_headed_by(&self, title: u32) -> bool {
        title == self.id || title == LOGON_FAILURE && matches!(self.id, 529..=539)
    }

    /// Fields that stand in the line of its title.
    fn in_its_line(&mut self, text: &str) {
        const KEYS: [&str; 7] = [
            "account name",
            "service name",
            "ticket options",
            "failure code",
            "result code",
            "sub status",
            "status",
        ];
        let text = &text.replace('’', "'");
        let low = text.to_lowercase();
        // That of `Sub Status` is another.
        let behind = |name: &str| {
            let own = |at: usize| !low.get(..at).is_some_and(|it| it.ends_with("sub "));
            let mut places = low.match_indices(name).filter(|(at, _)| own(*at));
            places.find_map(|(at, _)| {
                let rest = text.get(at + name.len()..)?.trim_start();
                rest.strip_prefix(':')?.split_whitespace().next()
            })
        };
        for key in KEYS {
            let mut names = iter::once(key).chain(languages::also(key));
            if let Some(value) = names.find_map(behind) {
                self.add("", key, value.trim_end_matches([',', ';', '.']));
            }
        }
    }

    fn reason(&mut self, text: &str) {
        let text = lower(text);
        let reason = REASONS.iter().find(|(begin, _)| text.starts_with(begin));
        if let Some((_, id)) = reason
            && self.id == LOGON_FAILURE
        {
            self.id = *id;
        }
    }

    fn add(&mut self, section: &str, key: &str, value: &str) {
        self.fields
            .push((lower(section), lower(key), value.to_owned()));
    }

    /// Its number and its fields as a line.
    pub(super) fn said(&self) -> String {
        let mut said = self.id.to_string();
        self.fields
            .iter()
            .for_each(|(.., value)| said.extend([" ", value]));
        said
    }

    /// The last field of one of these names that is not of whoever asked the system.
    pub(super) fn get(&self, names: &[&str]) -> Option<&str> {
        let mut fields = self.fields.iter().rev();
        // What stands below it and is nobody's name is of the event, as it was before Windows 10.
        let of_asker = |key: &str| matches!(key, "security id" | "account name" | "account domain");
        let found = fields.find(|(section, key, _)| {
            !(section == "subject" && of_asker(key))
                && names.iter().any(|name| name.eq_ignore_ascii_case(key))
        });
        found.map(|(_, _, value)| value.as_str())
    }
}
