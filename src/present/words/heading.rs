//! A step's title in the inspector, and where it happens.

use super::names::{a_token, response_name, return_value};
use super::read;
use super::said::{self, Contents, Said, With};
use super::text::{self, BRIEF, quoted};
use crate::hosts::{Because, Computation, Decision, HowKnown, Reach, Refusal};
use crate::lab::{Event, Kind, Log};
use crate::present::{Step, fingerprint};
use crate::wire::netlogon::Logon;
use crate::wire::ntlm::{Message, ResponseKind};

/// A step's title.
pub fn heading(log: &Log, step: &Step) -> String {
    let Some(event) = read::event(log, step) else {
        return "Nothing".to_owned();
    };
    match &event.kind {
        Kind::Message { sent, .. } => message(log, event, &Said::of(sent)),
        Kind::Decision { decision, .. } => decided(log, event, decision),
        Kind::Computation { computation, .. } => computed(computation),
        Kind::Opened(_) => "A connection opens".to_owned(),
        Kind::Closed(_) => "A connection closes".to_owned(),
    }
}

/// Where a step happens, such as `IIS → Mailbox host · connection 2`.
pub fn place(log: &Log, step: &Step) -> String {
    let Some(event) = read::event(log, step) else {
        return String::new();
    };
    let at = read::host(log, event.host);
    let hosts = match read::receiver(event) {
        Some(to) => format!("{at} → {}", read::host(log, to)),
        None => at,
    };
    match event.kind.connection() {
        Some(id) => format!("{hosts} · {}", super::connection_name(log, id)),
        None => hosts,
    }
}

fn message(log: &Log, event: &Event, said: &Said) -> String {
    if let Some(message) = said.token() {
        return ntlm(log, event, message);
    }
    match said {
        Said::Request { with, .. } => match with {
            With::Basic(_) => "Basic: the password travels",
            With::Other => "An Authorization that does not decode",
            _ if read::on_second_hop(log, event) => "IIS asks for the mailbox, without credentials",
            _ if signed_in(log, event) => "A request on a connection that signed in before",
            _ => "A request without credentials",
        }
        .to_owned(),
        Said::Response {
            status: 401,
            offers,
            ..
        } if offers.is_empty() => "401, and no scheme offered".to_owned(),
        Said::Response {
            status: 401,
            offers,
            ..
        } => {
            let offers: Vec<String> = offers.iter().map(|offer| text::cut(offer, BRIEF)).collect();
            format!("401: sign in, with {}", offers.join(" or "))
        }
        Said::Response {
            status,
            reason,
            page,
            form,
            ..
        } => {
            let title = if *form {
                "a form".to_owned()
            } else if page.is_empty() || page.starts_with(&status.to_string()) {
                text::cut(reason, 40)
            } else {
                format!("“{}”", text::cut(page, 52))
            };
            format!("{status}: {title}")
        }
        Said::Bind(_) => "bind, without credentials".to_owned(),
        Said::BindAck(_) => "bind_ack, without a CHALLENGE".to_owned(),
        Said::Auth3(_) => "rpc_auth_3, without an AUTHENTICATE".to_owned(),
        Said::Connect(call, mailbox) => format!("{call}: open {}", quoted(mailbox, 24)),
        Said::Connected(Ok(name)) => format!("The mailbox {} is open", quoted(name, 24)),
        Said::Connected(Err(code)) => format!("Refused: {}", return_value(*code)),
        Said::Fault(code) => format!("RPC fault 0x{code:08X}"),
        Said::Asks(request) => {
            let who = text::account(&request.domain, &request.user, BRIEF);
            match &request.logon {
                Logon::Network { .. } => format!("Pass-through: is this {who}?"),
                Logon::Interactive { .. } => {
                    format!("Pass-through: is this the password of {who}?")
                }
            }
        }
        Said::Answers(response) => match &response.validation {
            Some(_) => "The domain controller says yes".to_owned(),
            None => "The domain controller says no".to_owned(),
        },
        Said::Unreadable(_) => "Bytes that do not decode".to_owned(),
    }
}

fn ntlm(log: &Log, event: &Event, message: &Message) -> String {
    match message {
        Message::Negotiate(_) => "NEGOTIATE: what this side can do".to_owned(),
        Message::Challenge(challenge) => format!(
            "CHALLENGE: the question {}",
            fingerprint(&challenge.server_challenge)
        ),
        Message::Authenticate(message) => match said::contents(message) {
            Contents::Nothing => "AUTHENTICATE, with nothing in it".to_owned(),
            Contents::LocalCall => "AUTHENTICATE, empty: a local call".to_owned(),
            Contents::Proof(..) if replayed(log, event) => {
                "AUTHENTICATE, the same bytes again".to_owned()
            }
            Contents::Proof(kind, _) => {
                format!("AUTHENTICATE, with an {} answer", response_name(kind))
            }
        },
    }
}

