//! Why somebody is refused.

use super::foreign::cut;
use super::history::{self, Judged};
use super::names::{self, LONG, response_name};
use super::statuses::{brief_status, status};
use super::text::Text;
use crate::hosts::{DenialReason, Refusal, Role};
use crate::lab::{EventId, Log};
use crate::prose;
use crate::secret::Secret;

/// A refusal's cause as a clause without a full stop, from the judgement behind it where there is one.
pub fn cause(log: &Log, at: EventId, because: &DenialReason) -> Text {
    match because {
        DenialReason::LogonFailed(code) => match history::judged(log, at) {
            Some(judged) => found(log, &judged, *code),
            None => prose! { "the logon failed with ", status(*code) },
        },
        DenialReason::Malformed(error) => {
            prose! { "the message does not decode (", cut(error, 120), ")" }
        }
        DenialReason::PageAsks => prose! { "the page itself asks for authentication" },
        DenialReason::AnonymousOff => prose! { "anonymous access is off" },
        DenialReason::NoContext => {
            prose! { "the AUTHENTICATE came on a connection that had asked nothing" }
        }
        DenialReason::MicMismatch => prose! { "the MIC does not fit the three messages" },
        DenialReason::SchemeNotOffered => prose! { "the scheme in use is not offered" },
        DenialReason::NoCredentials => prose! { "the call carried no credentials" },
    }
}

/// A refusal's cause in few words.
pub fn brief_cause(because: &DenialReason) -> Text {
    match because {
        DenialReason::LogonFailed(status) => prose! { brief_status(*status) },
        DenialReason::Malformed(error) => prose! { cut(error, 28) },
        DenialReason::NoContext => prose! { "no question was asked" },
        DenialReason::MicMismatch => prose! { "the MIC does not match" },
        DenialReason::SchemeNotOffered => prose! { "scheme not offered" },
        DenialReason::PageAsks | DenialReason::AnonymousOff | DenialReason::NoCredentials => {
            prose! { "no credentials" }
        }
    }
}

/// What the authority found, as a clause.
fn found(log: &Log, judged: &Judged<'_>, code: u32) -> Text {
    let account = names::account(&judged.account.0, &judged.account.1, LONG);
    let authority = if log.role(judged.event) == Some(Role::DomainController) {
        "the domain controller".to_owned()
    } else {
        names::computer(log, judged.event)
    };
    let hashes =
        history::compared(judged.event).is_some_and(|compared| compared.secret == Secret::NtHash);
    let clause = match judged.outcome {
        Err(Refusal::NoSuchPackage) => {
            prose! { authority, " has no package that judges what was sent for ", account }
        }
        Err(Refusal::NoSuchUser) => prose! { authority, " has no account ", account },
        Err(Refusal::WrongPassword) if hashes => prose! { "the password is not that of ", account },
        Err(Refusal::WrongPassword) => prose! {
            "the response is not what the password of ", account, " gives for this challenge"
        },
        Err(Refusal::LevelForbids { level, kind }) => prose! {
            authority, " is at level ", level.number(), " and refuses ", response_name(*kind), " responses"
        },
        Ok(_) => return prose! { "the logon failed with ", status(code) },
    };
    prose! { clause, ": ", status(code) }
}
