//! The blocks of a pcapng file (draft-ietf-opsawg-pcapng), little-endian, times in nanoseconds.

use crate::traffic::writer::application;
use std::net::IpAddr;

/// A file under way.
pub struct BlockWriter(Vec<u8>);

const SECTION_HEADER: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const NAMES: u32 = 4;
const PACKET: u32 = 6;
/// LINKTYPE_ETHERNET: packets begin with an Ethernet header.
const ETHERNET: u16 = 1;

/// Numbers of options (draft-ietf-opsawg-pcapng 3.5, 4.1, 4.2).
mod option {
    pub const COMMENT: u16 = 1;
    pub const INTERFACE_NAME: u16 = 2;
    pub const APPLICATION: u16 = 4;
    pub const RESOLUTION: u16 = 9;
    /// Records of names (4.5).
    pub const IPV4_NAME: u16 = 1;
    pub const IPV6_NAME: u16 = 2;
}

/// What is said of the file as a whole.
const MADE_UP: &str = "Messages are as they arrived. Ethernet, IP and TCP around them are made up: addresses, ports, \
                       sequence numbers, acknowledgements.";
/// The same where messages were written around tokens.
const FRAMED: &str = "Messages are as they arrived; but of SMB, LDAP and mail the tokens, names, passwords and statuses alone are, and \
                      the messages around them are made up. What went through named pipes of SMB is left out. Made up are Ethernet, IP and TCP: addresses, ports, sequence numbers, \
                      acknowledgements.";

impl BlockWriter {
    /// A file with one interface, and with the names of addresses; `framed` says whether messages were written around tokens, and
    /// `browser` whose file they come from.
    pub fn new<'a>(
        names: impl Iterator<Item = (IpAddr, &'a str)>,
        framed: bool,
        browser: Option<&str>,
    ) -> Self {
        let mut file = Self(Vec::new());
        let mut section = Vec::new();
        // Its order mark, version 1.0, and a length that is not told.
        section.extend(0x1a2b_3c4d_u32.to_le_bytes());
        section.extend([1, 0, 0, 0]);
        section.extend([0xff; 8]);
        let made_up = if framed { FRAMED } else { MADE_UP };
        put_option(&mut section, option::COMMENT, made_up.as_bytes());
        let application = application(browser);
        put_option(&mut section, option::APPLICATION, application.as_bytes());
        end_options(&mut section);
        file.block(SECTION_HEADER, &section);

        let mut interface = Vec::new();
        interface.extend(ETHERNET.to_le_bytes());
        // Reserved; and packets of any length.
        interface.extend([0; 6]);
        put_option(&mut interface, option::INTERFACE_NAME, b"double-hop");
        // 10 to the power of -9.
        put_option(&mut interface, option::RESOLUTION, &[9]);
        end_options(&mut interface);
        file.block(INTERFACE, &interface);

        let mut records = Vec::new();
        for (address, name) in names {
            let (kind, mut record) = match address {
                IpAddr::V4(address) => (option::IPV4_NAME, address.octets().to_vec()),
                IpAddr::V6(address) => (option::IPV6_NAME, address.octets().to_vec()),
            };
            // It ends with NUL, so it holds none; 255 bytes are what DNS allows.
            record.extend(name.bytes().filter(|byte| *byte != 0).take(255));
            record.push(0);
            put_option(&mut records, kind, &record);
        }
        end_options(&mut records);
        file.block(NAMES, &records);
        file
    }

    /// A packet at a time, in nanoseconds since 1970, of which `bytes` are there, and which had that length.
    pub fn packet(&mut self, time: u64, bytes: &[u8], length: usize, comment: Option<&str>) {
        let mut body = vec![0; 4];
        let [a, b, c, d, high @ ..] = time.to_le_bytes();
        body.extend(high);
        body.extend([a, b, c, d]);
        for length in [bytes.len(), length] {
            body.extend(u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
        }
        put_padded(&mut body, bytes);
        if let Some(comment) = comment {
            put_option(&mut body, option::COMMENT, comment.as_bytes());
            end_options(&mut body);
        }
        self.block(PACKET, &body);
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Its length stands at both ends of a block.
    fn block(&mut self, kind: u32, body: &[u8]) {
        let length = u32::try_from(body.len().saturating_add(12)).unwrap_or(u32::MAX);
        self.0.extend(kind.to_le_bytes());
        self.0.extend(length.to_le_bytes());
        self.0.extend(body);
        self.0.extend(length.to_le_bytes());
    }
}

/// An option, or a record of names, which looks the same. What is longer than it can say is cut, between letters.
fn put_option(out: &mut Vec<u8>, kind: u16, value: &[u8]) {
    let mut most = usize::from(u16::MAX);
    while value.get(most).is_some_and(|byte| byte & 0xc0 == 0x80) {
        most -= 1;
    }
    let value = value.get(..most).unwrap_or(value);
    out.extend(kind.to_le_bytes());
    out.extend(u16::try_from(value.len()).unwrap_or_default().to_le_bytes());
    put_padded(out, value);
}

fn end_options(out: &mut Vec<u8>) {
    out.extend([0; 4]);
}

/// Appends the bytes, with zeros up to a multiple of 4.
fn put_padded(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend(bytes);
    out.resize(out.len().next_multiple_of(4), 0);
}
