//! What the two response fields of an AUTHENTICATE hold: their kind, and the parts of an NTLMv2 response.

use super::{NegotiateFlags, TargetInfo, read_rest};
use crate::value_kind::ValueKind;
use crate::wire::{Decoded, Reader, Value, Writer, field_name};

const LM: &str = "[MS-NLMP] 2.2.2.3";
const LM_V2: &str = "[MS-NLMP] 2.2.2.4";
const NTLM: &str = "[MS-NLMP] 2.2.2.6";
const BLOB: &str = "[MS-NLMP] 2.2.2.7";
const NTLM_V2: &str = "[MS-NLMP] 2.2.2.8";
/// LM, LMv2, NTLM and NTLM2 session responses are all this long.
const RESPONSE: usize = 24;

/// The kind of one response field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResponseKind {
    /// LM_RESPONSE, 2.2.2.3: 24 bytes, DES with the LM hash.
    Lm,
    /// NTLM_RESPONSE, 2.2.2.6. In the LM field: the NTLM response once more, so that no LM response is sent.
    Ntlm,
    /// 3.3.1 with extended session security: the client's nonce and Z(16) in the LM field, 24 bytes in the NT field.
    Ntlm2Session,
    /// LMv2_RESPONSE, 2.2.2.4: 16 bytes that prove, and the client's nonce.
    LmV2,
    /// NTLMv2_RESPONSE, 2.2.2.8: NTProofStr, and the blob that it covers.
    NtlmV2,
    /// 24 zero bytes: no response, in the place of one.
    Zero24,
    /// An anonymous sign-in, 3.2.5.1.2: nothing, or one zero byte in the LM field.
    Anonymous,
    /// A local call: no names and no responses; the server knows the caller by its context handle.
    LocalCall,
    /// No bytes, beside a field that has some.
    Empty,
    /// Nothing of the above, by its length or its bytes.
    Other,
}

impl ResponseKind {
    /// Whether it proves a password, right or wrong.
    pub fn proves(self) -> bool {
        match self {
            Self::Lm | Self::Ntlm | Self::Ntlm2Session | Self::LmV2 | Self::NtlmV2 => true,
            Self::Zero24 | Self::Anonymous | Self::LocalCall | Self::Empty | Self::Other => false,
        }
    }

    /// What people call it, such as `NTLMv2`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lm => "LM",
            Self::Ntlm => "NTLM",
            Self::Ntlm2Session => "NTLM2 session",
            Self::LmV2 => "LMv2",
            Self::NtlmV2 => "NTLMv2",
            Self::Zero24 => "Z(24)",
            Self::Anonymous => "anonymous",
            Self::LocalCall => "local call",
            Self::Empty => "empty",
            Self::Other => "unknown",
        }
    }
}

/// A response field: what is there of it, and the length that the message says it has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claimed<'a> {
    /// Its bytes, fewer than `length` where the message is cut.
    pub(super) there: &'a [u8],
    /// How many bytes the message says that it has.
    pub(super) length: usize,
}

impl Claimed<'_> {
    /// Whether it is zeros, as far as it is there.
    fn is_zero(&self) -> bool {
        !self.there.is_empty() && is_zero(self.there)
    }
}

/// The kinds of both response fields, which only make sense together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ResponseKinds {
    /// What stands in LmChallengeResponse.
    pub lm: ResponseKind,
    /// What stands in NtChallengeResponse.
    pub nt: ResponseKind,
}

impl ResponseKinds {
    /// The one that counts: the NT field's, or the LM field's where that one is empty.
    pub fn effective(self) -> ResponseKind {
        match self.nt {
            ResponseKind::Empty => self.lm,
            kind => kind,
        }
    }
}

/// `[MS-NLMP]` 2.2.2.8 NTLMv2_RESPONSE. To verify one, hash the bytes received, not these encoded again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NtlmV2Response {
    /// Response (NTProofStr in 3.3.2): HMAC-MD5 over the challenge and the blob.
    pub nt_proof_str: [u8; 16],
    /// NTLMv2_CLIENT_CHALLENGE: what the proof is about, besides the server's challenge.
    pub blob: ClientBlob,
}

