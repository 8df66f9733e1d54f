//! Why a run came out as it did, in one line, from what the hosts decided.

use super::names;
use crate::hosts::{
    Decision, DenialReason, HowKnown, Identity, MailboxAnswer, Mechanism, OutboundCredential,
    Refusal, Role,
};
use crate::lab::{Event, Log, outcome};
use crate::wire::netlogon::status_name;
use crate::wire::ntlm::ResponseKind;
use crate::wire::rpc::status::{self as rpc_status};

/// Why the last visit came out as it did; empty where nothing was decided. One line without control characters,
/// whatever names are in it.
pub fn reason(log: &Log) -> String {
    let settled = outcome(log).and_then(|settled| log.event(settled.event));
    let event = settled.or_else(|| last(log, |decision| concludes(decision).then_some(decision)));
    let text = event.map_or_else(String::new, |event| explain(log, event));
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(plain).collect()
}

/// What settles a front end's answer where no mailbox is asked for.
fn concludes(decision: &Decision) -> bool {
    matches!(
        decision,
        Decision::RefusesRequest { .. }
            | Decision::MakesToken { .. }
            | Decision::PeerMisbehaved { .. }
    )
}

fn explain(log: &Log, event: &Event) -> String {
    let Some(decision) = event.kind.decision() else {
        return "the exchange stands still, and nobody decided anything".to_owned();
    };
    let host = name(log, event);
    match decision {
        Decision::Authorizes {
            identity,
            mailbox,
            admits,
            granted,
        } => authorized(log, &host, identity, mailbox, admits, *granted),
        Decision::AuthenticationFails { because } => {
            let answered = match reach(log) {
                Some(OutboundCredential::Replay) => {
                    "; the answer sent was made for the challenge of hop 1"
                }
                _ => "",
            };
            let why = refusal(log, because);
            format!("{host} could not authenticate the caller: {why}{answered}")
        }
        Decision::HearsFromMailbox(answer) => heard(answer),
        Decision::CannotSignIn { offered } if offered.is_empty() => {
            format!("{} offers no way to sign in", front_end(log))
        }
        Decision::CannotSignIn { offered } => {
            format!(
                "{host} knows none of the schemes offered: {}",
                offered.join(", ")
            )
        }
        Decision::GivesUp { .. } => match last(log, refuses) {
            Some(event) => explain(log, event),
            None => misbehaviour(log),
        },
        Decision::RefusesRequest { because } => refusal(log, because),
        Decision::MakesToken { identity, how, .. } => {
            format!("{host} knows {identity}: {}", known(*how))
        }
        Decision::PeerMisbehaved { error } => error.to_string(),
        Decision::CannotSend { error } => error.to_string(),
        Decision::SignsIn { .. }
        | Decision::AnswersAs { .. }
        | Decision::Authenticates { .. }
        | Decision::Validates { .. } => String::new(),
    }
}

fn authorized(
    log: &Log,
    host: &str,
    identity: &Identity,
    mailbox: &str,
    admits: &[String],
    granted: bool,
) -> String {
    if granted {
        let how = last_at(log, Role::Mailbox, |decision| match decision {
            Decision::Authenticates { how, .. } => Some(known(*how)),
            _ => None,
        });
        let behind = match (reach(log), token(log)) {
            (Some(OutboundCredential::Credential(_)), Some(token)) => {
                format!("; the credential behind the {token} token answered")
            }
            _ => String::new(),
        };
        let how = how.unwrap_or_default();
        return format!("{host} opened {mailbox} for {identity}: {how}{behind}");
    }
    match (identity, reach(log), token(log)) {
        (Identity::Anonymous, Some(OutboundCredential::Nothing), Some(token)) => format!(
            "{host} authenticated the caller as {identity} and refused; nothing is behind the thread's {token} token"
        ),
        (Identity::Anonymous, ..) => {
            format!("{host} authenticated the caller as {identity} and refused")
        }
        _ => format!(
            "{host} authenticated {identity}, who is not among those it admits: {}",
            admits.join(", ")
        ),
    }
}

/// Why somebody was not authenticated; behind a status is what the authority found.
fn refusal(log: &Log, because: &DenialReason) -> String {
    match because {
        DenialReason::PageAsks => "the page asks for authentication".to_owned(),
        DenialReason::AnonymousOff => "anonymous access is off".to_owned(),
        DenialReason::NoContext => "AUTHENTICATE met no context on its connection".to_owned(),
        DenialReason::MicMismatch => "the MIC is not that of the three messages".to_owned(),
        DenialReason::Malformed(error) => format!("the credentials do not decode: {error}"),
        DenialReason::SchemeNotOffered => "the scheme used is not offered".to_owned(),
        DenialReason::NoCredentials => "the call carried no credentials".to_owned(),
        DenialReason::LogonFailed(status) => {
            let found = last(log, |decision| match decision {
                Decision::Validates {
                    outcome: Err(_), ..
                } => Some(decision),
                _ => None,
            });
            let found = found.and_then(|event| judged(log, event));
            let found = found.unwrap_or_else(|| "the logon failed".to_owned());
            let name = status_name(*status).unwrap_or("status");
            format!("{found}: {name} 0x{status:08X}")
        }
    }
}

