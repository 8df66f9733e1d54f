//! `[MS-NLMP]` 2.2.1.3: the client's answer.

use super::placement::PayloadPlacement;
use super::response::{self, Claimed, NtlmV2Response, ResponseKind, ResponseKinds};
use super::slot::{Part, Presence, Slot, begins, judge, part, payload_start};
use super::{NegotiateFlags, Version, header, peek_flags, read_flags, read_text, text};
use crate::value_kind::ValueKind;
use crate::wire::{DecodeError, Decoded, Reader, field_name};

const SPEC: &str = "[MS-NLMP] 2.2.1.3";
const PARTS: [Part; 6] = [
    part!("LmChallengeResponse", zero_when_empty: false),
    part!("NtChallengeResponse", zero_when_empty: false),
    part!("DomainName", zero_when_empty: false),
    part!("UserName", zero_when_empty: false),
    part!("Workstation", zero_when_empty: false),
    part!("EncryptedRandomSessionKey", zero_when_empty: false),
];
/// Windows writes the names first.
const ORDER: [usize; 6] = [2, 3, 4, 0, 1, 5];
/// Up to WorkstationFields: the shortest form there is.
const LEAST: usize = 52;
/// Length of the fixed part with EncryptedRandomSessionKeyFields, in bytes.
const KEY: usize = 60;
/// Length of the fixed part with NegotiateFlags, in bytes.
const FULL: usize = 64;
const MIC: usize = 16;

/// AUTHENTICATE_MESSAGE, `[MS-NLMP]` 2.2.1.3: who the client is, and its responses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Authenticate {
    /// LmChallengeResponse, as on the wire; [`Self::responses`] says what it is.
    pub lm_response: Vec<u8>,
    /// NtChallengeResponse, as on the wire; [`Self::responses`] says what it is.
    pub nt_response: Vec<u8>,
    /// DomainName, as on the wire.
    pub domain: Vec<u8>,
    /// UserName, as on the wire.
    pub user: Vec<u8>,
    /// Workstation, as on the wire.
    pub workstation: Vec<u8>,
    /// EncryptedRandomSessionKey: the exported session key under the key exchange key; empty without KEY_EXCH.
    pub session_key: Vec<u8>,
    /// NegotiateFlags: what was agreed.
    pub flags: NegotiateFlags,
    /// Version: there if there is room for it, whatever the flag says.
    pub version: Option<Version>,
    /// MIC: there if there is room for it. It vouches for the messages only where [`Self::says_mic`].
    pub mic: Option<[u8; 16]>,
    /// Where the payloads lay, so that encoding gives the same bytes; ignored by `==`.
    pub placement: PayloadPlacement,
}

/// A payload of the message, by its place in the fixed part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payload {
    /// LmChallengeResponse: an LM or LMv2 response, or the client's nonce.
    LmResponse,
    /// NtChallengeResponse: the proof, of 24 bytes or with the blob of NTLMv2.
    NtResponse,
    /// DomainName: the domain of the account, as the client says it.
    Domain,
    /// UserName: the account; empty in an anonymous sign-in.
    User,
    /// Workstation: the client's computer, as it calls itself.
    Workstation,
    /// EncryptedRandomSessionKey: a key for both sides; empty without KEY_EXCH.
    SessionKey,
}

impl Authenticate {
    /// MessageType of an AUTHENTICATE.
    pub const TYPE: u32 = 3;

