//! What stands on an arrow or in a box.

use super::names::{brief_status, logon_kind, response_name, return_value};
use super::read;
use super::said::{self, Contents, Said, With};
use super::text::{self, BRIEF, cut, quoted};
use crate::hosts::{Because, Computation, Decision, HowKnown, Identity, Reach, Refusal};
use crate::lab::{Event, Kind, Log};
use crate::present::{Run, Step, fingerprint};
use crate::secret::Secret;
use crate::wire::netlogon::{Logon, STATUS_SUCCESS};
use crate::wire::ntlm::{Message, ResponseKind};

/// What stands on the arrow or in the box of a step.
pub fn label(log: &Log, step: &Step) -> Vec<Run> {
    let Some(event) = read::event(log, step) else {
        return vec![Run::plain("nothing")];
    };
    match &event.kind {
        Kind::Message { sent, .. } => message(log, event, &Said::of(sent)),
        Kind::Decision { decision, .. } => decided(log, event, decision),
        Kind::Computation { computation, .. } => computed(event, computation),
        Kind::Opened(id) => vec![Run::plain(format!(
            "opens {}",
            super::connection_name(log, *id)
        ))],
        Kind::Closed(id) => vec![Run::plain(format!(
            "closes {}",
            super::connection_name(log, *id)
        ))],
    }
}

fn plain(text: impl Into<String>) -> Run {
    Run::plain(text)
}

fn strong(text: impl Into<String>) -> Run {
    Run::strong(text)
}

fn value(bytes: &[u8], secret: Secret) -> Run {
    Run::value(fingerprint(bytes), secret)
}

fn message(log: &Log, event: &Event, said: &Said) -> Vec<Run> {
    match said {
        Said::Request { method, path, with } => {
            let method = cut(method, 8);
            match with {
                With::Nothing => vec![plain(format!("{method} {}", cut(path, 38)))],
                With::Other => vec![plain(format!("{method} · Authorization does not decode"))],
                With::Basic(user) => vec![
                    plain(format!("{method} · ")),
                    strong("Basic"),
                    plain(format!(" {}, ", text::whole_account(user, BRIEF))),
                    Run::value("password", Secret::Password),
                ],
                With::Ntlm(message) => ntlm(&format!("{method} · "), message),
            }
        }
        Said::Response {
            status,
            token: Some(message),
            ..
        } => ntlm(&format!("{status} · "), message),
        Said::Response {
            status: 401,
            offers,
            ..
        } if offers.is_empty() => vec![plain("401 · no WWW-Authenticate")],
        Said::Response {
            status: 401,
            offers,
            ..
        } => vec![plain(format!(
            "401 · WWW-Authenticate: {}",
            cut(&offers.join(", "), 22)
        ))],
        Said::Response {
            status,
            reason,
            page,
            form,
            ..
        } => {
            let named = !page.is_empty() && !page.starts_with(&status.to_string());
            vec![plain(match (named, form) {
                (true, true) => format!("{status} · form “{}”", tail(page)),
                (true, false) => format!("{status} · “{}”", tail(page)),
                (false, _) => format!("{status} · {}", cut(reason, 30)),
            })]
        }
        Said::Bind(Some(message)) => ntlm("bind · ", message),
        Said::BindAck(Some(message)) => ntlm("bind_ack · ", message),
        Said::Auth3(Some(message)) => ntlm("rpc_auth_3 · ", message),
        Said::Bind(None) => vec![plain("bind · no credentials")],
        Said::BindAck(None) => vec![plain("bind_ack · no CHALLENGE")],
        Said::Auth3(None) => vec![plain("rpc_auth_3 · no AUTHENTICATE")],
        Said::Connect(call, mailbox) => {
            vec![strong(*call), plain(format!(" {}", quoted(mailbox, 20)))]
        }
        Said::Connected(Ok(name)) => vec![
            strong("ecNone"),
            plain(format!(" · {} is open", quoted(name, 20))),
        ],
        Said::Connected(Err(code)) => vec![strong(return_value(*code))],
        Said::Fault(code) => vec![strong(format!("fault 0x{code:08X}"))],
        Said::Asks(request) => {
            let who = text::account(&request.domain, &request.user, BRIEF);
            match &request.logon {
                Logon::Network { .. } => vec![plain(format!("pass-through: is this {who}?"))],
                Logon::Interactive { .. } => vec![plain(format!("password of {who}?"))],
            }
        }
        Said::Answers(response) => match &response.validation {
            Some(validation) => {
                let who = text::account(&validation.domain, &validation.user, BRIEF);
                let key = value(&validation.session_base_key, Secret::SessionKey);
                let network = read::judged(log, event.id)
                    .is_some_and(|judged| *judged.outcome != Ok(ResponseKind::Empty));
                match network {
                    true => vec![strong("yes"), plain(format!(": {who}, key ")), key],
                    false => vec![strong("yes"), plain(format!(": {who}"))],
                }
            }
            None if response.status == STATUS_SUCCESS => vec![plain("yes, without a name")],
            None => vec![
                strong("no"),
                plain(format!(": {}", brief_status(response.status))),
            ],
        },
        Said::Unreadable(error) => vec![plain(format!("unreadable: {}", cut(error, 32)))],
    }
}

