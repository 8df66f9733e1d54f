//! How the run stands, and why.

mod because;

pub(super) use because::known_as;

use super::refusals::cause;
use super::text::Text;
use super::watch::watch;
use crate::hosts::{Decision, DenialReason, Role};
use crate::lab::{Event, EventId, EventKind, Hop, Log, Outcome, settled};
use crate::prose;
use because::because;

/// How the run stands at an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunVerdict {
    /// Whether it goes on, was refused, or came to its end.
    pub state: VerdictState,
    /// The hop that was refused, if one was.
    pub denied: Option<Hop>,
    /// `Nothing has run yet`, `Running`, `First hop denied`, `Second hop denied` or `Second hop succeeded`.
    pub lead: String,
    /// Why, in one or two sentences; while it runs, what to watch. Each term is marked where it comes first.
    pub why: Text,
}

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictState {
    /// Nothing is settled yet.
    Running,
    /// A hop was refused.
    Denied,
    /// The mailbox opened.
    Succeeded,
}

/// How the run stands after an event. With two visits the first one's outcome stands until the second is settled. What
/// was changed on its way and refused is told too, also when the browser has tried once more.
pub fn verdict(log: &Log, at: EventId) -> RunVerdict {
    let outcomes = settled(log);
    let last = outcomes.iter().rev().find(|settled| settled.event <= at);
    let change = refused_change(log, at);
    let again = change.is_some_and(|(refused, _)| tried_again(log, refused, at));
    let (state, denied, lead) = match last.map(|settled| &settled.outcome) {
        None if change.is_some() && !again => {
            (VerdictState::Denied, Some(Hop::FIRST), "First hop denied")
        }
        None if is_beginning(log, at) => (VerdictState::Running, None, "Nothing has run yet"),
        None => (VerdictState::Running, None, "Running"),
        Some(Outcome::Opened(_)) => (VerdictState::Succeeded, None, "Second hop succeeded"),
        Some(Outcome::FirstHop(_)) => (VerdictState::Denied, Some(Hop::FIRST), "First hop denied"),
        Some(Outcome::Anonymous | Outcome::NotAuthenticated | Outcome::NoRights(_)) => {
            (VerdictState::Denied, Some(Hop::SECOND), "Second hop denied")
        }
    };
    let end = log.events.last().is_some_and(|last| last.id <= at);
    let why = match (last, change) {
        _ if log.cut_off && end => cut_off(),
        (Some(settled), Some((refused, reason)))
            if again
                && !matches!(settled.outcome, Outcome::FirstHop(_))
                && refused < settled.event =>
        {
            prose! {
                "What was changed on the way was refused first: ", cause(log, refused, reason), ". Then the browser tried \
                once more, and IIS let it in. ", because(log, settled)
            }
        }
        (Some(settled), _) => because(log, settled),
        (None, Some((refused, reason))) => prose! {
            "IIS refuses what was changed on the way: ", cause(log, refused, reason),
            if again { ". The browser tries once more." } else { ". Watch whether the browser tries once more." }
        },
        (None, None) if is_beginning(log, at) => prose! {
            "Play it, or go on step by step. Watch where the proof of who asks goes, and where it ends."
        },
        (None, None) => watch(log, at),
    };
    RunVerdict {
        state,
        denied,
        lead: lead.to_owned(),
        why: why.terms_once(),
    }
}

/// Whether an event is the first that anybody sees: on the way to it connections are opened, and a domain controller may
/// be asked.
fn is_beginning(log: &Log, at: EventId) -> bool {
    let seen = log.events.iter().take_while(|event| event.id <= at);
    let seen = seen.filter(|event| {
        !matches!(event.kind, EventKind::Opened(_)) && log.hop(event) != Some(Hop::Directory)
    });
    seen.take(2).count() < 2
}

