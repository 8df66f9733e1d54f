//! Why a run came out as it did, in one line for a terminal, from what the hosts decided. Computers go by their names.

use super::names::{logon_kind, response_name};
use super::refusals::cause;
use super::roles::look;
use super::statuses::hex32;
use super::text::Text;
use super::{account_state, delegation, history, kdc, mechanism};
use crate::hosts::{
    BackEndAnswer, Decision, DenialReason, Identity, Mechanism, OutboundCredential, Refusal, Role,
};
use crate::lab::{Event, EventId, Log, outcome};
use crate::present::foreign::cut;
use crate::prose;
use crate::wire::ntstatus::status_name;
use crate::wire::rpc::status as fault_status;

/// Why the last visit came out as it did; empty where nothing was decided. One line that cannot steer the terminal,
/// whatever names are in it.
pub fn reason(log: &Log) -> String {
    let settled = outcome(log).and_then(|settled| log.event(settled.event));
    let event = settled.or_else(|| last(log, concludes));
    let text = event.map_or_else(Text::default, |event| explain(log, event));
    cut(text.to_string(), usize::MAX)
}

/// What settles a front end's answer where no back end is called.
fn concludes(decision: &Decision) -> bool {
    matches!(
        decision,
        Decision::RefusesRequest { .. }
            | Decision::MakesToken { .. }
            | Decision::PeerMisbehaved { .. }
    )
}

fn explain(log: &Log, event: &Event) -> Text {
    let Some(decision) = event.kind.decision() else {
        return prose! { "the exchange stands still, and nobody decided anything" };
    };
    let host = name(log, event);
    match decision {
        Decision::Authorizes {
            identity,
            resource,
            granted: true,
            ..
        } => {
            prose! { host, " opened ", resource, " for ", identity.to_string(), ": ", opened_by(log) }
        }
        Decision::Authorizes {
            identity, admits, ..
        } => denied(log, host, identity, admits),
        Decision::AuthenticationFails { because } => prose! {
            host, " could not authenticate the caller: ", refusal(log, because),
            matches!(reach(log), Some(OutboundCredential::Replay)).then_some("; the answer sent was made for the challenge of hop 1")
        },
        Decision::HearsFromBackEnd(answer) => heard(log, event, answer),
        Decision::CannotLogOn { because } => prose! {
            "nobody is logged on, so no browser opens: ", refusal(log, because)
        },
        Decision::CannotSignIn { offered } if offered.is_empty() => {
            prose! { front_end(log), " offers no way to sign in" }
        }
        Decision::CannotSignIn { offered } => prose! {
            host, " knows none of the schemes offered: ", offered.join(", ")
        },
        Decision::GivesUp { .. } => {
            if let Some(rule) = delegation::browser_refused(log, event.id) {
                return rule;
            }
            let refuses = |decision: &Decision| matches!(decision, Decision::RefusesRequest { .. });
            let stops = |decision: &Decision| {
                matches!(
                    decision,
                    Decision::PeerMisbehaved { .. } | Decision::CannotSend { .. }
                )
            };
            let behind = last(log, refuses).or_else(|| last(log, stops));
            behind.map_or_else(Text::default, |event| explain(log, event))
        }
        Decision::RefusesRequest { because } => refusal(log, because),
        Decision::MakesToken { identity, how, .. } => {
            prose! { host, " knows ", identity.to_string(), ": ", mechanism::clause(how.mechanism) }
        }
        Decision::PeerMisbehaved { error } => prose! { error.to_string() },
        Decision::CannotSend { error } => prose! { error.to_string() },
        Decision::RefusesTicket(decision) => kdc::rule(decision),
        Decision::SignsIn { .. }
        | Decision::GainsTicket(_)
        | Decision::IssuesTicket(_)
        | Decision::FallsBack { .. }
        | Decision::ServerProves { .. }
        | Decision::AdmitsAnybody { .. }
        | Decision::AnswersAs { .. }
        | Decision::Authenticates { .. }
        | Decision::Validates { .. } => Text::default(),
    }
}

