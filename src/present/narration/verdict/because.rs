//! Why a run ended as it did.

use crate::hosts::security::InitiateError;
use crate::hosts::{
    BackEndAnswer, CallError, Decision, DenialReason, Identity, Mechanism, OutboundCredential, Role,
};
use crate::lab::{EventId, Log, Outcome, Settled};
use crate::present::foreign::cut;
use crate::present::narration::back_end::admitted;
use crate::present::narration::glossary::Term;
use crate::present::narration::names::{LONG, identity as who, subject};
use crate::present::narration::refusals::cause;
use crate::present::narration::roles::{look, opens};
use crate::present::narration::text::{Piece, Text, challenge, value};
use crate::present::narration::{delegation, history, kerberos};
use crate::prose;

/// Why an outcome is what it is.
pub(super) fn because(log: &Log, settled: &Settled) -> Text {
    let at = settled.event;
    match &settled.outcome {
        Outcome::Opened(identity) => opened(log, at, identity),
        Outcome::Anonymous => anonymous(log, at),
        Outcome::NotAuthenticated => not_authenticated(log, at),
        Outcome::NoRights(identity) => no_rights(log, at, identity),
        Outcome::FirstHop(_) => first_hop(log, at),
    }
}

/// Who somebody is; of ANONYMOUS LOGON one can read what that is.
pub(in crate::present::narration) fn known_as(identity: &Identity) -> Piece {
    match identity {
        Identity::Anonymous => Term::AnonymousLogon.called(Term::AnonymousLogon.name()),
        Identity::User(_) => Piece::Plain(who(identity, LONG).into()),
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
            Term::Token, ", so the thread has nothing to answer with. IIS was sent the password, but a call can use only what stands \
            behind the token."
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
        Some(Decision::HearsFromBackEnd(BackEndAnswer::Broken(CallError::NoAnswer(
            InitiateError::Service(code),
        )))) => {
            let called = look(history::called(log, at)).subject;
            return prose! {
                called, " does not know who calls: ", kerberos::refusal(log, at, *code), ".",
                delegation::back_end_remedy(log, at, *code).map(|remedy| prose! { " ", remedy })
            };
        }
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
            because.map_or_else(|| prose! { "nothing was proved" }, |because| cause(log, at, because)), ".",
            remedy(log, at, because).map(|remedy| prose! { " ", remedy })
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
            why, " The right answer would have been ", value(&compared.expected, compared.value_kind), "; it received ",
            value(&compared.received, compared.value_kind), "."
        },
        None => why,
    }
}

/// What would let a ticket through that was refused.
fn remedy(log: &Log, at: EventId, because: Option<&DenialReason>) -> Option<&'static str> {
    match because {
        Some(DenialReason::Kerberos(code)) => delegation::back_end_remedy(log, at, *code),
        _ => None,
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

/// Hop 2 never began.
fn never_called(log: &Log) -> Text {
    prose! { look(log.back_end()).subject, " was never called." }
}

fn first_hop(log: &Log, at: EventId) -> Text {
    let decision = log.event(at).map(|event| event.kind.decision());
    match decision {
        Some(None) => return stands_still(),
        Some(Some(Decision::CannotLogOn { because })) => {
            return prose! {
                "Nobody is logged on to IIS’s own computer, so no browser opens there and nothing is asked: ",
                cause(log, at, because), "."
            };
        }
        Some(Some(Decision::CannotSignIn { offered })) if offered.is_empty() => {
            let anybody = history::latest(log, at, &|_, decision| match decision {
                Decision::AdmitsAnybody { account } => Some(who(account, LONG)),
                _ => None,
            });
            if let Some(account) = anybody {
                return prose! {
                    "Anonymous access reaches only pages that do not ask who calls: IIS gave the first one to anybody, as ", account,
                    ". The next page asks, and no scheme is offered to answer with. ", never_called(log)
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
    if let Some(rule) = delegation::browser_refused(log, at) {
        return prose! { "The KDC gave the browser no ticket. ", rule, " ", never_called(log) };
    }
    let stop = history::latest(log, at, &|event, decision| match decision {
        Decision::CannotSend { error } => Some(error.to_string()),
        Decision::PeerMisbehaved { error } if log.role(event) == Some(Role::Browser) => {
            Some(error.to_string())
        }
        _ => None,
    });
    if let Some(error) = stop {
        return prose! { "The browser stopped: ", cut(error, 120), "." };
    }
    match history::refusal(log, at) {
        Some(DenialReason::Kerberos(code)) => prose! {
            "IIS does not know who calls: ", kerberos::refusal(log, at, *code), ". ",
            delegation::remedy(log, at, *code).map(|remedy| prose! { remedy, " " }), never_called(log)
        },
        Some(because) => prose! {
            "IIS does not know who calls: ", cause(log, at, because), ". ", never_called(log)
        },
        None => prose! { "IIS does not know who calls." },
    }
}
