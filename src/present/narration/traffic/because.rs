//! Why a sign-in in other people's traffic ends as it does.

use super::{reason_name, scheme_name, shortage, status_name};
use crate::present::evidence::unreached;
use crate::present::foreign::cut;
use crate::present::narration::names::LONG;
use crate::present::narration::statuses::hex32;
use crate::traffic::attempts::{
    Attempt, AttemptOutcome, MessageRole, RefusalReason, SeenMechanism, ServiceForUser, SqlSubject,
    is_of_account, is_unchecked, is_unreached, sql_subject,
};
use crate::traffic::collection::Collection;
use crate::traffic::files::{Failure, TicketMark};
use crate::traffic::leg::{AdmittedAs, Method, Sender, Status};
use crate::wire::kerberos::error_code;
use crate::wire::tds::LOGIN_FAILED;

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
        Some(status) => format!("{said} The answer is {}.", status_name(status)),
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

/// How an attempt that messages show ends.
fn ending(attempt: &Attempt) -> String {
    let ticket = matches!(attempt.mechanism, SeenMechanism::Ticket(_)) || {
        attempt.mechanism == SeenMechanism::Unknown && attempt.has(MessageRole::KdcError)
    };
    let said = match &attempt.outcome {
        AttemptOutcome::Accepted(_) | AttemptOutcome::Refused(_) if attempt.facts.anonymous => {
            return nobodys_bind(attempt);
        }
        AttemptOutcome::Accepted(_) if attempt.is_anonymous() => {
            "The AUTHENTICATE names nobody and holds no response. The server lets the caller in as nobody: ANONYMOUS LOGON."
        }
        AttemptOutcome::Refused(_) if attempt.is_anonymous() => {
            "The AUTHENTICATE names nobody and holds no response: whoever sent it had nothing to answer the CHALLENGE with, so the caller is nobody, ANONYMOUS LOGON."
        }
        _ if attempt.admitted_as() == Some(AdmittedAs::Guest) => {
            match attempt
                .facts
                .user
                .as_deref()
                .is_some_and(|it| it.eq_ignore_ascii_case("guest"))
            {
                true => "The server lets the caller in as guest.",
                false => "The server lets the caller in as guest: it did not take the proof.",
            }
        }
        _ if attempt.admitted_as().is_some() => {
            "The server lets the caller in as nobody: it did not take the proof."
        }
        AttemptOutcome::Accepted(_) if attempt.facts.s4u.is_some() => {
            "The KDC gives the service a ticket in the name of the one it asks for."
        }
        AttemptOutcome::Accepted(_) if ticket => "The KDC gives a ticket.",
        AttemptOutcome::Accepted(Some(Status::Http(401))) if attempt.to_proxy => {
            "The proxy lets the request through: it is the server behind it that asks who it is."
        }
        AttemptOutcome::Accepted(Some(Status::Http(400..) | Status::Rpc(1..))) => {
            "The server takes the proof; what was asked for fails for another reason."
        }
        AttemptOutcome::Accepted(_) if attempt.facts.user.is_none() && attempt.facts.stripped => {
            "The server takes what was sent, which was taken out of the file."
        }
        AttemptOutcome::Accepted(_)
            if attempt.facts.user.is_none()
                && attempt.mechanism == SeenMechanism::Unknown
                && attempt.has(MessageRole::Token) =>
        {
            "The server takes what was sent, which is not read here."
        }
        AttemptOutcome::Refused(_) if attempt.facts.scheme.is_some() => {
            "The server does not take what was sent, which is not read here."
        }
        AttemptOutcome::Unanswered if attempt.facts.scheme.is_some() => {
            "The client sends a token that is not read here, and the end is not seen."
        }
        AttemptOutcome::Accepted(_) => "The server takes the proof.",
        AttemptOutcome::Refused(Some(Status::Kerberos(error_code::KDC_ERR_PREAUTH_REQUIRED))) => {
            "The KDC wants a proof of the password first, and none is sent."
        }
        AttemptOutcome::Refused(_) if ticket => "The KDC gives no ticket.",
        _ if attempt.is_of_server_alone() => {
            "The server asks, and answers what the client sent then, which is not in the file: only one direction was captured."
        }
        AttemptOutcome::Refused(_) if attempt.breaks_off() => {
            "The server does not go on with what was begun: no proof was sent."
        }
        AttemptOutcome::Refused(_) if attempt.moves => {
            "The server does not take the proof: it answers a CHALLENGE of another connection, and NTLM is about one. Something closes connections in between, as a server or a proxy without keep-alive, or spreads requests over several."
        }
        AttemptOutcome::Refused(_) if !attempt.has_proof() => {
            "The server refuses what was sent, which is not seen."
        }
        AttemptOutcome::Refused(status) if is_account_refused(attempt, status.as_ref()) => {
            "The server does not let the account in: its answer is about the account or this kind of logon, not about the proof."
        }
        AttemptOutcome::Refused(Some(Status::Sql(code)))
            if sql_subject(*code) == Some(SqlSubject::Database) =>
        {
            "The server takes the proof, and ends the sign-in all the same: the database that it is to open is not there, or not for this account."
        }
        AttemptOutcome::Refused(Some(Status::Sql(code)))
            if sql_subject(*code) == Some(SqlSubject::Server) =>
        {
            "The server lets nobody in now, or nobody more: its answer is not about the proof."
        }
        AttemptOutcome::Refused(Some(Status::Rpc(5))) => {
            "The server denies the call: it does not take the proof, or the one who proved it may not call, or only with calls signed or encrypted, as DCOM wants them."
        }
        AttemptOutcome::Refused(Some(Status::Ldap(8 | 13))) => {
            "The server does not take the proof in this way: it wants the bind signed or encrypted, or in TLS."
        }
        AttemptOutcome::Refused(_) => "The server does not take the proof.",
        AttemptOutcome::Unjudged(status) if is_unreached(status) => {
            "The answer tells nothing of the proof: a gateway, or a server that is not ready, may answer so before anybody looks at who asks."
        }
        AttemptOutcome::Unjudged(status) if is_unchecked(status) => {
            "The answer tells nothing of the proof: the server could not check it, as it reaches nobody who can, is too busy, or fails by itself."
        }
        AttemptOutcome::Unjudged(Status::Http(401)) => {
            "The answer tells nothing of the proof: the nonce in it is too old (stale), and the client is to make it anew with another one."
        }
        AttemptOutcome::Unjudged(_) => {
            "The answer tells nothing of the proof: a server that cannot read a request answers so before it looks at who asks, as HTTP.sys does where a Kerberos token is longer than MaxFieldLength or MaxRequestBytes allow."
        }
        AttemptOutcome::Unanswered if ticket => "The KDC’s answer is not seen.",
        AttemptOutcome::Unanswered if attempt.is_rpc_channel() => {
            "A proof is sent. That channel of RPC over HTTP gets no answer while it is open."
        }
        AttemptOutcome::Unanswered => "A proof is sent, and no answer to it is seen.",
        AttemptOutcome::Incomplete if attempt.without_question => {
            "The server answers without asking for a proof: the connection is signed in already, or what was asked for is open to all."
        }
        AttemptOutcome::Incomplete if attempt.only_begun => {
            "A sign-in was begun: 401.1 without a name is how IIS writes of NTLM’s CHALLENGE, which the client’s next request on the same connection is to answer. The log has no such request, nor why there is none."
        }
        AttemptOutcome::Incomplete if attempt.is_told_to_use_tcp() => {
            "The KDC’s answer is too long for UDP: the client is to ask again over TCP, and that is not seen."
        }
        AttemptOutcome::Incomplete => "No proof is seen.",
        AttemptOutcome::NotTried => match &attempt.failure {
            Some(failure) => return failed(failure, attempt.facts.service.as_deref()),
            None => "The server asks the client to sign in, and no proof follows.",
        },
    };
    match attempt.to_proxy {
        true => said.replace("The server", "The proxy"),
        false => said.to_owned(),
    }
}

