//! What hosts hold in one run and not in the other.

use crate::hosts::Role;
use crate::lab::{EventId, Log};
use crate::present::ledger::{self, Held};
use crate::present::narration::holding_parts;
use std::rc::Rc;

/// What a host holds in one run and not in the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldingsApart {
    /// The host, by its role.
    pub role: Role,
    /// What it holds in the first run only, by name.
    pub left: Rc<[String]>,
    /// What it holds in the second run only.
    pub right: Rc<[String]>,
}

/// What has happened in a run by a moment.
#[derive(Clone, Copy, Debug)]
pub struct RunMoment<'a> {
    /// The run.
    pub log: &'a Log,
    /// The last event that has happened.
    pub now: EventId,
}

/// Where hosts hold something else, each run at a moment of its own.
pub fn holdings_apart(
    person: &str,
    left: RunMoment<'_>,
    right: RunMoment<'_>,
) -> Vec<HoldingsApart> {
    let cards = |run: RunMoment<'_>| ledger::cards(run.log, person, run.now, run.now);
    let others = cards(right);
    let apart = cards(left).into_iter().filter_map(|card| {
        let other = others.iter().find(|other| other.role == card.role)?;
        let only = |own: &[Held], theirs: &[Held]| -> Rc<[String]> {
            let name = |held: &Held| holding_parts(&held.holding).0;
            let known: Vec<String> = theirs.iter().map(name).collect();
            let mut only: Vec<String> = Vec::new();
            for name in own.iter().map(name) {
                if !known.contains(&name) && !only.contains(&name) {
                    only.push(name);
                }
            }
            only.into()
        };
        Some(HoldingsApart {
            role: card.role,
            left: only(&card.holdings, &other.holdings),
            right: only(&other.holdings, &card.holdings),
        })
    });
    apart
        .filter(|it| !it.left.is_empty() || !it.right.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::presets::Preset;
    use crate::lab::run;

    #[test]
    fn what_is_held_in_one_only_is_named() {
        let [one, two] =
            ["kerberos", "unconstrained"].map(|id| run(&Preset::named(id).unwrap().scenario()));
        let [left, right] = [&one, &two].map(|log| RunMoment {
            log,
            now: log.events.last().unwrap().id,
        });
        let apart = holdings_apart("alice", left, right);
        let front_end = apart.iter().find(|it| it.role == Role::FrontEnd).unwrap();
        assert!(
            front_end.right.iter().any(|name| name.contains("TGT")),
            "{apart:?}"
        );
        assert!(!front_end.left.iter().any(|name| name.contains("forwarded")));
    }
}
