//! A certificate as it is pasted, and the hash that its signature names.

use crate::crypto::EndpointHash;
use crate::wire::from_base64;
use crate::wire::text::around;

/// Why a certificate cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateError {
    /// The base64 of its PEM is broken.
    Base64,
    /// It is neither PEM nor DER of an X.509 certificate.
    NotACertificate,
    /// RFC 5929 defines no hash for the algorithm it is signed with.
    NoHash,
}

/// Finds the certificate in PEM or DER: its own bytes, and how channel bindings hash them.
pub fn read(pasted: &[u8]) -> Result<(Vec<u8>, EndpointHash), CertificateError> {
    const BROKEN: CertificateError = CertificateError::NotACertificate;
    let der = match std::str::from_utf8(pasted) {
        Ok(text) if around(text, BEGIN).is_some() => {
            from_pem(text).ok_or(CertificateError::Base64)?
        }
        _ => pasted.to_vec(),
    };
    let certificate = tlv(&der).filter(|it| it.tag == SEQUENCE).ok_or(BROKEN)?;
    // TBSCertificate, signatureAlgorithm, signatureValue (RFC 5280 4.1).
    let signed = tlv(certificate.value)
        .filter(|it| it.tag == SEQUENCE)
        .ok_or(BROKEN)?;
    let algorithm = tlv(signed.rest)
        .filter(|it| it.tag == SEQUENCE)
        .ok_or(BROKEN)?;
    let hash = signature_hash(algorithm.value).ok_or(CertificateError::NoHash)?;
    let length = der.len() - certificate.rest.len();
    Ok((der.get(..length).unwrap_or_default().to_vec(), hash))
}

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const SEQUENCE: u8 = 0x30;
const OID: u8 = 0x06;

/// Of several, the first: servers send their own first.
fn from_pem(text: &str) -> Option<Vec<u8>> {
    let (_, body) = around(text, BEGIN)?;
    let (body, _) = around(body, "-----END")?;
    let body: String = body.split_ascii_whitespace().collect();
    from_base64(&body).ok()
}

/// A piece of DER: its tag, its value, and what follows.
struct Tlv<'a> {
    tag: u8,
    value: &'a [u8],
    rest: &'a [u8],
}

fn tlv(bytes: &[u8]) -> Option<Tlv<'_>> {
    let (&[tag, first], mut rest) = bytes.split_first_chunk()?;
    let mut length = usize::from(first);
    if first >= 0x80 {
        // No certificate needs more than four bytes of length, and DER has no indefinite one.
        let count = usize::from(first & 0x7f);
        let (digits, after) = rest
            .split_at_checked(count)
            .filter(|_| (1..=4).contains(&count))?;
        length = digits
            .iter()
            .fold(0, |length, digit| length << 8 | usize::from(*digit));
        rest = after;
    }
    let (value, rest) = rest.split_at_checked(length)?;
    Some(Tlv { tag, value, rest })
}

/// The algorithms that name one hash, by the value of their object identifiers; MD5 and SHA-1 count as SHA-256
/// (RFC 5929 4.1).
#[rustfmt::skip]
const SIGNATURES: [(&[u8], EndpointHash); 14] = [
    // RSA: PKCS#1 v1.5 with MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512.
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 4], EndpointHash::Sha256),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 5], EndpointHash::Sha256),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 14], EndpointHash::Sha224),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11], EndpointHash::Sha256),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 12], EndpointHash::Sha384),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 13], EndpointHash::Sha512),
    // ECDSA with SHA-1, SHA-224, SHA-256, SHA-384, SHA-512.
    (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1], EndpointHash::Sha256),
    (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 1], EndpointHash::Sha224),
    (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2], EndpointHash::Sha256),
    (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3], EndpointHash::Sha384),
    (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 4], EndpointHash::Sha512),
    // DSA with SHA-1, SHA-224, SHA-256.
    (&[0x2a, 0x86, 0x48, 0xce, 0x38, 4, 3], EndpointHash::Sha256),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 1], EndpointHash::Sha224),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 2], EndpointHash::Sha256),
];

/// RSASSA-PSS says its hash in its parameters (RFC 4055 3.1).
const PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10];
#[rustfmt::skip]
const PSS_HASHES: [(&[u8], EndpointHash); 5] = [
    // SHA-1, SHA-224, SHA-256, SHA-384, SHA-512.
    (&[0x2b, 0x0e, 3, 2, 0x1a], EndpointHash::Sha256),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 4], EndpointHash::Sha224),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1], EndpointHash::Sha256),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2], EndpointHash::Sha384),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3], EndpointHash::Sha512),
];

fn signature_hash(algorithm: &[u8]) -> Option<EndpointHash> {
    let oid = tlv(algorithm).filter(|it| it.tag == OID)?;
    if oid.value != PSS {
        return find(&SIGNATURES, oid.value);
    }
    let parameters = tlv(oid.rest).filter(|it| it.tag == SEQUENCE)?;
    match tlv(parameters.value).filter(|it| it.tag == 0xa0) {
        Some(hash) => find(&PSS_HASHES, tlv(tlv(hash.value)?.value)?.value),
        // SHA-1, where nothing is said.
        None => Some(EndpointHash::Sha256),
    }
}

fn find(table: &[(&[u8], EndpointHash)], oid: &[u8]) -> Option<EndpointHash> {
    let row = table.iter().find(|(known, _)| *known == oid)?;
    Some(row.1)
}
