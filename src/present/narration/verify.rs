//! Why a pasted sign-in proves what it claims, or does not.

use super::errors::broken;
use super::text::{Text, count, hex};
use super::tokens::place;
use crate::crypto::{DomainForm, Mode, UpperCaseRule};
use crate::present::foreign::cut;
use crate::prose;
use crate::secret::Secret;
use crate::traffic::verify::{
    BindingKind, BindingsReason, CertificateError, MicReason, Missing, NameMatch, NoKey,
    ProofReason, Remark, ResponseAccount, ResponseField, Side, TargetReason, UnprotectReason,
    Unprotected, Verdict, VerdictReason,
};
use crate::wire::ntlm::{Payload, ResponseKind};

/// Why a verdict falls as it does, in a sentence or two.
pub fn because(verdict: &Verdict) -> String {
    let clauses = verdict.remarks.iter().filter_map(remark);
    let clauses = clauses.fold(Text::default(), |all, one| prose! { all, "; ", one });
    let sentences = verdict.remarks.iter().filter_map(sentence);
    let sentences = sentences.fold(Text::default(), |all, one| prose! { all, " ", one });
    prose! { reason(&verdict.because), clauses, ".", sentences }.to_string()
}

/// A reason, without its full stop.
fn reason(reason: &VerdictReason) -> Text {
    match reason {
        VerdictReason::Undecodable(error) => {
            prose! { "The AUTHENTICATE does not decode: ", broken(error) }
        }
        VerdictReason::Untold(missing) => prose! { "It cannot be told: ", missing_input(missing) },
        VerdictReason::Proof(reason) => proof(reason),
        VerdictReason::Mic(reason) => mic(reason),
        VerdictReason::Bindings(reason) => bindings("MsvAvChannelBindings", reason),
        VerdictReason::Target(reason) => target(reason),
    }
}

/// What goes on with the sentence.
fn remark(remark: &Remark) -> Option<Text> {
    Some(match remark {
        Remark::SessionKeyLength(length) => prose! {
            "EncryptedRandomSessionKey has ", *length, " bytes, not 16: the keys of the session are not known"
        },
        Remark::OtherPairs => prose! {
            "it seems to answer another CHALLENGE: it repeats other pairs than those in the TargetInfo of this one"
        },
        Remark::HashesDiffer => {
            prose! { "the password given has another NT hash than the one given" }
        }
        Remark::CaseOnly => {
            prose! { "the LM response is right, so the password differs in upper and lower case only" }
        }
        Remark::KeyNeedsCodePage => {
            prose! { "the session key is made of the LM hash, and the OEM code page is not known" }
        }
        Remark::KeyNeedsPassword => {
            prose! { "the session key is made of the LM hash, which an NT hash does not give" }
        }
        Remark::CoveredByWrongProof => {
            prose! { "but the NT proof, which covers it, is wrong: anybody may have put it there" }
        }
        Remark::CoveredByUncheckedProof => {
            prose! { "the NT proof, which covers it, was not checked" }
        }
        Remark::OtherChallenge(_) => return None,
    })
}

/// What follows as a sentence of its own.
fn sentence(remark: &Remark) -> Option<Text> {
    match remark {
        Remark::OtherChallenge(at) => Some(prose! {
            "It answers the CHALLENGE of ", place(at), ", not the one beside it."
        }),
        _ => None,
    }
}

fn proof(reason: &ProofReason) -> Text {
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

fn secret_given(secret: Secret) -> &'static str {
    match secret {
        Secret::NtHash => "NT hash",
        _ => "password",
    }
}

fn missing_input(missing: &Missing) -> Text {
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

/// Names that were sent or typed are shown to so many characters.
const NAME: usize = 64;

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

fn mic(reason: &MicReason) -> Text {
    match reason {
        MicReason::None => prose! { "There is no MIC, and none is announced" },
        MicReason::NotAnnounced { offset } => prose! {
            "The 16 bytes at offset ", *offset, ", where a MIC would stand, count for nothing: MsvAvFlags does not \
            announce one"
        },
        MicReason::NotKept => prose! {
            "A line of responses keeps no MIC, and not the messages that it covers"
        },
        MicReason::Dropped => prose! {
            "MsvAvFlags announces a MIC (0x2), but there is none: it was left out or taken away"
        },
        MicReason::Unchecked { message, key } => prose! {
            "The MIC cannot be checked: ", message.map(|message| prose! { "the ", message.name(), " is missing" }),
            message.and(*key).map(|_| ", and "), key.map(no_key)
        },
        MicReason::Cut(message) => {
            prose! { "The MIC cannot be checked: the ", message.name(), " is cut" }
        }
        MicReason::Valid { received, trailing } => {
            let trailing = trailing
                .iter()
                .fold(Text::default(), |all, (message, more)| {
                    prose! { all, "; bytes behind the ", message.name(), " that do not belong to it: ", *more }
                });
            prose! {
                "The MIC is valid, ", hex(received), ": nobody changed the three messages on their way", trailing
            }
        }
        MicReason::Invalid { received, expected } => prose! {
            "The MIC is invalid: it is ", hex(received), ", and would be ", hex(expected), " over these three \
            messages; one was changed, or they do not belong together"
        },
    }
}

fn no_key(why: NoKey) -> &'static str {
    match why {
        NoKey::WrongProof => "the NT proof is wrong, so the session key is not known",
        NoKey::Underivable => "the session key is not known, though the NT proof is right",
        NoKey::UnverifiedProof => {
            "the session key is not known, because the NT proof could not be verified"
        }
    }
}

