//! Links: a scenario and a place in it ↔ the fragment of an address. Only what differs from the era's defaults is
//! written. Passwords are not, unless they are asked for.

use super::diagnose::{Check, CheckAnswer, Pick};
use super::from_hex;
use super::narration::cut;
use crate::hosts::Era;
use crate::lab::grid::Axis;
use crate::lab::repair::Pin;
use crate::lab::{EventId, MOST_EDITS, Scenario, Setting, SettingValue, Splice, presets};

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
    /// What comes of many arrangements, as a table.
    Outcomes,
    /// From what is seen to its causes.
    Diagnose,
    /// Tokens that are pasted.
    Decode,
}

/// The link of the page that decodes: what is pasted there is never in it.
pub const DECODE: &str = "v=1&page=decode";

/// The link of the page that finds causes: what is pasted there is never in it.
pub const DIAGNOSE: &str = "v=1&page=diagnose";

/// What a link holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The page.
    pub page: Page,
    /// The settings.
    pub scenario: Option<Scenario>,
    /// The step, counted from 0.
    pub at: Option<usize>,
    /// The step's event: links named it so before they counted steps.
    pub step: Option<EventId>,
    /// What the rows and the columns of the table of outcomes differ in.
    pub axes: [Option<Axis>; 2],
    /// Whether the domain controller has a lifeline.
    pub controller: bool,
    /// Whether the run is shown as it is with nobody in between.
    pub original: bool,
    /// Whether what comes is hidden until somebody has predicted it.
    pub predict: bool,
    /// Whether what would fix the run, or break it, is shown.
    pub repairs: bool,
    /// What repairs are to leave as it is.
    pub pins: Vec<Pin>,
    /// What was picked on the page that finds causes.
    pub picks: Vec<Pick>,
    /// What was looked up there.
    pub answers: Vec<(Check, CheckAnswer)>,
    /// Whether only those lines of two runs are shown that differ.
    pub differing: bool,
    /// The settings of a run that stands beside it.
    pub twin: Option<Box<Scenario>>,
    /// How many changes on the way it leaves out, because they hold a password.
    pub withheld: usize,
    /// Whether it holds settings.
    pub has_settings: bool,
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

/// Where a link is to lead.
#[derive(Clone, Copy, Debug)]
pub struct LinkTo<'a> {
    /// The settings.
    pub scenario: &'a Scenario,
    /// The step, from 0; it is written as people count.
    pub at: Option<usize>,
    /// Whether the domain controller has a lifeline.
    pub controller: bool,
    /// Whether the run is shown as it is with nobody in between.
    pub original: bool,
    /// The changes on the way that stay out of it, and with them the typed and the real password; nothing stays out
    /// where it is `None`.
    pub without: Option<&'a [Splice]>,
    /// What another version wrote, to be kept.
    pub unknown: &'a [(String, String)],
}

impl<'a> LinkTo<'a> {
    /// To settings, without passwords.
    pub fn settings(scenario: &'a Scenario) -> Self {
        Self {
            scenario,
            at: None,
            controller: false,
            original: false,
            without: Some(&[]),
            unknown: &[],
        }
    }

    /// Writes it, without the leading `#`.
    pub fn encode(self) -> String {
        let Self {
            scenario, without, ..
        } = self;
        let passwords = without.is_none();
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        let mut push = |key: &str, value: &str| {
            pairs.append_pair(key, value);
        };
        push("v", VERSION);
        push("page", "lab");
        push("era", &scenario.era.to_text());
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
        if self.original && !scenario.edits.is_empty() {
            push("view", ORIGINAL);
        }
        if self.controller {
            push("dc", "1");
        }
        for (key, value) in self.unknown {
            push(key, value);
        }
        if let Some(at) = self.at {
            push(AT, &at.saturating_add(1).to_string());
        }
        pairs.finish()
    }
}

/// The same link, with what comes hidden until somebody has predicted it.
pub fn predicting(link: &str) -> String {
    [link, "&predict=1"].concat()
}

/// The same link, with what would fix the run, or break it, and what is to stay as it is.
pub fn repairing(link: &str, pins: &[Pin]) -> String {
    let link = [link, "&fix=1"].concat();
    with_list(link, KEEP, pins.iter().map(|pin| pin.key().to_owned()))
}

/// The same link, with the settings of a run beside it, and whether only lines that differ are shown. Passwords of the
/// other run are never in it.
pub fn comparing(link: &str, twin: &Scenario, differing: bool) -> String {
    let own = LinkTo {
        without: Some(&twin.edits),
        ..LinkTo::settings(twin)
    };
    let mut pairs = form_urlencoded::Serializer::new(link.to_owned());
    if differing {
        pairs.append_pair("only", "1");
    }
    pairs.append_pair(TWIN, &own.encode());
    pairs.finish()
}

/// The same link, with what was picked and looked up on the page that finds causes. What was pasted there is never in it.
pub fn diagnosing(link: String, picks: &[Pick], answers: &[(Check, CheckAnswer)]) -> String {
    let link = with_list(link, SEEN, picks.iter().map(|pick| pick.key().to_owned()));
    let answers = answers.iter();
    let keys = answers.map(|(check, answer)| check.answer_key(*answer));
    with_list(link, FOUND, keys)
}

fn with_list(link: String, key: &str, keys: impl Iterator<Item = String>) -> String {
    let list = keys.collect::<Vec<_>>().join(",");
    if list.is_empty() {
        return link;
    }
    let mut pairs = form_urlencoded::Serializer::new(link);
    pairs.append_pair(key, &list);
    pairs.finish()
}

