//! The named steps of a computation, each in a sentence.

use crate::hosts::Computation;

/// What a computation is called.
pub fn computation_name(computation: &Computation) -> &'static str {
    match computation {
        Computation::Response { .. } => "The response to a challenge",
        Computation::Challenge { .. } => "A challenge",
        Computation::OwnChallenge { .. } => "A challenge of one’s own, and the response to it",
    }
}

/// What a named step of the cryptography does; empty for a name that is not known here.
pub fn crypto_step(name: &str) -> &'static str {
    match name {
        "NTOWFv1" => {
            "The NT hash: MD4 of the password in UTF-16LE. For NTLM it is as good as the password."
        }
        "LMOWFv1" => {
            "The LM hash: two halves of the upper-case password, at most 14 characters, each the DES key of a fixed text."
        }
        "NTOWFv2" => {
            "The key of NTLMv2: HMAC-MD5 with the NT hash over the upper-case user name and the domain."
        }
        "LmChallengeResponse" => "The answer in the LM field.",
        "NtChallengeResponse" => {
            "The answer in the NT field: the challenge under three DES keys cut from the NT hash."
        }
        "EffectiveChallenge" => {
            "The server’s challenge mixed with the client’s own, so that neither side alone chooses it."
        }
        "NTProofStr" => {
            "The proof of NTLMv2: HMAC-MD5 over the server’s challenge and the client’s data (time, challenge, target names)."
        }
        "SessionBaseKey" => {
            "The key that both sides derive from this exchange. It answers no other challenge."
        }
        "KeyExchangeKey" => "The session base key, adapted to what was negotiated.",
        "EncryptedRandomSessionKey" => {
            "A session key that the client chose, encrypted for the server."
        }
        "ExportedSessionKey" => {
            "The key of this session: what signing and sealing would start from."
        }
        "MIC" => {
            "A checksum over all three messages with the session key: a change to any of them shows."
        }
        _ => "",
    }
}
