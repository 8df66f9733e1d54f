//! Links as they are written: only what differs from the era's defaults, and no passwords unless they are asked for.

use super::{LinkedField, Page, Tab, VERSION, key};
use crate::lab::grid::Axis;
use crate::lab::repair::{Change, Pin};
use crate::lab::{Scenario, Setting, SettingValue, Splice};
use crate::present::Passwords;
use crate::present::causes::{Check, CheckAnswer, Pick};

/// Where a link is to lead.
#[derive(Clone, Copy, Debug)]
pub struct LinkTo<'a> {
    /// The settings: those that differ from the era's defaults are written.
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
        let passwords = Passwords::shown_if(without.is_none());
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        let mut push = |name: &str, value: &str| {
            pairs.append_pair(name, value);
        };
        push(key::VERSION, VERSION);
        push(key::PAGE, Page::Lab.key());
        push(key::ERA, &scenario.era.to_text());
        let usual = settings(&Scenario::of(scenario.era), passwords);
        for ((name, value), (_, usual)) in settings(scenario, passwords).into_iter().zip(usual) {
            if value != usual {
                push(name, &value);
            }
        }
        let mut withheld = 0_usize;
        for edit in &scenario.edits {
            if without.is_some_and(|without| without.contains(edit)) {
                withheld += 1;
            } else {
                push(key::EDIT, &edit_key(edit));
            }
        }
        if withheld > 0 {
            push(key::WITHHELD, &withheld.to_string());
        }
        if self.original && !scenario.edits.is_empty() {
            push(key::VIEW, key::ORIGINAL);
        }
        if self.controller {
            push(key::CONTROLLER, "1");
        }
        for (name, value) in self.unknown {
            push(name, value);
        }
        if let Some(at) = self.at {
            push(key::AT, &at.saturating_add(1).to_string());
        }
        pairs.finish()
    }
}

/// The same link, with what comes hidden until somebody has predicted it.
pub fn predicting(link: &str) -> String {
    [link, "&", key::PREDICT, "=1"].concat()
}

/// The same link, opened at the first step at which something fails.
pub fn at_failure(link: &str) -> String {
    [link, "&", key::AT, "=", key::FAILURE].concat()
}

/// The same link, with what would fix the run, or break it, and what is to stay as it is.
pub fn repairing(link: &str, pins: &[Pin]) -> String {
    let link = [link, "&", key::FIX, "=1"].concat();
    with_list(link, key::KEEP, pins.iter().map(|pin| pin.key().to_owned()))
}

/// The same link, with changes that led to its settings. What they were before is a link in the link for each.
pub fn made(link: String, changes: &[Change]) -> String {
    let mut pairs = form_urlencoded::Serializer::new(link);
    for change in changes {
        let mut before = form_urlencoded::Serializer::new(String::new());
        before.append_pair(change.setting.key(), &change.from);
        for along in &change.along {
            before.append_pair(along.setting.key(), &along.from);
        }
        pairs.append_pair(key::MADE, &before.finish());
    }
    pairs.finish()
}

/// The same link, with the settings of a run beside it, and whether only lines that differ are shown. Passwords of the
/// other run are never in it, nor are the changes on the way that are `withheld`.
pub fn comparing(link: &str, twin: &Scenario, withheld: &[Splice], differing: bool) -> String {
    let own = LinkTo {
        without: Some(withheld),
        ..LinkTo::settings(twin)
    };
    let mut pairs = form_urlencoded::Serializer::new(link.to_owned());
    if differing {
        pairs.append_pair(key::ONLY, "1");
    }
    pairs.append_pair(key::TWIN, &own.encode());
    pairs.finish()
}

/// The same link, with the side of the inspector that is open, unless that is the first.
pub fn on_tab(link: String, tab: Tab) -> String {
    let other = (tab != Tab::default()).then(|| tab.key());
    with_list(link, key::TAB, other.into_iter())
}

/// The same link, with the field that it points at, where there is one.
pub fn at_field(link: String, field: Option<&LinkedField>) -> String {
    with_list(link, key::FIELD, field.map(LinkedField::key).into_iter())
}

/// The same link, with what was picked and looked up on the page that finds causes. What was pasted there is never in it.
pub fn diagnosing(link: String, picks: &[Pick], answers: &[(Check, CheckAnswer)]) -> String {
    let link = with_list(
        link,
        key::SEEN,
        picks.iter().map(|pick| pick.key().to_owned()),
    );
    let answers = answers.iter();
    let keys = answers.map(|(check, answer)| check.answer_key(*answer));
    with_list(link, key::FOUND, keys)
}

fn with_list(link: String, name: &str, keys: impl Iterator<Item = String>) -> String {
    let list = keys.collect::<Vec<_>>().join(",");
    if list.is_empty() {
        return link;
    }
    let mut pairs = form_urlencoded::Serializer::new(link);
    pairs.append_pair(name, &list);
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
    format!(
        "{page}&{}={}&{}={}",
        key::ROWS,
        rows.key(),
        key::COLUMNS,
        columns.key()
    )
}

/// The same link, with the cell that is looked at, by the short names of its row and column.
pub fn looking_at(link: &str, [row, column]: [&str; 2]) -> String {
    format!("{link}&{}={row}.{column}", key::CELL)
}

/// All settings but the era, each with its key. Where they are hidden a link says only whether the wrong one was typed.
fn settings(scenario: &Scenario, passwords: Passwords) -> Vec<(&'static str, String)> {
    let written = Setting::ALL.into_iter().filter(|setting| {
        *setting != Setting::Era && (passwords == Passwords::Shown || !setting.is_secret())
    });
    let mut pairs: Vec<_> = written
        .map(|setting| (setting.key(), setting.get(scenario)))
        .collect();
    if passwords.are_hidden() {
        let right = scenario.types_right_password();
        pairs.push((key::TYPED, if right { "" } else { key::WRONG }.to_owned()));
    }
    pairs
}

/// The same link, as one of which so many changes stay out.
pub fn withholding(link: &str, count: usize) -> String {
    format!("{link}&{}={count}", key::WITHHELD)
}

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