/// Whether the answer, or what stands beside it, is about the account.
fn is_account_refused(attempt: &Attempt, status: Option<&Status>) -> bool {
    let of_status = match status {
        Some(Status::Nt(code)) => is_of_account(*code),
        // Whom Windows vouches for is known, and has no login; a proof that is none gets 18452.
        Some(Status::Sql(LOGIN_FAILED)) => !attempt.shows_password(),
        Some(Status::Sql(code)) => sql_subject(*code) == Some(SqlSubject::Account),
        _ => false,
    };
    let reason = attempt.facts.reason;
    of_status || matches!(reason, Some(RefusalReason::Windows(code)) if is_of_account(code))
}

/// What came of a bind of LDAP without a password (RFC 4513 5.1.1, 5.1.2).
fn nobodys_bind(attempt: &Attempt) -> String {
    let has = match attempt.facts.user {
        Some(_) => "a name and no password (unauthenticated)",
        None => "no name and no password (anonymous)",
    };
    let end = match attempt.is_refused() {
        true => "does not let nobody in",
        false => "lets the caller in as nobody",
    };
    format!("The bind has {has}, so it asks to be nobody, and the server {end}.")
}

/// What an event or a line of a log says of the attempt.
fn logged(attempt: &Attempt) -> &'static str {
    let ticket = matches!(attempt.mechanism, SeenMechanism::Ticket(_));
    match &attempt.outcome {
        _ if attempt.is_anonymous() => {
            "The log names ANONYMOUS LOGON: the caller was let in as nobody."
        }
        _ if attempt.is_cached() => "The computer holds this ticket.",
        AttemptOutcome::Accepted(_) if ticket => "The log says that the KDC gave a ticket.",
        AttemptOutcome::Refused(_) if ticket => "The log says that the KDC gave no ticket.",
        AttemptOutcome::Accepted(Some(Status::Http(401))) => {
            "The log says that they got in, and that what they asked for is denied to them: by the access list of the file (401.3), or by the application (401.0, 401.5)."
        }
        AttemptOutcome::Accepted(_) => "The log says that they got in.",
        AttemptOutcome::Refused(_) => "The log says that they did not get in.",
        AttemptOutcome::Unjudged(_) => "The log says that the request was not read.",
        _ => "The log does not say how it ended.",
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

/// What kept a browser from sending a proof.
fn failed(failure: &Failure, service: Option<&str>) -> String {
    let mut said = match service {
        Some(service) => format!("The browser could make no token for {}", cut(service, LONG)),
        None => "The browser could make no token".to_owned(),
    };
    let code = failure
        .net_error
        .map(|code| status_name(&Status::Net(code)));
    let security = failure.security_status.map(hex32);
    for code in code.into_iter().chain(security) {
        said = format!("{said}: {code}");
    }
    if let Some(message) = failure.messages.last() {
        said = format!("{said}. The library says: “{}”", cut(message, LONG * 4));
    }
    format!("{said}.")
}

/// What is said of a final response that has the last token of a sign-in, and nothing of what came before it.
fn hidden_before_token(bytes: u32, mechanism: SeenMechanism) -> String {
    let more = match bytes {
        0 => String::new(),
        bytes => format!("; {bytes} bytes more were received than it shows"),
    };
    let named = match mechanism {
        SeenMechanism::Kerberos => " with Kerberos",
        SeenMechanism::Ntlm => " with NTLM",
        _ => "",
    };
    format!(
        "The browser’s file has only the final response{more}. The token in it ends a sign-in by Negotiate{named}; what proved who asks is not shown."
    )
}

fn hidden(count: u8, bytes: u32, refused: bool) -> String {
    let fits = match (count, refused) {
        (0, _) if bytes > 0 => {
            "which fits 401s before it. How many they were, and so by what scheme it signs in, does not show"
        }
        (0, _) => "so it came over a connection that was signed in already, or with no sign-in",
        (1, true) => {
            "which fits one 401 before it. Whether anything was sent to prove who asks, the file does not tell"
        }
        (1, false) => "which fits one 401 before it: Kerberos or Basic",
        _ => "which fits two 401s before it: NTLM",
    };
    format!(
        "The browser’s file has only the final response; {bytes} bytes more were received than it shows, {fits}. This is inferred."
    )
}