/// The link of the lab as one of another page, whose own begins as `page` does.
pub fn beside(lab: &str, page: &str) -> String {
    let settings = lab.strip_prefix("v=1&page=lab").unwrap_or_default();
    [page, settings].concat()
}

/// The link of the lab as one of the table of outcomes over the same settings, with what its rows and columns differ in.
pub fn outcomes(lab: &str, [rows, columns]: [Axis; 2]) -> String {
    let page = lab.replacen("page=lab", "page=outcomes", 1);
    format!("{page}&{ROWS}={}&{COLUMNS}={}", rows.key(), columns.key())
}

/// All settings but the era, each with its key. Without passwords a link says only whether the wrong one was typed.
fn settings(scenario: &Scenario, passwords: bool) -> Vec<(&'static str, String)> {
    let written = Setting::all()
        .filter(|setting| *setting != Setting::Era && (passwords || !setting.is_secret()));
    let mut pairs: Vec<_> = written
        .map(|setting| (setting.key(), setting.get(scenario)))
        .collect();
    if !passwords {
        let right = scenario.types_right_password();
        pairs.push((TYPED, if right { "" } else { WRONG }.to_owned()));
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
    let mut pairs: Vec<_> = form_urlencoded::parse(fragment.as_bytes())
        .into_owned()
        .collect();
    let mut take = |wanted: &str| {
        let place = pairs.iter().position(|(key, _)| key == wanted)?;
        Some(pairs.remove(place).1)
    };
    let twin = take(TWIN);
    let version = take("v").filter(|version| version != VERSION);
    let short = take("decode").is_some();
    let page = take("page").filter(|page| page != "lab");
    let decodes = page.as_deref() == Some("decode");
    let tabulates = page.as_deref() == Some("outcomes");
    if short || decodes {
        link.page = Page::Decode;
    } else if tabulates {
        link.page = Page::Outcomes;
    }
    let diagnoses = page.as_deref() == Some("diagnose");
    if diagnoses {
        link.page = Page::Diagnose;
    }
    let page = page.filter(|_| !decodes && !tabulates && !diagnoses);
    let problems = &mut link.problems;
    problems.extend(version.map(|version| LinkProblem::Version(cut(&version, 40))));
    problems.extend(page.map(|page| LinkProblem::Page(cut(&page, 40))));
    let (preset, era) = (take("preset"), take("era"));
    link.has_settings = preset.is_some() || era.is_some();
    let found = preset.as_deref().map(presets::Preset::named);
    let year = era.as_deref().map(Era::of_text);
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
            AT => value
                .parse::<usize>()
                .map(|number| link.at = Some(number.saturating_sub(1)))
                .ok(),
            "step" => value
                .parse()
                .map(|step| link.step = Some(EventId(step)))
                .ok(),
            ROWS | COLUMNS => {
                let [rows, columns] = &mut link.axes;
                let axis = if key == ROWS { rows } else { columns };
                *axis = Axis::of_key(&value);
                axis.map(|_| ())
            }
            "dc" => set(&mut link.controller, bool::of_text(&value)),
            "predict" => set(&mut link.predict, bool::of_text(&value)),
            "fix" => set(&mut link.repairs, bool::of_text(&value)),
            "only" => set(&mut link.differing, bool::of_text(&value)),
            KEEP => set(&mut link.pins, list(&value, Pin::of_key)),
            SEEN => set(&mut link.picks, list(&value, Pick::of_key)),
            FOUND => set(&mut link.answers, list(&value, Check::of_answer_key)),
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
    if let Some(value) = twin {
        let own = decode(&without_twin(&value));
        match own.problems.is_empty() {
            true => link.twin = own.scenario.map(Box::new),
            false => link.problems.push(LinkProblem::Value {
                key: TWIN.to_owned(),
                value: cut(&value, 40),
            }),
        }
    }
    link
}

/// A twin has no twin of its own: however deep links are put into each other, one is read.
fn without_twin(fragment: &str) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    let own = form_urlencoded::parse(fragment.as_bytes()).filter(|(key, _)| key != TWIN);
    pairs.extend_pairs(own);
    pairs.finish()
}

/// The key of the settings of a run beside it: a link in the link.
const TWIN: &str = "twin";
/// The key of what repairs are to leave as it is.
const KEEP: &str = "keep";
/// The key of what was picked on the page that finds causes.
const SEEN: &str = "seen";
/// The key of what was looked up there.
const FOUND: &str = "found";
/// The key of what the rows of the table of outcomes differ in.
const ROWS: &str = "rows";
/// The key of what its columns differ in.
const COLUMNS: &str = "columns";
/// The key of the step, as people count it.
const AT: &str = "at";
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
    format!("{message}.{layer}.{at}.{remove}.{}", hex::encode(insert))
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
    if key == TYPED {
        let typed = (value == WRONG).then(|| Scenario::WRONG_PASSWORD.to_owned());
        return Some(set(&mut scenario.client.password, typed));
    }
    Some(Setting::of_key(key)?.set(scenario, value))
}

/// Keys with commas between them; nothing where one is not known.
fn list<T>(value: &str, of_key: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    value.split(',').map(of_key).collect()
}

fn set<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

/// The key that says whether the wrong password was typed, in a link that holds none.
const TYPED: &str = "typed";
/// What stands for a wrong password in a link that holds none.
const WRONG: &str = "wrong";
#[cfg(test)]
mod tests;
