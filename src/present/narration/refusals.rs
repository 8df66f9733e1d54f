//! Why somebody is refused.

use super::account_state;
use super::authority::passed_through;
use super::delegation;
use super::glossary::Term;
use super::history::{self, AuthorityJudgement};
use super::kerberos::Unopened;
use super::names::{self, LONG, connection_name, response_name};
use super::source::{MS_NLMP, MS_NTHT, RFC_4120, RFC_7616, RFC_9110, SETSPN, kb};
use super::statuses::{brief_status, status};
use super::step::{Headline, StepContext, StepNarrative};
use super::text::{Text, strong};
use crate::hosts::{DenialReason, Era, Refusal, Role};
use crate::lab::{EventId, Log};
use crate::present::foreign::cut;
use crate::prose;
use crate::value_kind::ValueKind;
use crate::wire::kerberos::error_code;

/// The front end refuses a request.
pub fn refuses(moment: &StepContext<'_>, because: &DenialReason) -> Box<StepNarrative> {
    let in_short = brief_cause(because);
    let changed = matches!(
        because,
        DenialReason::Kerberos(error_code::KRB_AP_ERR_MODIFIED)
    ) && Unopened::of(moment.log, moment.event.id) == Unopened::Changed;
    let (label, title) = match because {
        DenialReason::PageAsks => (
            prose! { "the page asks who calls" },
            prose! { "The page asks who calls" },
        ),
        DenialReason::AnonymousOff => (
            prose! { "anonymous access is off (401.2)" },
            prose! { "IIS asks who calls" },
        ),
        DenialReason::LogonFailed(_) => (
            prose! { strong("401.1"), " · ", in_short },
            prose! { "IIS refuses: the logon failed" },
        ),
        DenialReason::NoContext => {
            let connection = moment.event.kind.connection();
            let connection = connection.map(|id| connection_name(moment.log, id));
            let connection = connection.unwrap_or_else(|| "this connection".to_owned());
            (
                prose! { strong("no question was asked"), " on ", connection },
                prose! { "IIS refuses: an answer without a question" },
            )
        }
        DenialReason::Kerberos(code) => (
            prose! { strong("401.1"), " · ", in_short },
            match *code {
                error_code::KRB_AP_ERR_SKEW => {
                    prose! { "IIS refuses: the clocks are too far apart" }
                }
                error_code::KRB_AP_ERR_MODIFIED if changed => {
                    prose! { "IIS refuses: what arrived does not decrypt" }
                }
                error_code::KRB_AP_ERR_MODIFIED => {
                    prose! { "IIS refuses: it cannot open the ticket" }
                }
                _ => prose! { "IIS refuses: the ticket proves nothing" },
            },
        ),
        DenialReason::Loopback => (
            prose! { strong("loopback check"), " (401.1)" },
            prose! { "IIS refuses: the call comes back by another name" },
        ),
        DenialReason::StaleNonce => (
            prose! { strong("stale nonce"), ": asked again" },
            prose! { "IIS asks again, with a fresh nonce" },
        ),
        DenialReason::MicMismatch => (
            prose! { strong(in_short.to_string()), " (401.1)" },
            prose! { "IIS refuses: ", in_short },
        ),
        DenialReason::Malformed(_) => (
            prose! { strong("does not decode"), ": ", in_short },
            prose! { "IIS refuses: the credentials do not decode" },
        ),
        DenialReason::SchemeNotOffered => (
            prose! { "this scheme is not offered (401.2)" },
            prose! { "IIS refuses: a scheme it does not offer" },
        ),
        DenialReason::NoCredentials => (prose! { &in_short }, prose! { "IIS refuses: ", in_short }),
    };
    let told = StepNarrative::new(Headline {
        label,
        title,
        sentence: prose! {
            moment.host(), " refuses the request: ", cause(moment.log, moment.event.id, because), "."
        },
    });
    match because {
        DenialReason::LogonFailed(_) => {
            let told = told
                .because(prose! { "The browser is not told the reason, only 401." })
                .cite(&[kb("943891")]);
            passed_through(moment, told)
        }
        DenialReason::NoContext => told
            .because(prose! {
                "Question and answer belong to one connection. Without keep-alive it ends with the 401 that asked, \
                and the answer arrives on another, where nobody asked. Basic does not mind: each request carries \
                everything."
            })
            .simplified(match moment.era() {
                Some(Era::Y1998) => "Sources differ on its sub-status: KB288323 saw the page of 401.5.",
                _ => "KB288323 saw the page of 401.5 on NT 4.0. No source was found for what later versions log.",
            })
            .cite(&[kb("288323"), MS_NTHT.section("2.2")]),
        DenialReason::SchemeNotOffered => told.cite(&[RFC_9110.section("11.6.2"), kb("943891")]),
        DenialReason::Loopback => told
            .because(prose! {
                "Caller and server are one computer, and the address is not its own name. Windows takes that for a reflected \
                sign-in and refuses it, whatever the password: STATUS_LOGON_FAILURE (0xC000006D). From another computer \
                the same address works."
            })
            .because(prose! {
                "The remedy is to name the address in BackConnectionHostNames; DisableLoopbackCheck = 1 turns the check \
                off for all names."
            })
            .simplified(match moment.era() {
                Some(Era::Today) => "Event log: a failed logon, event 4625.",
                Some(Era::Y2003) => "Event log: a failed logon, event 537.",
                _ => "The loopback check came with XP SP2 and Server 2003 SP1; its event is 537.",
            })
            .cite(&[kb("896861")]),
        DenialReason::Kerberos(error_code::KRB_AP_ERR_MODIFIED) if changed => told
            .because(prose! {
                "Ticket and authenticator are each encrypted with a checksum inside: one bit that is changed on the way, and it does not \
                decrypt to what was put in. Nothing is wrong with the ", Term::Spn, " or its account."
            })
            .cite(&[RFC_4120.section("3.2.3")]),
        DenialReason::Kerberos(error_code::KRB_AP_ERR_MODIFIED) if delegation::has_old_key(moment.log) => told
            .because(prose! {
                "The ", Term::Kdc, " sealed the ticket with the key that the account of the ", Term::Spn, " has now. ", delegation::OLD_KEY
            })
            .cite(&[RFC_4120.section("3.2.3")]),
        DenialReason::Kerberos(error_code::KRB_AP_ERR_MODIFIED) => told
            .because(prose! {
                "The ", Term::Kdc, " sealed the ticket for the account that has the ", Term::Spn, ". IIS tried the keys it has, and none \
                fits: the name is on another account than the one whose key IIS uses."
            })
            .because(prose! {
                "With kernel mode that is the computer’s, unless useAppPoolCredentials is on; without, the pool’s."
            })
            .cite(&[RFC_4120.section("3.2.3"), SETSPN.whole()]),
        DenialReason::Kerberos(error_code::KRB_AP_ERR_SKEW) => told
            .because(prose! {
                "The authenticator has the time of the client’s clock, and five minutes is the most that is allowed; else who \
                overheard it could use it later. The remedy is to set the clock: w32tm /resync."
            })
            .simplified("A real server says its time in a KRB-ERROR, and some clients correct theirs and try again (KB956627).")
            .cite(&[RFC_4120.section("3.2.3")]),
        DenialReason::Kerberos(_) => told
            .because(prose! { "The browser is not told the reason, only 401." })
            .cite(&[RFC_4120.section("3.2.3")]),
        DenialReason::StaleNonce => told
            .because(prose! {
                "Nothing is said against the password: with stale=true the client may answer the new nonce without \
                asking anybody."
            })
            .cite(&[RFC_7616.section("3.3")]),
        DenialReason::PageAsks => told.cite(&[kb("263236")]),
        DenialReason::AnonymousOff
        | DenialReason::MicMismatch
        | DenialReason::Malformed(_)
        | DenialReason::NoCredentials => {
            told.cite(&[RFC_9110.section("11.6.2"), MS_NLMP.section("3.2.5.1.2")])
        }
    }
}

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
            prose! { "the AUTHENTICATE came on a ", Term::Connection, " on which no CHALLENGE had been sent" }
        }
        DenialReason::Kerberos(code) => super::kerberos::refusal(log, at, *code),
        DenialReason::Loopback => prose! {
            "the call comes from this computer itself, by another name than its own, and the loopback check is on"
        },
        DenialReason::StaleNonce => {
            prose! { "the nonce is too old, was answered before, or is not of this server" }
        }
        DenialReason::MicMismatch => {
            prose! { "the ", Term::Mic, " does not fit the three messages" }
        }
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
        DenialReason::Kerberos(code) => prose! { super::kerberos::error_name(*code) },
        DenialReason::Loopback => prose! { "loopback check" },
        DenialReason::StaleNonce => prose! { "stale nonce" },
        DenialReason::MicMismatch => prose! { "the MIC does not match" },
        DenialReason::SchemeNotOffered => prose! { "scheme not offered" },
        DenialReason::PageAsks | DenialReason::AnonymousOff | DenialReason::NoCredentials => {
            prose! { "no credentials" }
        }
    }
}

