//! What `klist` and `setspn` print, which goes over several lines.

use super::Reader;
use super::codes::number;
use super::meaning::is_service;
use crate::crypto::lower;
use crate::hosts::security::kerberos::ticket_flags;
use crate::lab::{Observable as O, Scenario, SettingFinding as F, SpnHolder};
use crate::present::causes::{Sign, Symptom as S};
use crate::present::narration::diagnose as said;

/// Lines of `klist`, `setspn` and `appcmd` of which nothing follows here.
const ORDINARY: [&str; 15] = [
    "current logonid",
    "cached tickets",
    "kerbticket encryption",
    "ticket flags",
    "start time",
    "end time",
    "renew time",
    "session key type",
    "cache flags",
    "kdc called",
    "checking domain",
    "processing entry",
    "error calling api lsacallauthenticationpackage",
    "<providers",
    "</",
];

/// What an account has of a web server's names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum WebName {
    None,
    /// Only with a port, as hardly a client asks for it.
    WithPort,
    AsAsked,
}

/// What was printed so far of a command that is not done.
#[derive(Default)]
pub(super) struct Printed {
    /// Of `klist`: the service of the ticket whose lines these are, in lower case.
    service: Option<String>,
    /// Of `setspn -Q`: whose names were printed, and in which line it began.
    holders: Option<(usize, Vec<String>)>,
    /// Of `setspn -Q` and `klist get`: they were asked for a database's.
    database: bool,
    /// Of `setspn -L`: whose names these are, in which line it began, and whether one is a web server's.
    list: Option<(usize, String, WebName)>,
    /// Of `setspn -L`: its own name as a host's is among them, so that it is a computer.
    computer: bool,
    /// Of `Get-ADComputer`: it is a domain controller, which is always trusted for delegation.
    controller: bool,
    /// Of `setspn -X`: a name that two accounts have was printed.
    twice: bool,
}

impl Reader {
    /// Whether the line is of such a command.
    pub(super) fn of_commands(&mut self, number: usize, line: &str, low: &str) -> bool {
        let name = |text: &str| {
            let name = text.split(',').next().unwrap_or_default();
            name.trim_end_matches(':').to_owned()
        };
        if let Some(owner) = low.strip_prefix("registered serviceprincipalnames for cn=") {
            self.spns(number, true);
            self.printed.list = Some((number, name(owner), WebName::None));
            self.printed.computer = false;
            return true;
        }
        if let Some((_, owner, web)) = &mut self.printed.list
            && !low.contains(' ')
            && low.contains('/')
        {
            let host = low
                .strip_prefix("host/")
                .and_then(|it| it.split('.').next());
            self.printed.computer |= host == Some(owner.as_str());
            let of_web = low.starts_with("http/") || low.starts_with("host/");
            *web = (*web).max(match (of_web, low.contains(':')) {
                (false, _) => WebName::None,
                (true, true) => WebName::WithPort,
                (true, false) => WebName::AsAsked,
            });
            return true;
        }
        if let Some(place) = low.strip_prefix("distinguishedname") {
            self.printed.controller = place.contains("ou=domain controllers");
        }
        if self.printed.controller && low.starts_with("trustedfordelegation") {
            return true;
        }
        if let Some((spn, _)) = low.split_once(" is registered on these accounts") {
            self.printed.twice = true;
            let spn = spn.split(' ').next_back().unwrap_or_default();
            let signs = match spn.split('/').next() {
                Some("http" | "host") => any(&[O::Is(F::Spn(SpnHolder::Two))]),
                Some("mssqlsvc") => vec![Sign::Symptom(S::BackEndSpn)],
                _ => Vec::new(),
            };
            self.add(number, said::quoted(line), signs);
            return true;
        }
        if let Some((_, rest)) = low.split_once("found ")
            && rest.contains("of duplicate spn")
        {
            let two = O::Is(F::Spn(SpnHolder::Two));
            if !rest.starts_with("0 ") && rest.contains("mssqlsvc") {
                let signs = vec![Sign::Symptom(S::BackEndSpn)];
                self.add(number, said::quoted(line), signs);
                return true;
            }
            let signs = match (rest.starts_with("0 "), self.printed.twice) {
                (true, _) => vec![Sign::Lacks(two)],
                (false, true) => Vec::new(),
                (false, false) => any(&[two]),
            };
            self.printed.holders = None;
            self.add(number, said::quoted(line), signs);
            return true;
        }
        if let Some(distinguished) = low.strip_prefix("cn=")
            && !low.starts_with("cn=protected users")
        {
            if !self.printed.twice {
                let (_, holders) = self.printed.holders.get_or_insert((number, Vec::new()));
                holders.push(name(distinguished));
            }
            return true;
        }
        let none = low.starts_with("no such spn found");
        if none || low.starts_with("existing spn found") {
            self.spns(number, !none);
            return true;
        }
        // In a sentence, or with its error, a command is one of the words.
        let typed = low.rsplit(['>', '$']).next().unwrap_or_default().trim();
        let begins = typed.starts_with("setspn -") || typed.starts_with("klist get");
        let told = [" fail", "duplicate"].iter().any(|word| low.contains(word));
        if begins && typed.split(' ').count() < 7 && !told {
            self.printed.database = low.contains("mssqlsvc");
            return true;
        }
        if self.printed.database && low.starts_with("klist failed with 0xc000018b") {
            self.add(
                number,
                said::quoted(line),
                vec![Sign::Symptom(S::BackEndSpn)],
            );
            return true;
        }
        if low.contains("cached tickets: (0)") {
            self.add(number, said::quoted(line), any(&[O::NoTicket]));
            return true;
        }
        if let Some(service) = low.strip_prefix("server:") {
            let service = service.trim();
            self.printed.service = service.split(" @ ").next().map(str::to_owned);
            return true;
        }
        if let Some(signs) = klist_flags(low, self.printed.service.as_deref()) {
            self.add(number, said::quoted(line), signs);
            return true;
        }
        let listed = self.printed.holders.is_some() && low.contains('/');
        if low.starts_with("mssqlsvc/") {
            self.printed.database = true;
        }
        let spn = low.starts_with("http/") || low.starts_with("host/") || listed;
        spn && !low.contains(' ')
            || !super::is_prose(low) && ORDINARY.iter().any(|begin| low.starts_with(begin))
            || low.contains(">client:")
            || low.contains("> client:")
    }

