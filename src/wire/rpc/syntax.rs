//! Interface and transfer syntax identifiers (`[C706]` 12.6.3.1, A).

use crate::wire::{Reader, Writer};
use std::fmt;

/// A UUID, its bytes in wire order: the first three groups little-endian (`[C706]` A.1, [MS-DTYP] 2.3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Uuid(pub [u8; 16]);

/// An interface or a transfer syntax, with its version (`p_syntax_id_t`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Syntax {
    /// Which interface or encoding it is.
    pub uuid: Uuid,
    /// Major version: interfaces that differ in it do not fit each other.
    pub major: u16,
    /// Minor version: a higher one adds to those below it.
    pub minor: u16,
}

/// The NDR transfer syntax 8a885d04-1ceb-11c9-9fe8-08002b104860, version 2.0 (`[C706]` 14).
pub const NDR: Syntax = Syntax {
    uuid: Uuid::new(
        0x8a88_5d04,
        0x1ceb,
        0x11c9,
        [0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60],
    ),
    major: 2,
    minor: 0,
};

impl Uuid {
    /// A UUID from its groups as they are written; `rest` is the last two groups.
    pub const fn new(first: u32, second: u16, third: u16, rest: [u8; 8]) -> Self {
        let [a, b, c, d] = first.to_le_bytes();
        let [e, f] = second.to_le_bytes();
        let [g, h] = third.to_le_bytes();
        let [i, j, k, l, m, n, o, p] = rest;
        Self([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p])
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g, h, i, rest @ ..] = self.0;
        let first = u32::from_le_bytes([a, b, c, d]);
        let second = u16::from_le_bytes([e, g]);
        let third = u16::from_le_bytes([h, i]);
        write!(f, "{first:08x}-{second:04x}-{third:04x}-")?;
        for (place, byte) in rest.into_iter().enumerate() {
            let dash = if place == 2 { "-" } else { "" };
            write!(f, "{dash}{byte:02x}")?;
        }
        Ok(())
    }
}

impl Syntax {
    pub(super) fn read(reader: &mut Reader<'_>, name: &'static str, spec: &'static str) -> Self {
        reader.group(name, spec, |reader| {
            let uuid = Uuid(reader.array("if_uuid", spec));
            reader.mark_text(&uuid.to_string());
            Self {
                uuid,
                major: reader.u16("if_vers_major", spec),
                minor: reader.u16("if_vers_minor", spec),
            }
        })
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.put(&self.uuid.0).u16(self.major).u16(self.minor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hex_literal::hex;

    #[test]
    fn uuids_are_mixed_endian_on_the_wire() {
        assert_eq!(
            NDR.uuid.0,
            hex!("04 5D 88 8A EB 1C C9 11 9F E8 08 00 2B 10 48 60")
        );
        assert_eq!(NDR.uuid.to_string(), "8a885d04-1ceb-11c9-9fe8-08002b104860");
    }
}
