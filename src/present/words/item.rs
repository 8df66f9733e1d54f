//! A step as one plain sentence, the same facts as its label, readable aloud.

use super::names::{a_token, fault, response_name, return_value, status};
use super::read;
use super::said::{self, Contents, Said, With};
use super::text::{self, LONG, cut, joined, quoted};
use super::verdict::{admitted, cause};
use crate::hosts::{Computation, Decision, HowKnown, MailboxAnswer, Reach, Refusal};
use crate::lab::{Event, Kind, Log};
use crate::present::{Step, fingerprint};
use crate::secret::Secret;
use crate::wire::netlogon::Logon;
use crate::wire::ntlm::{Message, ResponseKind};

/// A step as one sentence.
pub fn list_item(log: &Log, step: &Step) -> String {
    let Some(event) = read::event(log, step) else {
        return "Nothing happens.".to_owned();
    };
    let at = read::subject(log, event.host);
    match &event.kind {
        Kind::Message { to, sent, .. } => {
            message(log, event, &at, &read::object(log, *to), &Said::of(sent))
        }
        Kind::Decision { decision, .. } => decided(log, event, &at, decision),
        Kind::Computation { computation, .. } => computed(event, &at, computation),
        Kind::Opened(id) => format!("{at} opens {}.", super::connection_name(log, *id)),
        Kind::Closed(id) => format!("{at} closes {}.", super::connection_name(log, *id)),
    }
}

fn message(log: &Log, event: &Event, from: &str, to: &str, said: &Said) -> String {
    match said {
        Said::Request { method, path, with } => {
            let method = cut(method, 8);
            match with {
                With::Nothing => {
                    format!(
                        "{from} sends {to} {method} {} without credentials.",
                        cut(path, 80)
                    )
                }
                With::Other => format!("{from} sends {to} an Authorization that does not decode."),
                With::Basic(user) => format!(
                    "{from} sends {to} {method} with Basic: the name {} and the password.",
                    text::whole_account(user, LONG)
                ),
                With::Ntlm(message) => ntlm(&format!("{from} sends {to} {method} with"), message),
            }
        }
        Said::Response {
            status,
            token: Some(message),
            ..
        } => ntlm(&format!("{from} answers {to} {status} with"), message),
        Said::Response {
            status: 401,
            offers,
            ..
        } => match offers.len() {
            0 => format!("{from} answers {to} 401 and offers no scheme."),
            _ => {
                let offers: Vec<String> = offers.iter().map(|offer| cut(offer, LONG)).collect();
                format!("{from} answers {to} 401 and offers {}.", joined(&offers))
            }
        },
        Said::Response {
            status,
            reason,
            page,
            form,
            ..
        } => {
            let says = match (page.is_empty(), form) {
                (true, _) => String::new(),
                (false, true) => format!(": a form that says {}", quoted(page, 80)),
                (false, false) => format!(": {}", quoted(page, 80)),
            };
            format!("{from} answers {to} {status} {}{says}.", cut(reason, LONG))
        }
        Said::Bind(Some(message)) => ntlm(&format!("{from} sends {to} bind with"), message),
        Said::BindAck(Some(message)) => {
            ntlm(&format!("{from} answers {to} bind_ack with"), message)
        }
        Said::Auth3(Some(message)) => ntlm(&format!("{from} sends {to} rpc_auth_3 with"), message),
        Said::Bind(None) => format!("{from} sends {to} bind without credentials."),
        Said::BindAck(None) => format!("{from} answers {to} bind_ack without a CHALLENGE."),
        Said::Auth3(None) => format!("{from} sends {to} rpc_auth_3 without an AUTHENTICATE."),
        Said::Connect(call, mailbox) => {
            format!(
                "{from} calls {call} on {to} for the mailbox {}.",
                quoted(mailbox, LONG)
            )
        }
        Said::Connected(Ok(name)) => {
            format!(
                "{from} answers {to} ecNone: the mailbox {} is open.",
                quoted(name, LONG)
            )
        }
        Said::Connected(Err(code)) => format!("{from} answers {to} {}.", return_value(*code)),
        Said::Fault(code) => format!("{from} answers {to} with an RPC fault, {}.", fault(*code)),
        Said::Asks(request) => {
            let who = text::account(&request.domain, &request.user, LONG);
            match &request.logon {
                Logon::Network { challenge, .. } => format!(
                    "{from} asks {to} whether the response to {} is of {who}.",
                    fingerprint(challenge)
                ),
                Logon::Interactive { .. } => {
                    format!("{from} asks {to} whether this is the password of {who}.")
                }
            }
        }
        Said::Answers(response) => match &response.validation {
            Some(validation) => {
                let who = text::account(&validation.domain, &validation.user, LONG);
                let network = read::judged(log, event.id)
                    .is_some_and(|judged| *judged.outcome != Ok(ResponseKind::Empty));
                let key = if network {
                    format!(
                        ", with session base key {}",
                        fingerprint(&validation.session_base_key)
                    )
                } else {
                    String::new()
                };
                format!("{from} answers {to} yes: {who}{key}.")
            }
            None => format!("{from} answers {to} no: {}.", status(response.status)),
        },
        Said::Unreadable(error) => {
            format!(
                "{from} sends {to} bytes that do not decode: {}.",
                cut(error, 120)
            )
        }
    }
}

