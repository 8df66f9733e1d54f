//! Why a response proves that its sender knew the password, or does not.

use super::NAME;
use crate::crypto::{DomainForm, UpperCaseRule};
use crate::present::foreign::cut;
use crate::present::narration::errors::broken;
use crate::present::narration::text::{Text, count, hex};
use crate::prose;
use crate::traffic::verify::{Missing, ProofReason, ResponseAccount, ResponseField};
use crate::value_kind::ValueKind;
use crate::wire::ntlm::{Payload, ResponseKind};

pub(super) fn proof(reason: &ProofReason) -> Text {
    match reason {
        ProofReason::Empty(field) => prose! { field_name(*field), " is empty" },
        ProofReason::Zero24(ResponseField::Nt) => {
            prose! { "NtChallengeResponse is Z(24): 24 zero bytes in the place of a response" }
        }
        ProofReason::Zero24(ResponseField::Lm) => prose! {
            "LmChallengeResponse is Z(24): 24 zero bytes, as a client sends that answers a CHALLENGE with a timestamp"
        },
        ProofReason::Anonymous(ResponseField::Nt) => {
            prose! { "The sign-in is anonymous: it names no user and proves nothing" }
        }
        ProofReason::Anonymous(ResponseField::Lm) => {
            prose! { "The sign-in is anonymous: it proves nothing" }
        }
        ProofReason::LocalCall(ResponseField::Nt) => prose! {
            "It is a local call: the server knows the caller by the context handle in its CHALLENGE, and the session \
            key never leaves the computer"
        },
        ProofReason::LocalCall(ResponseField::Lm) => {
            prose! { "It is a local call: no response is sent" }
        }
        ProofReason::Nonce => prose! {
            "LmChallengeResponse holds the client’s nonce for the NTLM2 session response: it proves nothing itself"
        },
        ProofReason::RepeatsNt => prose! {
            "LmChallengeResponse repeats the NTLM response, so that no LM response is sent: what holds for the one \
            holds for the other"
        },
        ProofReason::OddLength { field, length } => prose! {
            field_name(*field), " has ", *length, " bytes, and no response has that length"
        },
        ProofReason::Unchecked { kind, missing } => prose! {
            "The ", kind_name(*kind), " cannot be verified: ", missing_input(missing)
        },
        ProofReason::LmNeedsPassword => prose! {
            "The LM response cannot be verified, the password is missing: an NT hash cannot make an LM response"
        },
        ProofReason::LmNeedsCodePage => prose! {
            "The LM response cannot be verified, the OEM code page is not known: the password has characters outside \
            ASCII, and gives this response neither in Windows-1252 nor in code page 850"
        },
        ProofReason::LmOfNoHash => prose! {
            "The LM response is made of 16 zero bytes, as for a password that has no LM hash: it proves nothing"
        },
        ProofReason::LmOfLongPassword => {
            prose! { "The LM response is not of this password, which has no LM hash: it is too long" }
        }
        ProofReason::Right {
            kind,
            secret,
            account,
        } => prose! {
            "The ", kind_name(*kind), " is of this ", secret_given(*secret), account.as_ref().map(right_account)
        },
        ProofReason::Wrong {
            kind,
            secret,
            received,
            expected,
            account,
        } => prose! {
            "The ", kind_name(*kind), " is not of this ", secret_given(*secret), ": ",
            match kind { ResponseKind::NtlmV2 => "NTProofStr", ResponseKind::LmV2 => "its first half", _ => "it", },
            " is ", hex(received), ", and would be ", hex(expected), account.as_ref().map(wrong_account)
        },
    }
}

fn field_name(field: ResponseField) -> &'static str {
    match field {
        ResponseField::Nt => "NtChallengeResponse",
        ResponseField::Lm => "LmChallengeResponse",
    }
}

/// What a kind of response is called in the specification.
fn kind_name(kind: ResponseKind) -> String {
    format!("{} response", kind.name())
}

fn secret_given(secret: ValueKind) -> &'static str {
    match secret {
        ValueKind::NtHash => "NT hash",
        _ => "password",
    }
}

pub(super) fn missing_input(missing: &Missing) -> Text {
    match missing {
        Missing::BrokenChallenge(error) => {
            prose! { "the CHALLENGE does not decode: ", broken(error) }
        }
        Missing::Rest { field, bytes } => prose! {
            count(*bytes, "byte", "bytes"), " of ", payload_name(*field), if *bytes == 1 { " is" } else { " are" }, " missing"
        },
        Missing::Challenge => prose! { "the CHALLENGE is missing" },
        Missing::Secret => prose! { "a password or an NT hash is missing" },
        Missing::Both => prose! { "the CHALLENGE is missing, and so is a password or an NT hash" },
    }
}

fn payload_name(payload: Payload) -> &'static str {
    match payload {
        Payload::LmResponse => "LmChallengeResponse",
        Payload::NtResponse => "NtChallengeResponse",
        Payload::Domain => "DomainName",
        Payload::User => "UserName",
        Payload::Workstation => "Workstation",
        Payload::SessionKey => "EncryptedRandomSessionKey",
    }
}

/// By which rule a client made upper case, if a Windows domain controller does it otherwise.
fn other_upper_case(rule: UpperCaseRule) -> Option<Text> {
    let rule = match rule {
        UpperCaseRule::Windows => return None,
        UpperCaseRule::Unicode => "with all of Unicode’s capitals (ß becomes SS, ı becomes I)",
        UpperCaseRule::Ascii => "in ASCII only",
        UpperCaseRule::Unchanged => "not at all",
    };
    Some(prose! {
        "; the client made upper case of the user ", rule, ", a Windows domain controller does it otherwise and refuses \
        this right password"
    })
}

fn right_account(account: &ResponseAccount) -> Text {
    let spelling = match account.spelling {
        Some(DomainForm::AsSent) if account.as_sent => "with the domain as sent",
        Some(DomainForm::AsSent) | None => "with the domain as given",
        Some(DomainForm::UpperCase) => "with the domain in upper case",
        Some(DomainForm::Empty) => "with an empty domain",
    };
    prose! { whose(account), ", ", spelling, other_upper_case(account.rule) }
}

fn wrong_account(account: &ResponseAccount) -> Text {
    prose! { whose(account), " (tried as it is, in upper case and empty)" }
}

fn whose(account: &ResponseAccount) -> Text {
    let (user, domain) = (cut(&account.user, NAME), cut(&account.domain, NAME));
    prose! { " for “", user, "” in “", domain, "”" }
}
