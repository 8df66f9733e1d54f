//! Links: a scenario and a place in it ↔ the fragment of an address. Only what differs from the era's defaults is
//! written. Passwords are not, unless they are asked for.

use crate::hosts::{Era, FileTime, Level, LogonType, Protocol, Scheme};
use crate::lab::{AccountDatabase, EventId, Placement, Scenario, presets};
use std::collections::BTreeMap;

/// The version of links written here.
const VERSION: &str = "1";
/// A fragment longer than this is not read.
const LIMIT: usize = 400_000;

/// What a link holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The settings.
    pub scenario: Option<Scenario>,
    /// The step's event.
    pub step: Option<EventId>,
    /// Whether the domain controller has a lifeline.
    pub controller: bool,
    /// What this version does not know, kept as it came.
    pub unknown: Vec<(String, String)>,
    /// What could not be understood.
    pub problems: Vec<LinkProblem>,
}

/// What could not be understood in a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkProblem {
    /// The value of a key; the default stands instead.
    Value {
        /// The key.
        key: String,
        /// Its value, cut to a readable length.
        value: String,
    },
    /// The link is of another version; what is understood of it is used.
    Version(String),
    /// It names a page that is not here.
    Page(String),
    /// It is too long to be read.
    TooLong(usize),
}

/// Writes a link, without the leading `#`. `passwords` says whether the typed and the real password go into it.
pub fn encode(
    scenario: &Scenario,
    step: Option<EventId>,
    controller: bool,
    passwords: bool,
    unknown: &[(String, String)],
) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    out.append_pair("v", VERSION).append_pair("page", "lab");
    for (key, value) in settings(scenario, passwords) {
        out.append_pair(key, &value);
    }
    if controller {
        out.append_pair("dc", "1");
    }
    for (key, value) in unknown {
        out.append_pair(key, value);
    }
    if let Some(EventId(step)) = step {
        out.append_pair("step", &step.to_string());
    }
    out.finish()
}

fn settings(scenario: &Scenario, passwords: bool) -> Vec<(&'static str, String)> {
    let default = Scenario::of(scenario.era);
    let mut pairs = vec![("era", era_key(scenario.era).to_owned())];
    let mut put = |key, differs: bool, value: String| {
        if differs {
            pairs.push((key, value));
        }
    };
    let (a, b) = (&scenario.front_end, &default.front_end);
    put("offer", a.schemes != b.schemes, schemes_key(&a.schemes));
    put("anonymous", a.anonymous != b.anonymous, flag(a.anonymous));
    put(
        "logon",
        a.basic_logon != b.basic_logon,
        logon_key(a.basic_logon).to_owned(),
    );
    put(
        "defaultdomain",
        a.default_domain != b.default_domain,
        a.default_domain.clone(),
    );
    put("accountsof", a.accounts != b.accounts, "domain".to_owned());
    put(
        "keepalive",
        a.keep_alive != b.keep_alive,
        flag(a.keep_alive),
    );
    put(
        "single",
        a.single_request != b.single_request,
        flag(a.single_request),
    );
    put("replay", a.replay != b.replay, flag(a.replay));
    let (a, b) = (&scenario.back_end, &default.back_end);
    put(
        "backend",
        a.protocol != b.protocol,
        protocol_key(a.protocol).to_owned(),
    );
    put("mailbox", a.placement != b.placement, "same".to_owned());
    put("admits", a.admits != b.admits, a.admits.clone());
    let (a, b) = (&scenario.client, &default.client);
    put("user", a.user != b.user, a.user.clone());
    put("domain", a.domain != b.domain, a.domain.clone());
    let directory = &scenario.directory;
    if passwords {
        put("password", a.password != b.password, a.password.clone());
        let real = &directory.password;
        put(
            "realpassword",
            *real != default.directory.password,
            real.clone(),
        );
    } else {
        put(
            "typed",
            a.password != directory.password,
            "wrong".to_owned(),
        );
    }
    put(
        "accounts",
        directory.accounts != default.directory.accounts,
        directory.accounts.clone(),
    );
    let number = |level: Level| level.number().to_string();
    let (client, controller) = (scenario.client_level, scenario.dc_level);
    put("level", client != default.client_level, number(client));
    put(
        "dclevel",
        controller != default.dc_level,
        number(controller),
    );
    put(
        "visits",
        scenario.visits != default.visits,
        scenario.visits.to_string(),
    );
    put("newconnection", scenario.new_connection, flag(true));
    put(
        "seed",
        scenario.seed != default.seed,
        scenario.seed.to_string(),
    );
    put(
        "start",
        scenario.start != default.start,
        scenario.start.0.to_string(),
    );
    pairs
}

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
    let mut pairs: BTreeMap<String, String> = BTreeMap::new();
    let mut order = Vec::new();
    for (key, value) in form_urlencoded::parse(fragment.as_bytes()) {
        if !pairs.contains_key(key.as_ref()) {
            order.push(key.to_string());
        }
        pairs.insert(key.into_owned(), value.into_owned());
    }
    let mut reader = Pairs {
        pairs,
        problems: Vec::new(),
    };
    reader.frame();
    link.scenario = Some(reader.scenario());
    link.step = reader.take("step", |value| value.parse().ok().map(EventId));
    link.controller = reader.take("dc", boolean).unwrap_or(false);
    for key in order {
        if let Some(value) = reader.pairs.remove(&key) {
            link.unknown.push((key, value));
        }
    }
    link.problems = reader.problems;
    link
}

