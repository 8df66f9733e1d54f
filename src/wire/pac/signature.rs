//! The signatures of a PAC ([MS-PAC] 2.8), and the bytes that they are over.
//!
//! The server signature is over [`server_signature_input`] with the service's key, the KDC signature over the bytes of
//! the server signature with krbtgt's, the extended KDC signature over [`full_signature_input`] with krbtgt's. The
//! ticket signature is over the EncTicketPart in which one zero byte stands for the PAC, which is nothing of the PAC.

use super::{FULL_CHECKSUM, KDC_CHECKSUM, SERVER_CHECKSUM, read_table};
use crate::wire::{Decoded, Reader, Writer, field_name};

/// PAC_SIGNATURE_DATA ([MS-PAC] 2.8): a keyed checksum; the kind of its buffer says with whose key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PacSignature {
    /// SignatureType: a checksum type of RFC 3961, such as -138, 15 or 16.
    pub kind: i32,
    /// Signature: the checksum, 12 or 16 bytes as its type says.
    pub signature: Vec<u8>,
    /// RODCIdentifier: which read-only domain controller's krbtgt key it is made with, if one's.
    pub rodc: Option<u16>,
}

impl PacSignature {
    /// Reads a buffer that is a signature. Of a type whose length is unknown it takes all bytes.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, Self::read)
    }

    /// The buffer: the type, the signature and RODCIdentifier, if there is one; numbers are little-endian.
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.u32(self.kind as u32).put(&self.signature);
        if let Some(rodc) = self.rodc {
            writer.u16(rodc);
        }
        writer.finish()
    }

    /// A signature of that type that is all zeros: the place of one that is still to be made. `None` where the length
    /// is unknown.
    pub fn blank(kind: i32) -> Option<Self> {
        Some(Self {
            kind,
            signature: vec![0; length(kind)?],
            rodc: None,
        })
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let kind = reader.u32("SignatureType", SPEC) as i32;
        reader.mark_name(name(kind));
        let rest = reader.remaining();
        let expected = length(kind).filter(|length| *length == rest || *length + 2 == rest);
        let signature = reader
            .take(field_name::SIGNATURE, SPEC, expected.unwrap_or(rest))
            .to_vec();
        let rodc = (reader.remaining() >= 2).then(|| reader.u16("RODCIdentifier", SPEC));
        Self {
            kind,
            signature,
            rodc,
        }
    }
}

/// What the server signature is over: the PAC as it came, with the server and the KDC signature zeroed behind their
/// types. `None` where it is no PAC.
pub fn server_signature_input(pac: &[u8]) -> Option<Vec<u8>> {
    zeroed(pac, &[SERVER_CHECKSUM, KDC_CHECKSUM])
}

/// What the extended KDC signature is over: the same, with that signature zeroed too.
pub fn full_signature_input(pac: &[u8]) -> Option<Vec<u8>> {
    zeroed(pac, &[SERVER_CHECKSUM, KDC_CHECKSUM, FULL_CHECKSUM])
}

const SPEC: &str = "[MS-PAC] 2.8";

/// The PAC with the buffers of these kinds zeroed behind their first four bytes: signature and RODCIdentifier.
fn zeroed(pac: &[u8], kinds: &[u32]) -> Option<Vec<u8>> {
    let places = Decoded::value(pac, read_table).ok()?;
    let mut pac = pac.to_vec();
    for place in places.iter().filter(|place| kinds.contains(&place.kind)) {
        let signature = place.range.start.saturating_add(4)..place.range.end;
        pac.get_mut(signature).unwrap_or_default().fill(0);
    }
    Some(pac)
}

/// Length of the signature in bytes.
fn length(kind: i32) -> Option<usize> {
    Some(match kind {
        -138 | -137 | 19 => 16,
        15 | 16 => 12,
        20 => 24,
        _ => return None,
    })
}

fn name(kind: i32) -> Option<&'static str> {
    Some(match kind {
        -138 => "KERB_CHECKSUM_HMAC_MD5",
        15 => "HMAC_SHA1_96_AES128",
        16 => "HMAC_SHA1_96_AES256",
        19 => "HMAC_SHA256_128_AES128",
        20 => "HMAC_SHA384_192_AES256",
        _ => return None,
    })
}
