//! Events of Windows, as text (Event Viewer's “Copy”) or XML: which event it is, what its fields say, and what follows.

use super::codes::{number, of_status};
use super::phrases::ON_NO_LIST;
use crate::crypto::lower;
use crate::hosts::Package;
use crate::lab::{AccountKind, Observable as O, Scenario, SettingFinding, SpnHolder};
use crate::present::diagnose::sign::{Sign, Symptom as S};

/// An event: its number, and its fields with the heading above each.
#[derive(Debug, Default)]
pub(super) struct Event {
    pub(super) id: u32,
    pub(super) source: String,
    fields: Vec<(String, String, String)>,
}

/// The beginnings of descriptions that stand without their number, and that number.
const TITLES: [(&str, u32); 8] = [
    ("an account was successfully logged on", 4624),
    ("an account failed to log on", 4625),
    ("a kerberos authentication ticket (tgt) was requested", 4768),
    ("a kerberos service ticket was requested", 4769),
    ("kerberos pre-authentication failed", 4771),
    ("the computer attempted to validate the credentials", 4776),
    ("successful network logon", 540),
    ("logon failure:", 529),
];

/// No event has more lines.
const LONGEST: usize = 200;

/// The event that begins in that line of these, and how many lines it takes.
pub(super) fn event(lines: &[&str]) -> Option<(Event, usize)> {
    let lines = lines.get(..LONGEST).unwrap_or(lines);
    let first = *lines.first()?;
    if first.contains("<Event ") || first.contains("<Event>") {
        let mut end = lines.iter().position(|line| line.contains("</Event>"))?;
        end += 1;
        return Some((xml(&lines.get(..end)?.join("\n"))?, end));
    }
    let lower_first = first.to_lowercase();
    let starts = is_head(&lower_first) || title(&lower_first).is_some();
    if !starts {
        return None;
    }
    let mut event = Event::default();
    let mut section = String::new();
    let mut taken = 0;
    for line in lines {
        let text = line.trim();
        let low = text.to_lowercase();
        let again = low.starts_with("log name:") || title(&low).is_some_and(|it| it != event.id);
        if taken > 0 && again && event.id != 0 {
            break;
        }
        if let Some(id) = title(&low) {
            event.id = id;
        } else if let Some((key, value)) = field(text) {
            match lower(key).as_str() {
                "event id" => event.id = number(value).unwrap_or_default(),
                "source" | "event source" => event.source = value.to_lowercase(),
                _ if value.is_empty() => key.clone_into(&mut section),
                _ => event.add(&section, key, value),
            }
        } else if !text.is_empty() && !text.ends_with('.') {
            break;
        }
        taken += 1;
    }
    (event.id != 0).then_some((event, taken))
}

fn is_head(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("log name:")
        || line.starts_with("event id:")
        || line.starts_with("event type:")
}

fn title(line: &str) -> Option<u32> {
    let line = line.trim_start();
    let mut titles = TITLES.iter();
    titles
        .find(|(title, _)| line.starts_with(title))
        .map(|(_, id)| *id)
}

/// `Key: value`; a key is words.
fn field(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let words = |c: char| c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '(' | ')' | '/');
    let key = key.trim();
    (!key.is_empty() && key.len() < 40 && key.chars().all(words)).then(|| (key, value.trim()))
}

fn xml(text: &str) -> Option<Event> {
    let mut event = Event {
        id: number(between(text, "<EventID", "</EventID>")?.split('>').nth(1)?)?,
        source: attribute(text, "<Provider", "Name")
            .unwrap_or_default()
            .to_lowercase(),
        fields: Vec::new(),
    };
    if let Some(computer) = between(text, "<Computer>", "</Computer>") {
        event.add("", "Computer", computer);
    }
    for data in text.split("<Data ").skip(1) {
        let name = attribute(data, "", "Name").unwrap_or_default();
        let value = data.split_once('>').map_or("", |(_, rest)| rest);
        let value = value.split("</Data>").next().unwrap_or_default();
        if !data.split('>').next().is_some_and(|tag| tag.ends_with('/')) {
            event.add("", &name, value.trim());
        }
    }
    Some(event)
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let rest = text.split_once(from)?.1;
    Some(rest.split_once(to)?.0)
}