fn ntlm(lead: &str, message: &Message) -> String {
    match message {
        Message::Negotiate(_) => format!("{lead} an NTLM NEGOTIATE."),
        Message::Challenge(challenge) => {
            format!(
                "{lead} the NTLM CHALLENGE {}.",
                fingerprint(&challenge.server_challenge)
            )
        }
        Message::Authenticate(message) => match said::contents(message) {
            Contents::Proof(kind, proof) => format!(
                "{lead} an NTLM AUTHENTICATE: {}, {} response {}.",
                text::account(&message.domain_text(), &message.user_text(), LONG),
                response_name(kind),
                fingerprint(&proof)
            ),
            Contents::Nothing => {
                format!("{lead} an NTLM AUTHENTICATE with no name and no response.")
            }
            Contents::LocalCall => {
                format!("{lead} an empty NTLM AUTHENTICATE that marks a local call.")
            }
        },
    }
}

fn computed(event: &Event, at: &str, computation: &Computation) -> String {
    match computation {
        Computation::Response { kind, challenge } => {
            let proof = read::gained(event, Secret::Response).map(fingerprint);
            let proof = proof.map_or_else(String::new, |proof| format!(" {proof}"));
            format!(
                "{at} computes the {} response{proof} to the challenge {} from the password.",
                response_name(*kind),
                fingerprint(challenge)
            )
        }
        Computation::Challenge { challenge } => {
            format!("{at} draws the challenge {}.", fingerprint(challenge))
        }
        Computation::OwnChallenge { challenge } => format!(
            "{at} makes the challenge {} and answers it from the password it was sent.",
            fingerprint(challenge)
        ),
    }
}

