//! Whose attributes a list has: what restricts a service's account restricts no person.

use super::Reader;
use super::meaning::is_service;
use crate::crypto::lower;
use crate::lab::{Observable as O, Scenario, SettingFinding as F};
use crate::present::causes::Sign;

/// The list that is being read.
#[derive(Default)]
pub(super) struct Listed {
    /// Whether the account is a service's.
    of_service: bool,
    /// Whether anything was read of it: a blank line may stand behind the command.
    pub(super) begun: bool,
    /// Which observations its attributes are.
    attributes: Vec<usize>,
}

impl Reader {
    /// Looks for whose list it is.
    pub(super) fn listed(&mut self, line: &str) {
        let line = lower(line);
        if let Some(account) = looked_up(&line) {
            self.list_ends();
            self.listed = Listed {
                of_service: is_service(account, &self.names),
                ..Listed::default()
            };
            return;
        }
        self.listed.of_service |= is_of_service(&line, &self.names);
    }

    /// Keeps what an attribute of the list says.
    pub(super) fn add_attribute(&mut self, number: usize, label: String, signs: Vec<Sign>) {
        let before = self.reading.observations.len();
        self.add(number, label, signs);
        let added = before..self.reading.observations.len();
        self.listed.attributes.extend(added);
    }

    /// A list has ended, if it has begun.
    pub(super) fn list_ends(&mut self) {
        if !self.listed.begun {
            return;
        }
        let listed = std::mem::take(&mut self.listed);
        for place in listed.attributes.into_iter().filter(|_| listed.of_service) {
            if let Some(it) = self.reading.observations.get_mut(place)
                && it.signs.iter().all(is_of_person)
            {
                it.signs.clear();
            }
        }
    }
}

fn is_of_person(sign: &Sign) -> bool {
    let of_user = |it: &O| matches!(it, O::Is(F::User(_)));
    match sign {
        Sign::Any(any) => any.iter().all(of_user),
        Sign::Lacks(it) => of_user(it),
        Sign::Symptom(_) => false,
    }
}

/// Which account a command looks up, by `-Identity` or without it; a prompt may stand before the command. In lower case.
fn looked_up(line: &str) -> Option<&str> {
    let (_, command) = line.split_once("get-ad")?;
    let words = || command.split_whitespace().skip(1);
    let identity = words().skip_while(|it| *it != "-identity").nth(1);
    let account = identity.or_else(|| words().find(|it| !it.starts_with('-')))?;
    Some(account.trim_matches(['"', '\'']))
}

/// Whether a line of a list says that the account is a service's: it has names or may delegate, or is called like one. In
/// lower case.
fn is_of_service(line: &str, names: &Scenario) -> bool {
    let Some((name, value)) = line.split_once(':') else {
        return false;
    };
    let value = value.trim();
    match name.trim() {
        "samaccountname" => is_service(value, names),
        "serviceprincipalname" | "serviceprincipalnames" | "msds-allowedtodelegateto" => {
            !matches!(value, "" | "{}")
        }
        _ => false,
    }
}
