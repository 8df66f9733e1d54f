//! The space of configurations: ordinary set-ups with up to two things unusual in them, each run once, and what each shows.

mod ordinary;
mod unusual;

pub use ordinary::{Ordinary, SetUp, ordinary};
pub use unusual::{Unusual, stands_for_another};

use super::observable::{Observable, Reached, observe};
use super::{BrowsingFrom, Scenario, Setting, run};
use crate::hosts::Era;
use std::collections::BTreeMap;

/// A configuration: an ordinary set-up with something unusual in it, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configuration {
    /// The set-up before anything unusual is put in.
    pub ordinary: Ordinary,
    /// What is unusual, in order; at most two.
    pub unusual: Vec<Unusual>,
}

/// A configuration that was run, and what shows: in its own run, and beside runs that differ from it in one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explored {
    /// The set-up that was run, with what is unusual in it.
    pub configuration: Configuration,
    /// What is seen, in its own run and beside others.
    pub shows: Vec<Observable>,
}

/// A search of the space, which can be done in pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Space {
    names: Scenario,
    waiting: Vec<Configuration>,
    explored: Vec<Explored>,
    places: BTreeMap<Key, usize>,
    set_ups: Vec<Ordinary>,
    runs: usize,
    /// How many were explored when the pairs were found.
    singles: Option<usize>,
}

/// A set-up's place in the list of them, and what is unusual.
type Key = (usize, Vec<Unusual>);

impl Configuration {
    /// Its settings, with the names of that scenario.
    pub fn scenario(&self, names: &Scenario) -> Scenario {
        let mut scenario = self.ordinary.scenario(names);
        for what in &self.unusual {
            what.apply(&mut scenario);
        }
        scenario
    }

    /// Whether Windows of its time had all that is unusual in it. Keys of later types stay: a client of that time that
    /// asks for such an account shows what any client does that lacks them.
    fn is_of_its_time(&self, names: &Scenario) -> bool {
        let ordinary = self.ordinary.scenario(names).not_of_its_era();
        let known = |setting| setting == Setting::WebEtypes || ordinary.contains(&setting);
        let early = self.scenario(names).not_of_its_era();
        self.ordinary.era == Era::Today || early.into_iter().all(known)
    }
}

impl Explored {
    /// Whether it is seen.
    pub fn shows(&self, observable: Observable) -> bool {
        self.shows.contains(&observable)
    }

    /// Whether a run shows something else among what is counted, apart from what is found by looking settings up.
    fn differs(&self, other: &Self, counts: impl Fn(Observable) -> bool) -> bool {
        let seen = |shows: &&Observable| !matches!(shows, Observable::Is(_)) && counts(**shows);
        !self
            .shows
            .iter()
            .filter(seen)
            .eq(other.shows.iter().filter(seen))
    }

    /// Whether something fails.
    pub fn fails(&self) -> bool {
        !self.shows(Observable::Works)
    }
}

impl Space {
    /// The whole space, with the names of that scenario; nothing has been run.
    pub fn new(names: &Scenario) -> Self {
        let set_ups = ordinary();
        let mut waiting = Vec::new();
        for set_up in &set_ups {
            let alone = |unusual| Configuration {
                ordinary: *set_up,
                unusual,
            };
            waiting.push(alone(Vec::new()));
            let single = Unusual::ALL
                .into_iter()
                .filter(|what| what.is_in(set_up.set_up));
            let single = single.map(|what| alone(vec![what]));
            waiting.extend(single.filter(|it| it.is_of_its_time(names)));
        }
        waiting.reverse();
        Self {
            names: names.clone(),
            waiting,
            explored: Vec::new(),
            places: BTreeMap::new(),
            set_ups,
            runs: 0,
            singles: None,
        }
    }

    /// Explores the next configurations, at most that many. Whether there are more.
    pub fn step(&mut self, most: usize) -> bool {
        for _ in 0..most {
            if self.waiting.is_empty() && self.singles.is_none() {
                self.singles = Some(self.explored.len());
                self.waiting = self.pairs();
            }
            let Some(next) = self.waiting.pop() else {
                break;
            };
            self.explore(next);
        }
        !self.is_whole()
    }

    /// The same to its end.
    pub fn explored_whole(mut self) -> Self {
        while self.step(64) {}
        self
    }

