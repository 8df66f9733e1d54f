//! What commands print, which goes over several lines.

mod auth_scheme;
mod connection;
mod echo;
mod get_ad_computer;
mod key_versions;
mod klist;
mod setspn_list;
mod setspn_query;
mod settings;
mod stated;
mod w32tm;

use super::line::Line;
use super::{Reader, is_prose};
use crate::lab::{Observable as O, Scenario, SettingFinding as F};
use crate::present::causes::{Sighting, Sign};
use auth_scheme::AuthScheme;
pub(super) use connection::{ConnectsAs, connects_as};
use get_ad_computer::GetAdComputer;
use key_versions::KeyVersions;
use klist::Klist;
use setspn_list::SetspnList;
pub(super) use setspn_query::Searched;
use setspn_query::SetspnQuery;
use settings::Settings;
pub(super) use stated::stated;
use w32tm::W32tm;

/// Lines of `klist`, `setspn`, `appcmd`, `reg` and `icacls` of which nothing follows here.
const ORDINARY: [&str; 29] = [
    "current logonid",
    "cached tickets",
    "kerbticket encryption",
    "ticket flags",
    "start time",
    "end time",
    "renew time",
    "session key",
    "cached tgt",
    "targetname (spn)",
    "clientname ",
    "domainname ",
    "targetdomainname",
    "alttargetdomainname",
    ": keylength",
    "starttime ",
    "endtime ",
    "renewuntil",
    "timeskew",
    "cache flags",
    "kdc called",
    "checking domain",
    "processing entry",
    "error calling api lsacallauthenticationpackage",
    "<providers",
    "</",
    "hkey_",
    "[hkey_",
    "successfully processed",
];

/// What was printed so far of commands that are not done.
#[derive(Default)]
pub(super) struct Printed {
    list: SetspnList,
    query: SetspnQuery,
    klist: Klist,
    computer: GetAdComputer,
    settings: Settings,
    clocks: W32tm,
    schemes: AuthScheme,
    keys: KeyVersions,
    /// Which service was asked for.
    asked: AskedService,
}

/// Which service `setspn -Q` and `klist get` were asked for.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum AskedService {
    /// It is not said, or any.
    #[default]
    Unsaid,
    Web,
    /// The computer, whose name covers those of its services.
    Host,
    Other,
}

/// Takes a line that is its command's: what that says.
type Takes = fn(&mut Printed, &Line<'_>, &Scenario) -> Option<Vec<Sighting>>;

/// In this order: what begins a list closes what is open, a list that is open takes names that a query has too, what was found
/// twice comes before the accounts that have it, and what is ordinary last.
const COMMANDS: [Takes; 12] = [
    Printed::begins_list,
    |printed, line, _| printed.keys.take(line),
    |printed, line, _| printed.list.take(line),
    |printed, line, _| printed.computer.take(line),
    |printed, line, names| printed.settings.take(line, names),
    |printed, line, _| printed.clocks.take(line),
    |printed, line, _| printed.schemes.take(line),
    |printed, line, names| printed.query.take(line, names),
    Printed::ends_query,
    Printed::typed,
    |printed, line, _| printed.klist.take(line, printed.asked),
    Printed::ordinary,
];

impl Reader {
    /// Whether the line is of a command.
    pub(super) fn of_commands(&mut self, line: &Line<'_>) -> bool {
        let mut takes = COMMANDS.iter();
        let said = takes.find_map(|take| take(&mut self.printed, line, &self.names));
        let known = said.is_some();
        self.add_all(said.unwrap_or_default());
        known
    }

    /// What was printed has ended.
    pub(super) fn spns(&mut self, number: usize, searched: Searched) {
        let said = self.printed.spns(number, searched, &self.names);
        let lists = self.printed.list.end(&self.names);
        let keys = self.printed.keys.end();
        // By its numbers the line tells more than in its words.
        if let Some(keys) = &keys {
            let reading = &mut self.reading;
            let is_old = any(&[O::Is(F::KeyIsOld(true))]);
            let seen = &mut reading.observations;
            seen.retain(|it| it.line != keys.line || it.signs != is_old);
            reading
                .not_read
                .retain(|(line, _)| keys.line != Some(*line));
        }
        self.add_all(lists.into_iter().chain(said).chain(keys).collect());
    }

    fn add_all(&mut self, said: Vec<Sighting>) {
        for it in said {
            self.add(it.line.unwrap_or_default(), it.label, it.signs);
        }
    }
}

impl Printed {
    fn spns(&mut self, number: usize, searched: Searched, names: &Scenario) -> Vec<Sighting> {
        self.list.close();
        let query = self.query.end(number, searched, self.asked, names);
        let others = self.clocks.end().into_iter().chain(self.schemes.end());
        query.into_iter().chain(others).collect()
    }

    fn begins_list(&mut self, line: &Line<'_>, names: &Scenario) -> Option<Vec<Sighting>> {
        let owner = line
            .low
            .strip_prefix("registered serviceprincipalnames for cn=")?;
        let before = self.spns(line.number, Searched::Found, names);
        self.list.begin(line.number, common_name(owner));
        Some(before)
    }

    fn ends_query(&mut self, line: &Line<'_>, names: &Scenario) -> Option<Vec<Sighting>> {
        let searched = Searched::of(line.low)?;
        self.query.begin();
        Some(self.spns(line.number, searched, names))
    }

    /// In a sentence, or with its error, a command is one of the words.
    fn typed(&mut self, line: &Line<'_>, _: &Scenario) -> Option<Vec<Sighting>> {
        if let Some(command) = echo::looked_up(line.low) {
            self.settings.asked(command);
            // Its service is looked at below.
            if !command.starts_with("klist get") {
                return Some(Vec::new());
            }
        }
        let typed = line.low.rsplit(['>', '$']).next().unwrap_or_default();
        let typed = typed.trim();
        let begins = typed.starts_with("setspn -") || typed.starts_with("klist get");
        let told = [" fail", "duplicate"]
            .iter()
            .any(|it| line.low.contains(it));
        if !begins || typed.split(' ').count() >= 7 || told {
            return None;
        }
        if typed.starts_with("setspn") {
            self.query.begin();
        }
        // The name first; an account may follow that is written with the same stroke.
        let class = typed.split(' ').find_map(|word| word.split_once('/'));
        let class = class.map(|(class, _)| class.trim_end_matches(':'));
        self.asked = match class {
            None | Some("*") => AskedService::Unsaid,
            Some("http" | "https") => AskedService::Web,
            Some("host") => AskedService::Host,
            Some(_) => AskedService::Other,
        };
        Some(Vec::new())
    }

    fn ordinary(&mut self, line: &Line<'_>, _: &Scenario) -> Option<Vec<Sighting>> {
        let low = line.low;
        if low.starts_with("mssqlsvc/") {
            self.asked = AskedService::Other;
        }
        let is_spn = low.starts_with("http/")
            || low.starts_with("host/")
            || (self.query.has_holders() && low.contains('/'));
        let ordinary = (is_spn && !low.contains(' '))
            || (!is_prose(low) && ORDINARY.iter().any(|begin| low.starts_with(begin)))
            || low.contains(">client:")
            || low.contains("> client:");
        ordinary.then(Vec::new)
    }
}

/// The first name of a distinguished one, whose `CN=` is taken off.
fn common_name(distinguished: &str) -> String {
    let name = distinguished.split(',').next().unwrap_or_default();
    name.trim_end_matches(':').to_owned()
}

fn any(shows: &[O]) -> Vec<Sign> {
    vec![Sign::Any(shows.to_vec())]
}
