//! Links: a scenario and a place in it ↔ the fragment of an address. Only what differs from the era's defaults is
//! written. Passwords are not, unless they are asked for.

mod keys;

pub use keys::{era_key, era_of, logon_key, logon_of, schemes_key, schemes_of};

use super::narration::cut;
use super::{from_hex, to_hex};
use crate::hosts::Era;
use crate::lab::{EventId, MOST_EDITS, Scenario, Splice, presets};
use crate::wire::form;
use keys::{DATABASES, PLACEMENTS, PROTOCOLS, key_of, level_of, of_key};

/// The version of links written here.
const VERSION: &str = "1";
/// A fragment longer than this is not read.
const LIMIT: usize = 400_000;

/// A page of the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Page {
    /// Hosts that sign in to each other.
    #[default]
    Lab,
    /// Tokens that are pasted.
    Decode,
}

/// The link of the page that decodes: what is pasted there is never in it.
pub const DECODE: &str = "v=1&page=decode";

/// What a link holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The page.
    pub page: Page,
    /// The settings.
    pub scenario: Option<Scenario>,
    /// The step's event.
    pub step: Option<EventId>,
    /// Whether the domain controller has a lifeline.
    pub controller: bool,
    /// Whether the run is shown as it is with nobody in between.
    pub original: bool,
    /// How many changes on the way it leaves out, because they hold a password.
    pub withheld: usize,
    /// Whether it holds a password itself.
    pub passwords: bool,
    /// What this version does not know, kept as it came.
    pub unknown: Vec<(String, String)>,
    /// What could not be understood.
    pub problems: Vec<LinkProblem>,
}

/// What could not be understood in a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkProblem {
    /// The value of a key; the default stands instead.
    Value {
        /// The key.
        key: String,
        /// Its value, cut to a readable length.
        value: String,
    },
    /// The link is of another version; what is understood of it is used.
    Version(String),
    /// It names a page that is not here.
    Page(String),
    /// It is too long to be read.
    TooLong(usize),
    /// So many changes on the way were left out of it.
    Withheld(usize),
}

/// Writes a link, without the leading `#`. `without` names the changes on the way that stay out of it, and with them
/// the typed and the real password; nothing stays out where it is `None`.
pub fn encode(
    scenario: &Scenario,
    step: Option<EventId>,
    controller: bool,
    original: bool,
    without: Option<&[Splice]>,
    unknown: &[(String, String)],
) -> String {
    let passwords = without.is_none();
    let mut out = String::new();
    let mut push = |key: &str, value: &str| form::push_pair(&mut out, key, value);
    push("v", VERSION);
    push("page", "lab");
    push("era", era_key(scenario.era));
    let usual = settings(&Scenario::of(scenario.era), passwords);
    for ((key, value), (_, usual)) in settings(scenario, passwords).into_iter().zip(usual) {
        if value != usual {
            push(key, &value);
        }
    }
    let mut withheld = 0_usize;
    for edit in &scenario.edits {
        if without.is_some_and(|without| without.contains(edit)) {
            withheld += 1;
        } else {
            push("edit", &edit_key(edit));
        }
    }
    if withheld > 0 {
        push("withheld", &withheld.to_string());
    }
    if original && !scenario.edits.is_empty() {
        push("view", ORIGINAL);
    }
    if controller {
        push("dc", "1");
    }
    for (key, value) in unknown {
        push(key, value);
    }
    if let Some(EventId(step)) = step {
        push("step", &step.to_string());
    }
    out
}

/// All settings but the era, each with its key.
fn settings(scenario: &Scenario, passwords: bool) -> Vec<(&'static str, String)> {
    let front_end = &scenario.front_end;
    let back_end = &scenario.back_end;
    let client = &scenario.client;
    let directory = &scenario.directory;
    let text = |text: &str| text.to_owned();
    let number = |number: u64| number.to_string();
    let flag = |flag: bool| number(flag.into());
    let mut pairs = vec![
        ("offer", schemes_key(&front_end.schemes)),
        ("anonymous", flag(front_end.anonymous)),
        ("logon", text(logon_key(front_end.basic_logon))),
        ("defaultdomain", text(&front_end.default_domain)),
        ("accountsof", text(key_of(&DATABASES, front_end.accounts))),
        ("keepalive", flag(front_end.keep_alive)),
        ("single", flag(front_end.single_request)),
        ("replay", flag(front_end.replay)),
        ("backend", text(key_of(&PROTOCOLS, back_end.protocol))),
        ("mailbox", text(key_of(&PLACEMENTS, back_end.placement))),
        ("admits", text(&back_end.admits)),
        ("user", text(&client.user)),
        ("domain", text(&client.domain)),
        ("accounts", text(&directory.accounts)),
        ("level", number(scenario.client_level.number().into())),
        ("dclevel", number(scenario.dc_level.number().into())),
        ("visits", number(scenario.visits.into())),
        ("newconnection", flag(scenario.new_connection)),
        ("seed", number(scenario.seed)),
        ("start", number(scenario.start.0)),
    ];
    if passwords {
        pairs.push(("password", text(&client.password)));
        pairs.push(("realpassword", text(&directory.password)));
    } else {
        let right = client.password == directory.password;
        pairs.push(("typed", text(if right { "" } else { WRONG })));
    }
    pairs
}

