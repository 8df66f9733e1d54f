//! Why somebody is refused.

use super::foreign::cut;
use super::history::{self, Judged};
use super::names::{self, LONG, response_name};
use super::statuses::{brief_status, status};
use super::text::Text;
use crate::hosts::{Because, Refusal, Role};
use crate::lab::{EventId, Log};
use crate::prose;
use crate::secret::Secret;

/// A refusal's cause as a clause without a full stop, from the judgement behind it where there is one.
pub fn cause(log: &Log, at: EventId, because: &Because) -> Text {
    match because {
        Because::LogonFailed(code) => match history::judged(log, at) {
            Some(judged) => found(log, &judged, *code),
            None => prose! { "the logon failed with ", status(*code) },
        },
        Because::Malformed(error) => {
            prose! { "the message does not decode (", cut(error, 120), ")" }
        }
        Because::PageAsks => prose! { "the page itself asks for authentication" },
        Because::AnonymousOff => prose! { "anonymous access is off" },
        Because::NoContext => {
            prose! { "the AUTHENTICATE came on a connection that had asked nothing" }
        }
        Because::MicMismatch => prose! { "the MIC does not fit the three messages" },
        Because::SchemeNotOffered => prose! { "the scheme in use is not offered" },
        Because::NoCredentials => prose! { "the call carried no credentials" },
    }
}

/// A refusal's cause in few words.
pub fn brief_cause(because: &Because) -> Text {
    match because {
        Because::LogonFailed(status) => prose! { brief_status(*status) },
        Because::Malformed(error) => prose! { cut(error, 28) },
        Because::NoContext => prose! { "no question was asked" },
        Because::MicMismatch => prose! { "the MIC does not match" },
        Because::SchemeNotOffered => prose! { "scheme not offered" },
        Because::PageAsks | Because::AnonymousOff | Because::NoCredentials => {
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