fn attribute(text: &str, element: &str, name: &str) -> Option<String> {
    let rest = text.split_once(element)?.1;
    let rest = rest.split_once(name)?.1.trim_start().strip_prefix('=')?;
    let quote = rest.trim_start().chars().next()?;
    let value = rest.trim_start().strip_prefix(quote)?;
    Some(value.split(quote).next()?.to_owned())
}

impl Event {
    fn add(&mut self, section: &str, key: &str, value: &str) {
        self.fields
            .push((lower(section), lower(key), value.to_owned()));
    }

    /// The last field of one of these names that is not of who asked the system.
    pub(super) fn get(&self, names: &[&str]) -> Option<&str> {
        let mut fields = self.fields.iter().rev();
        let found = fields.find(|(section, key, _)| {
            section != "subject" && names.iter().any(|name| name.eq_ignore_ascii_case(key))
        });
        found.map(|(_, _, value)| value.as_str())
    }

    fn code(&self) -> Option<u32> {
        let names = [
            "Status",
            "Failure Code",
            "Result Code",
            "Error Code",
            "Status code",
        ];
        number(self.get(&names)?)
    }

    /// What follows; nothing where the event is not known.
    pub(super) fn signs(&self, names: &Scenario) -> Option<Vec<Sign>> {
        let system = self.source.contains("kerberos") || self.source.contains("kdc");
        Some(match self.id {
            4624 | 528 | 540 => self.logged_on(names),
            4625 | 529..=537 | 539 => self.failed(),
            4768 | 672 | 4771 | 675 => first_ticket(self.code()?),
            4769 | 673 | 677 => self.service_ticket(names),
            4776 | 680 | 681 => of_status(self.code()?),
            _ if system => of_system(&self.source, self.id)?,
            _ => return None,
        })
    }

    fn logged_on(&self, names: &Scenario) -> Vec<Sign> {
        let who = self.get(&["TargetUserName", "Account Name", "User Name"]);
        let who = who.unwrap_or_default();
        let sid = self
            .get(&["TargetUserSid", "Security ID"])
            .unwrap_or_default();
        let anonymous = sid == "S-1-5-7" || who.eq_ignore_ascii_case("ANONYMOUS LOGON");
        if anonymous || who.is_empty() {
            return vec![Sign::Any(vec![O::BackEndAnonymous])];
        }
        let package = match self.get(&["AuthenticationPackageName", "Authentication Package"]) {
            Some(name) if name.eq_ignore_ascii_case("Kerberos") => Package::Kerberos,
            Some(name) if name.eq_ignore_ascii_case("NTLM") || name.starts_with("MICROSOFT") => {
                Package::Ntlm
            }
            Some(name) if name.eq_ignore_ascii_case("WDigest") => Package::Digest,
            _ => Package::LogonUser,
        };
        let computer = self.get(&["Computer"]).unwrap_or_default();
        let is = |name: &str| {
            let host = computer.split('.').next().unwrap_or_default();
            lower(host) == lower(name)
        };
        let process = self
            .get(&["ProcessName", "Process Name"])
            .unwrap_or_default();
        let web = is(&names.names.web_server) || process.contains("w3wp");
        if is(&names.names.back_end) && who.ends_with('$') {
            return vec![Sign::Symptom(S::AppIdentity)];
        }
        let places = match (web, is(&names.names.back_end)) {
            (true, _) => vec![O::FrontEndKnowsBy(package)],
            (_, true) => vec![O::BackEndUser(package)],
            _ => vec![O::FrontEndKnowsBy(package), O::BackEndUser(package)],
        };
        let mut signs = vec![Sign::Any(places)];
        let level = self.get(&["ImpersonationLevel", "Impersonation Level"]);
        match level {
            Some("%%1840" | "Delegation") => signs.push(Sign::Any(vec![O::TgtForwarded])),
            Some("%%1833" | "Impersonation") if package == Package::Kerberos => {
                signs.push(Sign::Lacks(O::TgtForwarded));
            }
            _ => {}
        }
        signs
    }

