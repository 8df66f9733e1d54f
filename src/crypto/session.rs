//! From the session base key to the keys that protect a session ([MS-NLMP] 3.4.5).

use super::primitives::{des, head, hmac_md5, join, md4, rc4};
use super::{ComputationStep, Operand, Trace};
use crate::value_kind::ValueKind;

/// The negotiated flags on which keys depend ([MS-NLMP] 2.2.2.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SessionFlags {
    /// `NTLMSSP_NEGOTIATE_SIGN`: messages carry a signature.
    pub sign: bool,
    /// `NTLMSSP_NEGOTIATE_SEAL`: messages are encrypted.
    pub seal: bool,
    /// `NTLMSSP_NEGOTIATE_DATAGRAM`: every message starts its cipher anew.
    pub datagram: bool,
    /// `NTLMSSP_NEGOTIATE_LM_KEY`: without `ess`, keys are made of the LM hash and response.
    pub lm_key: bool,
    /// `NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY`: each direction has keys of its own.
    pub ess: bool,
    /// `NTLMSSP_REQUEST_NON_NT_SESSION_KEY`: the key is the first half of the LM hash, and zeros.
    pub request_non_nt: bool,
    /// `NTLMSSP_NEGOTIATE_128`: sealing keys keep all their 128 bits.
    pub bits_128: bool,
    /// `NTLMSSP_NEGOTIATE_KEY_EXCH`: the client chooses the session key and sends it encrypted.
    pub key_exch: bool,
    /// `NTLMSSP_NEGOTIATE_56`: sealing keys keep 56 bits, if not 128.
    pub bits_56: bool,
}

impl SessionFlags {
    /// Takes the flags out of `NegotiateFlags`.
    pub fn from_bits(flags: u32) -> Self {
        let has = |bit: u32| flags & bit != 0;
        Self {
            sign: has(0x10),
            seal: has(0x20),
            datagram: has(0x40),
            lm_key: has(0x80),
            ess: has(0x8_0000),
            request_non_nt: has(0x40_0000),
            bits_128: has(0x2000_0000),
            key_exch: has(0x4000_0000),
            bits_56: has(0x8000_0000),
        }
    }

    /// Whether the key exchange key of NTLMv1 is made of the LM hash ([MS-NLMP] 3.4.5.1).
    pub fn needs_lm_owf(self) -> bool {
        !self.ess && (self.lm_key || self.request_non_nt)
    }

    /// How many bits of the exported session key count in the sealing keys ([MS-NLMP] 3.4.5.3). (Datagram counts as
    /// from Windows Server 2003 on, `NTLMSSP_REVISION_W2K3`.)
    pub fn sealing_bits(self) -> u8 {
        let whole = if self.ess {
            self.bits_128
        } else {
            !self.lm_key && !self.datagram
        };
        match (whole, self.bits_56) {
            (true, _) => 128,
            (false, true) => 56,
            (false, false) => 40,
        }
    }

    /// Whether a random session key travels in the AUTHENTICATE: key exchange alone is not enough, there must
    /// be something to protect ([MS-NLMP] 3.1.5.1.2).
    pub fn exchanges_key(self) -> bool {
        self.key_exch && (self.sign || self.seal)
    }
}

/// The session base key of NTLMv1: MD4 of the NT hash ([MS-NLMP] 3.3.1). NTLMv2 gives its own with the
/// response.
pub fn session_base_key_v1(nt_hash: &[u8; 16], trace: &mut Trace) -> [u8; 16] {
    let key = md4(nt_hash);
    trace.record(|| {
        ComputationStep::new(
            "SessionBaseKey",
            "MD4(NTOWFv1)",
            "[MS-NLMP] 3.3.1",
            [Operand::of_kind("NTOWFv1", nt_hash, ValueKind::NtHash)],
            Operand::of_kind("SessionBaseKey", key, ValueKind::SessionKey),
        )
    });
    key
}

/// The session base key where an LM response is all there is: half of the LM hash, and zeros.
///
/// [MS-NLMP] 3.3.1 makes it of the NT hash alone; a session signed in with LM only protects its messages with this.
pub fn session_base_key_lm(lm_owf: &[u8; 16]) -> [u8; 16] {
    join(&head::<8>(lm_owf), &[0; 8])
}

