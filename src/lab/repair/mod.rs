//! What would fix a run: every smallest set of changes after which the person's call arrives as them. Each set is run;
//! what each costs is read from its run.

mod change;
mod changes;
mod cost;
mod pin;
mod search;
mod visitors;

pub use change::{Change, Changer, SettingChange};
pub use changes::{changes, turns};
pub use cost::{Cost, ExposedUsers, ExposureDuration, HeldSecret, Reach};
pub use pin::Pin;
pub use search::{MOST_CHANGES, Search};
pub use visitors::{Effect, Visitor, effects};

use super::{Log, Scenario, run, settled};
use crate::hosts::{Identity, same};

/// A set of changes after which the call arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The changes, none of which can be left out.
    pub changes: Vec<Change>,
    /// What it costs in security, read from a run with the changes made beside one without them.
    pub cost: Cost,
    /// The settings with the changes made.
    pub scenario: Scenario,
}

impl Repair {
    /// Runs the scenario with these changes made, and reads what they cost from that run.
    pub fn try_out(base: &Scenario, changes: Vec<Change>) -> Self {
        let mut scenario = base.clone();
        changes.iter().for_each(|change| change.make(&mut scenario));
        Self {
            cost: Cost::beside((base, &run(base)), (&scenario, &run(&scenario))),
            changes,
            scenario,
        }
    }

    /// What sorts repairs as they are worth looking at: the cheapest first, then those with fewer changes, then those that
    /// leave Kerberos as it is, then those that take nobody with more power.
    pub fn order(&self) -> impl Ord + use<> {
        let who = self.changes.iter().map(Change::who).max();
        let gives_up = self.changes.iter().any(Change::gives_kerberos_up);
        (self.cost.rank(), self.changes.len(), gives_up, who)
    }
}

/// Changes in the order in which they are made, each with the settings as they are then.
pub fn in_order<'a>(base: &Scenario, changes: &'a [Change]) -> Vec<(Scenario, &'a Change)> {
    let mut scenario = base.clone();
    let then = |change: &'a Change| {
        let before = scenario.clone();
        change.make(&mut scenario);
        (before, change)
    };
    changes.iter().map(then).collect()
}

/// Whether each visit ended with the back end open for the person, and for nobody else.
pub fn arrives_as_person(scenario: &Scenario, log: &Log) -> bool {
    let visits = settled(log);
    let as_person = |identity: &Identity| match identity {
        Identity::User(known) => same(&known.user, scenario.client.account()),
        Identity::Anonymous => false,
    };
    !visits.is_empty()
        && visits.iter().all(|visit| match &visit.outcome {
            super::Outcome::Opened(identity) => as_person(identity),
            _ => false,
        })
}

/// The settings as an admin could find them: nobody changes messages on the way, and nobody sits in IIS's place.
pub fn plain(scenario: &Scenario) -> Scenario {
    let mut plain = scenario.original();
    plain.front_end.seat = None;
    plain.front_end.replay = false;
    plain
}

#[cfg(test)]
mod tests;
