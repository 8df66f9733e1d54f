//! What is said of other people's traffic.

mod because;
mod known;
mod lacking;
mod messages;
mod names;
mod page;
mod places;
mod sign_in;
mod skip_reason;
mod substatus;
#[cfg(test)]
mod tests;

pub use because::{because, explained};
pub use known::{Grade, known};
pub use lacking::{remedy, shortage};
pub use messages::{NamedLeg, inferred, inferred_label, leg_label, leg_sentence};
pub use names::{
    mark_name, message_name, method_name, protocol_name, reason_name, role_name, scheme_name,
    status_name, unit_name, units_name,
};
pub use page::*;
pub use places::*;
pub use sign_in::*;
pub use skip_reason::skip_reason;

pub(super) use messages::infers;

use super::names::LONG;
use crate::present::foreign::cut;
use crate::traffic::attempts::{
    Attempt, AttemptOutcome, MessageRole, SeenMechanism, ServiceForUser,
};
use crate::traffic::collection::Collection;
use crate::traffic::decryption::{ClosedPart, WhyClosed};
use crate::traffic::files::TicketMark;
use crate::traffic::leg::{AdmittedAs, Method, Protocol, sasl_mechanism};
use crate::wire::kerberos::DecryptedPart;
use crate::wire::kerberos::number_names::{ETYPES, find};
use crate::wire::ntlm::ResponseKind;

/// How somebody signs in, behind the protocol it is done in where that is not HTTP: `SMB 2 · NTLMv2`.
pub fn how_over(collection: &Collection, attempt: &Attempt) -> String {
    let how = how(attempt);
    match collection.flow(attempt).map(|flow| flow.protocol) {
        // A log is of any, and a KDC’s protocol is called as its mechanism is.
        None | Some(Protocol::Log | Protocol::Kerberos) => how,
        Some(protocol) if protocol.is_http() => how,
        Some(protocol) => format!("{} · {how}", protocol_name(protocol)),
    }
}

/// How somebody signs in, as far as it is to be told in few words: `NTLMv2, MIC`.
pub fn how(attempt: &Attempt) -> String {
    // A token in the last answer says what the messages before it do not show.
    let told = attempt.method == Some(Method::Negotiate);
    if let Some((count, _)) = attempt.hidden.filter(|_| !told) {
        return match count {
            1 if attempt.is_refused() => "not shown".to_owned(),
            0 => "not shown".to_owned(),
            1 => "not shown, fits Kerberos or Basic".to_owned(),
            _ => "not shown, fits NTLM".to_owned(),
        };
    }
    if attempt.has(MessageRole::Logged) && attempt.mechanism == SeenMechanism::Unknown {
        let refusals = attempt
            .legs
            .iter()
            .filter(|(role, _)| *role == MessageRole::Demand);
        return match (attempt.method, refusals.count()) {
            (Some(method), _) if method != Method::Other => method_name(method).to_owned(),
            (_, 0) => "not told".to_owned(),
            (_, 1) if attempt.challenged => "not told, 401.1 before it fits NTLM".to_owned(),
            (_, _) if attempt.challenged => "not told, two 401s before it fit NTLM".to_owned(),
            (_, _) => "not told, one 401 before it fits Kerberos or Basic".to_owned(),
        };
    }
    let mut how = match (attempt.mechanism, attempt.facts.response) {
        (SeenMechanism::Ntlm, Some(ResponseKind::Anonymous)) => "NTLM, empty".to_owned(),
        (SeenMechanism::Ntlm, Some(response)) => match response {
            ResponseKind::NtlmV2 => "NTLMv2".to_owned(),
            ResponseKind::Ntlm => "NTLMv1".to_owned(),
            other => format!("NTLM, {}", other.name()),
        },
        (SeenMechanism::Unknown, _)
            if attempt.facts.stripped && attempt.method == Some(Method::Other) =>
        {
            "not shown".to_owned()
        }
        (SeenMechanism::Unknown, _) if attempt.method == Some(Method::Other) => {
            // A mechanism of SASL that is not read here is called what the client calls it.
            let named = attempt.request.as_deref().and_then(sasl_mechanism);
            let named = named.or(attempt.facts.scheme.as_deref());
            cut(named.unwrap_or(scheme_name(attempt)), LONG)
        }
        _ => scheme_name(attempt).to_owned(),
    };
    if attempt.facts.mic {
        how.push_str(", MIC");
    }
    if attempt.facts.delegates == Some(true) {
        how.push_str(", with a forwarded TGT");
    }
    // Nearly every ticket is forwardable.
    let marks = attempt.facts.marks.iter();
    for mark in marks.filter(|it| **it != TicketMark::Forwardable) {
        how.push_str(", ");
        how.push_str(mark_name(*mark));
    }
    let ticket = matches!(
        attempt.mechanism,
        SeenMechanism::Kerberos | SeenMechanism::Ticket(_)
    );
    if let Some(s4u) = attempt.facts.s4u {
        how.push_str(match s4u {
            ServiceForUser::Itself => ", S4U2self",
            ServiceForUser::Proxy => ", S4U2proxy",
        });
    }
    if attempt.facts.referred_to.is_some() {
        how.push_str(", referral");
    }
    let etype = attempt.facts.etype.filter(|_| ticket);
    if let Some(etype) = etype.and_then(|etype| find(&ETYPES, etype)) {
        how.push_str(", ");
        how.push_str(etype);
    }
    let by_negotiate = attempt.method == Some(Method::Negotiate)
        && matches!(
            attempt.mechanism,
            SeenMechanism::Ntlm | SeenMechanism::Kerberos
        );
    if by_negotiate {
        how.push_str(" by Negotiate");
    }
    how
}

