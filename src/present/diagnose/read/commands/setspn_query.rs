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
    /// The name whose accounts are being printed.
    shared: Option<Shared>,
}

/// A name that two accounts have.
struct Shared {
    /// Its line, quoted.
    label: String,
    /// The class of its service, in lower case.
    class: String,
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

    pub(super) fn take(&mut self, line: &Line<'_>, names: &Scenario) -> Option<Vec<Sighting>> {
        // Names of services stand below the account that has them.
        let is_name = |service: &str| service.len() > 3 && service.chars().all(char::is_alphabetic);
        let named = line.low.split_once('/').is_some_and(|(it, _)| is_name(it));
        self.begun |= line.low.starts_with("checking domain") || named && self.has_holders();
        self.one_of_two(line, names)
            .or_else(|| self.duplicates(line, names))
            .or_else(|| self.holder(line))
    }

    /// A name that two accounts have, which stand behind it or in the lines below.
    fn one_of_two(&mut self, line: &Line<'_>, names: &Scenario) -> Option<Vec<Sighting>> {
        let (spn, accounts) = line.low.split_once(" is registered on these accounts")?;
        let before = self.accounts_of_shared(names);
        self.twice = true;
        let spn = spn.split(' ').next_back().unwrap_or_default();
        let class = spn.split('/').next().unwrap_or_default();
        self.shared = Some(Shared {
            label: said::quoted(line.text),
            class: class.to_owned(),
        });
        let accounts = accounts.split_whitespace();
        let accounts = accounts.filter_map(|word| Some(common_name(word.strip_prefix("cn=")?)));
        self.holders = Some((line.number, accounts.collect()));
        Some(before.into_iter().collect())
    }

    /// How many names two accounts have.
    fn duplicates(&mut self, line: &Line<'_>, names: &Scenario) -> Option<Vec<Sighting>> {
        let (_, rest) = line.low.split_once("found ")?;
        if !rest.contains("of duplicate spn") {
            return None;
        }
        let before = self.accounts_of_shared(names);
        let none = rest.starts_with("0 ");
        let signs = if !none && rest.contains("mssqlsvc") {
            vec![Sign::Symptom(S::BackEndSpn)]
        } else {
            self.holders = None;
            let two = O::Is(F::Spn(SpnHolder::Two));
            match (none, self.twice) {
                (true, _) => vec![Sign::Lacks(two)],
                (false, true) => Vec::new(),
                (false, false) => any(&[two]),
            }
        };
        Some(before.into_iter().chain(line.says(signs)).collect())
    }

    /// What a name that two accounts have comes to, with those that were printed of it.
    fn accounts_of_shared(&mut self, names: &Scenario) -> Option<Sighting> {
        let Shared { label, class } = self.shared.take()?;
        let (line, holders) = self.holders.take()?;
        Some(Sighting {
            label,
            line: Some(line),
            signs: match class.as_str() {
                "http" | "host" => two_holders(&holders, names),
                "mssqlsvc" => vec![Sign::Symptom(S::BackEndSpn)],
                _ => Vec::new(),
            },
        })
    }

    /// An account that has the name.
    fn holder(&mut self, line: &Line<'_>) -> Option<Vec<Sighting>> {
        let distinguished = line.low.strip_prefix("cn=")?;
        if distinguished.starts_with("protected users") {
            return None;
        }
        let (_, holders) = self.holders.get_or_insert((line.number, Vec::new()));
        holders.push(common_name(distinguished));
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
        if let Some(shared) = self.accounts_of_shared(names) {
            return Some(shared);
        }
        let nothing = (searched == Searched::Nothing).then_some((number, Vec::new()));
        let (line, holders) = self.holders.take().or(nothing)?;
        if !std::mem::take(&mut self.begun) {
            return None;
        }
        let [computer, nobody] =
            [SpnHolder::Computer, SpnHolder::Nobody].map(|it| O::Is(F::Spn(it)));
        Some(Sighting {
            label: said::holders_label(&holders),
            line: Some(line),
            signs: match (asked, &holders[..]) {
                // The computer’s HOST/… covers HTTP/…, which is looked for by itself.
                (AskedService::Web, []) => any(&[computer, nobody]),
                (AskedService::Host, []) => vec![Sign::Lacks(computer)],
                (AskedService::Host, [one]) if as_holder(one, names) == [computer] => {
                    vec![Sign::Lacks(nobody)]
                }
                (AskedService::Unsaid | AskedService::Web | AskedService::Host, _) => {
                    spn_holders(&holders, names)
                }
                (AskedService::Other, [_]) => Vec::new(),
                (AskedService::Other, _) => vec![Sign::Symptom(S::BackEndSpn)],
            },
        })
    }
}

/// What it says of a web server's name that these accounts have it.
pub(super) fn spn_holders(holders: &[String], names: &Scenario) -> Vec<Sign> {
    match holders {
        [] => any(&[O::Is(F::Spn(SpnHolder::Nobody))]),
        [one] => vec![Sign::Any(as_holder(one, names))],
        several => two_holders(several, names),
    }
}

/// What it says that two accounts have it: that, and of each that is named that it is one of them.
pub(super) fn two_holders(holders: &[String], names: &Scenario) -> Vec<Sign> {
    let two = O::Is(F::Spn(SpnHolder::Two));
    let each = holders.iter().take(2);
    let each = each.map(|it| Sign::Any([as_holder(it, names), vec![two]].concat()));
    any(&[two]).into_iter().chain(each).collect()
}

/// What an account can be that has it. Its name may be in any case, and a computer's may end with `$`.
pub(super) fn as_holder(account: &str, names: &Scenario) -> Vec<O> {
    let account = lower(account);
    let is = |name: &str| account.trim_end_matches('$') == lower(name).trim_end_matches('$');
    let holders: &[SpnHolder] = if is(&names.names.web_server) {
        &[SpnHolder::Computer]
    } else if is(&names.names.pool_account) {
        &[SpnHolder::Pool]
    } else {
        &[SpnHolder::Pool, SpnHolder::Other]
    };
    holders.iter().map(|it| O::Is(F::Spn(*it))).collect()
}
