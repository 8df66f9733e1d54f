//! Whether a message goes on with an attempt, and what it makes of it.

use super::{Attempt, AttemptOutcome, MessageRole, RefusalReason, SeenMechanism, SignInFacts};
use crate::traffic::leg::{Leg, Method, Status};
use crate::wire::http::Digest;

/// What a server's message makes of an attempt that has taken it, and whether the attempt goes on.
pub fn go_on(
    attempt: &Attempt,
    leg: &Leg,
    role: MessageRole,
    negotiated: Option<bool>,
) -> (AttemptOutcome, bool) {
    let refused = matches!(leg.status, Some(Status::Http(401 | 407)));
    match (role, AttemptOutcome::of(leg)) {
        (MessageRole::Challenge, _) => (AttemptOutcome::Incomplete, true),
        _ if negotiated == Some(false) => (AttemptOutcome::Refused(leg.status.clone()), false),
        // A mechanism is settled or a token asks for another one: the sign-in goes on.
        (MessageRole::Mechanisms, Some(AttemptOutcome::Refused(_))) => {
            (AttemptOutcome::Incomplete, true)
        }
        // Only the nonce was too old: the client makes the same proof anew, and nobody need ask the person (RFC 7616 3.3).
        (MessageRole::Demand, Some(AttemptOutcome::Refused(Some(status))))
            if attempt.mechanism == SeenMechanism::Digest && is_stale(leg) =>
        {
            match attempt.outcome {
                AttemptOutcome::Accepted(_) => (attempt.outcome.clone(), true),
                _ => (AttemptOutcome::Unjudged(status), true),
            }
        }
        (MessageRole::Token, Some(AttemptOutcome::Refused(_))) if refused => {
            (attempt.outcome.clone(), true)
        }
        // Only a service that took the ticket can prove itself; the client may have to answer that.
        (MessageRole::ApRep, None) => (AttemptOutcome::Accepted(None), true),
        (MessageRole::ApRep, Some(AttemptOutcome::Unjudged(status))) => {
            (AttemptOutcome::Accepted(Some(status)), false)
        }
        (MessageRole::ApRep, Some(outcome)) => (outcome, false),
        // A service may say what is wrong and wait for another proof (RFC 4121 4.1, [MS-KILE] 3.4.5.1): if none follows, that
        // was the end.
        (MessageRole::KdcError, None) => match attempt.facts.reason {
            Some(RefusalReason::Kerberos(code)) => {
                (AttemptOutcome::Refused(Some(Status::Kerberos(code))), true)
            }
            _ => (attempt.outcome.clone(), true),
        },
        // Nobody has proven anything yet, whatever the server says.
        (MessageRole::KdcReply(_) | MessageRole::KdcError, Some(outcome)) => (outcome, false),
        (_, Some(AttemptOutcome::Accepted(_))) if !attempt.has_proof() => {
            (AttemptOutcome::Incomplete, false)
        }
        // A password that was taken stays taken, whatever comes of the requests that it goes along with.
        (_, Some(AttemptOutcome::Accepted(Some(Status::Http(_)))))
            if attempt.shows_password()
                && matches!(attempt.outcome, AttemptOutcome::Accepted(_)) =>
        {
            (attempt.outcome.clone(), false)
        }
        (_, Some(AttemptOutcome::Unjudged(_)))
            if matches!(attempt.outcome, AttemptOutcome::Accepted(_)) =>
        {
            (attempt.outcome.clone(), false)
        }
        (_, Some(outcome)) => (outcome, false),
        (_, None) if negotiated == Some(true) => (AttemptOutcome::Accepted(None), false),
        (_, None) => (attempt.outcome.clone(), true),
    }
}

/// Whether the server says of a proof that only its nonce is too old.
pub fn is_stale(leg: &Leg) -> bool {
    leg.offers.iter().any(|offer| {
        let params = offer
            .split_once(' ')
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("digest"));
        let params = params.and_then(|(_, params)| Digest::of_params(params.as_bytes()).ok());
        params.is_some_and(|it| {
            it.get("stale")
                .is_some_and(|it| it.eq_ignore_ascii_case("true"))
        })
    })
}

/// Whether what a client sends goes on with an attempt, which is still open or not.
pub fn joins(attempt: &Attempt, open: bool, role: MessageRole, facts: &SignInFacts) -> bool {
    let proven = attempt.has_proof();
    // What was asked for, and nothing that was seen to come of it.
    let blank = open && !proven && attempt.mechanism == SeenMechanism::Unknown;
    let last = attempt.legs.last().map(|(role, _)| *role);
    // A bind without a name and one without a password are two ways to be nobody (RFC 4513 5.1.1, 5.1.2).
    let unnamed = attempt.facts.user.is_none() && !attempt.facts.anonymous;
    let same = attempt.facts.user == facts.user || unnamed;
    let same = same && (attempt.facts.anonymous == facts.anonymous || blank);
    let other = attempt.facts.password.zip(facts.password);
    let same = same && other.is_none_or(|(before, now)| before == now);
    // Each bind that has its answer stands alone (RFC 4511 4.2.1).
    let same = same && (open || attempt.method != Some(Method::Simple));
    match role {
        // Within SPNEGO one mechanism may follow another.
        MessageRole::Negotiate | MessageRole::ApReq => {
            let ntlm = attempt.has(MessageRole::Negotiate) || attempt.has(MessageRole::Challenge);
            let settled = matches!(last, Some(MessageRole::Mechanisms | MessageRole::KdcError));
            let settled = settled && !attempt.has(MessageRole::Authenticate);
            open && !ntlm && (settled || !proven)
        }
        MessageRole::Authenticate => open && !attempt.has(MessageRole::Authenticate),
        // A name and then its password are two lines of a mail protocol; and what is sent with each request is one sign-in.
        MessageRole::Password => {
            blank || (attempt.has(MessageRole::Password) && !attempt.is_refused() && same)
        }
        MessageRole::Digest => {
            blank || (attempt.has(MessageRole::Digest) && !attempt.is_refused() && same)
        }
        // Where both prove themselves the client has the last word ([MS-KILE] 3.4.5.1).
        MessageRole::ApRep => open && last == Some(MessageRole::ApRep),
        // A service that has proven itself settles with the client what protects the rest (RFC 4752 3.1).
        MessageRole::Token => open || (attempt.has(MessageRole::ApRep) && !attempt.is_refused()),
        MessageRole::Mechanisms => open,
        _ => false,
    }
}
