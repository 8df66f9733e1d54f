//! `[MS-NLMP]` 2.2.2.10: which Windows sent a message. For debugging only; nothing depends on it.

use super::NegotiateFlags;
use super::slot::begins;
use crate::wire::{Reader, Writer, field_name};

const SPEC: &str = "[MS-NLMP] 2.2.2.10";

/// `[MS-NLMP]` 2.2.2.10 VERSION.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Version {
    /// ProductMajorVersion, such as 10.
    pub major: u8,
    /// ProductMinorVersion, such as 0.
    pub minor: u8,
    /// ProductBuild, such as 20348; little-endian on the wire.
    pub build: u16,
    /// Reserved: zero, and ignored.
    pub reserved: [u8; 3],
    /// NTLMRevisionCurrent: as a rule [`Self::REVISION_W2K3`].
    pub revision: u8,
}

impl Version {
    /// Length on the wire, in bytes.
    pub const LEN: usize = 8;
    /// NTLMSSP_REVISION_W2K3: the only revision that the specification knows.
    pub const REVISION_W2K3: u8 = 0x0F;

    /// A version of Windows, with the current NTLM revision.
    pub fn windows(major: u8, minor: u8, build: u16) -> Self {
        Self {
            major,
            minor,
            build,
            reserved: [0; 3],
            revision: Self::REVISION_W2K3,
        }
    }

    /// Whether the fixed part, which has `at` bytes before it, goes on with one: there is room for it, or the message
    /// ends inside it and says that it has one.
    pub(super) fn begins(at: usize, start: usize, total: usize, flags: NegotiateFlags) -> bool {
        let end = at + Self::LEN;
        start >= end || flags.contains(NegotiateFlags::VERSION) && begins(at..end, start, total)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        reader.group("Version", SPEC, |reader| Self {
            major: reader.u8("ProductMajorVersion", SPEC),
            minor: reader.u8("ProductMinorVersion", SPEC),
            build: reader.u16("ProductBuild", SPEC),
            reserved: reader.array(field_name::RESERVED, SPEC),
            revision: reader.u8("NTLMRevisionCurrent", SPEC),
        })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer
            .u8(self.major)
            .u8(self.minor)
            .u16(self.build)
            .put(&self.reserved)
            .u8(self.revision);
    }
}
