//! NegoEx (`[MS-NEGOEX]`): a negotiation inside SPNEGO, of mechanisms named by GUIDs. Integers are little-endian, offsets
//! count from the start of their message.

use super::{Decoded, ErrorKind, Reader, gss};
use crate::wire::field_name;

/// The first eight bytes of every message.
pub const SIGNATURE: [u8; 8] = *b"NEGOEXTS";

const HEADER: &str = "[MS-NEGOEX] 2.2.6.2";
const NEGO: &str = "[MS-NEGOEX] 2.2.6.3";
const EXCHANGE: &str = "[MS-NEGOEX] 2.2.6.4";
const VERIFY: &str = "[MS-NEGOEX] 2.2.6.5";
const ALERT: &str = "[MS-NEGOEX] 2.2.6.6";
const CHECKSUM: &str = "[MS-NEGOEX] 2.2.5.1.3";

/// MESSAGE_TYPE, 2.2.6.1, and the group that a message of this type is.
const TYPES: [(&str, &str); 8] = [
    ("MESSAGE_TYPE_INITIATOR_NEGO", "NEGO_MESSAGE"),
    ("MESSAGE_TYPE_ACCEPTOR_NEGO", "NEGO_MESSAGE"),
    ("MESSAGE_TYPE_INITIATOR_META_DATA", "EXCHANGE_MESSAGE"),
    ("MESSAGE_TYPE_ACCEPTOR_META_DATA", "EXCHANGE_MESSAGE"),
    ("MESSAGE_TYPE_CHALLENGE", "EXCHANGE_MESSAGE"),
    ("MESSAGE_TYPE_AP_REQUEST", "EXCHANGE_MESSAGE"),
    ("MESSAGE_TYPE_VERIFY", "VERIFY_MESSAGE"),
    ("MESSAGE_TYPE_ALERT", "ALERT_MESSAGE"),
];

/// One message; a token holds one or several in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NegoExMessage {
    /// MessageType (2.2.6.1): what the rest of the message is.
    pub message_type: u32,
    /// SequenceNum: the place of the message in its conversation, both sides counted.
    pub sequence: u32,
    /// ConversationId, a GUID as on the wire.
    pub conversation: [u8; 16],
    /// The mechanisms it names: AuthSchemes, or the one AuthScheme. GUIDs as on the wire.
    pub schemes: Vec<[u8; 16]>,
    /// Exchange: the token of the mechanism.
    pub exchange: Option<Vec<u8>>,
    /// ErrorCode of an alert, an NTSTATUS.
    pub error: Option<u32>,
}

impl NegoExMessage {
    /// Reads one message after the other.
    pub fn decode(bytes: &[u8]) -> Decoded<Vec<Self>> {
        Decoded::run(bytes, |reader| {
            gss::limit(reader);
            let mut messages = Vec::new();
            loop {
                messages.push(Self::read(reader));
                if reader.failed() || reader.remaining() == 0 {
                    break;
                }
            }
            // Behind a broken header nobody knows where the next one is.
            if reader.bytes().len() <= gss::LIMIT {
                reader.recover();
            }
            if !reader.failed() && reader.remaining() > 0 {
                reader.take(field_name::UNDECODED, HEADER, reader.remaining());
            }
            messages
        })
    }

    /// The name of MessageType, if it is known.
    pub fn type_name(&self) -> Option<&'static str> {
        let index = usize::try_from(self.message_type).ok()?;
        TYPES.get(index).map(|(name, _)| *name)
    }

    /// Reads one message, and fails where it does not say where the next one is.
    fn read(reader: &mut Reader<'_>) -> Self {
        let number = reader.peek(12).and_then(|head| head.last_chunk().copied());
        let known = number.and_then(|number| TYPES.get(u32::from_le_bytes(number) as usize));
        let name = known.map_or("message", |(_, name)| *name);
        let mut message = Self::default();
        reader.group(name, HEADER, |reader| message.read_fields(reader));
        message
    }

    fn read_fields(&mut self, reader: &mut Reader<'_>) {
        let start = reader.position();
        let available = reader.remaining();
        let (header, length) = self.header(reader);
        if reader.failed() {
            return;
        }
        if length > available {
            reader.note_cut(start.saturating_add(length), "message", start);
        }
        let at = &mut Place {
            start,
            length,
            unspent: length.min(available),
        };
        let outer = reader.end_at(start.saturating_add(length));
        match self.message_type {
            0 | 1 => self.nego(reader, at),
            2..=5 => {
                self.scheme(reader, EXCHANGE);
                let exchange = at.vector(reader, "Exchange", EXCHANGE);
                self.exchange = Some(exchange.to_vec());
            }
            6 => {
                self.scheme(reader, VERIFY);
                verify(reader, at);
            }
            7 => self.alert(reader, at),
            // Nothing is known of it but its length.
            _ => {}
        }
        reader.recover();
        let padding = header.saturating_sub(reader.position().saturating_sub(start));
        if padding > 0 && reader.remaining() > 0 {
            reader.take("padding", HEADER, padding);
            reader.recover();
        }
        reader.restore(outer);
        // Behind a broken one the next one is where its length says.
        reader.seek(start + length.min(available));
    }

    /// Reads MESSAGE_HEADER. Returns the lengths of the fixed part and of the message.
    fn header(&mut self, reader: &mut Reader<'_>) -> (usize, usize) {
        if reader.array(field_name::SIGNATURE, HEADER) != SIGNATURE {
            reader.expected("NEGOEXTS");
        }
        reader.mark_text("NEGOEXTS");
        self.message_type = reader.u32(field_name::MESSAGE_TYPE, HEADER);
        reader.mark_name(self.type_name());
        self.sequence = reader.u32("SequenceNum", HEADER);
        let header = reader.u32("cbHeaderLength", HEADER) as usize;
        let length = reader.u32("cbMessageLength", HEADER) as usize;
        if header > length || length < 40 {
            reader.expected("at least the length of the header");
        }
        self.conversation = reader.array("ConversationId", HEADER);
        (header, length)
    }

    fn scheme(&mut self, reader: &mut Reader<'_>, spec: &'static str) {
        self.schemes.push(reader.array("AuthScheme", spec));
    }

    fn nego(&mut self, reader: &mut Reader<'_>, at: &mut Place) {
        reader.take("Random", NEGO, 32);
        reader.u64("ProtocolVersion", NEGO);
        let schemes = list(reader, ["AuthSchemeArrayOffset", "AuthSchemeCount"], NEGO);
        let extensions = list(reader, ["ExtensionArrayOffset", "ExtensionCount"], NEGO);
        at.elements(reader, ("AuthSchemes", NEGO), schemes, 16, |_, reader| {
            self.scheme(reader, NEGO);
        });
        at.elements(
            reader,
            ("Extensions", NEGO),
            extensions,
            12,
            |at, reader| {
                reader.u32("ExtensionType", NEGO);
                at.vector(reader, "ExtensionValue", NEGO);
            },
        );
    }

    fn alert(&mut self, reader: &mut Reader<'_>, at: &mut Place) {
        self.scheme(reader, ALERT);
        self.error = Some(reader.u32("ErrorCode", ALERT));
        let alerts = list(reader, ["AlertArrayOffset", "AlertCount"], ALERT);
        at.elements(reader, ("Alerts", ALERT), alerts, 12, |at, reader| {
            reader.u32("AlertType", ALERT);
            at.vector(reader, "AlertValue", ALERT);
        });
    }
}