/// What the authority found, as a clause.
fn found(log: &Log, judged: &AuthorityJudgement<'_>, code: u32) -> Text {
    let account = names::account(&judged.account.domain, &judged.account.user, LONG);
    let authority = if log.role(judged.event) == Some(Role::DomainController) {
        "the domain controller".to_owned()
    } else {
        names::computer(log, judged.event)
    };
    let hashes = history::compared(judged.event)
        .is_some_and(|compared| compared.value_kind == ValueKind::NtHash);
    let clause = match judged.outcome {
        Err(Refusal::State(state)) => prose! {
            authority, " says of ", account, " that the ", account_state::clause(*state)
        },
        Err(Refusal::SelectiveTrust) => prose! {
            "the trust with the domain of ", account, " has selective authentication, and the server’s computer gives its users no leave"
        },
        Err(Refusal::ProtectedUser) => {
            prose! { account, " is a member of Protected Users, for whom ", authority, " takes no NTLM and no Digest" }
        }
        Err(Refusal::NoSuchPackage) => {
            prose! { authority, " has no package that judges what was sent for ", account }
        }
        Err(Refusal::NoSuchUser) => prose! { authority, " has no account ", account },
        Err(Refusal::WrongPassword) if hashes => prose! { "the password is not that of ", account },
        Err(Refusal::WrongPassword) => prose! {
            "the ", Term::Response, " is not what the password of ", account, " gives for this ", Term::Challenge
        },
        Err(Refusal::LevelForbids { level, kind }) => prose! {
            authority, " is at level ", level.number(), " and refuses ", response_name(*kind), " ", Term::Response.called("responses")
        },
        Ok(_) => return prose! { "the logon failed with ", status(code) },
    };
    prose! { clause, ": ", status(code) }
}