/// Whether this AUTHENTICATE repeats one that was received before.
pub fn replayed(log: &Log, event: &Event) -> bool {
    let connection = event.kind.connection();
    let answered = read::answered_as(log, event.id, connection);
    connection.is_some() && matches!(answered, Some((Reach::Replay, _, _)))
}

/// Whether the connection of this event was signed in before it.
pub fn signed_in(log: &Log, event: &Event) -> bool {
    let connection = event.kind.connection();
    connection.is_some()
        && read::token_made(log, event.id, connection)
            .is_some_and(|made| made.how != HowKnown::Password)
}

fn computed(computation: &Computation) -> String {
    match computation {
        Computation::Response { challenge, .. } => {
            format!(
                "From the password to an answer to {}",
                fingerprint(challenge)
            )
        }
        Computation::Challenge { challenge } => {
            format!("A question is drawn: {}", fingerprint(challenge))
        }
        Computation::OwnChallenge { .. } => "IIS asks itself".to_owned(),
    }
}

fn decided(log: &Log, event: &Event, decision: &Decision) -> String {
    match decision {
        Decision::SignsIn { scheme, prompt, .. } => {
            let scheme = scheme.name();
            match prompt {
                Some(1) => format!("The browser takes {scheme} and asks the person"),
                Some(number) => format!("The browser asks again: prompt {number}"),
                None => format!("The browser takes {scheme} and asks nobody"),
            }
        }
        Decision::CannotSignIn { .. } => "No way to sign in".to_owned(),
        Decision::GivesUp { .. } => "The browser gives up".to_owned(),
        Decision::RefusesRequest { because } => match because {
            Because::LogonFailed(_) => "IIS refuses: the logon failed",
            Because::NoContext => "IIS refuses: an answer without a question",
            Because::MicMismatch => "IIS refuses: the MIC does not match",
            Because::Malformed(_) => "IIS refuses: the credentials do not decode",
            Because::SchemeNotOffered => "IIS refuses: a scheme it does not offer",
            Because::NoCredentials => "IIS refuses: no credentials",
            Because::PageAsks => "The page asks who calls",
            Because::AnonymousOff => "IIS asks who calls",
        }
        .to_owned(),
        Decision::MakesToken { logon, how, .. } => {
            let what = match how {
                HowKnown::Proof(_) => "The proof matches",
                HowKnown::Password => "The password is right",
                HowKnown::LocalCall => "A local call",
                HowKnown::NullSession => "A null session",
            };
            format!("{what}: IIS has {}", a_token(*logon))
        }
        Decision::AnswersAs { reach, .. } => match reach {
            Reach::Credential(_) => "IIS has a password to answer with",
            Reach::Nothing => "IIS has nothing to answer with",
            Reach::LocalCall => "The call stays on this computer",
            Reach::Replay => "IIS sends the old answer to a new question",
        }
        .to_owned(),
        Decision::Authenticates { identity, how } => match how {
            HowKnown::NullSession => "The caller is ANONYMOUS LOGON".to_owned(),
            _ => format!("The caller is {}", text::identity(identity, BRIEF)),
        },
        Decision::AuthenticationFails { .. } if called_with_replay(log, event) => {
            "The old answer does not fit the new question".to_owned()
        }
        Decision::AuthenticationFails { .. } => "The caller is not authenticated".to_owned(),
        Decision::Authorizes {
            identity, granted, ..
        } => {
            let who = text::identity(identity, BRIEF);
            let may = if *granted { "may" } else { "may not" };
            format!("{who} {may} open the mailbox")
        }
        Decision::Validates { outcome, .. } => match outcome {
            Ok(ResponseKind::Empty) => "The password is right",
            Ok(_) => "The proof matches",
            Err(Refusal::NoSuchUser) => "No such account",
            Err(Refusal::WrongPassword) => "The proof does not match",
            Err(Refusal::LevelForbids { .. }) => "The level refuses this response",
        }
        .to_owned(),
        Decision::HearsFromMailbox(_) => "IIS has the mailbox host’s answer".to_owned(),
        Decision::CannotSend { .. } => "Basic cannot carry this name or password".to_owned(),
        Decision::PeerMisbehaved { .. } => "The exchange stops".to_owned(),
    }
}

/// Whether the call on this connection was answered with a recorded message.
pub fn called_with_replay(log: &Log, event: &Event) -> bool {
    replayed(log, event)
}
