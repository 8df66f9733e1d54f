//! Values of settings as a link writes them, and back.

use crate::hosts::{Era, Level, LogonType, Protocol, Scheme};
use crate::lab::{AccountDatabase, Placement};

pub(super) const DATABASES: [(AccountDatabase, &str); 2] = [
    (AccountDatabase::MemberServer, "computer"),
    (AccountDatabase::DomainController, "domain"),
];
pub(super) const PROTOCOLS: [(Protocol, &str); 2] =
    [(Protocol::Mapi, "mapi"), (Protocol::Http, "http")];
pub(super) const PLACEMENTS: [(Placement, &str); 2] = [
    (Placement::SameHost, "same"),
    (Placement::AnotherHost, "other"),
];

pub(super) fn key_of<T: Copy + PartialEq>(keys: &[(T, &'static str)], value: T) -> &'static str {
    let found = keys.iter().find(|(one, _)| *one == value);
    found.map_or("", |(_, key)| key)
}

pub(super) fn of_key<T: Copy>(keys: &[(T, &'static str)], wanted: &str) -> Option<T> {
    let found = keys.iter().find(|(_, key)| *key == wanted);
    found.map(|(value, _)| *value)
}

/// The key of an era; also the value of its option.
pub fn era_key(era: Era) -> &'static str {
    match era {
        Era::Y1998 => "1998",
        Era::Y2003 => "2003",
        Era::Today => "today",
    }
}

/// The era of a key.
pub fn era_of(key: &str) -> Option<Era> {
    Era::ALL.into_iter().find(|era| era_key(*era) == key)
}

/// The key of a logon method.
pub fn logon_key(logon: LogonType) -> &'static str {
    match logon {
        LogonType::Interactive => "interactive",
        LogonType::Batch => "batch",
        LogonType::Network => "network",
        LogonType::NetworkCleartext => "cleartext",
    }
}

/// The logon method of a key.
pub fn logon_of(key: &str) -> Option<LogonType> {
    let mut methods = LogonType::METHODS.into_iter();
    methods.find(|logon| logon_key(*logon) == key)
}

/// The key of a list of schemes.
pub fn schemes_key(schemes: &[Scheme]) -> String {
    let names: Vec<&str> = schemes.iter().map(|scheme| scheme.name()).collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(",").to_ascii_lowercase()
    }
}

/// The list of a key: each scheme once.
pub fn schemes_of(key: &str) -> Option<Vec<Scheme>> {
    if key == "none" {
        return Some(Vec::new());
    }
    let mut schemes = Vec::new();
    for name in key.split(',') {
        let scheme = Scheme::named(name)?;
        if schemes.contains(&scheme) {
            return None;
        }
        schemes.push(scheme);
    }
    Some(schemes)
}

pub(super) fn level_of(value: &str) -> Option<Level> {
    Level::new(value.parse().ok()?)
}