fn tail(page: &str) -> String {
    text::tail(page, 30)
}

fn ntlm(lead: &str, message: &Message) -> Vec<Run> {
    let lead = plain(lead);
    match message {
        Message::Negotiate(_) => vec![lead, strong("NEGOTIATE")],
        Message::Challenge(challenge) => vec![
            lead,
            strong("CHALLENGE"),
            plain(" "),
            value(&challenge.server_challenge, Secret::Challenge),
        ],
        Message::Authenticate(message) => match said::contents(message) {
            Contents::Proof(_, proof) => vec![
                lead,
                strong("AUTHENTICATE"),
                plain(" "),
                value(&proof, Secret::Response),
            ],
            Contents::Nothing => vec![
                lead,
                strong("AUTHENTICATE"),
                plain(" · no name, no response"),
            ],
            Contents::LocalCall => {
                vec![lead, strong("AUTHENTICATE"), plain(" · empty, local call")]
            }
        },
    }
}

fn computed(event: &Event, computation: &Computation) -> Vec<Run> {
    match computation {
        Computation::Response { challenge, .. } => {
            let response = read::gained(event, Secret::Response);
            vec![
                Run::value("password", Secret::Password),
                plain(" → "),
                Run::value("NT hash", Secret::NtHash),
                plain(" → "),
                match response {
                    Some(proof) => value(proof, Secret::Response),
                    None => value(challenge, Secret::Challenge),
                },
            ]
        }
        Computation::Challenge { challenge } => {
            vec![plain("draws "), value(challenge, Secret::Challenge)]
        }
        Computation::OwnChallenge { challenge } => vec![
            plain("asks itself "),
            value(challenge, Secret::Challenge),
            plain(", and answers"),
        ],
    }
}

fn decided(log: &Log, event: &Event, decision: &Decision) -> Vec<Run> {
    match decision {
        Decision::SignsIn {
            scheme,
            prompt: Some(number),
            ..
        } => {
            let who = cut(&read::person(log, event.id), BRIEF);
            let who = if who.is_empty() {
                "the person".to_owned()
            } else {
                who
            };
            let typed = match number {
                1 => format!(" · {who} types name, password"),
                _ => format!(" · prompt {number}: the same again"),
            };
            vec![strong(format!("takes {}", scheme.name())), plain(typed)]
        }
        Decision::SignsIn { scheme, .. } => vec![
            strong(format!("takes {}", scheme.name())),
            plain(" · name and password known"),
        ],
        Decision::CannotSignIn { offered } if offered.is_empty() => {
            vec![strong("no scheme offered"), plain(": the 401 page stays")]
        }
        Decision::CannotSignIn { offered } => vec![
            strong("supports none of"),
            plain(format!(" {}", cut(&offered.join(", "), 24))),
        ],
        Decision::GivesUp { prompts } => vec![
            strong("gives up"),
            plain(format!(
                " after {}: the 401 page stays",
                prompts_of(*prompts)
            )),
        ],
        Decision::RefusesRequest { because } => refuses(log, event, because),
        Decision::MakesToken {
            identity,
            logon,
            how,
            ..
        } => {
            let lead = match how {
                HowKnown::Proof(_) => "proof matches",
                HowKnown::Password => "password is right",
                HowKnown::LocalCall => "local call",
                HowKnown::NullSession => "no name, no response",
            };
            let token = match identity {
                Identity::Anonymous => "ANONYMOUS LOGON",
                Identity::User { .. } => logon_kind(*logon),
            };
            vec![
                strong(lead),
                plain(" → token: "),
                Run::value(token, Secret::Token),
            ]
        }
        Decision::AnswersAs {
            reach, challenge, ..
        } => {
            let question = value(challenge, Secret::Challenge);
            match reach {
                Reach::Credential(_) => {
                    vec![strong("the token’s password answers"), plain(" "), question]
                }
                Reach::Nothing => vec![
                    strong("nothing here answers"),
                    plain(" "),
                    question,
                    plain(" → null session"),
                ],
                Reach::LocalCall => {
                    vec![strong("local call"), plain(": the system names the token")]
                }
                Reach::Replay => vec![strong("sends the old answer"), plain(" to "), question],
            }
        }
        Decision::Authenticates { identity, how } => {
            let who = plain(format!(" → {}", text::identity(identity, BRIEF)));
            let lead = match how {
                HowKnown::Proof(_) => "proof matches",
                HowKnown::Password => "password is right",
                HowKnown::LocalCall => "the system vouches",
                HowKnown::NullSession => "no name, no response",
            };
            vec![strong(lead), who]
        }
        Decision::AuthenticationFails { because } => {
            vec![
                strong("not authenticated"),
                plain(format!(": {}", brief_because(because))),
            ]
        }
        Decision::Authorizes {
            identity,
            mailbox,
            granted,
            ..
        } => {
            let who = text::identity(identity, BRIEF);
            let verb = if *granted { "may open" } else { "may not open" };
            vec![
                plain(format!("{who} ")),
                strong(verb),
                plain(format!(" {}", quoted(mailbox, 12))),
            ]
        }
        Decision::Validates { account, outcome } => validates(account, outcome),
        Decision::HearsFromMailbox(answer) => vec![plain(heard(answer))],
        Decision::CannotSend { error } | Decision::PeerMisbehaved { error } => {
            vec![strong("stops"), plain(format!(": {}", cut(error, 38)))]
        }
    }
}

