//! `[MS-NLMP]` 2.2: the three messages of NTLM, from and to bytes.
//!
//! Decoding records each field it reads, encoding gives the same bytes again. Strings and responses are
//! kept as they are on the wire, because both ends hash them.

mod authenticate;
mod av_id;
mod av_pair;
mod challenge;
mod flags;
mod head;
mod message_text;
mod negotiate;
mod placement;
mod refit;
mod response;
mod slot;
#[cfg(test)]
mod tests;
mod version;

pub use authenticate::{Authenticate, Payload, zero_mic};
pub use av_id::{AV_FLAG_CONSTRAINED, AV_FLAG_MIC, AV_FLAG_UNTRUSTED_SPN, AvId};
pub use av_pair::{AvPair, TargetInfo};
pub use challenge::Challenge;
pub use flags::{FlagName, NegotiateFlags};
pub(super) use head::Head;
pub use message_text::{Name, OddName};
pub use negotiate::Negotiate;
pub use placement::PayloadPlacement;
pub use refit::{ResizedPart, refit};
pub use response::{ClientBlob, NtlmV2Response, ResponseKind, ResponseKinds};
pub use version::Version;

use super::text::{from_oem, from_utf16le_lossy, oem, utf16le};
use super::{DecodeError, Decoded, Reader, Writer};
use crate::wire::field_name;
use placement::length;
use slot::Part;

/// The first eight bytes of every message.
pub const SIGNATURE: [u8; 8] = *b"NTLMSSP\0";

/// One of the three messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NtlmMessage {
    /// 2.2.1.1, from the client: what it can do.
    Negotiate(Negotiate),
    /// 2.2.1.2, from the server: its challenge, and what it chose.
    Challenge(Challenge),
    /// 2.2.1.3, from the client: who it is, and the proof.
    Authenticate(Authenticate),
}

/// Which of the three messages one is, as its first twelve bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageType {
    /// NtLmNegotiate, 1: the client's offer.
    Negotiate,
    /// NtLmChallenge, 2: the server's question.
    Challenge,
    /// NtLmAuthenticate, 3: the client's answer.
    Authenticate,
}

impl MessageType {
    /// What bytes begin; `None` where that is no NTLM message of a known type.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match message_type(bytes).filter(|_| is_ntlmssp(bytes))? {
            Negotiate::TYPE => Some(Self::Negotiate),
            Challenge::TYPE => Some(Self::Challenge),
            Authenticate::TYPE => Some(Self::Authenticate),
            _ => None,
        }
    }

    /// What `[MS-NLMP]` calls the message, without `_MESSAGE`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Negotiate => "NEGOTIATE",
            Self::Challenge => "CHALLENGE",
            Self::Authenticate => "AUTHENTICATE",
        }
    }
}

impl NtlmMessage {
    /// Which of the three it is.
    pub fn message_type(&self) -> MessageType {
        match self {
            Self::Negotiate(_) => MessageType::Negotiate,
            Self::Challenge(_) => MessageType::Challenge,
            Self::Authenticate(_) => MessageType::Authenticate,
        }
    }

    /// Reads whichever message it is.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        match message_type(bytes) {
            Some(Negotiate::TYPE) => map(Negotiate::decode(bytes), Self::Negotiate),
            Some(Challenge::TYPE) => map(Challenge::decode(bytes), Self::Challenge),
            Some(Authenticate::TYPE) => map(Authenticate::decode(bytes), Self::Authenticate),
            // Ends in an error: none of the three has this type.
            _ => map(Negotiate::decode(bytes), Self::Negotiate),
        }
    }

    /// The same without its fields, several times as fast.
    ///
    /// # Errors
    /// Those of [`Self::decode`].
    pub fn value(bytes: &[u8]) -> Result<Self, DecodeError> {
        match message_type(bytes) {
            Some(Challenge::TYPE) => Challenge::value(bytes).map(Self::Challenge),
            Some(Authenticate::TYPE) => Authenticate::value(bytes).map(Self::Authenticate),
            _ => Negotiate::value(bytes).map(Self::Negotiate),
        }
    }

    /// What could be read of a message that is cut or points outside; `None` where too little is there.
    pub fn lenient(bytes: &[u8]) -> Option<Self> {
        match message_type(bytes)? {
            Challenge::TYPE => Challenge::lenient(bytes).map(Self::Challenge),
            Authenticate::TYPE => Authenticate::lenient(bytes).map(Self::Authenticate),
            _ => Negotiate::lenient(bytes).map(Self::Negotiate),
        }
    }

    /// The message as it is sent, before base64 or another protocol's frame; integers are little-endian.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Negotiate(message) => message.encode(),
            Self::Challenge(message) => message.encode(),
            Self::Authenticate(message) => message.encode(),
        }
    }

    /// NegotiateFlags: offered, chosen or agreed, by which message it is.
    pub fn flags(&self) -> NegotiateFlags {
        match self {
            Self::Negotiate(message) => message.flags,
            Self::Challenge(message) => message.flags,
            Self::Authenticate(message) => message.flags,
        }
    }
}