    /// `setspn` has ended.
    pub(super) fn spns(&mut self, number: usize, end: bool) {
        if let Some((line, owner, web)) = self.printed.list.take() {
            let label = match web {
                WebName::None => said::names_label(&owner, false),
                WebName::WithPort => said::port_names_label(&owner),
                WebName::AsAsked => said::names_label(&owner, true),
            };
            self.add(
                line,
                label,
                of_list(&owner, web, self.printed.computer, &self.names),
            );
        }
        let (line, holders) = match (self.printed.holders.take(), end) {
            (Some((line, holders)), _) => (line, holders),
            (None, true) => return,
            (None, false) => (number, Vec::new()),
        };
        let label = said::holders_label(&holders);
        let signs = match (self.printed.database, &holders[..]) {
            (false, _) => spn_holders(&holders, &self.names),
            (true, [_]) => Vec::new(),
            (true, _) => vec![Sign::Symptom(S::BackEndSpn)],
        };
        self.add(line, label, signs);
    }
}

fn any(shows: &[O]) -> Vec<Sign> {
    vec![Sign::Any(shows.to_vec())]
}

/// What `setspn -L` printed of an account: whether a web server's name is among its own. Another may have it too.
fn of_list(owner: &str, web: WebName, computer: bool, names: &Scenario) -> Vec<Sign> {
    let is = |name: &str| owner.trim_end_matches('$') == lower(name);
    let spn = |holder| O::Is(F::Spn(holder));
    let own = if is(&names.names.web_server) {
        vec![spn(SpnHolder::Computer)]
    } else if is(&names.names.pool_account) {
        vec![spn(SpnHolder::Pool)]
    } else if computer {
        vec![spn(SpnHolder::Computer)]
    } else if web == WebName::AsAsked {
        vec![spn(SpnHolder::Pool), spn(SpnHolder::Other)]
    } else {
        Vec::new()
    };
    match web {
        WebName::AsAsked => vec![Sign::Any([own, vec![spn(SpnHolder::Two)]].concat())],
        WebName::WithPort => any(&[spn(SpnHolder::Nobody)]),
        WebName::None => own.into_iter().map(Sign::Lacks).collect(),
    }
}

/// Whose an SPN is, where somebody tells it: `HTTP/web.x is registered on DOMAIN\svc`; the SPN, and what that says. Two
/// accounts, or one that it is not on, are told in other words.
pub(super) fn stated(low: &str, names: &Scenario) -> Option<(String, Vec<Sign>)> {
    const OTHER: [&str; 12] = [
        " not on ",
        " not to ",
        "instead of",
        " and on ",
        " also ",
        "both",
        "twice",
        "duplicate",
        "should",
        "still",
        " old ",
        "?",
    ];
    const BETWEEN: [&str; 10] = [
        "is",
        "belongs",
        "registered",
        "set",
        "properly",
        "correctly",
        "the",
        "account",
        "user",
        "computer",
    ];
    if OTHER.iter().any(|word| low.contains(word)) {
        return None;
    }
    let mut words = low.split_whitespace().map(|word| {
        let end = |c: char| !c.is_alphanumeric() && !matches!(c, '$' | '\\' | '/');
        word.trim_matches(end)
    });
    let spn = words.find(|word| word.starts_with("http/") && word.len() > 5)?;
    let mut words = words.skip_while(|word| BETWEEN.contains(word));
    if !matches!(words.next()?, "on" | "to") {
        return None;
    }
    let account = words.find(|word| !BETWEEN.contains(word))?;
    let name = account.rsplit('\\').next()?;
    let web = lower(&names.names.web_server);
    if name.trim_end_matches('$') == web {
        return Some((spn.to_owned(), any(&[O::Is(F::Spn(SpnHolder::Computer))])));
    }
    is_service(account, names).then(|| (spn.to_owned(), spn_holders(&[name.to_owned()], names)))
}

/// Of `klist`: the flags of the ticket for a web server that is named in the lines before; whether it is that one's.
fn klist_flags(low: &str, service: Option<&str>) -> Option<Vec<Sign>> {
    let rest = low.split_once("ticket flags")?.1;
    service.filter(|service| service.starts_with("http/"))?;
    let flags = rest.split_whitespace().find_map(number);
    let has = |flag: u32, word: &str| match flags {
        Some(flags) => flags & flag != 0,
        None => rest.contains(word),
    };
    Some(vec![
        Sign::Any(vec![O::OkAsDelegate(has(
            ticket_flags::OK_AS_DELEGATE,
            "ok_as_delegate",
        ))]),
        Sign::Any(vec![O::Forwardable(has(
            ticket_flags::FORWARDABLE,
            "forwardable",
        ))]),
    ])
}

/// What `setspn -Q` printed: whose names these are.
fn spn_holders(holders: &[String], names: &Scenario) -> Vec<Sign> {
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
