//! Whether a message goes on with an attempt, and what it makes of it.

use super::{Attempt, Fate, MessageRole, SeenMechanism, SignInFacts};
use crate::traffic::leg::{Leg, Status};

/// What a server's message makes of an attempt that has taken it, and whether the attempt goes on.
pub fn go_on(
    attempt: &Attempt,
    leg: &Leg,
    part: MessageRole,
    negotiated: Option<bool>,
) -> (Fate, bool) {
    let refused = matches!(leg.status, Some(Status::Http(401 | 407)));
    match (part, Fate::of(leg)) {
        (MessageRole::Challenge, _) => (Fate::Incomplete, true),
        _ if negotiated == Some(false) => (Fate::Refused(leg.status.clone()), false),
        // A mechanism is settled or a token asks for another one: the sign-in goes on.
        (MessageRole::Mechanisms, Some(Fate::Refused(_))) => (Fate::Incomplete, true),
        (MessageRole::Token, Some(Fate::Refused(_))) if refused => (attempt.fate.clone(), true),
        // Only a service that took the ticket can prove itself; the client may have to answer that.
        (MessageRole::ApRep, None) => (Fate::Accepted(None), true),
        (MessageRole::ApRep, Some(Fate::Unjudged(status))) => (Fate::Accepted(Some(status)), false),
        (MessageRole::ApRep, Some(fate)) => (fate, false),
        // Nobody has proven anything yet, whatever the server says.
        (MessageRole::KdcReply(_) | MessageRole::KdcError, Some(fate)) => (fate, false),
        (_, Some(Fate::Accepted(_))) if !attempt.has_proof() => (Fate::Incomplete, false),
        // A password that was taken stays taken.
        (_, Some(Fate::Unjudged(_))) if matches!(attempt.fate, Fate::Accepted(_)) => {
            (attempt.fate.clone(), false)
        }
        (_, Some(fate)) => (fate, false),
        (_, None) if negotiated == Some(true) => (Fate::Accepted(None), false),
        (_, None) => (attempt.fate.clone(), true),
    }
}

/// Whether what a client sends goes on with an attempt, which is still open or not.
pub fn joins(attempt: &Attempt, open: bool, part: MessageRole, told: &SignInFacts) -> bool {
    let proven = attempt.has_proof();
    // What was asked for, and nothing that was seen to come of it.
    let blank = open && !proven && attempt.mechanism == SeenMechanism::Unknown;
    let last = attempt.legs.last().map(|(part, _)| *part);
    let same = attempt.told.user == told.user || attempt.told.user.is_none();
    let same = same && (attempt.told.anonymous == told.anonymous || blank);
    match part {
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
