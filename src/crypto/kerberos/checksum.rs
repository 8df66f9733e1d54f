//! Checksums by their number.

use super::{Etype, Key, aes_sha2, rc4, simplified};
use crate::crypto::{ComputationStep, Operand, Trace, crc32_modified, md4, md5};
use sha1::{Digest, Sha1};

/// Numbers of checksum types (RFC 3961 8, RFC 8009 8, [MS-KILE] 3.1.5.3).
pub mod checksum_kind {
    /// `CRC32`: 4 bytes, without a key, which finds accidents only.
    pub const CRC32: i64 = 1;
    /// `rsa-md4`: 16 bytes, without a key, so that anybody can make one.
    pub const RSA_MD4: i64 = 2;
    /// `rsa-md5`: 16 bytes, without a key, so that anybody can make one.
    pub const RSA_MD5: i64 = 7;
    /// `hmac-sha1-des3-kd`, 20 bytes.
    pub const HMAC_SHA1_DES3: i64 = 12;
    /// `sha1 (unkeyed)`: 20 bytes, without a key.
    pub const SHA1: i64 = 14;
    /// The same under another number of IANA's.
    pub const SHA1_ALSO: i64 = 10;
    /// `hmac-sha1-96-aes128` (RFC 3962 7), 12 bytes.
    pub const HMAC_SHA1_96_AES128: i64 = 15;
    /// `hmac-sha1-96-aes256` (RFC 3962 7), 12 bytes.
    pub const HMAC_SHA1_96_AES256: i64 = 16;
    /// `hmac-sha256-128-aes128` (RFC 8009), 16 bytes.
    pub const HMAC_SHA256_128_AES128: i64 = 19;
    /// `hmac-sha384-192-aes256` (RFC 8009), 24 bytes.
    pub const HMAC_SHA384_192_AES256: i64 = 20;
    /// `hmac-md5` of RC4, 16 bytes; with a key of any type.
    pub const HMAC_MD5: i64 = -138;
    /// `md5-hmac`, -138 without a signing key of its own.
    pub const MD5_HMAC: i64 = -137;

    /// Whether only who has a key can make such a checksum.
    pub fn is_keyed(kind: i64) -> bool {
        !matches!(kind, CRC32 | RSA_MD4 | RSA_MD5 | SHA1 | SHA1_ALSO)
    }
}

/// The checksum of `data` by type `kind`; `None` where that is unknown, or wants a key that is not there.
pub fn checksum(kind: i64, key: Option<&Key>, usage: u32, data: &[u8]) -> Option<Vec<u8>> {
    checksum_by(kind, key, usage, data, &mut Trace::off())
}

/// The same where only who has the key can make it; `None` also where anybody could.
pub fn keyed_checksum(kind: i64, key: &Key, usage: u32, data: &[u8]) -> Option<Vec<u8>> {
    checksum_kind::is_keyed(kind)
        .then(|| checksum(kind, Some(key), usage, data))
        .flatten()
}

/// The same as [`checksum`], with its steps.
pub(super) fn checksum_by(
    kind: i64,
    key: Option<&Key>,
    usage: u32,
    data: &[u8],
    trace: &mut Trace,
) -> Option<Vec<u8>> {
    let unkeyed = match kind {
        checksum_kind::CRC32 => {
            let sum = crc32_modified(data).to_le_bytes();
            Some(("CRC-32(data), modified", sum.to_vec()))
        }
        checksum_kind::RSA_MD4 => Some(("MD4(data)", md4(data).to_vec())),
        checksum_kind::RSA_MD5 => Some(("MD5(data)", md5(&[data]).to_vec())),
        checksum_kind::SHA1 | checksum_kind::SHA1_ALSO => {
            Some(("SHA-1(data)", Sha1::digest(data).to_vec()))
        }
        _ => None,
    };
    if let Some((formula, sum)) = unkeyed {
        trace.record(|| {
            ComputationStep::new(
                "checksum",
                formula,
                "RFC 3961 6.1",
                [Operand::plain("data", data)],
                Operand::plain("checksum", &sum),
            )
        });
        return Some(sum);
    }
    let key = key?;
    Some(match (kind, key.etype) {
        (checksum_kind::HMAC_MD5, _) => rc4::checksum(key, usage, data, trace).to_vec(),
        (checksum_kind::MD5_HMAC, _) => rc4::checksum_md5_hmac(key, usage, data).to_vec(),
        (checksum_kind::HMAC_SHA1_DES3, Etype::Des3Sha1)
        | (checksum_kind::HMAC_SHA1_96_AES128, Etype::Aes128Sha1)
        | (checksum_kind::HMAC_SHA1_96_AES256, Etype::Aes256Sha1) => {
            simplified::checksum(key, usage, data, trace)
        }
        (checksum_kind::HMAC_SHA256_128_AES128, Etype::Aes128Sha2)
        | (checksum_kind::HMAC_SHA384_192_AES256, Etype::Aes256Sha2) => {
            aes_sha2::checksum(key, usage, data, trace)
        }
        _ => return None,
    })
}