/// Whether the bytes start as a message of NegoEx does.
pub fn is_negoex(bytes: &[u8]) -> bool {
    bytes.starts_with(&SIGNATURE)
}

fn verify(reader: &mut Reader<'_>, at: &mut Place) {
    reader.group("Checksum", CHECKSUM, |reader| {
        reader.u32("cbHeaderLength", CHECKSUM);
        let scheme = reader.u32("ChecksumScheme", CHECKSUM);
        reader.mark_name((scheme == 1).then_some("CHECKSUM_SCHEME_RFC3961"));
        reader.u32("ChecksumType", CHECKSUM);
        at.vector(reader, "ChecksumValue", CHECKSUM);
    });
}

/// Reads the offset and the count of a list, which is padded to eight bytes.
fn list(reader: &mut Reader<'_>, names: [&'static str; 2], spec: &'static str) -> (usize, u16) {
    let [offset, count] = names;
    let offset = reader.u32(offset, spec) as usize;
    let count = reader.u16(count, spec);
    reader.take("padding", spec, 2);
    (offset, count)
}

/// Where a message is, as far as it is there.
struct Place {
    start: usize,
    length: usize,
    /// How many bytes its payloads may still have. They have more than the message where they lie on each other, which
    /// a hostile one could use to make a few bytes into many.
    unspent: usize,
}

impl Place {
    /// Reads a BYTE_VECTOR and the bytes it points to, and comes back.
    fn vector<'a>(
        &mut self,
        reader: &mut Reader<'a>,
        name: &'static str,
        spec: &'static str,
    ) -> &'a [u8] {
        let offset = reader.u32("ByteArrayOffset", spec) as usize;
        let length = reader.u32("ByteArrayLength", spec) as usize;
        let back = reader.position();
        if !self.go(reader, offset, length) {
            return &[];
        }
        let bytes = reader.peek(length).unwrap_or_default();
        reader.take(name, spec, length);
        come_back(reader, back);
        bytes
    }

    /// Reads the elements of a list, and comes back.
    fn elements(
        &mut self,
        reader: &mut Reader<'_>,
        (name, spec): (&'static str, &'static str),
        (offset, count): (usize, u16),
        size: usize,
        mut read: impl FnMut(&mut Self, &mut Reader<'_>),
    ) {
        let back = reader.position();
        if !self.go(reader, offset, size * usize::from(count)) {
            return;
        }
        reader.group(name, spec, |reader| {
            for _ in 0..count {
                if reader.failed() {
                    break;
                }
                read(self, reader);
            }
        });
        come_back(reader, back);
    }

    /// Goes to what an offset just read points to; `false` where nothing of it is there.
    fn go(&mut self, reader: &mut Reader<'_>, start: usize, length: usize) -> bool {
        if reader.failed() || length == 0 {
            return false;
        }
        let total = self.length;
        let at = self.start.saturating_add(start);
        if start.checked_add(length).is_none_or(|end| end > total) {
            reader.reject(ErrorKind::OutOfBounds {
                start,
                length,
                total,
            });
        }
        let there = length.min(reader.bound().end.saturating_sub(at));
        match self.unspent.checked_sub(there) {
            Some(left) => self.unspent = left,
            None => reader.expected("payloads that do not lie on each other"),
        }
        // What is wrong with one hides no other.
        let right = !reader.failed() && there > 0;
        reader.recover();
        if right {
            reader.seek(at);
        }
        right
    }
}

/// Goes back to behind a payload's place; what is wrong inside it ends nothing else.
fn come_back(reader: &mut Reader<'_>, position: usize) {
    reader.recover();
    reader.seek(position);
}

#[cfg(test)]
mod tests;