/// How the caller became known to the back end, and what was behind it.
fn opened_by(log: &Log) -> Text {
    let how = last_at(log, log.back_end(), |decision| match decision {
        Decision::Authenticates { how, .. } => Some(mechanism::clause(how.mechanism)),
        _ => None,
    });
    match (reach(log), token(log)) {
        // The front end knows best how it came by its ticket.
        (Some(OutboundCredential::Credential(shown @ Mechanism::Ticket(_))), _) => {
            mechanism::clause(*shown)
        }
        (Some(OutboundCredential::Credential(_)), Some(token)) => {
            prose! { how, "; the credential behind the ", token, " token answered" }
        }
        _ => prose! { how },
    }
}

fn denied(log: &Log, host: String, identity: &Identity, admits: &[String]) -> Text {
    match identity {
        Identity::Anonymous => {
            let behind = match (reach(log), token(log)) {
                (Some(OutboundCredential::Nothing), Some(token)) => {
                    prose! { "; nothing is behind the thread's ", token, " token" }
                }
                _ => Text::default(),
            };
            prose! { host, " authenticated the caller as ", identity.to_string(), " and refused", sql_error(log), behind, no_ticket(log) }
        }
        Identity::User(_) => prose! {
            host, " authenticated ", identity.to_string(), ", who is not among those it admits: ", admits.join(", "), sql_error(log).map(|with| format!("; it refused{with}"))
        },
    }
}

/// The number of the error that SQL Server refused with, if it did.
fn sql_error(log: &Log) -> Option<String> {
    last_at(log, Role::FrontEnd, |decision| match decision {
        Decision::HearsFromBackEnd(BackEndAnswer::Sql { number, .. }) => {
            Some(format!(" with error {number}"))
        }
        _ => None,
    })
}

/// Why IIS had no ticket to go on with, where one could have been had.
fn no_ticket(log: &Log) -> Option<Text> {
    let why = delegation::stayed_behind(log, EventId(u32::MAX))?.to_string();
    Some(prose! { ". ", why.trim_end_matches('.').to_owned() })
}

fn judged(log: &Log, event: &Event) -> Option<Text> {
    let host = name(log, event);
    let Decision::Validates {
        account,
        outcome: Err(refusal),
    } = event.kind.decision()?
    else {
        return None;
    };
    let account = match account.domain.as_str() {
        "" => account.user.clone(),
        _ => account.to_string(),
    };
    Some(match refusal {
        Refusal::State(state) => prose! {
            host, " does not let ", account, " sign in: the ", account_state::clause(*state)
        },
        Refusal::SelectiveTrust => prose! {
            host, " lets ", account, " sign in only where that user was given leave (selective authentication)"
        },
        Refusal::ProtectedUser => {
            prose! { host, " takes no NTLM and no Digest for ", account, ", a member of Protected Users" }
        }
        Refusal::NoSuchPackage => {
            prose! { host, " has no package that judges what it was sent for ", account }
        }
        Refusal::NoSuchUser => prose! { host, " has no account of the name ", account },
        Refusal::WrongPassword => {
            prose! { host, " computed another proof for ", account, " than it was sent" }
        }
        Refusal::LevelForbids { level, kind } => prose! {
            host, " takes no ", response_name(*kind), " at level ", level.number()
        },
    })
}

/// Why somebody was not authenticated; behind a status is what the authority found.
fn refusal(log: &Log, because: &DenialReason) -> Text {
    match because {
        DenialReason::LogonFailed(status) => {
            let fails = |decision: &Decision| {
                matches!(
                    decision,
                    Decision::Validates {
                        outcome: Err(_),
                        ..
                    }
                )
            };
            let found = last(log, fails).and_then(|event| judged(log, event));
            prose! {
                found.unwrap_or_else(|| prose! { "the logon failed" }), ": ",
                status_name(*status).unwrap_or("status"), " ", hex32(*status)
            }
        }
        because => cause(log, EventId(u32::MAX), because),
    }
}