fn decided(log: &Log, event: &Event, at: &str, decision: &Decision) -> String {
    match decision {
        Decision::SignsIn {
            scheme,
            prompt: Some(number),
            ..
        } => {
            let who = cut(&read::person(log, event.id), LONG);
            let who = if who.is_empty() {
                "the person".to_owned()
            } else {
                who
            };
            let typed = match number {
                1 => format!("{who} types name and password"),
                _ => format!("{who} types the same again, at prompt {number}"),
            };
            format!("{at} takes {}; {typed}.", scheme.name())
        }
        Decision::SignsIn { scheme, .. } => {
            format!(
                "{at} takes {} with the name and password it knows.",
                scheme.name()
            )
        }
        Decision::CannotSignIn { offered } if offered.is_empty() => {
            format!("{at} is offered no scheme; the 401 page stays.")
        }
        Decision::CannotSignIn { offered } => format!(
            "{at} supports none of the schemes offered, {}; the 401 page stays.",
            cut(&offered.join(", "), 80)
        ),
        Decision::GivesUp { prompts } => {
            let prompts = super::label::prompts_of(*prompts);
            format!("{at} gives up after {prompts}; the 401 page stays.")
        }
        Decision::RefusesRequest { because } => {
            format!(
                "{at} refuses the request: {}.",
                cause(log, event.id, because)
            )
        }
        Decision::MakesToken {
            identity,
            logon,
            credential,
            how,
        } => {
            let who = text::identity(identity, LONG);
            let behind = if *credential {
                "with the password behind it"
            } else {
                "with no password behind it"
            };
            format!(
                "{at}: {}; it makes {} for {who}, {behind}.",
                known(*how),
                a_token(*logon)
            )
        }
        Decision::AnswersAs {
            reach,
            thread,
            challenge,
        } => {
            let question = fingerprint(challenge);
            let who = text::identity(thread, LONG);
            match reach {
                Reach::Credential(kind) => format!(
                    "{at} answers {question} with an {} response from the password behind the token of {who}.",
                    response_name(*kind)
                ),
                Reach::Nothing => format!(
                    "{at} has nothing behind the token of {who} that answers {question}: the call goes out as a null session."
                ),
                Reach::LocalCall => {
                    format!("{at} calls on its own computer: the system names the token of {who}.")
                }
                Reach::Replay => format!(
                    "{at} sends the AUTHENTICATE it received once more, though the challenge is now {question}."
                ),
            }
        }
        Decision::Authenticates { identity, how } => format!(
            "{at}: {}; the caller is {}.",
            known(*how),
            text::identity(identity, LONG)
        ),
        Decision::AuthenticationFails { because } => format!(
            "{at} cannot authenticate the caller: {}.",
            cause(log, event.id, because)
        ),
        Decision::Authorizes {
            identity,
            mailbox,
            admits,
            granted,
        } => {
            let who = text::identity(identity, LONG);
            let mailbox = quoted(mailbox, LONG);
            if *granted {
                format!("{at} decides that {who} may open the mailbox {mailbox}.")
            } else {
                let admits = admitted(admits);
                format!(
                    "{at} decides that {who} may not open the mailbox {mailbox}; it admits {admits}."
                )
            }
        }
        Decision::Validates { account, outcome } => {
            let password =
                read::compared(event).is_some_and(|compared| compared.secret == Secret::NtHash);
            validates(at, account, outcome, password)
        }
        Decision::HearsFromMailbox(answer) => heard(at, answer),
        Decision::CannotSend { error } => {
            format!(
                "{at} cannot write name and password down: {}.",
                cut(error, 120)
            )
        }
        Decision::PeerMisbehaved { error } => format!("{at} stops: {}.", cut(error, 120)),
    }
}

fn known(how: HowKnown) -> &'static str {
    match how {
        HowKnown::Proof(_) => "the proof matches",
        HowKnown::Password => "the password is right",
        HowKnown::LocalCall => "the system vouches for a local call",
        HowKnown::NullSession => "no name and no response came",
    }
}

fn validates(
    at: &str,
    account: &(String, String),
    outcome: &Result<ResponseKind, Refusal>,
    password: bool,
) -> String {
    let who = text::account(&account.0, &account.1, LONG);
    match outcome {
        Ok(ResponseKind::Empty) => format!("{at} finds that this is the password of {who}."),
        Ok(kind) => format!(
            "{at} finds that the {} response is of {who}.",
            response_name(*kind)
        ),
        Err(Refusal::NoSuchUser) => format!("{at} finds no account {who}."),
        Err(Refusal::WrongPassword) if password => {
            format!("{at} finds that this is not the password of {who}.")
        }
        Err(Refusal::WrongPassword) => {
            format!(
                "{at} finds that the response is not what the password of {who} gives for this challenge."
            )
        }
        Err(Refusal::LevelForbids { level, kind }) => format!(
            "{at} is at level {} and does not take {} responses.",
            level.number(),
            response_name(*kind)
        ),
    }
}

fn heard(at: &str, answer: &MailboxAnswer) -> String {
    match answer {
        MailboxAnswer::Opened(name) => format!("{at} has the mailbox {} open.", quoted(name, LONG)),
        MailboxAnswer::Error(code) => format!("{at} is told {}.", return_value(*code)),
        MailboxAnswer::Fault(code) => format!("{at} is told {}.", fault(*code)),
        MailboxAnswer::Http(status) => format!("{at} is told {status}."),
        MailboxAnswer::Broken(error) => format!("{at} has no answer: {}.", cut(error, 120)),
    }
}