/// How it ends, in a word.
pub fn result_name(attempt: &Attempt) -> &'static str {
    match attempt.outcome {
        AttemptOutcome::Accepted(_) if attempt.is_anonymous() => "anonymous",
        _ if attempt.is_cached() => "in the cache",
        AttemptOutcome::Accepted(_) => match attempt.admitted_as() {
            Some(AdmittedAs::Guest) => "guest",
            Some(AdmittedAs::Nobody) => "anonymous",
            None => "accepted",
        },
        AttemptOutcome::Refused(_) => "refused",
        AttemptOutcome::Unanswered | AttemptOutcome::Unjudged(_) => "unanswered",
        AttemptOutcome::Incomplete => "incomplete",
        AttemptOutcome::NotTried => "not tried",
    }
}

/// What a computer is called that the traffic does not name: who calls, or who is called.
pub fn nameless(calls: bool) -> &'static str {
    match calls {
        true => "Client",
        false => "Server",
    }
}

/// What a server is called whose client is on the same computer: by its port first, as names are cut at their ends.
pub fn port_on(port: u16, name: &str) -> String {
    format!("port {port} on {name}")
}

/// What a client is called that calls its own computer.
pub fn on_same_computer(name: &str) -> String {
    format!("client on {name}")
}

/// Whether a password that was sent in clear is the one that is known.
pub fn password(right: bool) -> &'static str {
    match right {
        true => "The password that was sent is the one given.",
        false => "The password that was sent is not the one given.",
    }
}

/// What is encrypted in a message of Kerberos, as a sentence calls it.
fn encrypted_part(part: DecryptedPart) -> &'static str {
    match part {
        DecryptedPart::Timestamp => "the time by which the client proves itself",
        DecryptedPart::AsReply => "what the KDC encrypts for the client",
        _ => "the ticket",
    }
}

/// No key opens a part, and what that says.
pub fn stays_closed(closed: &ClosedPart) -> String {
    let part = encrypted_part(closed.kind);
    let tried = match closed.tried {
        1 => format!("One key of its encryption type was tried, and it does not open {part}."),
        tried => {
            format!("{tried} keys of its encryption type were tried, and none opens {part}.")
        }
    };
    match closed.why {
        WhyClosed::Untried => NOT_TRIED.to_owned(),
        WhyClosed::Guessed => format!("{tried} {GUESSED}"),
        WhyClosed::Strengthened => format!("{tried} {STRENGTHENED}"),
        WhyClosed::Unsupported | WhyClosed::NoKey | WhyClosed::OtherKey => tried,
    }
}

/// A key opens what only whoever has the client's password could encrypt, or read.
pub fn opens(part: DecryptedPart) -> String {
    format!("A key opens {}.", encrypted_part(part))
}

/// There were too many tickets, or too many keys, to try every key on this one.
const NOT_TRIED: &str = "Not every key was tried: there are too many names or tickets for that here. Say whose password it is, \
    or keep the packets of this sign-in in a capture of their own, and open that.";

/// What the keys were made with was guessed.
const GUESSED: &str = "What the password is salted with was guessed from the names: the account’s may be written otherwise.";

/// The keys of accounts do not open it.
const STRENGTHENED: &str =
    "FAST, SPAKE or a certificate had a part in its key, so that those of accounts do not open it.";

/// A key opens a ticket; whose it is.
pub fn ticket_opens(who: Option<&(String, String)>) -> String {
    match who {
        Some((realm, name)) => format!("A key opens the ticket, which is {name}@{realm}’s."),
        None => "A key opens the ticket.".to_owned(),
    }
}
