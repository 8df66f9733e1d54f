//! Whose attributes a list has: what restricts a service's account restricts no person.

use super::Reader;
use super::meaning::is_service;
use crate::crypto::lower;
use crate::lab::{Observable as O, Scenario, SettingFinding as F};
use crate::present::causes::Sign;

/// The list that is being read.
#[derive(Default)]
pub(super) struct Listed {
    /// How much was observed before it.
    begin: usize,
    /// Whether the account is a service's.
    of_service: bool,
}

impl Reader {
    /// Looks for whose list it is.
    pub(super) fn listed(&mut self, line: &str) {
        self.listed.of_service |= is_of_service(line, &self.names);
    }

    /// A list has ended.
    pub(super) fn list_ends(&mut self) {
        let known = &mut self.reading.observations;
        let Listed { begin, of_service } = self.listed;
        for it in known.iter_mut().skip(begin).filter(|_| of_service) {
            if it.signs.iter().all(is_of_person) {
                it.signs.clear();
            }
        }
        // A blank line may stand behind the command.
        if known.len() > begin {
            self.listed = Listed {
                begin: known.len(),
                of_service: false,
            };
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

/// Whether a line of a list, or the command before it, says that the account is a service's: it has names or may delegate, or
/// is called like one.
fn is_of_service(line: &str, names: &Scenario) -> bool {
    let line = lower(line);
    let Some((name, value)) = line.split_once(':') else {
        let mut words = line
            .split_whitespace()
            .skip_while(|it| !it.starts_with("get-ad"));
        return words.nth(1).is_some_and(|it| is_service(it, names));
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
