//! Where a run takes a turn: a proof is judged, a question finds nobody who could answer it, the verdict is settled.

use super::Step;
use crate::hosts::{Decision, DenialReason, ExchangeKind, KdcRule, OutboundCredential, Role};
use crate::lab::{Event, Log, settled};

/// The numbers of the steps at which it does, in order. What is decided again in the same way is none; and of two in a
/// row the second counts, because nothing but the first lies between.
pub fn turns(log: &Log, steps: &[Step]) -> Vec<usize> {
    let settled = settled(log);
    let mut before: Vec<Turn<'_>> = Vec::new();
    let mut turns = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        let mut events = step.events.iter().filter_map(|id| log.event(*id));
        let turn = events.find_map(|event| Turn::of(log, event));
        let is_new = turn.is_some_and(|turn| !before.contains(&turn));
        before.extend(turn.filter(|_| is_new));
        let ends = settled.iter().any(|it| step.events.contains(&it.event));
        if is_new || ends {
            if turns.last().is_some_and(|last| last + 1 == number) {
                turns.pop();
            }
            turns.push(number);
        }
    }
    turns
}

/// The number of the first step at which something is refused, or nobody is found who could answer; the verdict's where
/// there is none. None of a run that has not come to a verdict.
pub fn first_refusal(log: &Log, steps: &[Step]) -> Option<usize> {
    let refuses = |event: &Event| match Turn::of(log, event) {
        Some(Turn::Unanswered(_)) => true,
        Some(Turn::Judged(decision) | Turn::Decided(decision)) => matches!(
            decision,
            Decision::RefusesRequest { .. } | Decision::RefusesTicket(_)
        ),
        None => false,
    };
    let verdict = settled(log).pop();
    let of = |refuses: &dyn Fn(&Event) -> bool| {
        steps.iter().position(|step| {
            let mut events = step.events.iter().filter_map(|id| log.event(*id));
            events.any(refuses)
        })
    };
    of(&refuses).or_else(|| of(&|event| verdict.as_ref().is_some_and(|it| it.event == event.id)))
}

/// What makes a turn of an event.
#[derive(Clone, Copy, PartialEq)]
enum Turn<'a> {
    /// The front end judged, or had judged, what it was sent.
    Judged(&'a Decision),
    /// A KDC decided whether the front end may go on.
    Decided(&'a Decision),
    /// Nothing behind the token answers, or only what answers another question.
    Unanswered(&'a OutboundCredential),
}

impl<'a> Turn<'a> {
    fn of(log: &Log, event: &'a Event) -> Option<Self> {
        let decision = event.kind.decision()?;
        let at_front_end = log.role(event) == Some(Role::FrontEnd);
        match decision {
            Decision::AnswersAs {
                reach: reach @ (OutboundCredential::Nothing | OutboundCredential::Replay),
                ..
            } => Some(Self::Unanswered(reach)),
            Decision::RefusesTicket(made) if made.rule != KdcRule::ProofFirst => {
                Some(Self::Decided(decision))
            }
            Decision::IssuesTicket(made) if made.exchange == ExchangeKind::Proxy => {
                Some(Self::Decided(decision))
            }
            Decision::RefusesRequest {
                because: DenialReason::PageAsks | DenialReason::AnonymousOff,
            } => None,
            Decision::MakesToken { .. } | Decision::RefusesRequest { .. } if at_front_end => {
                Some(Self::Judged(decision))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::presets::Preset;
    use crate::lab::run;
    use crate::present::{DomainControllers, steps};

    /// The decisions of the turning points of a preset, in order.
    fn decisions(preset: &str) -> Vec<Decision> {
        let log = run(&Preset::named(preset).unwrap().scenario());
        let steps = steps(&log, DomainControllers::Folded);
        let turns = turns(&log, &steps);
        assert!(turns.is_sorted_by(|one, two| one + 1 < *two), "{turns:?}");
        let decision = |turn: usize| log.event(steps[turn].id)?.kind.decision().cloned();
        turns.into_iter().filter_map(decision).collect()
    }

    #[test]
    fn a_judged_proof_an_unanswered_question_and_the_verdict_are_turning_points() {
        let ntlm = decisions("kb183545");
        assert!(matches!(ntlm[0], Decision::MakesToken { .. }));
        assert!(matches!(
            ntlm[1],
            Decision::AnswersAs {
                reach: OutboundCredential::Nothing,
                ..
            }
        ));
        assert!(matches!(ntlm[2], Decision::Authorizes { .. }));
        assert_eq!(ntlm.len(), 3);
        // Who can answer is no surprise, and the turn comes with the verdict.
        assert_eq!(decisions("basic").len(), 2);
    }

    #[test]
    fn what_a_kdc_decides_about_going_on_is_a_turning_point() {
        let proxy = decisions("constrained");
        let issued = |it: &Decision| matches!(it, Decision::IssuesTicket(_));
        assert_eq!(proxy.iter().filter(|it| issued(it)).count(), 1);
        let refused = decisions("not-listed");
        let refuses = |it: &Decision| matches!(it, Decision::RefusesTicket(_));
        assert_eq!(refused.iter().filter(|it| refuses(it)).count(), 1);
    }

    #[test]
    fn the_first_refusal_is_what_the_failure_hangs_on() {
        let first = |preset: &str| {
            let log = run(&Preset::named(preset).unwrap().scenario());
            let steps = steps(&log, DomainControllers::Shown);
            let step = &steps[first_refusal(&log, &steps).unwrap()];
            let mut events = step.events.iter().filter_map(|id| log.event(*id));
            events.find_map(|event| event.kind.decision().cloned())
        };
        assert!(matches!(
            first("not-listed"),
            Some(Decision::RefusesTicket(_))
        ));
        assert!(matches!(
            first("kb183545"),
            Some(Decision::AnswersAs { .. })
        ));
        assert!(matches!(
            first("wrong-password"),
            Some(Decision::RefusesRequest { .. })
        ));
        // Nothing is refused there: the verdict.
        assert!(matches!(first("basic"), Some(Decision::Authorizes { .. })));
    }

    #[test]
    fn the_same_refusal_a_second_time_is_none() {
        let wrong = decisions("wrong-password");
        assert!(matches!(wrong[0], Decision::RefusesRequest { .. }));
        assert!(matches!(wrong[1], Decision::GivesUp { .. }));
        assert_eq!(wrong.len(), 2);
    }
}
