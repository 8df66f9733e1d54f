//! Why a sign-in in other people's traffic ends as it does.

mod ending;

use super::substatus::explained_status;
use super::{reason_name, scheme_name, shortage};
use crate::present::evidence::unreached;
use crate::present::foreign::cut;
use crate::present::narration::names::LONG;
use crate::traffic::attempts::{
    Attempt, AttemptOutcome, MessageRole, RefusalReason, SeenMechanism, ServiceForUser,
};
use crate::traffic::collection::Collection;
use crate::traffic::files::TicketMark;
use crate::traffic::leg::{Method, Sender, Status};
use ending::{ending, hidden, hidden_before_token, logged};

/// Why it ends so, in a few sentences, with what else the files show of it.
pub fn explained(collection: &Collection, attempt: &Attempt) -> String {
    let said = because(attempt);
    if let Some(why) = nothing_passed_on(collection, attempt) {
        return format!("{said} {why}");
    }
    let call = attempt
        .unreached
        .and_then(|it| collection.unreached.get(it));
    match call.map(|call| shortage(&unreached(collection, call))) {
        Some(call)
            if attempt.outcome == AttemptOutcome::Unanswered || attempt.is_told_to_use_tcp() =>
        {
            format!("{said} {call}")
        }
        Some(call) => format!("{said} Meanwhile: {call}"),
        None => said,
    }
}

/// Why a server that calls for somebody has nothing to answer a demand with.
fn nothing_passed_on(collection: &Collection, attempt: &Attempt) -> Option<String> {
    let number = attempt.on_behalf_of?;
    let first = collection.attempts.get(number)?;
    if attempt.outcome != AttemptOutcome::NotTried || attempt.failure.is_some() {
        return None;
    }
    let why = match first.mechanism {
        SeenMechanism::Ntlm | SeenMechanism::Digest => {
            "that is a proof for it alone, with which nobody can sign in elsewhere"
        }
        SeenMechanism::Kerberos => {
            "that lets it sign in elsewhere only where its account may delegate"
        }
        // With a password it could sign in; of what is not known nothing follows.
        _ => return None,
    };
    Some(format!(
        "The client is the server that took sign-in {}, by {}: {why}. That is the double hop.",
        number + 1,
        scheme_name(first),
    ))
}

/// The same, as far as its own messages tell.
pub fn because(attempt: &Attempt) -> String {
    let status = match &attempt.outcome {
        AttemptOutcome::Accepted(Some(status))
        | AttemptOutcome::Refused(Some(status))
        | AttemptOutcome::Unjudged(status) => Some(status),
        _ => None,
    };
    let mut said = match attempt.hidden {
        Some((_, bytes)) if bytes == 0 || attempt.mechanism != SeenMechanism::Unknown => {
            hidden_before_token(bytes, attempt.mechanism)
        }
        Some((count, bytes)) => hidden(count, bytes, attempt.is_refused()),
        None if attempt.has(MessageRole::Logged) => logged(attempt).to_owned(),
        None => ending(attempt),
    };
    if let Some(reason) = attempt.facts.first_reason {
        said = format!("The first proof got {}. {said}", reason_name(reason));
    }
    if let (SeenMechanism::Ntlm, true) = (attempt.mechanism, attempt.has(MessageRole::ApReq)) {
        said = format!("Kerberos was tried first, and the server went on with NTLM. {said}");
    }
    if let Some(more) = goes_along(attempt) {
        said.push_str(&more);
    }
    if attempt.by_proxy {
        said.push_str(" It goes through a proxy to the server behind it.");
    }
    if let Some((other, end)) = attempt.handed_on {
        said.push_str(&handed_on(other, end));
    }
    let said = match status {
        // A ticket is what was just said; a log's success too.
        None | Some(Status::Kerberos(0)) => said,
        Some(Status::Nt(0)) if attempt.has(MessageRole::Logged) => said,
        Some(status) => {
            let status = explained_status(status, attempt.facts.substatus);
            format!("{said} The answer is {status}.")
        }
    };
    let said = match &attempt.facts.referred_to {
        Some(other) => format!(
            "{said} It is a referral: the ticket is for {}, whose KDC is to be asked next.",
            cut(other, LONG)
        ),
        None => said,
    };
    let said = match acting(attempt) {
        Some(more) => format!("{said} {more}"),
        None => said,
    };
    let told = |mark: &&TicketMark| **mark != TicketMark::ForUser || attempt.facts.acting.is_none();
    let marks = attempt.facts.marks.iter().filter(told);
    let said = marks.fold(said, |said, mark| format!("{said} {}", marked(*mark)));
    let said = match &attempt.facts.words {
        Some(words) => {
            let words = cut(words.trim_end_matches('.'), LONG * 4);
            format!("{said} The server says: “{words}”.")
        }
        None => said,
    };
    match attempt.facts.reason {
        // The answer is the error itself.
        Some(RefusalReason::Kerberos(code)) if status == Some(&Status::Kerberos(code)) => said,
        Some(reason) => format!("{said} The reason in it is {}.", reason_name(reason)),
        None => said,
    }
}

/// That the CHALLENGE is that of another sign-in, which a host between passes on.
fn handed_on(other: usize, between: Sender) -> String {
    let host = match between {
        Sender::Client => "client",
        Sender::Server => "server",
    };
    format!(
        " Sign-in {} has the same CHALLENGE: the {host} hands it on, as a relay does, or a proxy.",
        other + 1
    )
}

/// That the same password goes along with more requests over the connection.
fn goes_along(attempt: &Attempt) -> Option<String> {
    let basic = attempt.mechanism == SeenMechanism::Password(Method::Basic);
    let parts = attempt.legs.iter().filter(|_| basic);
    let sent = parts.filter(|(role, _)| *role == MessageRole::Password);
    match sent.count().saturating_sub(1) {
        0 => None,
        1 => Some(" The same password goes along with 1 more request.".to_owned()),
        more => Some(format!(
            " The same password goes along with {more} more requests."
        )),
    }
}

/// Who acts for the one whom an event or a list of tickets names, by `[MS-SFU]` 3.1.5.
fn acting(attempt: &Attempt) -> Option<String> {
    let told = &attempt.facts;
    let by_proxy = told.s4u == Some(ServiceForUser::Proxy);
    match &told.acting {
        Some(service) if by_proxy => Some(format!(
            "{} acts in their name, with a ticket that it got by S4U2proxy.",
            cut(service, LONG)
        )),
        Some(service) => Some(format!(
            "{} asked for it in their name (S4U).",
            cut(service, LONG)
        )),
        None if by_proxy && attempt.has(MessageRole::Logged) => {
            Some("A service asks in somebody’s name, by S4U2proxy.".to_owned())
        }
        None => None,
    }
}

/// What a flag of a ticket means for who may act for its owner.
fn marked(mark: TicketMark) -> &'static str {
    match mark {
        TicketMark::Delegation => {
            "It is a TGT to be forwarded (DELEGATION): a service that gets it acts as its owner."
        }
        TicketMark::Forwarded => "It was forwarded, or got with a TGT that was (forwarded).",
        TicketMark::Forwardable => "It may be forwarded (forwardable).",
        TicketMark::OkAsDelegate => {
            "The KDC trusts the account of its service with a forwarded TGT (ok_as_delegate)."
        }
        TicketMark::ForUser => "A service asked for it in its owner’s name (S4U).",
        TicketMark::Expired => "It had ended when it was listed (expired).",
        TicketMark::NoTgtDelegation => {
            "No TGT is forwarded to its service (DISABLE-TGT-DELEGATION)."
        }
    }
}
