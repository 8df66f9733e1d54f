//! What stands beside each step of other people's traffic: when it was, and where in its file it is.

use super::StepSource;
use super::time::clock;
use crate::lab::Log;
use crate::present::Step;
use crate::present::narration::traffic::{INFERRED, brief_location, later};
use crate::present::timing::milliseconds;
use crate::traffic::collection::Collection;

/// When a step was, and where in its file it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepPosition {
    /// The first step's time of day, and of all others how much later they were, or that it is inferred. Empty where
    /// nothing tells the time.
    pub when: String,
    /// The packet, entry, event or line. Empty where the step is inferred.
    pub location: String,
}

/// What stands beside each of the steps.
pub fn step_positions(
    collection: &Collection,
    log: &Log,
    steps: &[Step],
    marks: &[StepSource],
) -> Vec<StepPosition> {
    let at = |step: &Step| log.event(step.id)?.at;
    let first = steps.iter().find_map(at);
    let mut told = false;
    let mut when = |step: &Step, mark: &StepSource| {
        if mark.leg.is_none() {
            return Some(INFERRED.to_owned());
        }
        let (first, at) = first.zip(at(step))?;
        if std::mem::replace(&mut told, true) {
            return Some(later(milliseconds(first, at)));
        }
        collection.legs.get(mark.leg?)?.at.map(clock)
    };
    let pairs = steps.iter().zip(marks);
    pairs
        .map(|(step, mark)| StepPosition {
            when: when(step, mark).unwrap_or_default(),
            location: mark
                .location
                .map_or_else(String::new, |(_, location)| brief_location(location)),
        })
        .collect()
}
