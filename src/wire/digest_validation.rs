//! What a server passes on of a Digest response, for the domain controller to judge: DIGEST_VALIDATION_REQ
//! ([MS-APDS] 2.2.5.1), **simplified**: its strings, each in UTF-8 and with a zero behind it, without the header that
//! counts them.

use super::{Decoded, ErrorKind, Reader, Writer};
use crate::value_kind::ValueKind;

const SPEC: &str = "[MS-APDS] 2.2.5.1, simplified";

/// The parameters of a response, and the method of its request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DigestValidationRequest {
    /// The user, as the client spelled it.
    pub username: String,
    /// The realm that the server named in its challenge.
    pub realm: String,
    /// The nonce of the server's challenge, as the client repeated it.
    pub nonce: String,
    /// The client's nonce.
    pub cnonce: String,
    /// How often the nonce was used, in eight hexadecimal digits.
    pub nc: String,
    /// The algorithm, by its name in the header; empty for MD5 unsaid.
    pub algorithm: String,
    /// The quality of protection; empty for a client of RFC 2069.
    pub qop: String,
    /// The method of the request.
    pub method: String,
    /// The request target that the response covers.
    pub uri: String,
    /// The response: 32 hexadecimal digits.
    pub response: String,
}

impl DigestValidationRequest {
    /// The package that a server names with it ([MS-APDS] 3.3.5.1).
    pub const PACKAGE: &str = "WDigest";

    /// Decodes a simplified request.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, Self::read)
    }

    /// Reads one where it stands in a logon request.
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            username: string(reader, "Username", None),
            realm: string(reader, "Realm", None),
            nonce: string(reader, "Nonce", Some(ValueKind::Challenge)),
            cnonce: string(reader, "CNonce", None),
            nc: string(reader, "NonceCount", None),
            algorithm: string(reader, "Algorithm", None),
            qop: string(reader, "QOP", None),
            method: string(reader, "Method", None),
            uri: string(reader, "URI", None),
            response: string(reader, "Response", Some(ValueKind::Response)),
        }
    }

    /// The simplified request. A zero inside a string, which no header can hold, would end it.
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        for text in [
            &self.username,
            &self.realm,
            &self.nonce,
            &self.cnonce,
            &self.nc,
            &self.algorithm,
            &self.qop,
            &self.method,
            &self.uri,
            &self.response,
        ] {
            writer.put(text.as_bytes()).u8(0);
        }
        writer.finish()
    }
}

/// A string and its zero.
fn string(reader: &mut Reader<'_>, name: &'static str, kind: Option<ValueKind>) -> String {
    let rest = reader.peek(reader.remaining()).unwrap_or_default();
    let Some(length) = rest.iter().position(|byte| *byte == 0) else {
        reader.fail(ErrorKind::Unterminated, name, reader.position());
        return String::new();
    };
    let text = String::from_utf8_lossy(reader.take(name, SPEC, length)).into_owned();
    reader.mark_text(&text);
    if let Some(kind) = kind {
        reader.mark_value_kind(kind);
    }
    reader.take("terminator", SPEC, 1);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_comes_back_and_its_bytes_are_all_claimed() {
        let request = DigestValidationRequest {
            username: "CONTOSO\\älice".to_owned(),
            nonce: "dcd98b".to_owned(),
            ..DigestValidationRequest::default()
        };
        let read = DigestValidationRequest::decode(&request.encode());
        assert!(read.layout.tiles().iter().all(|tile| tile.leaf.is_some()));
        assert_eq!(read.value, Ok(request));
        let cut = DigestValidationRequest::decode(b"alice\0Dig").value;
        assert_eq!(cut.unwrap_err().field, "Realm");
    }
}