/// The session base key where an LMv2 response is all there is: like NTLMv2's, of the LMv2 proof.
pub fn session_base_key_lm_v2(response_key: &[u8; 16], proof: &[u8; 16]) -> [u8; 16] {
    hmac_md5(response_key, &[proof])
}

/// Which authentication a session rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KxKind {
    /// NTLMv1, with or without extended session security.
    V1,
    /// NTLMv2, whose key exchange key is the session base key itself.
    V2,
    /// None: the null session key stands as it is.
    Anonymous,
}

/// What the key exchange key is made of ([MS-NLMP] 3.4.5.1).
#[derive(Clone, Copy, Debug)]
pub struct KxKey<'a> {
    /// Which authentication the key base comes from.
    pub kind: KxKind,
    /// The flags of the AUTHENTICATE on which keys depend.
    pub flags: SessionFlags,
    /// SessionBaseKey, as the response left it ([MS-NLMP] 3.3.1, 3.3.2).
    pub session_base_key: [u8; 16],
    /// The LM hash; [`NULL_KEY`](super::NULL_KEY) for whoever has none.
    pub lm_owf: [u8; 16],
    /// The LM response as sent; its first eight bytes count.
    pub lm_response: &'a [u8],
    /// ServerChallenge; it goes into the key with NTLMv1 and extended session security.
    pub server_challenge: [u8; 8],
}

/// `KXKEY`, the key exchange key ([MS-NLMP] 3.4.5.1). Extended session security goes before `LM_KEY`
/// (2.2.2.5), which goes before `REQUEST_NON_NT_SESSION_KEY`.
pub fn key_exchange_key(from: &KxKey<'_>, trace: &mut Trace) -> [u8; 16] {
    let KxKey {
        kind,
        flags,
        session_base_key,
        lm_owf,
        server_challenge,
        ..
    } = *from;
    let lm_response: [u8; 8] = head(from.lm_response);
    let base = || Operand::of_kind("SessionBaseKey", session_base_key, ValueKind::SessionKey);
    let lm = || Operand::of_kind("LMOWF", lm_owf, ValueKind::NtHash);
    let lm_head = || {
        Operand::of_kind(
            "LmChallengeResponse[0..7]",
            lm_response,
            ValueKind::Response,
        )
    };
    let (key, formula, inputs) = if kind != KxKind::V1 {
        (
            session_base_key,
            "SessionBaseKey",
            trace.is_on().then(|| vec![base()]),
        )
    } else if flags.ess {
        (
            hmac_md5(&session_base_key, &[&server_challenge, &lm_response]),
            "HMAC_MD5(SessionBaseKey, ServerChallenge ‖ LmChallengeResponse[0..7])",
            trace.is_on().then(|| {
                let challenge =
                    Operand::of_kind("ServerChallenge", server_challenge, ValueKind::Challenge);
                vec![base(), challenge, lm_head()]
            }),
        )
    } else if flags.lm_key {
        (
            lm_session_key(&lm_owf, &lm_response),
            "DES(LMOWF[0..6], LmChallengeResponse[0..7]) ‖ DES(LMOWF[7] ‖ 0xBDBDBDBDBDBD, LmChallengeResponse[0..7])",
            trace.is_on().then(|| vec![lm(), lm_head()]),
        )
    } else if flags.request_non_nt {
        (
            session_base_key_lm(&lm_owf),
            "LMOWF[0..7] ‖ Z(8)",
            trace.is_on().then(|| vec![lm()]),
        )
    } else {
        (
            session_base_key,
            "SessionBaseKey",
            trace.is_on().then(|| vec![base()]),
        )
    };
    trace.record(|| {
        let output = Operand::of_kind("KeyExchangeKey", key, ValueKind::SessionKey);
        ComputationStep::new(
            "KeyExchangeKey",
            formula,
            "[MS-NLMP] 3.4.5.1",
            inputs.unwrap_or_default(),
            output,
        )
    });
    key
}

/// The exported session key, and what travels of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportedKey {
    /// `ExportedSessionKey`: what signing and sealing start from.
    pub exported: [u8; 16],
    /// `EncryptedRandomSessionKey`, where a key is exchanged.
    pub encrypted: Option<[u8; 16]>,
}

