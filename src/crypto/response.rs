//! Responses to a challenge ([MS-NLMP] 3.3.1, 3.3.2).

use super::primitives::{des, head, hmac_md5, join, md5};
use super::{ComputationStep, Operand, Trace};
use crate::value_kind::ValueKind;

/// `Z(24)`: the LM response of a client that answers a CHALLENGE with a timestamp ([MS-NLMP] 3.1.5.1.2).
pub const NULL_LM: [u8; 24] = [0; 24];

/// `Z(1)`: the LM response of the anonymous user, whose NT response is empty ([MS-NLMP] 3.3.1, 3.3.2).
pub const ANONYMOUS_LM: [u8; 1] = [0];

/// `Z(16)`: the session base key of the anonymous user, and the LM hash of whoever has none.
pub const NULL_KEY: [u8; 16] = [0; 16];

/// `DESL`: a challenge under the three DES keys in a 16-byte key ([MS-NLMP] 6).
pub fn desl(key: &[u8; 16], challenge: &[u8; 8]) -> [u8; 24] {
    let padded: [u8; 21] = join(key, &[0; 5]);
    let mut out = [0; 24];
    for (block, key) in out.as_chunks_mut().0.iter_mut().zip(padded.as_chunks().0) {
        *block = des(key, challenge);
    }
    out
}

/// The LM response to a challenge ([MS-NLMP] 3.3.1).
pub fn lm_v1(lm_hash: &[u8; 16], server_challenge: &[u8; 8], trace: &mut Trace) -> [u8; 24] {
    let response = desl(lm_hash, server_challenge);
    trace.record(|| {
        ComputationStep::new(
            "LmChallengeResponse",
            "DESL(LMOWFv1, ServerChallenge)",
            "[MS-NLMP] 3.3.1",
            [
                Operand::of_kind("LMOWFv1", lm_hash, ValueKind::NtHash),
                challenge(server_challenge),
            ],
            Operand::of_kind("LmChallengeResponse", response, ValueKind::Response),
        )
    });
    response
}

/// The NTLMv1 response to a challenge ([MS-NLMP] 3.3.1).
pub fn ntlm_v1(nt_hash: &[u8; 16], server_challenge: &[u8; 8], trace: &mut Trace) -> [u8; 24] {
    let response = desl(nt_hash, server_challenge);
    trace.record(|| {
        ComputationStep::new(
            "NtChallengeResponse",
            "DESL(NTOWFv1, ServerChallenge)",
            "[MS-NLMP] 3.3.1",
            [
                Operand::of_kind("NTOWFv1", nt_hash, ValueKind::NtHash),
                challenge(server_challenge),
            ],
            Operand::of_kind("NtChallengeResponse", response, ValueKind::Response),
        )
    });
    response
}

/// The "NTLM2 session response": NTLMv1 with extended session security ([MS-NLMP] 3.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ntlm2Session {
    /// The response in NtChallengeResponse: DES with the NT hash.
    pub nt: [u8; 24],
    /// The LM response, which is the client's nonce and zeros: it proves nothing.
    pub lm: [u8; 24],
    /// What is answered in place of the server's challenge.
    pub effective_challenge: [u8; 8],
}

/// What an NTLM2 session response answers: the first 8 bytes of MD5(ServerChallenge ‖ ClientChallenge)
/// (`[MS-NLMP]` 3.3.1).
pub fn effective_challenge(server_challenge: &[u8; 8], client_challenge: &[u8; 8]) -> [u8; 8] {
    head(&md5(&[server_challenge, client_challenge]))
}

/// Computes the NTLM2 session response ([MS-NLMP] 3.3.1, the branch with extended session security).
pub fn ntlm2_session(
    nt_hash: &[u8; 16],
    server_challenge: &[u8; 8],
    client_challenge: &[u8; 8],
    trace: &mut Trace,
) -> Ntlm2Session {
    let effective_challenge = effective_challenge(server_challenge, client_challenge);
    let nt = desl(nt_hash, &effective_challenge);
    let effective = || {
        Operand::of_kind(
            "EffectiveChallenge",
            effective_challenge,
            ValueKind::Challenge,
        )
    };
    trace.record(|| {
        ComputationStep::new(
            "EffectiveChallenge",
            "MD5(ServerChallenge ‖ ClientChallenge)[0..7]",
            "[MS-NLMP] 3.3.1",
            [challenge(server_challenge), nonce(client_challenge)],
            effective(),
        )
    });
    trace.record(|| {
        ComputationStep::new(
            "NtChallengeResponse",
            "DESL(NTOWFv1, EffectiveChallenge)",
            "[MS-NLMP] 3.3.1",
            [
                Operand::of_kind("NTOWFv1", nt_hash, ValueKind::NtHash),
                effective(),
            ],
            Operand::of_kind("NtChallengeResponse", nt, ValueKind::Response),
        )
    });
    Ntlm2Session {
        nt,
        lm: join(client_challenge, &[0; 16]),
        effective_challenge,
    }
}

