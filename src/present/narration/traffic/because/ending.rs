//! How a sign-in ends, in a sentence: by its messages, by a log, or by what a browser’s file leaves out.

use crate::present::foreign::cut;
use crate::present::narration::names::LONG;
use crate::present::narration::statuses::hex32;
use crate::present::narration::traffic::status_name;
use crate::traffic::attempts::{
    Attempt, AttemptOutcome, MessageRole, RefusalReason, SeenMechanism, SqlSubject, is_of_account,
    is_unchecked, is_unreached, sql_subject,
};
use crate::traffic::files::Failure;
use crate::traffic::leg::{AdmittedAs, Status};
use crate::wire::kerberos::error_code;
use crate::wire::tds::LOGIN_FAILED;

/// How an attempt that messages show ends.
pub fn ending(attempt: &Attempt) -> String {
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
pub fn logged(attempt: &Attempt) -> &'static str {
    let ticket = matches!(attempt.mechanism, SeenMechanism::Ticket(_));
    match &attempt.outcome {
        _ if attempt.is_anonymous() => {
            "The log names ANONYMOUS LOGON: the caller was let in as nobody."
        }
        _ if attempt.is_cached() => "The computer holds this ticket.",
        AttemptOutcome::Accepted(_) if ticket => "The log says that the KDC gave a ticket.",
        AttemptOutcome::Refused(_) if ticket => "The log says that the KDC gave no ticket.",
        AttemptOutcome::Accepted(Some(Status::Http(401))) => {
            "The log says that they got in, and that what they asked for is denied to them."
        }
        AttemptOutcome::Accepted(_) => "The log says that they got in.",
        AttemptOutcome::Refused(_) => "The log says that they did not get in.",
        AttemptOutcome::Unjudged(_) => "The log says that the request was not read.",
        _ => "The log does not say how it ended.",
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
pub fn hidden_before_token(bytes: u32, mechanism: SeenMechanism) -> String {
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

pub fn hidden(count: u8, bytes: u32, refused: bool) -> String {
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
