//! A certificate as it is pasted, and the hash that its signature names.

use crate::crypto::EndpointHash;
use crate::wire::der::{OBJECT_IDENTIFIER, SEQUENCE, element};
use crate::wire::from_base64;

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
        Ok(text) if text.contains(BEGIN) => from_pem(text).ok_or(CertificateError::Base64)?,
        _ => pasted.to_vec(),
    };
    let certificate = element(&der)
        .filter(|it| it.tag == SEQUENCE)
        .ok_or(BROKEN)?;
    // TBSCertificate, signatureAlgorithm, signatureValue (RFC 5280 4.1).
    let signed = element(certificate.value)
        .filter(|it| it.tag == SEQUENCE)
        .ok_or(BROKEN)?;
    let algorithm = element(signed.rest)
        .filter(|it| it.tag == SEQUENCE)
        .ok_or(BROKEN)?;
    let hash = signature_hash(algorithm.value).ok_or(CertificateError::NoHash)?;
    let length = der.len() - certificate.rest.len();
    Ok((der.get(..length).unwrap_or_default().to_vec(), hash))
}

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";

/// Of several, the first: servers send their own first.
fn from_pem(text: &str) -> Option<Vec<u8>> {
    let (_, body) = text.split_once(BEGIN)?;
    let (body, _) = body.split_once("-----END")?;
    let body: String = body.split_ascii_whitespace().collect();
    from_base64(&body).ok()
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
    let oid = element(algorithm).filter(|it| it.tag == OBJECT_IDENTIFIER)?;
    if oid.value != PSS {
        return find(&SIGNATURES, oid.value);
    }
    let parameters = element(oid.rest).filter(|it| it.tag == SEQUENCE)?;
    match element(parameters.value).filter(|it| it.tag == 0xa0) {
        Some(hash) => find(&PSS_HASHES, element(element(hash.value)?.value)?.value),
        // SHA-1, where nothing is said.
        None => Some(EndpointHash::Sha256),
    }
}

fn find(table: &[(&[u8], EndpointHash)], oid: &[u8]) -> Option<EndpointHash> {
    let row = table.iter().find(|(known, _)| *known == oid)?;
    Some(row.1)
}