/// Reads a fragment, with or without its `#`. Whatever is wrong with it, something sensible comes of it.
pub fn decode(fragment: &str) -> Link {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let mut link = Link::default();
    if fragment.is_empty() {
        return link;
    }
    if fragment.len() > LIMIT {
        link.problems.push(LinkProblem::TooLong(fragment.len()));
        return link;
    }
    let mut pairs = form::pairs(fragment);
    let mut take = |wanted: &str| {
        let place = pairs.iter().position(|(key, _)| key == wanted)?;
        Some(pairs.remove(place).1)
    };
    let version = take("v").filter(|version| version != VERSION);
    let short = take("decode").is_some();
    let page = take("page").filter(|page| page != "lab");
    let decodes = page.as_deref() == Some("decode");
    if short || decodes {
        link.page = Page::Decode;
    }
    let page = page.filter(|_| !decodes);
    let problems = &mut link.problems;
    problems.extend(version.map(|version| LinkProblem::Version(cut(&version, 40))));
    problems.extend(page.map(|page| LinkProblem::Page(cut(&page, 40))));
    let (preset, era) = (take("preset"), take("era"));
    let found = preset.as_deref().map(presets::Preset::named);
    let year = era.as_deref().map(era_of);
    let mut scenario = match (found.flatten(), year) {
        (Some(preset), None) => preset.scenario(),
        (_, year) => Scenario::of(year.flatten().unwrap_or(Era::Y1998)),
    };
    let mut wrong = |key: &str, value: &str| {
        problems.push(LinkProblem::Value {
            key: key.to_owned(),
            value: cut(value, 40),
        });
    };
    if let (Some(value), Some(None)) = (&preset, found) {
        wrong("preset", value);
    }
    if let (Some(value), Some(None)) = (&era, year) {
        wrong("era", value);
    }
    for (key, value) in pairs {
        link.passwords |= matches!(key.as_str(), "password" | "realpassword");
        let read = match key.as_str() {
            "step" => value
                .parse()
                .map(|step| link.step = Some(EventId(step)))
                .ok(),
            "dc" => set(&mut link.controller, boolean(&value)),
            "view" => {
                let original = (value == ORIGINAL).then_some(true);
                set(&mut link.original, original)
            }
            // One too many is said, and the others are not counted.
            "edit" if scenario.edits.len() > MOST_EDITS => continue,
            "edit" => edit_of(&value).map(|edit| scenario.edits.push(edit)),
            "withheld" => value.parse().ok().map(|count| link.withheld = count),
            _ => match read(&mut scenario, &key, &value) {
                Some(read) => read,
                None => {
                    link.unknown.push((key, value));
                    continue;
                }
            },
        };
        if read.is_none() {
            wrong(&key, &value);
        }
    }
    link.scenario = Some(scenario);
    link
}

/// What says in a link that the run is shown as it is with nobody in between.
const ORIGINAL: &str = "original";

/// A change on the way: message, layer, place, length, and what is put there in hex.
fn edit_key(edit: &Splice) -> String {
    let Splice {
        message,
        layer,
        at,
        remove,
        insert,
    } = edit;
    format!("{message}.{layer}.{at}.{remove}.{}", to_hex(insert))
}

fn edit_of(key: &str) -> Option<Splice> {
    let mut parts = key.split('.');
    let mut number = || parts.next()?.parse::<u32>().ok();
    let (message, layer, at, remove) = (number()?, number()?, number()?, number()?);
    let insert = from_hex(parts.next()?)?;
    parts.next().is_none().then_some(Splice {
        message,
        layer: u8::try_from(layer).ok()?,
        at,
        remove,
        insert,
    })
}

/// Reads one setting. Nothing for a key that is not known; nothing inside for a value that is not understood.
fn read(scenario: &mut Scenario, key: &str, value: &str) -> Option<Option<()>> {
    let front_end = &mut scenario.front_end;
    let back_end = &mut scenario.back_end;
    let client = &mut scenario.client;
    let directory = &mut scenario.directory;
    let text = match key {
        "defaultdomain" => Some(&mut front_end.default_domain),
        "admits" => Some(&mut back_end.admits),
        "user" => Some(&mut client.user),
        "domain" => Some(&mut client.domain),
        "password" => Some(&mut client.password),
        "realpassword" => Some(&mut directory.password),
        "accounts" => Some(&mut directory.accounts),
        _ => None,
    };
    if let Some(text) = text {
        value.clone_into(text);
        return Some(Some(()));
    }
    let flag = match key {
        "anonymous" => Some(&mut front_end.anonymous),
        "keepalive" => Some(&mut front_end.keep_alive),
        "single" => Some(&mut front_end.single_request),
        "replay" => Some(&mut front_end.replay),
        "newconnection" => Some(&mut scenario.new_connection),
        _ => None,
    };
    if let Some(flag) = flag {
        return Some(set(flag, boolean(value)));
    }
    Some(match key {
        "offer" => set(&mut front_end.schemes, schemes_of(value)),
        "logon" => set(&mut front_end.basic_logon, logon_of(value)),
        "accountsof" => set(&mut front_end.accounts, of_key(&DATABASES, value)),
        "backend" => set(&mut back_end.protocol, of_key(&PROTOCOLS, value)),
        "mailbox" => set(&mut back_end.placement, of_key(&PLACEMENTS, value)),
        "level" => set(&mut scenario.client_level, level_of(value)),
        "dclevel" => set(&mut scenario.dc_level, level_of(value)),
        "visits" => set(
            &mut scenario.visits,
            value.parse().ok().filter(|visits| (1..=2).contains(visits)),
        ),
        "seed" => set(&mut scenario.seed, value.parse().ok()),
        "start" => set(&mut scenario.start.0, value.parse().ok()),
        "typed" => {
            let typed = (value == WRONG).then(|| Scenario::WRONG_PASSWORD.to_owned());
            set(&mut client.password, typed)
        }
        _ => return None,
    })
}

fn set<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

fn boolean(value: &str) -> Option<bool> {
    match value {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

/// What stands for a wrong password in a link that holds none.
const WRONG: &str = "wrong";
#[cfg(test)]
mod tests;
