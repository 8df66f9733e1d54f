//! How the run stands, and why.

use super::back_end::admitted;
use super::foreign::cut;
use super::glossary::Term;
use super::history;
use super::names::{LONG, identity as who, subject};
use super::refusals::cause;
use super::roles::{look, opens};
use super::text::{Piece, Text, challenge, value};
use super::watch::watch;
use super::{delegation, kerberos};
use crate::hosts::{
    BackEndAnswer, Decision, DenialReason, Identity, Mechanism, OutboundCredential, Role,
};
use crate::lab::{Event, EventId, EventKind, Hop, Log, Outcome, Settled, settled};
use crate::prose;

/// How the run stands at an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunVerdict {
    /// How it stands.
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

/// Who somebody is; of ANONYMOUS LOGON one can read what that is.
pub(super) fn known_as(identity: &Identity) -> Piece {
    match identity {
        Identity::Anonymous => Term::AnonymousLogon.called(Term::AnonymousLogon.name()),
        Identity::User { .. } => Piece::Plain(who(identity, LONG).into()),
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

fn because(log: &Log, settled: &Settled) -> Text {
    let at = settled.event;
    match &settled.outcome {
        Outcome::Opened(identity) => opened(log, at, identity),
        Outcome::Anonymous => anonymous(log, at),
        Outcome::NotAuthenticated => not_authenticated(log, at),
        Outcome::NoRights(identity) => no_rights(log, at, identity),
        Outcome::FirstHop(_) => first_hop(log, at),
    }
}

/// The back end that decided at an event, at the beginning of a sentence.
fn back_end(log: &Log, at: EventId) -> String {
    let decided = log.event(at).map(|event| event.host);
    let decided = decided.filter(|host| {
        let role = log.host(*host).and_then(|info| info.role);
        !matches!(role, Some(Role::Browser | Role::FrontEnd))
    });
    decided.map_or_else(
        || look(log.back_end()).subject.to_owned(),
        |host| subject(log, host),
    )
}

fn opened(log: &Log, at: EventId, identity: &Identity) -> Text {
    let who = known_as(identity);
    let connection = log.event(at).and_then(|event| event.kind.connection());
    match history::answered_as(log, at, connection) {
        Some((OutboundCredential::Credential(Mechanism::Ticket(path)), ..)) => prose! {
            back_end(log, at), " sees ", who, ": ", delegation::went_on(log, at, *path)
        },
        Some((OutboundCredential::Credential(_), _, asked)) if on_the_server(log, at) => prose! {
            back_end(log, at), " sees ", who, ": IIS answered its ", Term::Challenge, " ", challenge(asked), " from the password of the \
            logon at its own computer, where the browser runs. From a desk the same page would fail."
        },
        Some((OutboundCredential::Credential(_), _, asked)) => prose! {
            back_end(log, at), " sees ", who, ": IIS answered its ", Term::Challenge, " ", challenge(asked), " from the password \
            behind the thread’s ", Term::Token, ". KB183545 says that the credentials are “passed on”; here hop 2 is NTLM, and \
            the answer is computed anew."
        },
        Some((OutboundCredential::Hand(_), _, asked)) => prose! {
            back_end(log, at), " sees ", who, ": what was given by hand answers its ", Term::Challenge, " ", challenge(asked),
            ", as only the account’s password or its ", Term::NtHash, " can."
        },
        Some((OutboundCredential::LocalCall, _, _)) => prose! {
            "IIS and what it calls are on one computer: the system names the calling thread’s ", Term::Token, ", ", who,
            ". Nothing had to be proved over the network; NTLM calls this a ", Term::LocalCall, "."
        },
        Some((OutboundCredential::Nothing | OutboundCredential::Replay, _, _)) | None => prose! {
            back_end(log, at), " knows the caller as ", who, " and opens the ", opens(history::called(log, at)), "."
        },
    }
}

/// Whether the token of IIS came by a local call: the browser runs on its computer.
fn on_the_server(log: &Log, at: EventId) -> bool {
    let made = history::token_made(log, at, None);
    made.is_some_and(|made| made.how.mechanism == Mechanism::LocalCall)
}

fn anonymous(log: &Log, at: EventId) -> Text {
    if let Some((OutboundCredential::Hand(_), ..)) = history::answered_as(log, at, None) {
        return prose! {
            back_end(log, at), " sees ", Term::AnonymousLogon, ": the answer given by hand has no name and no ", Term::Response, "."
        };
    }
    if let Some(why) = delegation::stayed_behind(log, at) {
        return prose! { back_end(log, at), " sees ", Term::AnonymousLogon, ". ", why };
    }
    match history::token_made(log, at, None) {
        Some(made) if made.how.mechanism == Mechanism::Password && !made.credential => prose! {
            back_end(log, at), " sees ", Term::AnonymousLogon, ": a ", Term::NetworkLogon.called("Network logon"), " keeps no password behind the ",
            Term::Token, ", so the thread has nothing to answer with. The computer was sent the password; the call is made with what the \
            token reaches."
        },
        Some(made)
            if matches!(
                made.how.mechanism,
                Mechanism::Response(_) | Mechanism::Digest(_)
            ) =>
        {
            prose! {
                back_end(log, at), " sees ", Term::AnonymousLogon, ": IIS holds nothing that answers a new ", Term::Challenge, ". It was given one \
                answer to one challenge of its own."
            }
        }
        _ => {
            prose! { back_end(log, at), " sees ", Term::AnonymousLogon, ": the call came without a name and without a ", Term::Response, "." }
        }
    }
}

fn not_authenticated(log: &Log, at: EventId) -> Text {
    let event = log.event(at);
    let because = match event.and_then(|event| event.kind.decision()) {
        None => return stands_still(),
        Some(Decision::HearsFromBackEnd(BackEndAnswer::Broken(error))) => {
            return prose! { "The call to ", look(history::called(log, at)).object, " broke off: ", cut(error, 120), "." };
        }
        Some(Decision::AuthenticationFails { because }) => Some(because),
        Some(_) => None,
    };
    let connection = event.and_then(|event| event.kind.connection());
    let answered =
        history::answered_as(log, at, connection).map(|(reach, _, asked)| (reach, asked));
    let why = match answered {
        Some((OutboundCredential::Replay, asked))
            if !matches!(because, Some(DenialReason::Kerberos(_))) =>
        {
            prose! {
                back_end(log, at), " asked ", challenge(asked), "; the answer sent to it was made for another ", Term::Challenge, ", \
                so it proves nothing here."
            }
        }
        _ => prose! {
            back_end(log, at), " does not know who calls: ",
            because.map_or_else(|| prose! { "nothing was proved" }, |because| cause(log, at, because)), "."
        },
    };
    let judged = matches!(because, Some(DenialReason::LogonFailed(_)))
        && matches!(
            answered,
            Some((OutboundCredential::Replay | OutboundCredential::Hand(_), _))
        );
    let compared = history::judged(log, at).and_then(|judged| history::compared(judged.event));
    match compared.filter(|compared| judged && !compared.matches()) {
        Some(compared) => prose! {
            why, " Right would have been ", value(&compared.expected, compared.secret), "; received was ",
            value(&compared.received, compared.secret), "."
        },
        None => why,
    }
}

fn no_rights(log: &Log, at: EventId, identity: &Identity) -> Text {
    let decision = log.event(at).and_then(|event| event.kind.decision());
    let (resource, admits) = match decision {
        Some(Decision::Authorizes {
            resource, admits, ..
        }) => (resource.as_str(), admits.as_slice()),
        _ => Default::default(),
    };
    prose! {
        back_end(log, at), " knows the caller as ", known_as(identity), ", but “", cut(resource, LONG), "” opens to ",
        admitted(admits), " only. The second hop authenticated; it is a right that is missing, not a proof."
    }
}

/// A run that ends without a decision: somebody in between saw to it.
fn stands_still() -> Text {
    prose! {
        "The exchange stands still, and nobody decides anything: after what was changed on the way, a host waits for \
        more, or has nothing to do."
    }
}

/// The end of a run that the lab did not let go on for ever.
fn cut_off() -> Text {
    prose! {
        "The run goes on, but the lab cuts it off here: after what was changed on the way, the hosts have too much to \
        say to each other."
    }
}

/// Hop 2 never began.
fn never_called(log: &Log) -> Text {
    prose! { look(log.back_end()).subject, " was never called." }
}

fn first_hop(log: &Log, at: EventId) -> Text {
    let decision = log.event(at).map(|event| event.kind.decision());
    match decision {
        Some(None) => return stands_still(),
        Some(Some(Decision::CannotSignIn { offered })) if offered.is_empty() => {
            let anybody = history::latest(log, at, &|_, decision| match decision {
                Decision::AdmitsAnybody { account } => Some(who(account, LONG)),
                _ => None,
            });
            if let Some(account) = anybody {
                return prose! {
                    "Anonymous access goes as far as pages that ask nobody: IIS gave the first one to anybody, as ", account,
                    ". The next page wants to know who calls, and no scheme is offered to say it by. ", never_called(log)
                };
            }
            return prose! {
                "IIS asks for authentication and offers no scheme, so the browser has no way to sign in. ", never_called(log)
            };
        }
        Some(Some(Decision::CannotSignIn { offered })) => {
            let offered = cut(offered.join(", "), LONG);
            return prose! { "The browser supports none of the schemes that IIS offers: ", offered, "." };
        }
        _ => {}
    }
    let stop = history::latest(log, at, &|event, decision| match decision {
        Decision::CannotSend { error } => Some(error.to_string()),
        Decision::PeerMisbehaved { error } if log.role(event) == Some(Role::Browser) => {
            Some(error.to_string())
        }
        _ => None,
    });
    if let Some(error) = stop {
        return match delegation::browser_refused(log, at) {
            Some(rule) => {
                prose! { "The KDC gave the browser no ticket. ", rule, " ", never_called(log) }
            }
            None => prose! { "The browser stopped: ", cut(error, 120), "." },
        };
    }
    match history::refusal(log, at) {
        Some(DenialReason::Kerberos(code)) => prose! {
            "IIS does not know who calls: ", kerberos::refusal(*code), ". ", delegation::remedy(*code), " ", never_called(log)
        },
        Some(because) => prose! {
            "IIS does not know who calls: ", cause(log, at, because), ". ", never_called(log)
        },
        None => prose! { "IIS does not know who calls." },
    }
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
            insert: b"GET / HTTP/1.1\r\n\r\n".repeat(10_000),
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