/// The part of an NTLMv2 response that is hashed with the challenge, `NTLMv2_CLIENT_CHALLENGE` and four zero
/// bytes ([MS-NLMP] 3.3.2, 2.2.2.7). `time` is a FILETIME; `target_info` ends with its `MsvAvEOL`.
pub fn temp(time: u64, client_challenge: &[u8; 8], target_info: &[u8]) -> Vec<u8> {
    let mut temp = Vec::with_capacity(32 + target_info.len());
    temp.extend([1, 1, 0, 0, 0, 0, 0, 0]);
    temp.extend(time.to_le_bytes());
    temp.extend(client_challenge);
    temp.extend([0; 4]);
    temp.extend(target_info);
    temp.extend([0; 4]);
    temp
}

/// An NTLMv2 response ([MS-NLMP] 3.3.2), and the key that follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NtlmV2 {
    /// `NTProofStr`, the only part that needs the key.
    pub proof: [u8; 16],
    /// The NT response: the proof and `temp`.
    pub response: Vec<u8>,
    /// SessionBaseKey: HMAC-MD5 of the proof; the keys of the session come from it ([MS-NLMP] 3.3.2).
    pub session_base_key: [u8; 16],
}

/// Computes the NTLMv2 response over `temp` as it is, wherever it comes from ([MS-NLMP] 3.3.2).
pub fn ntlm_v2(
    response_key: &[u8; 16],
    server_challenge: &[u8; 8],
    temp: &[u8],
    trace: &mut Trace,
) -> NtlmV2 {
    let proof = hmac_md5(response_key, &[server_challenge, temp]);
    let session_base_key = hmac_md5(response_key, &[&proof]);
    let key = || Operand::of_kind("NTOWFv2", response_key, ValueKind::NtHash);
    let proof_operand = || Operand::of_kind("NTProofStr", proof, ValueKind::Response);
    trace.record(|| {
        ComputationStep::new(
            "NTProofStr",
            "HMAC_MD5(NTOWFv2, ServerChallenge ‖ temp)",
            "[MS-NLMP] 3.3.2",
            [
                key(),
                challenge(server_challenge),
                Operand::plain("temp", temp),
            ],
            proof_operand(),
        )
    });
    trace.record(|| {
        ComputationStep::new(
            "SessionBaseKey",
            "HMAC_MD5(NTOWFv2, NTProofStr)",
            "[MS-NLMP] 3.3.2",
            [key(), proof_operand()],
            Operand::of_kind("SessionBaseKey", session_base_key, ValueKind::SessionKey),
        )
    });
    NtlmV2 {
        proof,
        response: [&proof, temp].concat(),
        session_base_key,
    }
}

/// The LMv2 response: a proof over the two challenges, and the client's ([MS-NLMP] 3.3.2).
pub fn lm_v2(
    response_key: &[u8; 16],
    server_challenge: &[u8; 8],
    client_challenge: &[u8; 8],
    trace: &mut Trace,
) -> [u8; 24] {
    let proof = hmac_md5(response_key, &[server_challenge, client_challenge]);
    let response = join(&proof, client_challenge);
    trace.record(|| {
        ComputationStep::new(
            "LmChallengeResponse",
            "HMAC_MD5(LMOWFv2, ServerChallenge ‖ ClientChallenge) ‖ ClientChallenge",
            "[MS-NLMP] 3.3.2",
            [
                Operand::of_kind("LMOWFv2", response_key, ValueKind::NtHash),
                challenge(server_challenge),
                nonce(client_challenge),
            ],
            Operand::of_kind("LmChallengeResponse", response, ValueKind::Response),
        )
    });
    response
}

fn challenge(bytes: &[u8; 8]) -> Operand {
    Operand::of_kind("ServerChallenge", bytes, ValueKind::Challenge)
}

fn nonce(bytes: &[u8; 8]) -> Operand {
    Operand::of_kind("ClientChallenge", bytes, ValueKind::Challenge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::nt_owf_v1;

    const CHALLENGE: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

    #[test]
    fn the_ntlm2_session_response_is_not_lmv2() {
        let off = &mut Trace::off();
        let hash = nt_owf_v1("secret", off);
        let session = ntlm2_session(&hash, &CHALLENGE, &[0xaa; 8], off);
        assert_eq!(session.lm, join(&[0xaa; 8], &[0; 16]));
        assert_eq!(
            session.nt,
            ntlm_v1(&hash, &session.effective_challenge, off)
        );
        assert_ne!(session.nt, ntlm_v1(&hash, &CHALLENGE, off));
        assert_ne!(session.lm, lm_v2(&hash, &CHALLENGE, &[0xaa; 8], off));
    }
}
