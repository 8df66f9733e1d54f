//! What somebody who knows would say about a token.

use super::names::LONG;
use super::statuses::hex32;
use super::text::{Text, count, join};
use crate::present::foreign::cut;
use crate::prose;
use crate::traffic::Warning;
use crate::wire::hash_line::Fault;
use crate::wire::ntlm::{NegotiateFlags, OddName};

/// A warning, in a sentence or two.
pub fn warning(warning: &Warning) -> String {
    said(warning).to_string()
}

fn said(warning: &Warning) -> Text {
    let plain = match warning {
        Warning::InClear => {
            "The password is in clear: base64 hides nothing. Whoever sees these bytes has it."
        }
        Warning::Offline => {
            "Whoever has this line can try passwords against it, as fast as their hardware allows, and nobody notices. Do not pass it on; if it got out, have the password changed."
        }
        Warning::HashLine(Fault::Order) => {
            "The fields stand in another order than hashcat expects: user::domain:challenge:NTProofStr:rest with NTLMv2, user::domain:LM:NT:challenge with NTLM. They were told apart by their length."
        }
        Warning::HashLine(Fault::Joined) => {
            "NTProofStr and what follows it are one field. hashcat expects a colon behind the first 32 digits of the response."
        }
        Warning::HashLine(Fault::OneColon) => {
            "One colon stands between user and domain. hashcat expects two."
        }
        Warning::HashLine(Fault::Backslash) => {
            "User and domain are one field, with a backslash. hashcat expects user::domain."
        }
        Warning::Lm => {
            "An LM response is sent. LM ignores case and splits the password into halves of seven; it is guessed in no time."
        }
        Warning::NtlmV1 => {
            "NTLMv1 is in use: plain DES over the server’s challenge. The NT hash can be recovered from it by trying all keys."
        }
        Warning::Ntlm2Session => {
            "An NTLM2 session response: NTLMv1’s DES over a hash of both challenges. Stronger than NTLMv1 only against precomputed tables."
        }
        Warning::Anonymous => {
            "Nobody is named and nothing is proven: an anonymous sign-in (a null session)."
        }
        Warning::LocalCall => {
            "A local call: all fields are empty because client and server are on one computer. The context handle in the CHALLENGE identifies the caller."
        }
        Warning::MicMissing => {
            "MsvAvFlags announces a MIC, but there is none: a server that checks must refuse this. Somebody may have dropped it."
        }
        Warning::NoMic => {
            "There is no MIC: the flags of the three messages could have been changed on the way without anyone noticing."
        }
        Warning::NoSigning => {
            "Neither signing nor sealing is negotiated: what follows the sign-in is not protected by it. Over HTTP that is usual."
        }
        Warning::LmKey => {
            "Extended session security and LM_KEY are both set. They exclude each other; extended session security wins."
        }
        Warning::Oem => {
            "NTLMSSP_NEGOTIATE_UNICODE is not set: names are in an OEM code page that the message does not name. ASCII is certain, the rest is a guess."
        }
        Warning::NoBindings => {
            "No channel bindings: nothing ties this sign-in to a TLS channel, and a server that requires Extended Protection (EPA) over TLS refuses it. What is left against a relay is signing, or a server that checks MsvAvTargetName."
        }
        Warning::ZeroBindings => {
            "The channel bindings are all zero: the application gave none, as without TLS. A server that requires Extended Protection (EPA) over TLS refuses that."
        }
        Warning::NoTarget => {
            "MsvAvTargetName is missing or empty: the server cannot tell whether the client meant to sign in to it."
        }
        Warning::UntrustedTarget => {
            "The client says that its MsvAvTargetName comes from an untrusted source."
        }
        Warning::NoTargetInfo => {
            "There is no TargetInfo: this is an old server. Clients that insist on NTLMv2 with target information refuse it."
        }
        Warning::NoTimestamp => {
            "TargetInfo has no MsvAvTimestamp: a client sends an LMv2 response, uses its own clock, and leaves out the MIC."
        }
        Warning::BrokenList => {
            "The list of AV_PAIRs is broken: it overruns its field or lacks MsvAvEOL. It is read up to the break."
        }
        Warning::FlagsFromServer => {
            "The server sends an empty MsvAvFlags, which is the client’s to set: the MIC of Windows clients then comes out wrong."
        }
        Warning::MicIsToken => {
            "mechListMIC only repeats responseToken, as old Windows does: it protects nothing."
        }
        Warning::UnusualFlags(bits) => return unusual_flags(*bits),
        Warning::OddResponse(length) => return odd_response(*length),
        Warning::WeakKey(bits) => {
            return prose! {
                "The sealing keys have ", *bits, " bits only. With extended session security NTLMSSP_NEGOTIATE_128 \
                makes them whole; without it LM_KEY and DATAGRAM weaken them."
            };
        }
        Warning::Apart(seconds) => {
            return prose! {
                "The time in the response is ", *seconds, " seconds from the server’s MsvAvTimestamp. A client \
                repeats that time; one with its own clock is refused where it is far off."
            };
        }
        Warning::OtherDomain(domain, asked) => {
            return prose! {
                "The message signs in to “", cut(domain, LONG), "”, the CHALLENGE came from “", cut(asked, LONG),
                "”. That is right for an account of another domain, or a local one."
            };
        }
        Warning::OtherTarget(target, computer) => {
            return prose! {
                "The client meant to sign in to “", cut(target, 2 * LONG), "”, and the CHALLENGE came from “",
                cut(computer, 2 * LONG), "”. That is right for a site with a name of its own; else somebody stands \
                between them."
            };
        }
        Warning::Overlap(first, second) => {
            return prose! { cut(second, LONG), " claims bytes of ", cut(first, LONG), "." };
        }
        Warning::OddName(field, odd) => {
            let why = match odd {
                OddName::Length => "is UTF-16LE of an odd length; its last byte is left out",
                OddName::Terminated => {
                    "ends in a zero, which is no part of a name and is left out here"
                }
                OddName::NotUnicode => {
                    "is plain ASCII, though NTLMSSP_NEGOTIATE_UNICODE is set; a server that takes it for UTF-16LE reads another name"
                }
                OddName::Unicode => {
                    "is UTF-16LE, though it should be in an OEM code page; a server that takes it for that reads another name"
                }
            };
            return prose! { *field, " ", why, "." };
        }
        Warning::Unclaimed(1) => "1 byte belongs to no field.",
        Warning::Unclaimed(number) => {
            return prose! { count(*number, "byte", "bytes"), " belong to no field." };
        }
    };
    prose! { plain }
}

fn unusual_flags(bits: u32) -> Text {
    let flags = NegotiateFlags::from_bits_retain(bits);
    let names = join(flags.names().map(|flag| flag.name()), " ", " ");
    prose! {
        "Unusual flags: ", hex32(bits), (!names.is_empty()).then_some(" "), names, ". They are reserved or historic."
    }
}

fn odd_response(length: usize) -> Text {
    let why = if length > 24 {
        "too short for an NTLMv2 response, too long for any other"
    } else {
        "no kind of response has that length"
    };
    prose! { "The NT response has ", count(length, "byte", "bytes"), ": ", why, "." }
}
