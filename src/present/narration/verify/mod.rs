//! Why a pasted sign-in proves what it claims, or does not.

mod bindings;
mod proof;

pub(super) use bindings::bindings;

use super::errors::broken;
use super::text::{Text, hex};
use super::tokens::place;
use crate::crypto::Mode;
use crate::present::foreign::cut;
use crate::prose;
use crate::traffic::verify::{
    MicReason, NameMatch, NoKey, Remark, Side, TargetReason, UnprotectReason, Unprotected, Verdict,
    VerdictReason,
};
use proof::{missing_input, proof};

/// Names that were sent or typed are shown to so many characters.
const NAME: usize = 64;

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
