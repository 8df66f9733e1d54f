//! What `setspn -L` prints: whose names these are, then the names. Of several lists, a name may stand in two.

use super::setspn_query::{as_holder, two_holders};
use super::{Line, any};
use crate::lab::{Observable as O, Scenario, SettingFinding as F, SpnHolder};
use crate::present::causes::{Sighting, Sign};
use crate::present::narration::diagnose::{self as said, WebName};
use std::collections::BTreeMap;

/// More lists than this say no more.
const MOST_LISTS: usize = 50;

/// The lists so far, and whether the last one is open.
#[derive(Default)]
pub(super) struct SetspnList {
    lists: Vec<OwnNames>,
    open: bool,
}

struct OwnNames {
    /// The line in which it began.
    line: usize,
    owner: String,
    /// What is among them of a web server's.
    web: WebName,
    /// Its own name as a host's is among them, so that it is a computer.
    computer: bool,
    /// A database's is among them.
    database: bool,
    /// The names for HTTP alone.
    http: Vec<String>,
}

impl SetspnList {
    pub(super) fn begin(&mut self, line: usize, owner: String) {
        self.open = self.lists.len() < MOST_LISTS;
        if self.open {
            self.lists.push(OwnNames {
                line,
                owner,
                web: WebName::None,
                computer: false,
                database: false,
                http: Vec::new(),
            });
        }
    }

    /// What follows is none of its names.
    pub(super) fn close(&mut self) {
        self.open = false;
    }

    pub(super) fn take(&mut self, line: &Line<'_>) -> Option<Vec<Sighting>> {
        let list = self.lists.last_mut().filter(|_| self.open)?;
        let low = line.low;
        if low.contains(' ') || !low.contains('/') {
            return None;
        }
        let host = low.strip_prefix("host/");
        let host = host.and_then(|it| it.split('.').next());
        list.computer |= host == Some(list.owner.as_str());
        list.database |= low.starts_with("mssqlsvc/");
        let is_http = low.starts_with("http/");
        if is_http {
            list.http.push(low.to_owned());
        }
        let of_web = is_http || low.starts_with("host/");
        list.web = list.web.max(match (of_web, low.contains(':')) {
            (false, _) => WebName::None,
            (true, true) => WebName::WithPort,
            (true, false) => WebName::AsAsked,
        });
        Some(Vec::new())
    }

    /// What they come to.
    pub(super) fn end(&mut self, names: &Scenario) -> Vec<Sighting> {
        let lists = std::mem::take(&mut self.lists);
        let others_have = |own: &OwnNames| {
            let mut others = lists.iter().filter(|it| it.owner != own.owner);
            others.any(|it| !it.http.is_empty())
        };
        let each = lists.iter().map(|list| Sighting {
            label: said::names_label(&list.owner, list.web),
            line: Some(list.line),
            // What every computer has counts where nobody has the name for HTTP.
            signs: match list.computer && list.http.is_empty() && others_have(list) {
                true => Vec::new(),
                false => list.signs(names),
            },
        });
        each.chain(shared(&lists, names)).collect()
    }
}

/// A name for HTTP that stands in the lists of two accounts.
fn shared(lists: &[OwnNames], names: &Scenario) -> Option<Sighting> {
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    lists.iter().find_map(|list| {
        let mut own = list.http.iter();
        let first = own.find_map(|name| {
            let first = *owners.entry(name).or_insert(&list.owner);
            (first != list.owner).then_some(first)
        })?;
        let both = [first.to_owned(), list.owner.clone()];
        Some(Sighting {
            label: said::holders_label(&both),
            line: Some(list.line),
            signs: two_holders(&both, names),
        })
    })
}

impl OwnNames {
    /// Whether a web server's name is among the account's own. Another may have it too.
    fn signs(&self, names: &Scenario) -> Vec<Sign> {
        let spn = |holder| O::Is(F::Spn(holder));
        let is_web = as_holder(&self.owner, names) == [spn(SpnHolder::Computer)];
        let own = match as_holder(&self.owner, names) {
            known if known.len() == 1 => known,
            _ if self.computer => vec![spn(SpnHolder::Computer)],
            either if self.web == WebName::AsAsked => either,
            _ => Vec::new(),
        };
        match self.web {
            // Of another computer, that of the database.
            _ if self.computer && self.database && self.http.is_empty() && !is_web => Vec::new(),
            WebName::AsAsked => vec![Sign::Any([own, vec![spn(SpnHolder::Two)]].concat())],
            WebName::WithPort => any(&[spn(SpnHolder::Nobody)]),
            WebName::None => own.into_iter().map(Sign::Lacks).collect(),
        }
    }
}