    /// Reads a message with a fixed part of 52 bytes (no session key, no flags), 64 (no Version), 72 (no MIC), 80 (no
    /// Version, but a MIC) or 88. A broken NTLMv2 response is no error here: [`NtlmV2Response::decode`] tells.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, Self::read)
    }

    /// The same without its fields, several times as fast.
    ///
    /// # Errors
    /// Those of [`Self::decode`].
    pub fn value(bytes: &[u8]) -> Result<Self, DecodeError> {
        Decoded::value(bytes, Self::read)
    }

    /// What could be read of a message that is cut or points outside; `None` where not even the fields are there that
    /// every message has. Payloads are as long as what is there of them; see [`Self::missing`].
    pub fn lenient(bytes: &[u8]) -> Option<Self> {
        super::starts(bytes, Self::TYPE, LEAST).then(|| Decoded::lenient(bytes, Self::read))
    }

    /// Of a payload that [`Self::lenient`] read, how many bytes are missing.
    pub fn missing(&self, payload: Payload) -> usize {
        let index = payload as usize;
        let there = self.payloads().get(index).map_or(0, |bytes| bytes.len());
        self.placement.claimed(index, there) - there
    }

    /// The bytes: those decoded, or Windows' layout.
    pub fn encode(&self) -> Vec<u8> {
        let fixed = self.fixed();
        self.placement
            .lay_out(&PARTS, &self.payloads(), &ORDER, &|slots| {
                let mut writer = header(Self::TYPE);
                for index in 0..5 {
                    Slot::write(slots.get(index), Presence::Announced, &mut writer);
                }
                if fixed >= KEY {
                    let exchanged = self.flags.contains(NegotiateFlags::KEY_EXCH);
                    Slot::write(slots.get(5), Presence::by(exchanged), &mut writer);
                }
                if fixed >= FULL {
                    writer.u32(self.flags.bits());
                }
                if let Some(version) = &self.version {
                    version.write(&mut writer);
                }
                if let Some(mic) = &self.mic {
                    writer.put(mic);
                }
                writer.finish()
            })
    }

    /// DomainName as text, in the encoding that the flags say.
    pub fn domain_text(&self) -> String {
        text(self.flags, &self.domain)
    }

    /// UserName as text, in the encoding that the flags say.
    pub fn user_text(&self) -> String {
        text(self.flags, &self.user)
    }

    /// Workstation as text, in the encoding that the flags say.
    pub fn workstation_text(&self) -> String {
        text(self.flags, &self.workstation)
    }

    /// What the two responses are.
    pub fn responses(&self) -> ResponseKinds {
        let named = self.placement.claimed(3, self.user.len()) > 0;
        let [lm, nt] = [(0, &self.lm_response), (1, &self.nt_response)].map(|(index, there)| {
            let length = self.placement.claimed(index, there.len());
            Claimed { there, length }
        });
        ResponseKinds::by_length(self.flags, named, lm, nt)
    }

    /// Whether the client asks to be nobody, 3.2.5.1.2.
    pub fn is_anonymous(&self) -> bool {
        self.responses().nt == ResponseKind::Anonymous
    }

    /// The NTLMv2 response, if it is one; of a broken AV_PAIR list, the pairs before the break.
    pub fn ntlmv2(&self) -> Option<NtlmV2Response> {
        (self.responses().nt == ResponseKind::NtlmV2)
            .then(|| NtlmV2Response::lenient(&self.nt_response))?
    }

    /// NTProofStr and the hashed bytes behind it (`temp` in 3.3.2) of an NTLMv2 response, as received.
    pub fn ntlmv2_parts(&self) -> Option<(&[u8; 16], &[u8])> {
        if self.responses().nt != ResponseKind::NtlmV2 {
            return None;
        }
        self.nt_response.split_first_chunk()
    }

    /// Whether MsvAvFlags in the NTLMv2 response says that the message carries a MIC, 3.2.5.1.2. The client's
    /// proof covers that flag, so nobody else can take it away.
    pub fn says_mic(&self) -> bool {
        self.ntlmv2()
            .is_some_and(|response| response.blob.av_pairs.says_mic())
    }

    /// Offset of the MIC in the encoded message.
    pub fn mic_offset(&self) -> Option<usize> {
        self.mic?;
        Some(FULL + self.version.map_or(0, |_| Version::LEN))
    }

    /// The first payload too long for its length field; encoding cuts it off.
    pub fn oversized(&self) -> Option<&'static str> {
        super::oversized(&PARTS, &self.payloads())
    }

    fn payloads(&self) -> [&[u8]; 6] {
        [
            &self.lm_response,
            &self.nt_response,
            &self.domain,
            &self.user,
            &self.workstation,
            &self.session_key,
        ]
    }

    /// Length of the fixed part without Version and MIC: as decoded, unless more is needed now.
    fn fixed(&self) -> usize {
        let decoded = self.placement.head().unwrap_or(FULL).min(FULL);
        match self {
            _ if self.version.is_some() || self.mic.is_some() || !self.flags.is_empty() => FULL,
            _ if !self.session_key.is_empty() => decoded.max(KEY),
            _ => decoded,
        }
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        super::read_header(reader, Self::TYPE, SPEC);
        let [names @ .., key_part] = &PARTS;
        let mut slots = Vec::with_capacity(PARTS.len());
        for part in names {
            slots.push(part.read(reader, SPEC, Presence::Announced));
        }
        let message = Self::read_tail(reader, &mut slots, key_part);
        Self::read_payloads(reader, message, slots)
    }

    /// The fixed part behind the five fields that are always there, as far as it goes.
    fn read_tail(reader: &mut Reader<'_>, slots: &mut Vec<Slot>, key_part: &Part) -> Self {
        let total = reader.bytes().len();
        let mut message = Self::default();
        let mut start = payload_start(slots, LEAST, total);
        if begins(LEAST..KEY, start, total) {
            let key_follows =
                start >= FULL && peek_flags(reader).contains(NegotiateFlags::KEY_EXCH);
            slots.push(key_part.read(reader, SPEC, Presence::by(key_follows)));
            start = payload_start(slots, KEY, total);
        }
        if slots.len() < PARTS.len() || !begins(KEY..FULL, start, total) {
            return message;
        }
        message.flags = read_flags(reader, SPEC);
        // Clients set the VERSION flag without a Version, and leave a Version out before a MIC: only room counts.
        let room = start.saturating_sub(FULL);
        let cut = room < Version::LEN && Version::begins(FULL, start, total, message.flags);
        if cut || (Version::LEN..MIC).contains(&room) || room >= Version::LEN + MIC {
            message.version = Some(Version::read(reader));
        }
        if room >= MIC {
            message.mic = Some(reader.array(field_name::MIC, SPEC));
        }
        message
    }

    fn read_payloads(reader: &mut Reader<'_>, mut message: Self, slots: Vec<Slot>) -> Self {
        let bytes = reader.bytes();
        let start = payload_start(&slots, LEAST, bytes.len());
        let most = FULL + Version::LEN + MIC;
        judge(reader, &PARTS, &slots, start.min(most));
        let head = reader.position();
        let [lm, nt, user] = [0, 1, 3].map(|index| {
            let slot = slots.get(index).copied().unwrap_or_default();
            let there = slot.there(bytes.len()).and_then(|range| bytes.get(range));
            Claimed {
                there: there.unwrap_or_default(),
                length: slot.range().map_or(0, |range| range.len()),
            }
        });
        let kinds = ResponseKinds::by_length(message.flags, user.length > 0, lm, nt);
        let flags = message.flags;
        let targets = [
            &mut message.lm_response,
            &mut message.nt_response,
            &mut message.domain,
            &mut message.user,
            &mut message.workstation,
            &mut message.session_key,
        ];
        for (index, ((part, slot), target)) in PARTS.iter().zip(&slots).zip(targets).enumerate() {
            *target = part.payload(reader, *slot, &|reader| match index {
                0 => response::read_lm(reader, kinds.lm),
                1 => response::read_nt(reader, kinds.nt),
                5 => {
                    super::read_rest(reader, part.payload, SPEC);
                    reader.mark_value_kind(ValueKind::SessionKey);
                }
                _ => read_text(reader, part.payload, SPEC, flags),
            });
        }
        message.placement = PayloadPlacement::of(bytes, head, slots);
        message
    }
}

/// A copy of an AUTHENTICATE with sixteen zeros as MIC, as the MIC is computed over it; `None` if there is none.
pub fn zero_mic(bytes: &[u8]) -> Option<Vec<u8>> {
    let offset = Authenticate::lenient(bytes)?.mic_offset()?;
    let mut bytes = bytes.to_vec();
    bytes.get_mut(offset..offset.checked_add(MIC)?)?.fill(0);
    Some(bytes)
}