    fn failed(&self) -> Vec<Sign> {
        let sub = self.get(&["SubStatus", "Sub Status", "Substatus code"]);
        let sub = sub.and_then(number).filter(|code| *code != 0);
        match (sub.or(self.code()), self.id) {
            (Some(status), _) => of_status(status),
            (None, 529) => of_status(0xC000_006A),
            (None, 539) => vec![Sign::Symptom(S::Revoked)],
            (None, 535) => vec![Sign::Symptom(S::Expired)],
            _ => vec![Sign::Any(vec![O::FirstHopRefused])],
        }
    }

    fn service_ticket(&self, names: &Scenario) -> Vec<Sign> {
        let service = self
            .get(&["ServiceName", "Service Name"])
            .unwrap_or_default();
        let asker = self.get(&["TargetUserName", "Account Name", "User Name"]);
        let asker = asker.unwrap_or_default();
        let asker = asker.split('@').next().unwrap_or_default();
        let code = self.code().unwrap_or_default();
        if code != 0 {
            return of_ticket_code(code);
        }
        let options = self
            .get(&["TicketOptions", "Ticket Options"])
            .and_then(number);
        let back_end = lower(service.trim_end_matches('$')) == lower(&names.names.back_end);
        match options {
            Some(0x6081_0010) => vec![Sign::Any(vec![O::TgtForwarded])],
            _ if asker.ends_with('$') => vec![Sign::Any(vec![O::AskedOnBehalf])],
            _ if back_end || lower(service).starts_with("krbtgt") => Vec::new(),
            _ if service.ends_with('$') => {
                vec![Sign::Any(vec![O::TicketFor(AccountKind::Computer)])]
            }
            _ if service.is_empty() => Vec::new(),
            _ => vec![Sign::Any(vec![O::TicketFor(AccountKind::User)])],
        }
    }
}

/// A ticket for a service was refused with that code.
pub(super) fn of_ticket_code(code: u32) -> Vec<Sign> {
    match code {
        // Of services that ask on behalf of somebody it means the account; a client that is not known fails before.
        6 => vec![Sign::Symptom(S::UnknownToSelf)],
        0x12 => vec![Sign::Symptom(S::Revoked)],
        _ => vec![Sign::Any(vec![O::TicketRefused(code)])],
    }
}

/// A first ticket was refused with that code.
pub(super) fn first_ticket(code: u32) -> Vec<Sign> {
    match code {
        // Granted, or the question for a proof that begins every exchange.
        0 | 25 => Vec::new(),
        0x12 => vec![Sign::Symptom(S::Revoked)],
        0x17 => vec![Sign::Symptom(S::Expired)],
        0x25 => vec![Sign::Any(vec![O::TicketRejected(37)])],
        _ => vec![Sign::Any(vec![O::TgtRefused(code)])],
    }
}

/// An event of the System log or of Kerberos' own.
pub(super) fn of_system(source: &str, id: u32) -> Option<Vec<Sign>> {
    let any = |shows: &[O]| vec![Sign::Any(shows.to_vec())];
    let kdc = source.contains("kdc") || source.contains("distribution");
    Some(match id {
        201..=209 if source.contains("kdcsvc") => vec![Sign::Symptom(S::Rc4Phase)],
        11 if kdc => any(&[O::Is(SettingFinding::Spn(SpnHolder::Two))]),
        14 | 16 | 26 | 27 | 42 if kdc => any(&[O::KdcError(14)]),
        31 if kdc => vec![Sign::Symptom(S::RequestTooLong)],
        4 if !kdc => any(&[O::TicketRejected(41)]),
        100 if !kdc => any(&[O::NoTicket]),
        101 if !kdc => any(&[O::Is(SettingFinding::Spn(SpnHolder::Two))]),
        201 if !kdc => vec![Sign::Symptom(S::DelegationStopped)],
        _ => return None,
    })
}

/// The NTSTATUS of a refused S4U2proxy.
pub(super) fn of_kdc_status(status: u32) -> Option<Vec<Sign>> {
    match status {
        0xC000_00BB | 0xC000_0225 | 0xC000_0272 => Some(vec![Sign::Any(ON_NO_LIST.to_vec())]),
        _ => None,
    }
}