struct Pairs {
    pairs: BTreeMap<String, String>,
    problems: Vec<LinkProblem>,
}

impl Pairs {
    fn take<T>(&mut self, key: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let value = self.pairs.remove(key)?;
        let read = read(&value);
        if read.is_none() {
            self.problems.push(LinkProblem::Value {
                key: key.to_owned(),
                value: super::inspect::cut(&value, 40),
            });
        }
        read
    }

    fn set<T>(&mut self, key: &str, place: &mut T, read: impl FnOnce(&str) -> Option<T>) {
        if let Some(value) = self.take(key, read) {
            *place = value;
        }
    }

    fn text(&mut self, key: &str, place: &mut String) {
        self.set(key, place, |value| Some(value.to_owned()));
    }

    fn frame(&mut self) {
        if let Some(version) = self.pairs.remove("v")
            && version != VERSION
        {
            let version = super::inspect::cut(&version, 40);
            self.problems.push(LinkProblem::Version(version));
        }
        if let Some(page) = self.pairs.remove("page")
            && page != "lab"
        {
            let page = super::inspect::cut(&page, 40);
            self.problems.push(LinkProblem::Page(page));
        }
    }

    fn scenario(&mut self) -> Scenario {
        let preset = self.take("preset", presets::Preset::named);
        let era = self.take("era", era_of);
        let mut scenario = match (preset, era) {
            (Some(preset), None) => preset.scenario(),
            (_, era) => Scenario::of(era.unwrap_or(Era::Y1998)),
        };
        let front_end = &mut scenario.front_end;
        self.set("offer", &mut front_end.schemes, schemes_of);
        self.set("anonymous", &mut front_end.anonymous, boolean);
        self.set("logon", &mut front_end.basic_logon, logon_of);
        self.text("defaultdomain", &mut front_end.default_domain);
        self.set("accountsof", &mut front_end.accounts, |value| match value {
            "domain" => Some(AccountDatabase::DomainController),
            "computer" => Some(AccountDatabase::MemberServer),
            _ => None,
        });
        self.set("keepalive", &mut front_end.keep_alive, boolean);
        self.set("single", &mut front_end.single_request, boolean);
        self.set("replay", &mut front_end.replay, boolean);
        self.set(
            "backend",
            &mut scenario.back_end.protocol,
            |value| match value {
                "mapi" => Some(Protocol::Mapi),
                "http" => Some(Protocol::Http),
                _ => None,
            },
        );
        self.set(
            "mailbox",
            &mut scenario.back_end.placement,
            |value| match value {
                "same" => Some(Placement::SameHost),
                "other" => Some(Placement::AnotherHost),
                _ => None,
            },
        );
        self.text("admits", &mut scenario.back_end.admits);
        self.text("user", &mut scenario.client.user);
        self.text("domain", &mut scenario.client.domain);
        let wrong = self.take("typed", |value| (value == "wrong").then_some(()));
        if wrong.is_some() {
            Scenario::WRONG_PASSWORD.clone_into(&mut scenario.client.password);
        }
        self.text("password", &mut scenario.client.password);
        self.text("realpassword", &mut scenario.directory.password);
        self.text("accounts", &mut scenario.directory.accounts);
        self.set("level", &mut scenario.client_level, level_of);
        self.set("dclevel", &mut scenario.dc_level, level_of);
        self.set("visits", &mut scenario.visits, |value| match value {
            "1" => Some(1),
            "2" => Some(2),
            _ => None,
        });
        self.set("newconnection", &mut scenario.new_connection, boolean);
        self.set("seed", &mut scenario.seed, |value| value.parse().ok());
        let time = |value: &str| value.parse().ok().map(FileTime);
        self.set("start", &mut scenario.start, time);
        scenario
    }
}

