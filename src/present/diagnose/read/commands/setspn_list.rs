//! What `setspn -L` prints: whose names these are, then the names.

use super::{Line, any};
use crate::crypto::lower;
use crate::lab::{Observable as O, Scenario, SettingFinding as F, SpnHolder};
use crate::present::causes::{Sighting, Sign};
use crate::present::narration::diagnose::{self as said, WebName};

/// The list that is open, if one is.
#[derive(Default)]
pub(super) struct SetspnList(Option<OwnNames>);

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
    /// A name for HTTP alone is.
    http: bool,
}

impl SetspnList {
    pub(super) fn begin(&mut self, line: usize, owner: String) {
        self.0 = Some(OwnNames {
            line,
            owner,
            web: WebName::None,
            computer: false,
            database: false,
            http: false,
        });
    }

    pub(super) fn take(&mut self, line: &Line<'_>) -> Option<Vec<Sighting>> {
        let list = self.0.as_mut()?;
        let low = line.low;
        if low.contains(' ') || !low.contains('/') {
            return None;
        }
        let host = low.strip_prefix("host/");
        let host = host.and_then(|it| it.split('.').next());
        list.computer |= host == Some(list.owner.as_str());
        list.database |= low.starts_with("mssqlsvc/");
        list.http |= low.starts_with("http/");
        let of_web = low.starts_with("http/") || low.starts_with("host/");
        list.web = list.web.max(match (of_web, low.contains(':')) {
            (false, _) => WebName::None,
            (true, true) => WebName::WithPort,
            (true, false) => WebName::AsAsked,
        });
        Some(Vec::new())
    }

    pub(super) fn end(&mut self, names: &Scenario) -> Option<Sighting> {
        let list = self.0.take()?;
        Some(Sighting {
            label: said::names_label(&list.owner, list.web),
            line: Some(list.line),
            signs: list.signs(names),
        })
    }
}

impl OwnNames {
    /// Whether a web server's name is among the account's own. Another may have it too.
    fn signs(&self, names: &Scenario) -> Vec<Sign> {
        let is = |name: &str| self.owner.trim_end_matches('$') == lower(name);
        let spn = |holder| O::Is(F::Spn(holder));
        let own = if is(&names.names.web_server) {
            vec![spn(SpnHolder::Computer)]
        } else if is(&names.names.pool_account) {
            vec![spn(SpnHolder::Pool)]
        } else if self.computer {
            vec![spn(SpnHolder::Computer)]
        } else if self.web == WebName::AsAsked {
            vec![spn(SpnHolder::Pool), spn(SpnHolder::Other)]
        } else {
            Vec::new()
        };
        match self.web {
            // Of another computer, that of the database.
            _ if self.computer && self.database && !self.http && !is(&names.names.web_server) => {
                Vec::new()
            }
            WebName::AsAsked => vec![Sign::Any([own, vec![spn(SpnHolder::Two)]].concat())],
            WebName::WithPort => any(&[spn(SpnHolder::Nobody)]),
            WebName::None => own.into_iter().map(Sign::Lacks).collect(),
        }
    }
}