fn refuses(log: &Log, event: &Event, because: &Because) -> Vec<Run> {
    match because {
        Because::PageAsks => vec![plain("the page asks who calls")],
        Because::AnonymousOff => vec![plain("anonymous access is off (401.2)")],
        Because::LogonFailed(status) => vec![
            strong("401.1"),
            plain(format!(" · {}", brief_status(*status))),
        ],
        Because::NoContext => {
            let connection = event.kind.connection();
            let connection = connection.map(|id| super::connection_name(log, id));
            let connection = connection.unwrap_or_else(|| "this connection".to_owned());
            vec![
                strong("no question was asked"),
                plain(format!(" on {connection}")),
            ]
        }
        Because::MicMismatch => vec![strong("the MIC does not match"), plain(" (401.1)")],
        Because::Malformed(error) => vec![
            strong("does not decode"),
            plain(format!(": {}", cut(error, 28))),
        ],
        Because::SchemeNotOffered => vec![plain("this scheme is not offered (401.2)")],
        Because::NoCredentials => vec![plain("no credentials")],
    }
}

fn brief_because(because: &Because) -> String {
    match because {
        Because::LogonFailed(status) => brief_status(*status),
        Because::NoContext => "no question was asked".to_owned(),
        Because::MicMismatch => "the MIC does not match".to_owned(),
        Because::Malformed(error) => cut(error, 28),
        Because::SchemeNotOffered => "scheme not offered".to_owned(),
        Because::PageAsks | Because::AnonymousOff | Because::NoCredentials => {
            "no credentials".to_owned()
        }
    }
}

fn validates(account: &(String, String), outcome: &Result<ResponseKind, Refusal>) -> Vec<Run> {
    let who = text::account(&account.0, &account.1, BRIEF);
    match outcome {
        Ok(ResponseKind::Empty) => vec![strong("password is right"), plain(format!(": {who}"))],
        Ok(_) => vec![strong("proof matches"), plain(format!(": {who}"))],
        Err(Refusal::NoSuchUser) => vec![strong("no account"), plain(format!(" {who}"))],
        Err(Refusal::WrongPassword) => {
            vec![strong("proof does not match"), plain(format!(": {who}"))]
        }
        Err(Refusal::LevelForbids { level, kind }) => vec![
            strong(format!("level {} refuses", level.number())),
            plain(format!(" {}", response_name(*kind))),
        ],
    }
}

fn heard(answer: &crate::hosts::MailboxAnswer) -> String {
    use crate::hosts::MailboxAnswer as Answer;
    match answer {
        Answer::Opened(name) => format!("has {} open", quoted(name, 20)),
        Answer::Error(code) => format!("gets {}", return_value(*code)),
        Answer::Fault(code) => format!("gets fault 0x{code:08X}"),
        Answer::Http(status) => format!("gets HTTP status {status}"),
        Answer::Broken(error) => format!("gets no answer: {}", cut(error, 30)),
    }
}

/// `1 prompt`, `3 prompts`.
pub fn prompts_of(prompts: u8) -> String {
    match prompts {
        1 => "1 prompt".to_owned(),
        n => format!("{n} prompts"),
    }
}
