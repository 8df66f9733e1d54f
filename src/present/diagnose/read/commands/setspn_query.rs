//! What `setspn -Q` and `setspn -X` print: the accounts that have a name.

use super::{AskedService, Line, any, common_name};
use crate::crypto::lower;
use crate::lab::{Observable as O, Scenario, SettingFinding as F, SpnHolder};
use crate::present::causes::{Sighting, Sign, Symptom as S};
use crate::present::narration::diagnose as said;

/// What was printed so far of a search.
#[derive(Default)]
pub(super) struct SetspnQuery {
    /// Whether it is a search: names of accounts alone are printed by much else.
    begun: bool,
    /// Whose names were printed, and in which line it began.
    holders: Option<(usize, Vec<String>)>,
    /// Of `setspn -X`: a name that two accounts have was printed.
    twice: bool,
}

/// How a search ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Searched {
    /// With the accounts that were printed, if it was a search at all.
    Found,
    /// It says that there is none.
    Nothing,
}

impl Searched {
    /// How a line says that it ends. In lower case.
    pub(super) fn of(low: &str) -> Option<Self> {
        if low.starts_with("no such spn found") {
            return Some(Self::Nothing);
        }
        low.starts_with("existing spn found").then_some(Self::Found)
    }
}

impl SetspnQuery {
    pub(super) fn has_holders(&self) -> bool {
        self.holders.is_some()
    }

    /// It is a search, by its command, by how it begins or by how it ends.
    pub(super) fn begin(&mut self) {
        self.begun = true;
    }

    pub(super) fn take(&mut self, line: &Line<'_>) -> Option<Vec<Sighting>> {
        // Names of services stand below the account that has them.
        let is_name = |service: &str| service.len() > 3 && service.chars().all(char::is_alphabetic);
        let named = line.low.split_once('/').is_some_and(|(it, _)| is_name(it));
        self.begun |= line.low.starts_with("checking domain") || named && self.has_holders();
        self.one_of_two(line)
            .or_else(|| self.duplicates(line))
            .or_else(|| self.holder(line))
    }

    /// A name that two accounts have.
    fn one_of_two(&mut self, line: &Line<'_>) -> Option<Vec<Sighting>> {
        let (spn, _) = line.low.split_once(" is registered on these accounts")?;
        self.twice = true;
        let spn = spn.split(' ').next_back().unwrap_or_default();
        Some(line.says(match spn.split('/').next() {
            Some("http" | "host") => any(&[O::Is(F::Spn(SpnHolder::Two))]),
            Some("mssqlsvc") => vec![Sign::Symptom(S::BackEndSpn)],
            _ => Vec::new(),
        }))
    }

    /// How many names two accounts have.
    fn duplicates(&mut self, line: &Line<'_>) -> Option<Vec<Sighting>> {
        let (_, rest) = line.low.split_once("found ")?;
        if !rest.contains("of duplicate spn") {
            return None;
        }
        let none = rest.starts_with("0 ");
        if !none && rest.contains("mssqlsvc") {
            return Some(line.says(vec![Sign::Symptom(S::BackEndSpn)]));
        }
        self.holders = None;
        let two = O::Is(F::Spn(SpnHolder::Two));
        Some(line.says(match (none, self.twice) {
            (true, _) => vec![Sign::Lacks(two)],
            (false, true) => Vec::new(),
            (false, false) => any(&[two]),
        }))
    }

    /// An account that has the name.
    fn holder(&mut self, line: &Line<'_>) -> Option<Vec<Sighting>> {
        let distinguished = line.low.strip_prefix("cn=")?;
        if distinguished.starts_with("protected users") {
            return None;
        }
        if !self.twice {
            let (_, holders) = self.holders.get_or_insert((line.number, Vec::new()));
            holders.push(common_name(distinguished));
        }
        Some(Vec::new())
    }

    /// What it comes to, if it was a search. `number` is the line that ends it.
    pub(super) fn end(
        &mut self,
        number: usize,
        searched: Searched,
        asked: AskedService,
        names: &Scenario,
    ) -> Option<Sighting> {
        let nothing = (searched == Searched::Nothing).then_some((number, Vec::new()));
        let (line, holders) = self.holders.take().or(nothing)?;
        if !std::mem::take(&mut self.begun) {
            return None;
        }
        Some(Sighting {
            label: said::holders_label(&holders),
            line: Some(line),
            signs: match (asked, &holders[..]) {
                (AskedService::Web, _) => spn_holders(&holders, names),
                (AskedService::Other, [_]) => Vec::new(),
                (AskedService::Other, _) => vec![Sign::Symptom(S::BackEndSpn)],
            },
        })
    }
}

/// What it says of a web server's name that these accounts have it.
pub(super) fn spn_holders(holders: &[String], names: &Scenario) -> Vec<Sign> {
    let is = |holder: &String, name: &str| lower(holder) == lower(name);
    let spn = |holder| O::Is(F::Spn(holder));
    match holders {
        [] => any(&[spn(SpnHolder::Nobody)]),
        [one] if is(one, &names.names.web_server) => any(&[spn(SpnHolder::Computer)]),
        [one] if is(one, &names.names.pool_account) => any(&[spn(SpnHolder::Pool)]),
        [_] => any(&[spn(SpnHolder::Pool), spn(SpnHolder::Other)]),
        _ => any(&[spn(SpnHolder::Two)]),
    }
}
