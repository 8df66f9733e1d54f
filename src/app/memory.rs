//! What the address may not hold, remembered for whoever comes back to it.

use crate::lab::{Scenario, Splice};
use std::collections::VecDeque;
use std::rc::Rc;

/// The places one can come back to: browsers keep no more of them.
const PLACES: usize = 50;

/// What is secret of a scenario: passwords, and changes of messages on their way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Secrets {
    typed: String,
    real: String,
    edits: Vec<Splice>,
}

impl Secrets {
    /// Those of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        Self {
            typed: scenario.client.password.clone(),
            real: scenario.directory.password.clone(),
            edits: scenario.edits.clone(),
        }
    }

    /// Puts them into a scenario that a link described without them.
    pub fn restore(&self, scenario: &mut Scenario) {
        scenario.client.password.clone_from(&self.typed);
        scenario.directory.password.clone_from(&self.real);
        scenario.edits.clone_from(&self.edits);
    }
}

/// What a change does to the places one can come back to, as in the browser's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HistoryUpdate {
    /// It leads to a new place.
    Push,
    /// It goes on with the change before it, as the next letter of a word does.
    Replace,
}

/// The secrets of the latest places, by the link that leads there. Cheap to copy.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Memory(VecDeque<Rc<Place>>);

#[derive(Debug, PartialEq)]
struct Place {
    /// Nobody comes back to what was typed on the way: of one change only the last state is kept.
    change: u32,
    link: String,
    secrets: Secrets,
}

impl Memory {
    /// What is remembered of the place that a link leads to.
    pub fn recall(&self, link: &str) -> Option<&Secrets> {
        let place = self.0.iter().find(|place| place.link == link)?;
        Some(&place.secrets)
    }

    /// Remembers a place that a change led to.
    pub fn remember(&mut self, update: HistoryUpdate, change: u32, link: String, secrets: Secrets) {
        let known = self.0.iter().position(|place| place.link == link);
        let known = known.and_then(|at| self.0.remove(at));
        if update == HistoryUpdate::Replace {
            self.0.retain(|place| place.change != change);
        }
        // A place that was there before this change stays one to come back to.
        let change = known.map_or(change, |place| place.change);
        self.0.push_back(Rc::new(Place {
            change,
            link,
            secrets,
        }));
        while self.0.len() > PLACES {
            self.0.pop_front();
        }
    }

    /// How many places are remembered.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}
