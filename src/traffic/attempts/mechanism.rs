//! By what mechanism somebody signs in, where one message tells.

use super::SeenMechanism;
use crate::traffic::leg::{Leg, LoggedStep, Method, SentCredential};

/// The mechanism of what a log tells.
pub(super) fn logged(leg: &Leg, method: Option<Method>) -> SeenMechanism {
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
pub(super) fn stripped(leg: &Leg) -> SeenMechanism {
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
