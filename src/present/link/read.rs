//! Links as they are read. Whatever is wrong with one, something sensible comes of it.

use super::{Link, LinkProblem, LinkedField, Page, Tab, VERSION, key};
use crate::hosts::Era;
use crate::lab::grid::Axis;
use crate::lab::repair::Pin;
use crate::lab::{EventId, MOST_EDITS, Scenario, Setting, SettingValue, Splice, presets};
use crate::present::causes::{Check, Pick};
use crate::present::foreign::cut;
use crate::present::from_hex;

/// A fragment longer than this is not read.
pub(super) const LIMIT: usize = 400_000;

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
    let twin = take(key::TWIN);
    let version = take(key::VERSION).filter(|version| version != VERSION);
    let short = take(key::DECODE).is_some();
    let page = take(key::PAGE);
    let named = page.as_deref().map(Page::of_key);
    link.page = match short {
        true => Page::Decode,
        false => named.flatten().unwrap_or_default(),
    };
    let page = page.filter(|_| named == Some(None));
    let problems = &mut link.problems;
    problems.extend(version.map(|version| LinkProblem::Version(cut(&version, 40))));
    problems.extend(page.map(|page| LinkProblem::Page(cut(&page, 40))));
    let (preset, era) = (take(key::PRESET), take(key::ERA));
    link.has_settings = preset.is_some() || era.is_some();
    let found = preset.as_deref().map(presets::Preset::named);
    let year = era.as_deref().map(Era::of_text);
    let mut scenario = match (found.flatten(), year) {
        (Some(preset), None) => preset.scenario(),
        (_, year) => Scenario::of(year.flatten().unwrap_or(Era::Y1998)),
    };
    if let (Some(value), Some(None)) = (&preset, found) {
        wrong(&mut link, key::PRESET, value);
    }
    if let (Some(value), Some(None)) = (&era, year) {
        wrong(&mut link, key::ERA, value);
    }
    for (key, value) in pairs {
        match member(&mut link, &mut scenario, &key, &value) {
            Ok(()) => {}
            Err(Misread::Value) => wrong(&mut link, &key, &value),
            Err(Misread::Key) => link.unknown.push((key, value)),
        }
    }
    link.scenario = Some(scenario);
    if let Some(value) = twin {
        let own = decode(&without_twin(&value));
        match own.problems.is_empty() && is_link(&value) {
            true => {
                link.twin = own.scenario.map(Box::new);
                link.twin_withheld = own.withheld;
            }
            false => wrong(&mut link, key::TWIN, &value),
        }
    }
    link
}

/// Why a member of a link is not read.
enum Misread {
    /// Its key is not known.
    Key,
    /// Its value is not understood.
    Value,
}

/// Reads one member of a link.
fn member(
    link: &mut Link,
    scenario: &mut Scenario,
    name: &str,
    value: &str,
) -> Result<(), Misread> {
    link.passwords |= Setting::of_key(name).is_some_and(Setting::is_secret);
    let understood = match name {
        key::AT if value == key::FAILURE => {
            link.at_failure = true;
            Some(())
        }
        key::AT => value
            .parse::<usize>()
            .map(|number| link.at = Some(number.saturating_sub(1)))
            .ok(),
        key::STEP => value
            .parse()
            .map(|step| link.step = Some(EventId(step)))
            .ok(),
        key::ROWS | key::COLUMNS => {
            let [rows, columns] = &mut link.axes;
            let axis = if name == key::ROWS { rows } else { columns };
            *axis = Axis::of_key(value);
            axis.map(|_| ())
        }
        key::CELL => {
            let names = value.split_once('.');
            let cell = names.map(|(row, column)| Some([row.to_owned(), column.to_owned()]));
            set(&mut link.cell, cell)
        }
        key::TAB => set(&mut link.tab, Tab::of_key(value)),
        key::FIELD => set(&mut link.field, LinkedField::of_key(value).map(Some)),
        key::CONTROLLER => set(&mut link.controller, bool::of_text(value)),
        key::PREDICT => set(&mut link.predict, bool::of_text(value)),
        key::FIX => set(&mut link.repairs, bool::of_text(value)),
        key::ONLY => set(&mut link.differing, bool::of_text(value)),
        key::MADE => made_of(value).map(|before| link.made.push(before)),
        key::KEEP => set(&mut link.pins, list(value, Pin::of_key)),
        key::SEEN => set(&mut link.picks, list(value, Pick::of_key)),
        key::FOUND => set(&mut link.answers, list(value, Check::of_answer_key)),
        key::VIEW => {
            let original = (value == key::ORIGINAL).then_some(true);
            set(&mut link.original, original)
        }
        // One too many is said, and the others are not counted.
        key::EDIT if scenario.edits.len() > MOST_EDITS => Some(()),
        key::EDIT => edit_of(value).map(|edit| scenario.edits.push(edit)),
        key::WITHHELD => value.parse().ok().map(|count| link.withheld = count),
        key::TYPED => {
            let typed = (value == key::WRONG).then(|| Scenario::WRONG_PASSWORD.to_owned());
            set(&mut scenario.client.password, typed)
        }
        _ => {
            let setting = Setting::of_key(name).ok_or(Misread::Key)?;
            setting.set(scenario, value)
        }
    };
    understood.ok_or(Misread::Value)
}

/// Says that a value is not understood.
fn wrong(link: &mut Link, key: &str, value: &str) {
    link.problems.push(LinkProblem::Value {
        key: key.to_owned(),
        value: cut(value, 40),
    });
}

/// What the settings of a change were before it; nothing where one is not known, or may stand in no link.
fn made_of(value: &str) -> Option<Vec<(Setting, String)>> {
    let before = form_urlencoded::parse(value.as_bytes());
    let setting = |key: &str| Setting::of_key(key).filter(|setting| !setting.is_secret());
    before
        .map(|(key, value)| Some((setting(&key)?, value.into_owned())))
        .collect()
}

/// Whether a text is a link at all: all say their version.
fn is_link(fragment: &str) -> bool {
    let mut names = form_urlencoded::parse(fragment.as_bytes()).map(|(name, _)| name);
    names.any(|name| name == key::VERSION)
}

/// A twin has no twin of its own: however deep links are put into each other, one is read.
fn without_twin(fragment: &str) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    let own = form_urlencoded::parse(fragment.as_bytes()).filter(|(name, _)| name != key::TWIN);
    pairs.extend_pairs(own);
    pairs.finish()
}

/// A change on the way as [`super::write`] writes it.
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

/// Keys with commas between them; nothing where one is not known.
fn list<T>(value: &str, of_key: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    value.split(',').map(of_key).collect()
}

fn set<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}