    /// Whether the configurations with one unusual thing at most were explored, which come first.
    pub fn has_singles(&self) -> bool {
        self.singles.is_some() || self.waiting.is_empty()
    }

    /// Whether all of it was explored.
    pub fn is_whole(&self) -> bool {
        self.waiting.is_empty() && self.singles.is_some()
    }

    /// What was explored, in order.
    pub fn explored(&self) -> &[Explored] {
        &self.explored
    }

    /// What that configuration showed, if it was explored.
    pub fn find(&self, configuration: &Configuration) -> Option<&Explored> {
        self.at(&self.key(configuration))
    }

    /// How many configurations were explored, and of how many: of those with one unusual thing at most, and behind them of
    /// those with two.
    pub fn progress(&self) -> (usize, usize) {
        let before = self.singles.unwrap_or_default();
        let done = self.explored.len().saturating_sub(before);
        (done, done + self.waiting.len())
    }

    /// How many runs it took.
    pub fn runs(&self) -> usize {
        self.runs
    }

    /// Whose names the configurations have.
    pub fn names(&self) -> &Scenario {
        &self.names
    }

    fn explore(&mut self, configuration: Configuration) {
        let scenario = configuration.scenario(&self.names);
        let log = run(&scenario);
        self.runs += 1;
        let mut shows = observe(&scenario, &log);
        self.contrasts(&configuration, &scenario, &mut shows);
        let place = self.explored.len();
        self.places.insert(self.key(&configuration), place);
        self.explored.push(Explored {
            configuration,
            shows,
        });
    }

    /// What shows beside other runs: from the server, for other users, by another name, in another browser, before a
    /// password or the pool’s account was changed.
    fn contrasts(
        &mut self,
        configuration: &Configuration,
        scenario: &Scenario,
        shows: &mut Vec<Observable>,
    ) {
        let reached = Reached::of(shows);
        if reached == Reached::BackEnd {
            return;
        }
        if scenario.client.from == BrowsingFrom::Desk {
            let mut there = scenario.clone();
            there.client.from = BrowsingFrom::Server;
            let log = run(&there);
            self.runs += 1;
            shows.push(match Reached::of(&observe(&there, &log)) {
                Reached::BackEnd => Observable::WorksOnServer,
                Reached::Nothing | Reached::FrontEnd => Observable::FailsOnServer,
            });
        }
        let mut found = Vec::new();
        // What was trusted for delegation is the account from before.
        if configuration.unusual.is_empty() && configuration.ordinary.set_up == SetUp::Negotiate {
            found.push(Observable::SincePoolChange);
        }
        for what in &configuration.unusual {
            let mut without = configuration.clone();
            without.unusual.retain(|it| it != what);
            let place = self.places.get(&self.key(&without));
            let other = place.and_then(|place| self.explored.get(*place));
            if other.is_some_and(|other| Reached::of(&other.shows) > reached) {
                found.extend(contrasts_of(*what));
            }
        }
        if !found.contains(&Observable::SomeUsersOnly) {
            found.push(Observable::AllUsers);
        }
        shows.extend(found);
    }

    /// Pairs of what shows alone, in today's set-ups that ordinarily work: where one fails as it is, a single thing beside
    /// that is the second already. Of two that both end the first hop neither is needed, and behind one that does nothing
    /// shows that touches the second alone: such pairs are left out.
    fn pairs(&self) -> Vec<Configuration> {
        let mut pairs = Vec::new();
        for (number, set_up) in self.set_ups.iter().enumerate() {
            let Some(plain) = self.at(&(number, Vec::new())) else {
                continue;
            };
            if plain.fails() || set_up.era != Era::Today {
                continue;
            }
            let telling: Vec<Telling> = Unusual::ALL
                .into_iter()
                .filter_map(|what| {
                    let alone = self.at(&(number, vec![what]))?;
                    plain.differs(alone, |_| true).then(|| Telling {
                        what,
                        ends_first_hop: Reached::of(&alone.shows) == Reached::Nothing,
                        touches_first_hop: plain.differs(alone, Observable::is_of_first_hop),
                    })
                })
                .collect();
            for (place, first) in telling.iter().enumerate() {
                for second in telling.iter().skip(place + 1) {
                    if first.what.goes_with(second.what) && first.tells_beside(second) {
                        pairs.push(Configuration {
                            ordinary: *set_up,
                            unusual: vec![first.what, second.what],
                        });
                    }
                }
            }
        }
        pairs.reverse();
        pairs
    }