fn heard(log: &Log, event: &Event, answer: &BackEndAnswer) -> Text {
    let called = history::called(log, event.id);
    let called = look(called).object;
    match answer {
        BackEndAnswer::Broken(error) => {
            prose! { "the call to ", called, " broke off: ", error.to_string() }
        }
        BackEndAnswer::Fault(status) => prose! {
            called, " answered with ", fault_kind(*status), ", ", hex32(*status)
        },
        BackEndAnswer::Error(code) => prose! { called, " answered ", hex32(*code) },
        BackEndAnswer::Http(status) => prose! { called, " answered ", *status },
        BackEndAnswer::Opened(name) => prose! { called, " opened ", name },
        BackEndAnswer::Queried(login) => prose! { called, " knows ", login },
        BackEndAnswer::Sql { number, message } => {
            prose! { called, " answered ", *number, ", ", message }
        }
    }
}

fn fault_kind(status: u32) -> &'static str {
    match status {
        fault_status::ACCESS_DENIED => "an access-denied fault",
        _ => "a fault",
    }
}

/// What the front end's thread answered with, last.
fn reach(log: &Log) -> Option<&OutboundCredential> {
    last_at(log, Role::FrontEnd, |decision| match decision {
        Decision::AnswersAs { reach, .. } => Some(reach),
        _ => None,
    })
}

/// The kind of the front end's last token.
fn token(log: &Log) -> Option<&'static str> {
    last_at(log, Role::FrontEnd, |decision| match decision {
        Decision::MakesToken { logon, .. } => Some(logon_kind(*logon)),
        _ => None,
    })
}

fn last(log: &Log, wanted: impl Fn(&Decision) -> bool) -> Option<&Event> {
    let mut events = log.events.iter().rev();
    events.find(|event| event.kind.decision().is_some_and(&wanted))
}

fn last_at<'a, T>(
    log: &'a Log,
    role: Role,
    wanted: impl Fn(&'a Decision) -> Option<T>,
) -> Option<T> {
    let mut events = log.events.iter().rev();
    events.find_map(|event| {
        let decision = event.kind.decision()?;
        (log.role(event) == Some(role)).then(|| wanted(decision))?
    })
}

fn name(log: &Log, event: &Event) -> String {
    let host = log.host(event.host);
    host.map_or_else(|| "a host".to_owned(), |host| host.name.clone())
}

fn front_end(log: &Log) -> String {
    let host = log.host_of(Role::FrontEnd);
    host.map_or_else(|| "the server".to_owned(), |host| host.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::table::{Column, ROWS, scenario};
    use crate::lab::{Scenario, run};

    fn of(id: &str) -> String {
        let row = ROWS.iter().find(|row| row.id == id).unwrap();
        reason(&run(&scenario(row, Column::RemoteMapi).unwrap()))
    }

    #[test]
    fn sql_server_refuses_the_caller_and_nobody_else() {
        let row = ROWS.iter().find(|row| row.id == "W3").unwrap();
        let said = reason(&run(&scenario(row, Column::RemoteSql).unwrap()));
        assert!(
            said.ends_with("admits: CONTOSO\\bob; it refused with error 18456"),
            "{said}"
        );
    }

    #[test]
    fn each_says_what_decided() {
        for (id, part) in [
            ("A1", "offers no way"),
            ("B0", "the credential behind the Interactive token answered"),
            ("B2", "nothing is behind the thread's Network token"),
            (
                "B4",
                "WEB-01 has no account of the name alice: STATUS_NO_SUCH_USER 0xC0000064",
            ),
            ("N1", "as NT AUTHORITY\\ANONYMOUS LOGON and refused"),
            ("C3", "no CHALLENGE had been sent"),
            ("L1", "DC-01 takes no NTLMv1 at level 5"),
            ("R1", "for the challenge of hop 1"),
            ("W1", "another proof for CONTOSO\\alice"),
            ("W2", "no account of the name CONTOSO\\mallory"),
            ("W3", "admits: CONTOSO\\bob"),
        ] {
            assert!(of(id).contains(part), "{id}: {}", of(id));
        }
    }

    #[test]
    fn one_line_whatever_is_typed() {
        let mut scenario = Scenario::of(crate::hosts::Era::Today);
        scenario.client.user = "a\tb\nc\u{202e}\u{7f}".to_owned();
        let text = reason(&run(&scenario));
        assert!(
            text.contains("a\u{fffd}b\u{fffd}c\u{fffd}\u{fffd}"),
            "{text}"
        );
    }
}