/// Whether the bytes start as an NTLM message does.
pub fn is_ntlmssp(bytes: &[u8]) -> bool {
    bytes.starts_with(&SIGNATURE)
}

/// Text as bytes, in the encoding that the flags say: UTF-16LE, else OEM, which may lack a character.
pub fn encode_text(flags: NegotiateFlags, text: &str) -> Option<Vec<u8>> {
    if flags.contains(NegotiateFlags::UNICODE) {
        Some(utf16le(text))
    } else {
        oem(text)
    }
}

fn map<T, U>(decoded: Decoded<T>, convert: impl FnOnce(T) -> U) -> Decoded<U> {
    Decoded {
        value: decoded.value.map(convert),
        layout: decoded.layout,
    }
}

fn message_type(bytes: &[u8]) -> Option<u32> {
    let (_, rest) = bytes.split_at_checked(SIGNATURE.len())?;
    rest.first_chunk().copied().map(u32::from_le_bytes)
}

/// Whether the bytes begin a message of that type, and go on for so many.
fn starts(bytes: &[u8], expected: u32, least: usize) -> bool {
    is_ntlmssp(bytes) && message_type(bytes) == Some(expected) && bytes.len() >= least
}

fn header(message_type: u32) -> Writer {
    let mut writer = Writer::new();
    writer.put(&SIGNATURE).u32(message_type);
    writer
}

fn read_header(reader: &mut Reader<'_>, expected: u32, spec: &'static str) {
    let signature: [u8; 8] = reader.array(field_name::SIGNATURE, spec);
    if signature != SIGNATURE {
        reader.expected("NTLMSSP\\0");
    }
    reader.mark_text("NTLMSSP\\0");
    let found = reader.u32(field_name::MESSAGE_TYPE, spec);
    let name = match found {
        Negotiate::TYPE => Some("NtLmNegotiate"),
        Challenge::TYPE => Some("NtLmChallenge"),
        Authenticate::TYPE => Some("NtLmAuthenticate"),
        _ => None,
    };
    reader.mark_name(name);
    if found == expected {
        return;
    }
    let expected = match (name, expected) {
        (None, _) => "1, 2 or 3",
        (_, Negotiate::TYPE) => "1",
        (_, Challenge::TYPE) => "2",
        _ => "3",
    };
    reader.expected(expected);
}

fn read_flags(reader: &mut Reader<'_>, spec: &'static str) -> NegotiateFlags {
    NegotiateFlags::from_bits_retain(reader.u32(field_name::NEGOTIATE_FLAGS, spec))
}

/// The flags behind the eight bytes to be read next, which they may say to ignore.
fn peek_flags(reader: &Reader<'_>) -> NegotiateFlags {
    let flags = reader.peek(12).and_then(|bytes| bytes.last_chunk());
    NegotiateFlags::from_bits_retain(flags.copied().map_or(0, u32::from_le_bytes))
}

/// Reads what is left as one field, if anything is; whether it was.
fn read_rest(reader: &mut Reader<'_>, name: &'static str, spec: &'static str) -> bool {
    let length = reader.remaining();
    length > 0 && !reader.take(name, spec, length).is_empty()
}

fn read_text(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    flags: NegotiateFlags,
) {
    let bytes = reader.take(name, spec, reader.remaining());
    // Bytes that are no text in any way stay bytes.
    if let Some(name) = Name::read(flags, bytes) {
        reader.mark_text(&name.text);
    }
}

fn text(flags: NegotiateFlags, bytes: &[u8]) -> String {
    if flags.contains(NegotiateFlags::UNICODE) {
        from_utf16le_lossy(bytes)
    } else {
        from_oem(bytes)
    }
}

fn oversized(parts: &[Part], payloads: &[&[u8]]) -> Option<&'static str> {
    let mut both = parts.iter().zip(payloads);
    let (part, _) = both.find(|(_, payload)| usize::from(length(payload)) < payload.len())?;
    Some(part.payload)
}