    fn at(&self, key: &Key) -> Option<&Explored> {
        self.explored.get(*self.places.get(key)?)
    }

    fn key(&self, configuration: &Configuration) -> Key {
        let mut set_ups = self.set_ups.iter();
        let place = set_ups.position(|it| *it == configuration.ordinary);
        (place.unwrap_or_default(), configuration.unusual.clone())
    }
}

/// Something unusual that shows alone.
struct Telling {
    what: Unusual,
    ends_first_hop: bool,
    touches_first_hop: bool,
}

impl Telling {
    fn tells_beside(&self, other: &Self) -> bool {
        match (self.ends_first_hop, other.ends_first_hop) {
            (true, true) => false,
            (true, false) => other.touches_first_hop,
            (false, true) => self.touches_first_hop,
            (false, false) => true,
        }
    }
}

/// What shows of something unusual beside a run without it that gets further.
fn contrasts_of(what: Unusual) -> Vec<Observable> {
    match what {
        Unusual::WrongPassword => vec![Observable::SomeUsersOnly, Observable::SincePasswordChange],
        Unusual::UnknownUser
        | Unusual::Sensitive
        | Unusual::Protected
        | Unusual::NotAdmitted
        | Unusual::BasicWithoutDomain
        | Unusual::OtherForest => vec![Observable::SomeUsersOnly],
        Unusual::IpAddress | Unusual::UnregisteredName | Unusual::Alias | Unusual::PortInName => {
            vec![Observable::OtherNameWorks]
        }
        Unusual::InternetZone => vec![Observable::OtherNameWorks, Observable::OtherBrowserWorks],
        // The levels of NTLM are the computer's, whatever browser runs there.
        Unusual::BrowserDoesNotDelegate => vec![Observable::OtherBrowserWorks],
        Unusual::OldKey => vec![Observable::SincePasswordChange],
        Unusual::SpnElsewhere
        | Unusual::SpnTwice
        | Unusual::SpnOnPoolInKernelMode
        | Unusual::PoolKeyWithoutSpn
        | Unusual::NotListed => vec![Observable::SincePoolChange],
        Unusual::LoopbackByOtherName => vec![Observable::FailsOnServerOnly],
        // These fail for everybody, from everywhere, and always did.
        Unusual::SpnMissing
        | Unusual::Clock
        | Unusual::AesOnly
        | Unusual::Rc4Only
        | Unusual::NtlmOnly
        | Unusual::DigestOnly
        | Unusual::NothingOffered
        | Unusual::BasicNetworkLogon
        | Unusual::LevelsDisagree
        | Unusual::NoKeepAlive
        | Unusual::OwnListBesides
        | Unusual::BackEndTakesNtlm => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_has_at_most_two_unusual_things_and_is_run_once() {
        let mut space = Space::new(&Scenario::of(Era::Today));
        let singles = space.progress().1;
        while space.explored.len() < singles {
            assert!(space.step(64));
        }
        assert!(space.has_singles() && !space.is_whole());
        // The pairs are known once what shows alone is; a few of them are enough here.
        space.step(8);
        let mut seen = Vec::new();
        for explored in space.explored() {
            let configuration = &explored.configuration;
            assert!(configuration.unusual.len() <= 2);
            assert!(!seen.contains(&configuration), "{configuration:?}");
            seen.push(configuration);
        }
        assert!(space.explored.len() > singles);
    }

    #[test]
    fn contrasts_are_seen_beside_a_run_that_gets_further() {
        let mut space = Space::new(&Scenario::of(Era::Today));
        let ordinary = Ordinary {
            era: Era::Today,
            protocol: crate::hosts::BackEndProtocol::Sql,
            set_up: SetUp::Constrained,
        };
        for unusual in [vec![], vec![Unusual::Sensitive], vec![Unusual::OldKey]] {
            space.explore(Configuration { ordinary, unusual });
        }
        let [plain, sensitive, old] = space.explored() else {
            panic!("three were explored");
        };
        assert!(!plain.fails());
        assert!(sensitive.shows(Observable::SomeUsersOnly));
        assert!(sensitive.shows(Observable::BackEndAnonymous));
        assert!(old.shows(Observable::SincePasswordChange) && old.shows(Observable::AllUsers));
    }
}
