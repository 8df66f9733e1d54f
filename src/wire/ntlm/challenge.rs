//! `[MS-NLMP]` 2.2.1.2: the server's question.

use super::placement::PayloadPlacement;
use super::slot::{Part, Presence, Slot, begins, judge, part, payload_start};
use super::{
    NegotiateFlags, TargetInfo, Version, header, peek_flags, read_flags, read_rest, read_text, text,
};
use crate::value_kind::ValueKind;
use crate::wire::{DecodeError, Decoded, Reader, field_name};

const SPEC: &str = "[MS-NLMP] 2.2.1.2";
const PARTS: [Part; 2] = [
    part!("TargetName", zero_when_empty: false),
    part!("TargetInfo", zero_when_empty: true),
];
/// Up to ServerChallenge: the shortest form there is.
const LEAST: usize = 32;
/// Length of the fixed part with Reserved, in bytes.
const CONTEXT: usize = 40;
/// Length of the fixed part with TargetInfoFields, in bytes.
const FULL: usize = 48;

/// CHALLENGE_MESSAGE, `[MS-NLMP]` 2.2.1.2: the server's question, and what it says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Challenge {
    /// NegotiateFlags: what the server chose.
    pub flags: NegotiateFlags,
    /// TargetName, as on the wire; see [`Self::target_name_text`].
    pub target_name: Vec<u8>,
    /// ServerChallenge: 8 random bytes, which the response must cover.
    pub server_challenge: [u8; 8],
    /// Reserved: zero, but for a local call the handle of the server's context.
    pub reserved: [u8; 8],
    /// TargetInfo, as on the wire: the client hashes these very bytes. `None` where there are none.
    pub target_info: Option<Vec<u8>>,
    /// Version: there if there is room for it, whatever the flag says.
    pub version: Option<Version>,
    /// Where the payloads lay, so that encoding gives the same bytes; ignored by `==`.
    pub placement: PayloadPlacement,
}

/// Any of these says that there is a TargetName.
const NAMED: NegotiateFlags = NegotiateFlags::REQUEST_TARGET
    .union(NegotiateFlags::TARGET_TYPE_DOMAIN)
    .union(NegotiateFlags::TARGET_TYPE_SERVER);

impl Challenge {
    /// MessageType of a CHALLENGE.
    pub const TYPE: u32 = 2;

    /// Reads a message, also of 32 bytes (no Reserved), 40 (no TargetInfo) and 48 (no Version). A broken AV_PAIR
    /// list is no error here: [`TargetInfo::decode`] tells.
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

    /// What could be read of a message that is cut or points outside; `None` where its ServerChallenge is not there.
    pub fn lenient(bytes: &[u8]) -> Option<Self> {
        super::starts(bytes, Self::TYPE, LEAST).then(|| Decoded::lenient(bytes, Self::read))
    }

    /// The bytes: those decoded, or Windows' layout.
    pub fn encode(&self) -> Vec<u8> {
        let fixed = self.fixed();
        self.placement
            .lay_out(&PARTS, &self.payloads(), &[0, 1], &|slots| {
                let mut writer = header(Self::TYPE);
                Slot::write(
                    slots.first(),
                    Presence::by(self.flags.intersects(NAMED)),
                    &mut writer,
                );
                writer.u32(self.flags.bits()).put(&self.server_challenge);
                if fixed >= CONTEXT {
                    writer.put(&self.reserved);
                }
                if fixed >= FULL {
                    let info = self.flags.contains(NegotiateFlags::TARGET_INFO);
                    Slot::write(slots.get(1), Presence::by(info), &mut writer);
                }
                if let Some(version) = &self.version {
                    version.write(&mut writer);
                }
                writer.finish()
            })
    }

    /// TargetName as text, in the encoding that the flags say.
    pub fn target_name_text(&self) -> String {
        text(self.flags, &self.target_name)
    }

    /// The AV_PAIRs: none where there is no TargetInfo, those before the break where the list is broken.
    pub fn av_pairs(&self) -> TargetInfo {
        self.target_info
            .as_deref()
            .map_or_else(TargetInfo::new, TargetInfo::lenient)
    }

    /// The first payload too long for its length field; encoding cuts it off.
    pub fn oversized(&self) -> Option<&'static str> {
        super::oversized(&PARTS, &self.payloads())
    }

    fn payloads(&self) -> [&[u8]; 2] {
        let info = self.target_info.as_deref().unwrap_or_default();
        [&self.target_name, info]
    }

    /// Length of the fixed part without Version: as decoded, unless more is needed now.
    fn fixed(&self) -> usize {
        let decoded = self.placement.head().unwrap_or(FULL).min(FULL);
        let [_, info] = self.payloads();
        match self {
            _ if self.version.is_some() || !info.is_empty() => FULL,
            _ if self.reserved != [0; 8] => decoded.max(CONTEXT),
            _ => decoded,
        }
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        super::read_header(reader, Self::TYPE, SPEC);
        let [name_part, info_part] = &PARTS;
        // The flags that may say to ignore a payload come after its fields.
        let flags = peek_flags(reader);
        let name = name_part.read(reader, SPEC, Presence::by(flags.intersects(NAMED)));
        let mut message = Self {
            flags: read_flags(reader, SPEC),
            server_challenge: reader.array(field_name::SERVER_CHALLENGE, SPEC),
            ..Self::default()
        };
        reader.mark_value_kind(ValueKind::Challenge);
        let total = reader.bytes().len();
        let mut slots = vec![name];
        let mut start = payload_start(&slots, LEAST, total);
        if begins(LEAST..CONTEXT, start, total) {
            message.reserved = reader.array(field_name::RESERVED, SPEC);
        }
        if begins(CONTEXT..FULL, start, total) {
            let announced = flags.contains(NegotiateFlags::TARGET_INFO);
            slots.push(info_part.read(reader, SPEC, Presence::by(announced)));
            start = payload_start(&slots, FULL, total);
        }
        let versioned = Version::begins(FULL, start, total, flags);
        if slots.len() == PARTS.len() && versioned {
            message.version = Some(Version::read(reader));
        }
        judge(reader, &PARTS, &slots, start.min(FULL + Version::LEN));
        let head = reader.position();
        message.target_name = name_part.payload(reader, name, &|reader| {
            read_text(reader, name_part.payload, SPEC, flags);
        });
        if let Some(info) = slots.get(1).filter(|info| info.there(total).is_some()) {
            message.target_info = Some(info_part.payload(reader, *info, &read_target_info));
        }
        message.placement = PayloadPlacement::of(reader.bytes(), head, slots);
        message
    }
}

/// The pairs, and what follows them or could not be read, so that every byte has an owner.
fn read_target_info(reader: &mut Reader<'_>) {
    reader.group("TargetInfo", SPEC, |reader| {
        let info = TargetInfo::read(reader);
        reader.recover();
        let name = if info.terminated {
            "Trailing"
        } else {
            field_name::UNDECODED
        };
        read_rest(reader, name, SPEC);
    });
}