fn flag(value: bool) -> String {
    if value { "1" } else { "0" }.to_owned()
}

fn boolean(value: &str) -> Option<bool> {
    match value {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
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
    let names: Vec<String> = schemes
        .iter()
        .map(|s| s.name().to_ascii_lowercase())
        .collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(",")
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

fn protocol_key(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Mapi => "mapi",
        Protocol::Http => "http",
    }
}

fn level_of(value: &str) -> Option<Level> {
    Level::new(value.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::presets::PRESETS;
    use crate::lab::table::{Column, ROWS, scenario};

    #[test]
    fn every_preset_and_every_row_comes_back() {
        let rows = ROWS
            .iter()
            .flat_map(|row| Column::ALL.map(|column| scenario(row, column)));
        let presets = PRESETS.iter().map(presets::Preset::scenario);
        for scenario in rows.chain(presets) {
            let link = encode(&scenario, Some(EventId(7)), true, true, &[]);
            let back = decode(&link);
            assert_eq!(back.scenario, Some(scenario), "{link}");
            assert_eq!(back.step, Some(EventId(7)));
            assert!(back.controller);
            assert_eq!(back.problems, []);
            assert_eq!(back.unknown, []);
        }
    }

    #[test]
    fn passwords_stay_out_unless_asked_for() {
        let mut scenario = Scenario::of(Era::Y1998);
        scenario.client.password = "hunter2-Ω".to_owned();
        scenario.directory.password = "correct horse".to_owned();
        let link = encode(&scenario, None, false, false, &[]);
        assert!(!link.contains("hunter2") && !link.contains("horse"));
        let back = decode(&link).scenario.unwrap();
        assert_ne!(back.client.password, back.directory.password);
        let asked = encode(&scenario, None, false, true, &[]);
        assert_eq!(decode(&asked).scenario, Some(scenario));
    }

    #[test]
    fn what_is_not_known_is_kept_and_what_is_wrong_is_said() {
        let link = decode("#v=1&page=lab&era=1066&level=9&zoom=3&fold=%E2%82%AC&visits=-1");
        assert_eq!(link.scenario, Some(Scenario::of(Era::Y1998)));
        assert_eq!(link.problems.len(), 3);
        let kept = [("zoom", "3"), ("fold", "€")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(link.unknown, kept);
        let again = encode(&Scenario::of(Era::Y1998), None, false, false, &link.unknown);
        assert_eq!(decode(&again).unknown, kept);
    }

    #[test]
    fn hostile_fragments_are_answered() {
        for fragment in [
            "#",
            "###",
            "&&&=&=",
            "%zz%%",
            "v=99",
            "page=evil",
            "step=99999999999",
            "offer=ntlm,ntlm",
        ] {
            let link = decode(fragment);
            assert!(link.scenario.is_none_or(|s| s.client.user == "alice"));
        }
        let long = format!("user={}", "a".repeat(LIMIT));
        assert!(matches!(
            decode(&long).problems.as_slice(),
            [LinkProblem::TooLong(_)]
        ));
    }
}
