//! By what mechanism somebody signs in, where one message tells.

use super::{MessageRole, SeenMechanism};
use crate::traffic::leg::{Leg, LoggedStep, Method, SentCredential};

/// The mechanism of a sign-in with another message of that role: what was known, unless this one tells it. `settled` is what
/// SPNEGO names at its end.
pub(super) fn mechanism(
    known: SeenMechanism,
    role: MessageRole,
    leg: &Leg,
    settled: Option<SeenMechanism>,
) -> SeenMechanism {
    let method = leg.credential.as_ref().and_then(method);
    match role {
        MessageRole::Negotiate | MessageRole::Challenge | MessageRole::Authenticate => {
            SeenMechanism::Ntlm
        }
        MessageRole::ApReq | MessageRole::ApRep => SeenMechanism::Kerberos,
        MessageRole::Password => SeenMechanism::Password(method.unwrap_or(Method::Other)),
        MessageRole::Logged => logged(leg, method),
        MessageRole::Digest => SeenMechanism::Digest,
        MessageRole::KdcRequest(kind) | MessageRole::KdcReply(kind) => SeenMechanism::Ticket(kind),
        MessageRole::Token if known == SeenMechanism::Unknown => stripped(leg),
        MessageRole::Answer if known == SeenMechanism::Unknown => settled.unwrap_or(known),
        _ => known,
    }
}

/// The mechanism of what a log tells.
fn logged(leg: &Leg, method: Option<Method>) -> SeenMechanism {
    match (leg.logged, method) {
        (Some(LoggedStep::Kdc(kind)), _) => SeenMechanism::Ticket(kind),
        (_, Some(Method::Ntlm)) => SeenMechanism::Ntlm,
        (_, Some(Method::Kerberos)) => SeenMechanism::Kerberos,
        (_, Some(Method::Basic)) => SeenMechanism::Password(Method::Basic),
        (_, Some(Method::Digest)) => SeenMechanism::Digest,
        (_, _) => SeenMechanism::Unknown,
    }
}

/// The mechanism of a token that the file does not show.
fn stripped(leg: &Leg) -> SeenMechanism {
    match leg.credential {
        Some(SentCredential::Stripped(Method::Ntlm, _)) => SeenMechanism::Ntlm,
        Some(SentCredential::Stripped(Method::Kerberos, _)) => SeenMechanism::Kerberos,
        _ => SeenMechanism::Unknown,
    }
}

/// What the protocol calls the way that is taken.
pub(super) fn method(credential: &SentCredential) -> Option<Method> {
    match credential {
        SentCredential::Token(method, _)
        | SentCredential::Clear(method, ..)
        | SentCredential::Stripped(method, _) => Some(*method),
        SentCredential::Digest(_) => Some(Method::Digest),
    }
}
