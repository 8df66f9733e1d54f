//! Refusals, and the judgements behind them.

use super::message::SIMPLIFIED;
use super::{About, Told};
use crate::hosts::{DenialReason, Mechanism, OutboundCredential, Refusal, Role};
use crate::lab::Hop;
use crate::present::fingerprint;
use crate::present::words::{brief_status, cause, connection_name, read, response_name};

/// What a step owes to the domain controller, where it was asked.
pub fn passed_through(about: &About<'_>, told: &mut Told) {
    let asked = about
        .folded()
        .any(|event| about.log.hop(event) == Some(Hop::Directory));
    if asked {
        told.and(
            "The domain controller was asked: it holds the NT hash. What it returns for a proof is a session key, never \
             the hash.",
        );
        told.and(SIMPLIFIED);
    } else if about.folded().find_map(read::judgement).is_some() {
        told.and("No domain controller was asked: the computer searched its own account database.\n@KB239485");
    }
    told.and("@[MS-APDS] 3.1.5.2");
}

/// IIS refuses a sign-in.
pub fn refuses(about: &About<'_>, because: &DenialReason) -> Told {
    let detail = match because {
        DenialReason::NoContext => {
            let connection = about.event.kind.connection();
            let connection = connection.map(|id| connection_name(about.log, id));
            connection.unwrap_or_else(|| "this connection".to_owned())
        }
        _ => brief_because(because),
    };
    let mut told = about.tell(
        match because {
            DenialReason::PageAsks => "the page asks who calls\nThe page asks who calls",
            DenialReason::AnonymousOff => "anonymous access is off (401.2)\nIIS asks who calls",
            DenialReason::LogonFailed(_) => "*401.1* · {3}\nIIS refuses: the logon failed",
            DenialReason::NoContext => {
                "*no question was asked* on {3}\nIIS refuses: an answer without a question"
            }
            DenialReason::MicMismatch => "*{3}* (401.1)\nIIS refuses: {3}",
            DenialReason::Malformed(_) => {
                "*does not decode*: {3}\nIIS refuses: the credentials do not decode"
            }
            DenialReason::SchemeNotOffered => {
                "this scheme is not offered (401.2)\nIIS refuses: a scheme it does not offer"
            }
            DenialReason::NoCredentials => "{3}\nIIS refuses: {3}",
        },
        vec![
            cause(about.log, about.event.id, because).into(),
            detail.into(),
        ],
    );
    told.and("{0} refuses the request: {2}.");
    told.and(match because {
        DenialReason::LogonFailed(_) => "The browser is not told the reason, only 401.\n@KB943891",
        DenialReason::NoContext => {
            "Question and answer belong to one connection. Without keep-alive it ends with the 401 that asked, and the answer \
             arrives on another, where nobody asked. Basic does not mind: each request carries everything.\n\
             !Sources differ on the status that is logged: KB288323 saw 401.5.\n\
             @KB288323; [MS-NTHT] 2.2"
        }
        DenialReason::SchemeNotOffered => "@RFC 9110 11.6.2; KB943891",
        DenialReason::PageAsks => "@KB263236",
        _ => "@RFC 9110 11.6.2; [MS-NLMP] 3.2.5.1.2",
    });
    if matches!(because, DenialReason::LogonFailed(_)) {
        passed_through(about, &mut told);
    }
    told
}

/// A refusal in few words.
fn brief_because(because: &DenialReason) -> String {
    match because {
        DenialReason::LogonFailed(status) => return brief_status(*status),
        DenialReason::Malformed(error) => {
            return crate::present::words::text::cut(&error.to_string(), 28);
        }
        DenialReason::NoContext => "no question was asked",
        DenialReason::MicMismatch => "the MIC does not match",
        DenialReason::SchemeNotOffered => "scheme not offered",
        DenialReason::PageAsks | DenialReason::AnonymousOff | DenialReason::NoCredentials => {
            "no credentials"
        }
    }
    .to_owned()
}

/// The mailbox host could not authenticate the caller.
pub fn fails(about: &About<'_>, because: &DenialReason) -> Told {
    let (log, id) = (about.log, about.event.id);
    let answered = read::answered_as(log, id, about.event.kind.connection());
    let replay = matches!(answered, Some((OutboundCredential::Replay, _, _)));
    let mut told = about.tell(
        if replay {
            "*not authenticated*: {2}\nThe old answer does not fit the new question"
        } else {
            "*not authenticated*: {2}\nThe caller is not authenticated"
        },
        vec![
            brief_because(because).into(),
            cause(log, id, because).into(),
        ],
    );
    told.and("{0} cannot authenticate the caller: {3}.");
    if replay {
        told.and(
            "The answer was made for IIS’s question on hop 1. Same person, same password, another challenge: another answer.\n\
             <The token is rejected because it is valid for the IIS computer only.\n\
             >The response is rejected because it answers another challenge, not because of the computer it was made for.\n\
             @KB183545",
        );
    }
    let judged = read::judged(log, id).and_then(|judged| read::compared(judged.event));
    if let Some(compared) = judged
        && !compared.matches()
    {
        told.values.push(fingerprint(&compared.expected).into());
        told.values.push(fingerprint(&compared.received).into());
        told.and(
            "The authority for the account computed {4} for this challenge; received was {5}.",
        );
    }
    told.and(
        "This is less than ANONYMOUS LOGON: the caller claimed a name and did not prove it.\n@[MS-NLMP] 3.2.5.1.2",
    );
    passed_through(about, &mut told);
    told
}

/// An authority's judgement.
pub fn validates(
    about: &About<'_>,
    account: &(String, String),
    outcome: &Result<Mechanism, Refusal>,
) -> Told {
    let who = about.account(&account.0, &account.1);
    let mut values = vec![who.into()];
    let text = match outcome {
        Ok(Mechanism::Password | Mechanism::LocalCall | Mechanism::NullSession) => {
            "*password is right*: {2}\nThe password is right\n{0} finds that this is the password of {2}."
        }
        Ok(Mechanism::Response(kind)) => {
            values.push(response_name(*kind).into());
            "*proof matches*: {2}\nThe proof matches\n{0} finds that the {3} response is of {2}.\n\
             It holds the NT hash, and computes the response to this challenge itself."
        }
        Err(Refusal::NoSuchUser) => {
            "*no account* {2}\nNo such account\n{0} finds no account {2}.\n\
             To the client this looks the same as a wrong password.\n@KB239485"
        }
        Err(Refusal::WrongPassword) => {
            "*proof does not match*: {2}\nThe proof does not match\n{0} finds that this is not what the password of {2} gives.\n\
             A response fits one password and one challenge; either can be the one that differs."
        }
        Err(Refusal::NoSuchPackage) => {
            "*no such package* for {2}\nNo such package\n{0} has no package that could judge what was sent for {2}."
        }
        Err(Refusal::LevelForbids { level, kind }) => {
            values.push(level.number().to_string().into());
            values.push(response_name(*kind).into());
            "*level {3} refuses* {4}\nThe level refuses this response\n{0} is at level {3} and does not take {4} responses.\n\
             The client’s LmCompatibilityLevel decides what is sent, the authority’s what is taken. A client sends NTLMv2 \
             from level 3 on.\n\
             @Network security: LAN Manager authentication level (Windows security policy settings)"
        }
    };
    let mut told = about.tell(text, values);
    if about.log.role(about.event) != Some(Role::DomainController) {
        told.and("The computer judges by its own account database.");
    }
    told.and("@[MS-NLMP] 3.3; [MS-APDS] 3.1.5");
    told
}