/// The client's side of the key exchange ([MS-NLMP] 3.1.5.1.2): `random` under the key exchange key, or the
/// key exchange key itself where none is exchanged.
pub fn export_key(
    key_exchange_key: &[u8; 16],
    random: &[u8; 16],
    flags: SessionFlags,
    trace: &mut Trace,
) -> ExportedKey {
    if !flags.exchanges_key() {
        return ExportedKey {
            exported: exported_as_is(key_exchange_key, trace),
            encrypted: None,
        };
    }
    let encrypted = head(&rc4(key_exchange_key, random));
    trace.record(|| {
        ComputationStep::new(
            "EncryptedRandomSessionKey",
            "RC4K(KeyExchangeKey, ExportedSessionKey)",
            "[MS-NLMP] 3.1.5.1.2",
            [
                Operand::of_kind("KeyExchangeKey", key_exchange_key, ValueKind::SessionKey),
                Operand::of_kind("ExportedSessionKey", random, ValueKind::SessionKey),
            ],
            Operand::plain("EncryptedRandomSessionKey", encrypted),
        )
    });
    ExportedKey {
        exported: *random,
        encrypted: Some(encrypted),
    }
}

/// The server's side of the key exchange ([MS-NLMP] 3.2.5.1.2). What was sent is ignored where no key is
/// exchanged.
pub fn received_key(
    key_exchange_key: &[u8; 16],
    encrypted: &[u8; 16],
    flags: SessionFlags,
    trace: &mut Trace,
) -> [u8; 16] {
    if !flags.exchanges_key() {
        return exported_as_is(key_exchange_key, trace);
    }
    let exported = head(&rc4(key_exchange_key, encrypted));
    trace.record(|| {
        ComputationStep::new(
            "ExportedSessionKey",
            "RC4K(KeyExchangeKey, EncryptedRandomSessionKey)",
            "[MS-NLMP] 3.2.5.1.2",
            [
                Operand::of_kind("KeyExchangeKey", key_exchange_key, ValueKind::SessionKey),
                Operand::plain("EncryptedRandomSessionKey", encrypted),
            ],
            Operand::of_kind("ExportedSessionKey", exported, ValueKind::SessionKey),
        )
    });
    exported
}

/// The MIC over the three messages as sent, the last with 16 zeros where its MIC stands
/// ([MS-NLMP] 3.1.5.1.2).
pub fn mic(
    exported: &[u8; 16],
    negotiate: &[u8],
    challenge: &[u8],
    authenticate_with_zeroed_mic: &[u8],
    trace: &mut Trace,
) -> [u8; 16] {
    let mic = hmac_md5(
        exported,
        &[negotiate, challenge, authenticate_with_zeroed_mic],
    );
    trace.record(|| {
        ComputationStep::new(
            "MIC",
            "HMAC_MD5(ExportedSessionKey, NEGOTIATE ‖ CHALLENGE ‖ AUTHENTICATE with MIC = Z(16))",
            "[MS-NLMP] 3.1.5.1.2",
            [
                Operand::of_kind("ExportedSessionKey", exported, ValueKind::SessionKey),
                Operand::plain("NEGOTIATE_MESSAGE", negotiate),
                Operand::plain("CHALLENGE_MESSAGE", challenge),
                Operand::plain("AUTHENTICATE_MESSAGE", authenticate_with_zeroed_mic),
            ],
            Operand::plain("MIC", mic),
        )
    });
    mic
}

fn lm_session_key(lm_owf: &[u8; 16], lm_response: &[u8; 8]) -> [u8; 16] {
    let padded: [u8; 14] = join(&head::<8>(lm_owf), &[0xbd; 6]);
    let mut out = [0; 16];
    for (block, key) in out.as_chunks_mut().0.iter_mut().zip(padded.as_chunks().0) {
        *block = des(key, lm_response);
    }
    out
}

fn exported_as_is(key: &[u8; 16], trace: &mut Trace) -> [u8; 16] {
    trace.record(|| {
        ComputationStep::new(
            "ExportedSessionKey",
            "KeyExchangeKey",
            "[MS-NLMP] 3.1.5.1.2",
            [Operand::of_kind(
                "KeyExchangeKey",
                key,
                ValueKind::SessionKey,
            )],
            Operand::of_kind("ExportedSessionKey", key, ValueKind::SessionKey),
        )
    });
    *key
}
