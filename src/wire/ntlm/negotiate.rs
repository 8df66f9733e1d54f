//! `[MS-NLMP]` 2.2.1.1: the client's offer.

use super::placement::PayloadPlacement;
use super::slot::{Part, Presence, Slot, begins, judge, part, payload_start};
use super::{Name, NegotiateFlags, Version, header, read_flags};
use crate::wire::text::from_oem;
use crate::wire::{DecodeError, Decoded, Reader};

const SPEC: &str = "[MS-NLMP] 2.2.1.1";
const PARTS: [Part; 2] = [
    part!("DomainName", zero_when_empty: true),
    part!("Workstation", zero_when_empty: true),
];
/// Signature, MessageType and NegotiateFlags: the shortest form there is.
const LEAST: usize = 16;
/// With both fields that point to payloads.
const FULL: usize = 32;

/// `[MS-NLMP]` 2.2.1.1 NEGOTIATE_MESSAGE. Its strings are OEM whatever the flags say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Negotiate {
    /// NegotiateFlags: what the client supports.
    pub flags: NegotiateFlags,
    /// DomainName, as on the wire.
    pub domain: Vec<u8>,
    /// Workstation, as on the wire.
    pub workstation: Vec<u8>,
    /// Version: there if there is room for it, whatever the flag says.
    pub version: Option<Version>,
    /// Where the payloads lay, so that encoding gives the same bytes; ignored by `==`.
    pub placement: PayloadPlacement,
}

impl Negotiate {
    /// MessageType of a NEGOTIATE.
    pub const TYPE: u32 = 1;

    /// Reads a message, also of 16 bytes (flags only) and of 32 (no Version).
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

    /// What could be read of a message that is cut or points outside; `None` where its flags are not there.
    pub fn lenient(bytes: &[u8]) -> Option<Self> {
        super::starts(bytes, Self::TYPE, LEAST).then(|| Decoded::lenient(bytes, Self::read))
    }

    /// The bytes: those decoded, or Windows' layout.
    pub fn encode(&self) -> Vec<u8> {
        let fixed = self.fixed();
        self.placement
            .lay_out(&PARTS, &self.payloads(), &[1, 0], &|slots| {
                let mut writer = header(Self::TYPE);
                writer.u32(self.flags.bits());
                if fixed >= LEAST + 8 {
                    let supplied = NegotiateFlags::OEM_DOMAIN_SUPPLIED;
                    Slot::write(
                        slots.first(),
                        Presence::by(self.flags.contains(supplied)),
                        &mut writer,
                    );
                }
                if fixed >= FULL {
                    let supplied = NegotiateFlags::OEM_WORKSTATION_SUPPLIED;
                    Slot::write(
                        slots.get(1),
                        Presence::by(self.flags.contains(supplied)),
                        &mut writer,
                    );
                }
                if let Some(version) = &self.version {
                    version.write(&mut writer);
                }
                writer.finish()
            })
    }

    /// DomainName as text, which the OEM code page encodes whatever the flags say.
    pub fn domain_text(&self) -> String {
        from_oem(&self.domain)
    }

    /// Workstation as text, which the OEM code page encodes whatever the flags say.
    pub fn workstation_text(&self) -> String {
        from_oem(&self.workstation)
    }

    /// The first payload too long for its length field; encoding cuts it off.
    pub fn oversized(&self) -> Option<&'static str> {
        super::oversized(&PARTS, &self.payloads())
    }

    fn payloads(&self) -> [&[u8]; 2] {
        [&self.domain, &self.workstation]
    }

    /// Length of the fixed part without Version: as decoded, unless more is needed now.
    fn fixed(&self) -> usize {
        let decoded = self.placement.head().unwrap_or(FULL).min(FULL);
        match self {
            _ if self.version.is_some() || !self.workstation.is_empty() => FULL,
            _ if !self.domain.is_empty() => decoded.max(LEAST + 8),
            _ => decoded,
        }
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        super::read_header(reader, Self::TYPE, SPEC);
        let flags = read_flags(reader, SPEC);
        let supplied = [
            NegotiateFlags::OEM_DOMAIN_SUPPLIED,
            NegotiateFlags::OEM_WORKSTATION_SUPPLIED,
        ];
        let total = reader.bytes().len();
        let mut slots = Vec::new();
        let mut start = total;
        for ((part, flag), at) in PARTS.iter().zip(supplied).zip([LEAST, LEAST + 8]) {
            if begins(at..at + 8, start, total) {
                slots.push(part.read(reader, SPEC, Presence::by(flags.contains(flag))));
                start = payload_start(&slots, at + 8, total);
            }
        }
        let mut message = Self {
            flags,
            ..Self::default()
        };
        let versioned = Version::begins(FULL, start, total, flags);
        if slots.len() == PARTS.len() && versioned {
            message.version = Some(Version::read(reader));
        }
        judge(reader, &PARTS, &slots, start.min(FULL + Version::LEN));
        let head = reader.position();
        let targets = [&mut message.domain, &mut message.workstation];
        for ((part, slot), target) in PARTS.iter().zip(&slots).zip(targets) {
            *target = part.payload(reader, *slot, &|reader| {
                let name = Name::oem(reader.take(part.payload, SPEC, reader.remaining()));
                reader.mark_text(&name.text);
            });
        }
        message.placement = PayloadPlacement::of(reader.bytes(), head, slots);
        message
    }
}