/// What is known of channel bindings in the field of that name.
pub(super) fn bindings(field: &'static str, reason: &BindingsReason) -> Text {
    // No hash is longer; what is, was made up.
    let shown = |bytes: &[u8]| hex(bytes.get(..64).unwrap_or(bytes));
    match reason {
        BindingsReason::OnlyNtlmV2 => {
            prose! { "Only an NTLMv2 response can carry channel bindings" }
        }
        BindingsReason::None => {
            prose! { "The response carries no MsvAvChannelBindings: it is not bound to a TLS channel" }
        }
        BindingsReason::Zero => {
            prose! { field, " is zero, which says that the client had no bindings" }
        }
        BindingsReason::Empty => {
            prose! { field, " is the hash of empty bindings: the client had none" }
        }
        BindingsReason::Unchecked { sent } => prose! {
            field, " is ", shown(sent), "; a certificate or a hash to hold it against is missing"
        },
        BindingsReason::BadCertificate(error) => prose! {
            "The certificate cannot be used: ", certificate_error(*error)
        },
        BindingsReason::Match { sent, of } => prose! {
            field, " is that of ", binding_name(*of), ": ", shown(sent)
        },
        BindingsReason::Differ { sent, expected, of } => prose! {
            field, " is ", shown(sent), ", and would be ", hex(expected), " for ", binding_name(*of)
        },
    }
}

fn certificate_error(error: CertificateError) -> &'static str {
    match error {
        CertificateError::Base64 => "its base64 is broken",
        CertificateError::NotACertificate => "it is neither PEM nor DER of an X.509 certificate",
        CertificateError::NoHash => "RFC 5929 defines no hash for the algorithm it is signed with",
    }
}

fn binding_name(kind: BindingKind) -> &'static str {
    match kind {
        BindingKind::Hash => "the hash given",
        BindingKind::Certificate => "this certificate",
    }
}

fn target(reason: &TargetReason) -> Text {
    match reason {
        TargetReason::OnlyNtlmV2 => prose! { "Only an NTLMv2 response can name its target" },
        TargetReason::None => prose! { "The response carries no MsvAvTargetName" },
        TargetReason::Empty => {
            prose! { "MsvAvTargetName is empty: the client was not told what it signs in to" }
        }
        TargetReason::NotText(bytes) => prose! {
            "MsvAvTargetName is no text: ", hex(bytes.get(..64).unwrap_or(bytes))
        },
        TargetReason::Unchecked { target } => prose! {
            "MsvAvTargetName is “", cut(target, NAME), "”; a host name to hold it against is missing"
        },
        TargetReason::Compared {
            target,
            host,
            service,
            names,
        } => {
            let (verb, end) = match names {
                NameMatch::Same { untrusted: false } => ("names", ""),
                NameMatch::Same { untrusted: true } => (
                    "names",
                    ", but MsvAvFlags says that the client has it from an untrusted source",
                ),
                NameMatch::Perhaps => (
                    "may name",
                    " by a longer or shorter name: whether the two are one host the message cannot tell",
                ),
                NameMatch::Other => ("does not name", ""),
            };
            prose! {
                "MsvAvTargetName is “", cut(target, NAME), "”", (!service).then_some(", no service principal name,"),
                " and ", verb, " “", cut(host, NAME), "”", end
            }
        }
    }
}

/// Why a protected message was opened, or not.
pub fn opened(message: &Unprotected) -> String {
    let text = match message.because {
        UnprotectReason::Dummy => {
            prose! { "The signature is a dummy, 01 and zeros: it protects nothing." }
        }
        UnprotectReason::NoSignature => prose! {
            "There is no signature: 16 bytes that start with 01000000, before or behind the message."
        },
        UnprotectReason::NotOfThisSession => prose! {
            "The signature is not of this session, or of a message too far into it: nothing that was tried makes it \
            right."
        },
        UnprotectReason::Wrong => prose! { "The signature is wrong." },
        UnprotectReason::Opened {
            sealed,
            from,
            sequence,
            offset,
            signature,
        } => prose! {
            if sealed { "Sealed" } else { "Signed, not sealed," },
            from.map(|from| match from { Mode::Client => " by the client", Mode::Server => " by the server", }),
            " as message ", sequence, ", with ", offset, " bytes of the RC4 keystream gone before and the signature ",
            match signature { Side::Before => "before", Side::Behind => "behind", }, " it."
        },
    };
    text.to_string()
}