/// `[MS-NLMP]` 2.2.2.7 NTLMv2_CLIENT_CHALLENGE, and what follows it in the hashed bytes (`temp` in 3.3.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientBlob {
    /// RespType: the version of this structure, 1.
    pub resp_type: u8,
    /// HiRespType: the highest version that the client knows, 1.
    pub hi_resp_type: u8,
    /// Reserved1: zero as a rule; hashed as received.
    pub reserved1: u16,
    /// Reserved2: zero as a rule; hashed as received.
    pub reserved2: u32,
    /// TimeStamp: a FILETIME, the server's own where its CHALLENGE has one (MsvAvTimestamp).
    pub timestamp: u64,
    /// ChallengeFromClient: eight random bytes of the client's.
    pub challenge_from_client: [u8; 8],
    /// Reserved3: zero as a rule; hashed as received.
    pub reserved3: u32,
    /// AvPairs. Of a broken list, the pairs before the break, and the rest as its `trailing`.
    pub av_pairs: TargetInfo,
    /// What follows the list: Z(4) by 3.3.2, but any length occurs. All of it is hashed.
    pub trailing: Vec<u8>,
}

impl ResponseKinds {
    /// Tells the kinds apart. `named` says whether the message names a user.
    pub fn classify(flags: NegotiateFlags, named: bool, lm: &[u8], nt: &[u8]) -> Self {
        let [lm, nt] = [lm, nt].map(|there| Claimed {
            there,
            length: there.len(),
        });
        Self::by_length(flags, named, lm, nt)
    }

    /// The same, by their lengths even where not all of them is there.
    pub(super) fn by_length(
        flags: NegotiateFlags,
        named: bool,
        lm: Claimed<'_>,
        nt: Claimed<'_>,
    ) -> Self {
        let both = |kind| Self { lm: kind, nt: kind };
        if !named && nt.length == 0 {
            if lm.length == 0 && flags.contains(NegotiateFlags::LOCAL_CALL) {
                return both(ResponseKind::LocalCall);
            }
            if lm.length == 0 || (lm.length == 1 && lm.is_zero()) {
                return both(ResponseKind::Anonymous);
            }
        }
        let session = flags.contains(NegotiateFlags::EXTENDED_SESSION_SECURITY)
            && lm.length == RESPONSE
            && lm.there.get(8..).is_some_and(is_zero)
            && !lm.is_zero();
        Self {
            lm: match lm.length {
                0 => ResponseKind::Empty,
                RESPONSE if lm.is_zero() => ResponseKind::Zero24,
                RESPONSE if nt.length > RESPONSE => ResponseKind::LmV2,
                RESPONSE if session && nt.length == RESPONSE => ResponseKind::Ntlm2Session,
                RESPONSE if !lm.there.is_empty() && lm.there == nt.there => ResponseKind::Ntlm,
                RESPONSE => ResponseKind::Lm,
                _ => ResponseKind::Other,
            },
            nt: match nt.length {
                0 => ResponseKind::Empty,
                RESPONSE if nt.is_zero() => ResponseKind::Zero24,
                RESPONSE if session => ResponseKind::Ntlm2Session,
                RESPONSE => ResponseKind::Ntlm,
                length if length > RESPONSE => ResponseKind::NtlmV2,
                _ => ResponseKind::Other,
            },
        }
    }
}

/// Length of an NTLMv2 response up to its AV_PAIR list.
const HEAD: usize = 44;

impl NtlmV2Response {
    /// Reads an NtChallengeResponse of more than 24 bytes.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, Self::read)
    }

    /// The same, with a broken AV_PAIR list up to the break.
    pub fn lenient(bytes: &[u8]) -> Option<Self> {
        let whole = bytes.len() >= HEAD;
        whole.then(|| Decoded::lenient(bytes, Self::read))
    }

    /// NTProofStr and behind it the blob that it covers ([MS-NLMP] 2.2.2.8).
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.put(&self.nt_proof_str).put(&self.blob.encode());
        writer.finish()
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let nt_proof_str = reader.array(field_name::NT_PROOF_STR, NTLM_V2);
        reader.mark_value_kind(ValueKind::Response);
        let blob = reader.group("NTLMv2_CLIENT_CHALLENGE", BLOB, ClientBlob::read);
        Self { nt_proof_str, blob }
    }
}

impl ClientBlob {
    /// What a client hashes and sends, by 3.3.2.
    pub fn new(timestamp: u64, challenge_from_client: [u8; 8], av_pairs: TargetInfo) -> Self {
        Self {
            resp_type: 1,
            hi_resp_type: 1,
            reserved1: 0,
            reserved2: 0,
            timestamp,
            challenge_from_client,
            reserved3: 0,
            av_pairs,
            trailing: vec![0; 4],
        }
    }

