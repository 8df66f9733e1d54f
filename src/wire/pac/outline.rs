//! Small buffers, and one that is read in outline.

use super::{Sid, ndr};
use crate::wire::{Decoded, Reader, Writer};

/// PAC_ATTRIBUTES_INFO ([MS-PAC] 2.14): whether a PAC was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PacAttributes {
    /// FlagsLength: how many bits of the flags mean something.
    pub length: u32,
    /// Flags: 1 where the client asked for a PAC, 2 where it got one without asking.
    pub flags: u32,
}

/// PAC_REQUESTOR ([MS-PAC] 2.15): the account that a TGT was issued to, by SID.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PacRequestor {
    /// UserSid: the account that asked for the ticket.
    pub sid: Sid,
}

impl PacAttributes {
    /// What a KDC says of a client that asked for a PAC.
    pub const REQUESTED: Self = Self {
        length: 2,
        flags: 1,
    };

    /// Reads a buffer of the kind ATTRIBUTES_INFO; flags beyond the first 32 stay unclaimed.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, Self::read)
    }

    /// The bytes of the buffer, integers little-endian.
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.u32(self.length).u32(self.flags);
        writer.finish()
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            length: reader.u32("FlagsLength", ATTRIBUTES),
            flags: reader.u32("Flags", ATTRIBUTES),
        }
    }
}

impl PacRequestor {
    /// Reads a buffer of the kind REQUESTOR.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, Self::read)
    }

    /// The bytes of the buffer, which are those of the SID.
    pub fn encode(&self) -> Vec<u8> {
        self.sid.encode()
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            sid: Sid::read(reader, "UserSid", "[MS-PAC] 2.15"),
        }
    }
}

const ATTRIBUTES: &str = "[MS-PAC] 2.14";

/// Reads a device: the headers of NDR, and the rest as bytes.
pub(super) fn read_device(reader: &mut Reader<'_>) {
    ndr::read_headers(reader);
    reader.take("PAC_DEVICE_INFO", "[MS-PAC] 2.12", reader.remaining());
}