/// The first refusal of credentials behind a change on the way of hop 1.
fn refused_change(log: &Log, at: EventId) -> Option<(EventId, &DenialReason)> {
    let on_hop_1 = |event: &&Event| log.hop(event) == Some(Hop::FIRST) && event.changed();
    let changed = log.events.iter().find(on_hop_1)?.id;
    let after = log
        .events
        .iter()
        .filter(|event| event.id > changed && event.id <= at);
    after
        .into_iter()
        .find_map(|event| match event.kind.decision()? {
            Decision::RefusesRequest {
                because:
                    DenialReason::PageAsks | DenialReason::AnonymousOff | DenialReason::StaleNonce,
            } => None,
            Decision::RefusesRequest { because } => Some((event.id, because)),
            _ => None,
        })
}

/// The end of a run that the lab did not let go on for ever.
fn cut_off() -> Text {
    prose! {
        "The run goes on, but the lab cuts it off here: after what was changed on the way, the hosts have too much to \
        say to each other."
    }
}

/// Whether the browser has sent anything between the two events.
fn tried_again(log: &Log, refused: EventId, at: EventId) -> bool {
    let mut after = log
        .events
        .iter()
        .filter(|event| event.id > refused && event.id <= at);
    after.any(|event| {
        matches!(event.kind, EventKind::Message { .. }) && log.role(event) == Some(Role::Browser)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hosts::Era;
    use crate::lab::{Scenario, Splice, run};

    /// The leads of a run, each once where it stands for several steps.
    fn leads(log: &Log) -> Vec<String> {
        let mut leads: Vec<String> = log
            .events
            .iter()
            .map(|it| verdict(log, it.id).lead)
            .collect();
        leads.dedup();
        leads
    }

    #[test]
    fn the_verdict_follows_each_attempt() {
        let mut scenario = Scenario::of(Era::Today);
        let log = run(&scenario);
        let settles = ["Nothing has run yet", "Running", "Second hop denied"];
        assert_eq!(leads(&log), settles);
        let attack = crate::lab::KnownAttack::DropMic.splice(&log, None);
        scenario.edits.extend(attack);
        let log = run(&scenario);
        let [waits, runs, second] = settles;
        assert_eq!(leads(&log), [waits, runs, "First hop denied", runs, second]);
        let end = verdict(&log, EventId(u32::MAX)).why.to_string();
        assert!(
            end.starts_with("What was changed on the way was refused first: the MIC"),
            "{end}"
        );
        assert!(end.contains("ANONYMOUS LOGON"), "{end}");
    }

    #[test]
    fn anonymous_access_is_shown_as_far_as_it_goes() {
        for (era, account) in [
            (Era::Y1998, "IUSR_"),
            (Era::Y2003, "IUSR_"),
            (Era::Today, "NT AUTHORITY\\IUSR"),
        ] {
            let mut scenario = Scenario::of(era);
            scenario.front_end.schemes.clear();
            let log = run(&scenario);
            let end = verdict(&log, EventId(u32::MAX));
            assert_eq!(end.lead, "First hop denied");
            assert!(end.why.to_string().contains(account), "{}", end.why);
            assert!(log.connections.iter().all(|it| it.hop == Hop::FIRST));
            // With a scheme on offer the first page says so by itself.
            scenario.front_end.schemes = vec![crate::hosts::Scheme::Ntlm];
            let anybody = |event: &Event| {
                matches!(event.kind.decision(), Some(Decision::AdmitsAnybody { .. }))
            };
            assert!(log.events.iter().any(anybody));
            assert!(!run(&scenario).events.iter().any(anybody));
        }
    }

    #[test]
    fn a_run_that_does_not_come_to_rest_says_at_its_end_that_it_is_cut_off() {
        let mut scenario = Scenario::of(Era::Y1998);
        scenario.edits.push(Splice {
            message: 0,
            layer: 0,
            at: 0,
            remove: 0,
            insert: b"GET / HTTP/1.1\r\nHost: web\r\n\r\n".repeat(10_000),
        });
        let log = run(&scenario);
        let last = log.events.last().unwrap().id;
        assert!(log.cut_off);
        assert_eq!(verdict(&log, last).why, cut_off());
        let before = verdict(&log, EventId(last.0 - 1)).why;
        assert_ne!(before, cut_off());
        scenario.edits.clear();
        let log = run(&scenario);
        let last = log.events.last().unwrap().id;
        assert!(!log.cut_off && verdict(&log, last).why != cut_off());
    }
}
