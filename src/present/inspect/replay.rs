//! The two questions of a replay: the one that was answered, and the one that the answer was sent to.

use crate::hosts::{Computation, Decision, OutboundCredential};
use crate::lab::{EventKind, Hop, Log};
use crate::present::steps::Step;
use crate::wire::ntlm_token;

/// A question, and the answer that was given to it or would have been right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplayedChallenge {
    /// Whose question: the hop it was asked on.
    pub hop: Hop,
    /// ServerChallenge of that question, 8 bytes.
    pub challenge: Vec<u8>,
    /// The proof that answers it.
    pub proof: Vec<u8>,
}

/// Where an answer was sent a second time: the question it answers, and the question it was sent to with what would
/// have been right, as the domain controller computed it.
pub fn replayed(log: &Log) -> Option<[ReplayedChallenge; 2]> {
    let replay = log.events.iter().find(|event| {
        let decision = event.kind.decision();
        matches!(
            decision,
            Some(Decision::AnswersAs {
                reach: OutboundCredential::Replay,
                ..
            })
        )
    })?;
    let Some(Decision::AnswersAs { challenge, .. }) = replay.kind.decision() else {
        return None;
    };
    let sent = log.events.iter().find(|event| event.id > replay.id && {
        matches!(&event.kind, EventKind::Message { sent, .. } if ntlm_token(sent).is_some_and(|t| t.get(8) == Some(&3)))
    })?;
    let answered = log.events.iter().filter(|event| event.id < replay.id);
    let first = answered.rev().find_map(|event| match &event.kind {
        EventKind::Computation {
            computation: Computation::Response { challenge, .. },
            ..
        } => Some((challenge.clone(), event.gained.first()?.value.clone()?)),
        _ => None,
    })?;
    let mut after = log.events.iter().filter(|event| event.id > sent.id);
    let right = after.find_map(|event| match &event.kind {
        EventKind::Decision {
            decision: Decision::Validates { .. },
            comparisons,
            ..
        } => Some(comparisons.first()?.expected.clone()),
        _ => None,
    })?;
    Some([
        ReplayedChallenge {
            hop: Hop::FIRST,
            challenge: first.0,
            proof: first.1,
        },
        ReplayedChallenge {
            hop: Hop::SECOND,
            challenge: challenge.clone(),
            proof: right,
        },
    ])
}

/// Whether a step belongs to the replay: the answer sent again, or what became of it.
pub fn concerns_replay(log: &Log, step: &Step) -> bool {
    let replay = log.events.iter().position(|event| {
        let decision = event.kind.decision();
        matches!(
            decision,
            Some(Decision::AnswersAs {
                reach: OutboundCredential::Replay,
                ..
            })
        )
    });
    let first = replay
        .and_then(|index| log.events.get(index))
        .map(|event| event.id);
    let hop = log.event(step.id).and_then(|event| log.hop(event));
    first.is_some_and(|first| step.end() >= first) && hop != Some(Hop::FIRST)
}
