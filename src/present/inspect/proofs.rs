//! What hosts computed at a step.

use crate::crypto;
use crate::hosts::{Comparison, Role};
use crate::lab::{Event, EventId, EventKind, Log};
use crate::present::steps::Step;

/// What a host computed at a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// The event that has the computation.
    pub event: EventId,
    /// What the host that computed is to the others; none where traffic does not tell.
    pub role: Option<Role>,
    /// What was held against what.
    pub comparisons: Vec<Comparison>,
    /// The computation step by step, in the order in which it was made.
    pub steps: Vec<crypto::ComputationStep>,
}

/// Everything computed at a step, by its host and by those whose exchanges are folded into it.
pub fn proofs(log: &Log, step: &Step) -> Vec<Proof> {
    let events = step.events.iter().filter_map(|id| log.event(*id));
    let proofs = events.filter_map(|event| {
        let (comparisons, steps) = computed(event)?;
        Some(Proof {
            event: event.id,
            role: log.role(event),
            comparisons: comparisons.to_vec(),
            steps: steps.to_vec(),
        })
    });
    proofs.collect()
}

/// Whether anything is computed or compared at a step.
pub fn proves(log: &Log, step: &Step) -> bool {
    let mut events = step.events.iter().filter_map(|id| log.event(*id));
    events.any(|event| computed(event).is_some())
}

/// What was compared and computed in an event, where anything was.
fn computed(event: &Event) -> Option<(&[Comparison], &[crypto::ComputationStep])> {
    let (comparisons, steps) = match &event.kind {
        EventKind::Decision {
            comparisons, steps, ..
        } => (comparisons.as_slice(), steps.as_slice()),
        EventKind::Computation { steps, .. } => (&[][..], steps.as_slice()),
        _ => return None,
    };
    (!comparisons.is_empty() || !steps.is_empty()).then_some((comparisons, steps))
}
