//! Whom the ticket names ([MS-PAC] 2.7).

use crate::wire::{Decoded, ErrorKind, Reader, Writer, text};

/// PAC_CLIENT_INFO: it ties the PAC to its ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientInfo {
    /// ClientId: authtime of the ticket as a FILETIME, in units of 100 ns since 1601, UTC.
    pub auth_time: u64,
    /// Name: cname of the ticket, with `@` and the realm where it is another's.
    pub name: String,
}

impl ClientInfo {
    /// Reads a buffer of the kind CLIENT_INFO.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, Self::read)
    }

    /// The buffer, little-endian, the name in UTF-16LE.
    pub fn encode(&self) -> Vec<u8> {
        let name = text::utf16le(&self.name);
        let mut writer = Writer::new();
        writer.u64(self.auth_time).u16(name.len() as u16).put(&name);
        writer.finish()
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let auth_time = reader.u64("ClientId", SPEC);
        let length = reader.u16("NameLength", SPEC);
        let name = read_text(reader, "Name", SPEC, length.into());
        Self { auth_time, name }
    }
}

const SPEC: &str = "[MS-PAC] 2.7";

/// Reads a text of so many bytes of UTF-16LE.
pub(super) fn read_text(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    length: usize,
) -> String {
    let text = text::from_utf16le(reader.take(name, spec, length));
    if text.is_none() {
        let expected = "UTF-16LE";
        reader.reject(ErrorKind::Encoding { expected });
    }
    let text = text.unwrap_or_default();
    reader.mark_text(&text);
    text
}