    /// The bytes: `temp` in 3.3.2.
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer
            .u8(self.resp_type)
            .u8(self.hi_resp_type)
            .u16(self.reserved1)
            .u32(self.reserved2)
            .u64(self.timestamp)
            .put(&self.challenge_from_client)
            .u32(self.reserved3)
            .put(&self.av_pairs.encode())
            .put(&self.trailing);
        writer.finish()
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let mut blob = Self::new(0, [0; 8], TargetInfo::new());
        blob.resp_type = reader.u8(field_name::RESP_TYPE, BLOB);
        blob.hi_resp_type = reader.u8(field_name::HI_RESP_TYPE, BLOB);
        blob.reserved1 = reader.u16("Reserved1", BLOB);
        blob.reserved2 = reader.u32("Reserved2", BLOB);
        blob.timestamp = reader.u64(field_name::TIME_STAMP, BLOB);
        blob.challenge_from_client = reader.array(field_name::CHALLENGE_FROM_CLIENT, BLOB);
        reader.mark_value_kind(ValueKind::Challenge);
        blob.reserved3 = reader.u32("Reserved3", BLOB);
        blob.av_pairs = reader.group("AvPairs", BLOB, TargetInfo::read);
        blob.trailing.clear();
        if blob.av_pairs.terminated {
            blob.trailing = std::mem::take(&mut blob.av_pairs.trailing);
            let name = match blob.trailing.as_slice() {
                [0, 0, 0, 0] => field_name::Z4,
                _ => "Trailing",
            };
            read_rest(reader, name, BLOB);
        }
        blob
    }
}

/// Reads LmChallengeResponse, in its parts where it has some.
pub(super) fn read_lm(reader: &mut Reader<'_>, kind: ResponseKind) {
    const NAME: &str = "LmChallengeResponse";
    match kind {
        ResponseKind::LmV2 => reader.group(NAME, LM_V2, |reader| {
            reader.take("Response", LM_V2, 16);
            reader.mark_value_kind(ValueKind::Response);
            reader.take(field_name::CHALLENGE_FROM_CLIENT, LM_V2, 8);
            reader.mark_value_kind(ValueKind::Challenge);
        }),
        ResponseKind::Ntlm2Session => reader.group(NAME, "[MS-NLMP] 3.3.1", |reader| {
            reader.take(field_name::CHALLENGE_FROM_CLIENT, "[MS-NLMP] 3.3.1", 8);
            reader.mark_value_kind(ValueKind::Challenge);
            reader.take("Z(16)", "[MS-NLMP] 3.3.1", 16);
        }),
        kind => {
            if !read_rest(reader, NAME, LM) {
                return;
            }
            if matches!(kind, ResponseKind::Lm | ResponseKind::Ntlm) {
                reader.mark_value_kind(ValueKind::Response);
            }
        }
    }
    reader.mark(Value::Kind(kind.name()));
}

/// Reads NtChallengeResponse, in its parts where it has some. What cannot be told apart stays one field.
pub(super) fn read_nt(reader: &mut Reader<'_>, kind: ResponseKind) {
    const NAME: &str = "NtChallengeResponse";
    if kind == ResponseKind::NtlmV2 {
        reader.group(NAME, NTLM_V2, |reader| {
            NtlmV2Response::read(reader);
            reader.recover();
            read_rest(reader, field_name::UNDECODED, NTLM_V2);
        });
    } else if !read_rest(reader, NAME, NTLM) {
        return;
    }
    if matches!(kind, ResponseKind::Ntlm | ResponseKind::Ntlm2Session) {
        reader.mark_value_kind(ValueKind::Response);
    }
    reader.mark(Value::Kind(kind.name()));
}

fn is_zero(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hex_literal::hex;

    #[test]
    fn responses_that_stand_in_for_others() {
        let kinds =
            |lm: &[u8], nt: &[u8]| ResponseKinds::classify(NegotiateFlags::empty(), true, lm, nt);
        assert_eq!(kinds(&[0; 24], &[1; 60]).lm, ResponseKind::Zero24);
        assert_eq!(kinds(&[5; 24], &[5; 24]).lm, ResponseKind::Ntlm);
        assert_eq!(kinds(&[5; 24], &[]).nt, ResponseKind::Empty);
        // The nonce in the LM field means nothing without the flag.
        let lm = hex!("aaaaaaaaaaaaaaaa00000000000000000000000000000000");
        assert_eq!(kinds(&lm, &[5; 24]).nt, ResponseKind::Ntlm);
    }
}