fn judged(log: &Log, event: &Event) -> Option<String> {
    let host = name(log, event);
    let Decision::Validates {
        account: (domain, user),
        outcome: Err(refusal),
    } = event.kind.decision()?
    else {
        return None;
    };
    let account = match domain.as_str() {
        "" => user.clone(),
        _ => format!("{domain}\\{user}"),
    };
    Some(match refusal {
        Refusal::NoSuchPackage => {
            format!("{host} has no package that judges what it was sent for {account}")
        }
        Refusal::NoSuchUser => format!("{host} has no account of the name {account}"),
        Refusal::WrongPassword => {
            format!("{host} computed another proof for {account} than it was sent")
        }
        Refusal::LevelForbids { level, kind } => {
            let (kind, level) = (response(*kind), level.number());
            format!("{host} takes no {kind} at level {level}")
        }
    })
}

fn heard(answer: &MailboxAnswer) -> String {
    match answer {
        MailboxAnswer::Broken(error) => format!("the call to the mailbox host broke off: {error}"),
        MailboxAnswer::Fault(status) if *status == rpc_status::ACCESS_DENIED => {
            format!("the mailbox host answered with an access-denied fault, 0x{status:08X}")
        }
        MailboxAnswer::Fault(status) => {
            format!("the mailbox host answered with a fault, 0x{status:08X}")
        }
        MailboxAnswer::Error(code) => format!("the mailbox host answered 0x{code:08X}"),
        MailboxAnswer::Http(status) => format!("the mailbox host answered {status}"),
        MailboxAnswer::Opened(mailbox) => format!("the mailbox host opened {mailbox}"),
    }
}

fn known(how: HowKnown) -> String {
    match how.mechanism {
        Mechanism::Response(kind) => format!("an {} response proved it", response(kind)),
        Mechanism::Password => "the password was checked".to_owned(),
        Mechanism::LocalCall => {
            "the caller is on the same computer, whose system named the thread's token".to_owned()
        }
        Mechanism::NullSession => "a null session".to_owned(),
    }
}

fn response(kind: ResponseKind) -> &'static str {
    match kind {
        ResponseKind::Empty => "empty",
        ResponseKind::Lm => "LM",
        ResponseKind::LmV2 => "LMv2",
        ResponseKind::Ntlm => "NTLMv1",
        ResponseKind::Ntlm2Session => "NTLM2 session",
        ResponseKind::NtlmV2 => "NTLMv2",
        _ => "unknown",
    }
}

fn refuses(decision: &Decision) -> Option<&Decision> {
    matches!(decision, Decision::RefusesRequest { .. }).then_some(decision)
}

fn misbehaviour(log: &Log) -> String {
    let event = last(log, |decision| {
        matches!(
            decision,
            Decision::PeerMisbehaved { .. } | Decision::CannotSend { .. }
        )
        .then_some(decision)
    });
    event.map_or_else(String::new, |event| explain(log, event))
}

/// What the front end's thread answered with, last.
fn reach(log: &Log) -> Option<OutboundCredential> {
    last_at(log, Role::FrontEnd, |decision| match decision {
        Decision::AnswersAs { reach, .. } => Some(reach.clone()),
        _ => None,
    })
}

/// The kind of the front end's last token.
fn token(log: &Log) -> Option<&'static str> {
    last_at(log, Role::FrontEnd, |decision| match decision {
        Decision::MakesToken { logon, .. } => Some(names::logon_kind(*logon)),
        _ => None,
    })
}

fn last<'a>(
    log: &'a Log,
    wanted: impl Fn(&'a Decision) -> Option<&'a Decision>,
) -> Option<&'a Event> {
    let mut events = log.events.iter().rev();
    events.find(|event| event.kind.decision().and_then(&wanted).is_some())
}

fn last_at<T>(log: &Log, role: Role, wanted: impl Fn(&Decision) -> Option<T>) -> Option<T> {
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
        reason(&run(&scenario(row, Column::RemoteMapi)))
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
            ("C3", "met no context"),
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
        scenario.client.user = "a\tb\nc\u{7f}".to_owned();
        let text = reason(&run(&scenario));
        assert!(text.contains("a b c"), "{text}");
        assert!(!text.chars().any(char::is_control));
    }
}
