//! A key, and what can be done with it.

use super::checksum::checksum_by;
use super::{Etype, aes_sha2, des, rc4, simplified};
use crate::crypto::Trace;
use core::fmt;

/// A key of an encryption type. What debugging prints of it keeps it secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    /// What the key is for.
    pub etype: Etype,
    /// The key itself, [`Etype::key_len`] bytes. Of any other length, missing bytes count as zeros and more are
    /// left out.
    pub bytes: Vec<u8>,
}

/// Why bytes do not decrypt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecryptError {
    /// Not even room for a confounder and a checksum.
    TooShort,
    /// The checksum inside is not that of what was decrypted: another key, another usage, or changed bytes.
    Integrity,
}

impl Key {
    /// A key, or `None` where the length is not that of the encryption type.
    pub fn new(etype: Etype, bytes: impl Into<Vec<u8>>) -> Option<Self> {
        let bytes = bytes.into();
        (bytes.len() == etype.key_len()).then_some(Self { etype, bytes })
    }

    /// A key made of [`Etype::seed_len`] random bytes (`random-to-key`, RFC 3961 3). Missing bytes count as zeros, and
    /// more are left out.
    pub fn from_seed(etype: Etype, seed: &[u8]) -> Self {
        let mut bytes = seed.to_vec();
        bytes.resize(etype.seed_len(), 0);
        if matches!(etype, Etype::DesCbcMd5 | Etype::Des3Sha1) {
            bytes = des::random_to_key(&bytes);
        }
        Self { etype, bytes }
    }

    /// Encrypts `plain` and protects it against change. `confounder` is [`Etype::confounder_len`] random bytes.
    pub fn encrypt(
        &self,
        usage: u32,
        confounder: &[u8],
        plain: &[u8],
        trace: &mut Trace,
    ) -> Vec<u8> {
        let mut confounded = confounder.to_vec();
        confounded.resize(self.etype.confounder_len(), 0);
        confounded.extend(plain);
        match self.etype {
            Etype::DesCbcMd5 => des::encrypt(self, usage, confounded, trace),
            Etype::Des3Sha1 | Etype::Aes128Sha1 | Etype::Aes256Sha1 => {
                simplified::encrypt(self, usage, confounded, trace)
            }
            Etype::Aes128Sha2 | Etype::Aes256Sha2 => {
                aes_sha2::encrypt(self, usage, &confounded, trace)
            }
            Etype::Rc4 | Etype::Rc4Export => rc4::encrypt(self, usage, &confounded, trace),
        }
    }

    /// Decrypts `cipher` and takes the confounder off. DES and DES3 leave up to seven zeros behind the plaintext.
    ///
    /// With RC4, usage 9 is tried as 9 and then as 8, which RFC 4757 says and its errata take back.
    ///
    /// # Errors
    ///
    /// [`DecryptError`], when the bytes are too few or the checksum does not agree.
    pub fn decrypt(
        &self,
        usage: u32,
        cipher: &[u8],
        trace: &mut Trace,
    ) -> Result<Vec<u8>, DecryptError> {
        let confounder = self.etype.confounder_len();
        let body = cipher.len().checked_sub(self.etype.mac_len());
        if body.is_none_or(|body| body < confounder) {
            return Err(DecryptError::TooShort);
        }
        let mut plain = match self.etype {
            Etype::DesCbcMd5 => des::decrypt(self, usage, cipher, trace),
            Etype::Des3Sha1 | Etype::Aes128Sha1 | Etype::Aes256Sha1 => {
                simplified::decrypt(self, usage, cipher, trace)
            }
            Etype::Aes128Sha2 | Etype::Aes256Sha2 => aes_sha2::decrypt(self, usage, cipher, trace),
            Etype::Rc4 | Etype::Rc4Export => rc4::decrypt(self, usage, cipher, trace),
        }
        .ok_or(DecryptError::Integrity)?;
        plain.drain(..confounder.min(plain.len()));
        Ok(plain)
    }

    /// The checksum of `data` by the type that goes with this key, [`Etype::checksum_type`].
    pub fn checksum(&self, usage: u32, data: &[u8], trace: &mut Trace) -> Vec<u8> {
        self.checksum_of(self.etype.checksum_type(), usage, data, trace)
            .unwrap_or_default()
    }

    /// The checksum of `data` by type `kind`, or `None` where that is unknown or not for such a key.
    pub fn checksum_of(
        &self,
        kind: i64,
        usage: u32,
        data: &[u8],
        trace: &mut Trace,
    ) -> Option<Vec<u8>> {
        checksum_by(kind, Some(self), usage, data, trace)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.etype.name())
    }
}
