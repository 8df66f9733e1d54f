//! Encryption types.

use super::checksum::checksum_kind;

/// An encryption type, by its number in the registry that RFC 3961 8 began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Etype {
    /// `des-cbc-md5` (RFC 3961 6.2.1): of Windows 2000, off since Windows 7.
    DesCbcMd5 = 3,
    /// `des3-cbc-sha1-kd` (RFC 3961 6.3): of MIT and Heimdal; Windows never had it.
    Des3Sha1 = 16,
    /// `aes128-cts-hmac-sha1-96` (RFC 3962).
    Aes128Sha1 = 17,
    /// `aes256-cts-hmac-sha1-96` (RFC 3962).
    Aes256Sha1 = 18,
    /// `aes128-cts-hmac-sha256-128` (RFC 8009).
    Aes128Sha2 = 19,
    /// `aes256-cts-hmac-sha384-192` (RFC 8009).
    Aes256Sha2 = 20,
    /// `rc4-hmac` (RFC 4757), whose key is the NT hash.
    Rc4 = 23,
    /// `rc4-hmac-exp` (RFC 4757 5): the same with 40 bits of the key that encrypts, for export.
    Rc4Export = 24,
}

impl Etype {
    /// All of them, by number.
    pub const ALL: [Self; 8] = [
        Self::DesCbcMd5,
        Self::Des3Sha1,
        Self::Aes128Sha1,
        Self::Aes256Sha1,
        Self::Aes128Sha2,
        Self::Aes256Sha2,
        Self::Rc4,
        Self::Rc4Export,
    ];

    /// The type with that number, if it is one of these.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|etype| etype.number() == number)
    }

    /// Its number, as messages and keytabs have it.
    pub fn number(self) -> i64 {
        self as i64
    }

    /// Whether it is one of AES.
    pub fn is_aes(self) -> bool {
        !matches!(self, Self::DesCbcMd5 | Self::Des3Sha1) && !self.is_rc4()
    }

    /// Whether it is one of RC4, whose key is the NT hash.
    pub fn is_rc4(self) -> bool {
        matches!(self, Self::Rc4 | Self::Rc4Export)
    }

    /// How long its keys are, in bytes.
    pub fn key_len(self) -> usize {
        match self {
            Self::DesCbcMd5 => 8,
            Self::Des3Sha1 => 24,
            Self::Aes128Sha1 | Self::Aes128Sha2 | Self::Rc4 | Self::Rc4Export => 16,
            Self::Aes256Sha1 | Self::Aes256Sha2 => 32,
        }
    }

    /// Bytes of randomness that a key is made of ("key-generation seed length", RFC 3961 3).
    pub fn seed_len(self) -> usize {
        match self {
            Self::DesCbcMd5 => 7,
            Self::Des3Sha1 => 21,
            _ => self.key_len(),
        }
    }

    /// Bytes of randomness that an encryption begins with.
    pub fn confounder_len(self) -> usize {
        match self {
            Self::DesCbcMd5 | Self::Des3Sha1 | Self::Rc4 | Self::Rc4Export => 8,
            _ => 16,
        }
    }

    /// Bytes of the checksum or MAC that an encryption carries.
    pub fn mac_len(self) -> usize {
        match self {
            Self::Aes128Sha1 | Self::Aes256Sha1 => 12,
            Self::DesCbcMd5 | Self::Aes128Sha2 | Self::Rc4 | Self::Rc4Export => 16,
            Self::Des3Sha1 => 20,
            Self::Aes256Sha2 => 24,
        }
    }

    /// The number of the checksum that goes with it. For DES that is the unkeyed `rsa-md5`: the keyed one wants
    /// randomness, and nobody here signs with DES.
    pub fn checksum_type(self) -> i64 {
        match self {
            Self::DesCbcMd5 => checksum_kind::RSA_MD5,
            Self::Des3Sha1 => checksum_kind::HMAC_SHA1_DES3,
            Self::Aes128Sha1 => checksum_kind::HMAC_SHA1_96_AES128,
            Self::Aes256Sha1 => checksum_kind::HMAC_SHA1_96_AES256,
            Self::Aes128Sha2 => checksum_kind::HMAC_SHA256_128_AES128,
            Self::Aes256Sha2 => checksum_kind::HMAC_SHA384_192_AES256,
            Self::Rc4 | Self::Rc4Export => checksum_kind::HMAC_MD5,
        }
    }

    /// Its name in the registry.
    pub fn name(self) -> &'static str {
        match self {
            Self::DesCbcMd5 => "des-cbc-md5",
            Self::Des3Sha1 => "des3-cbc-sha1-kd",
            Self::Aes128Sha1 => "aes128-cts-hmac-sha1-96",
            Self::Aes256Sha1 => "aes256-cts-hmac-sha1-96",
            Self::Aes128Sha2 => "aes128-cts-hmac-sha256-128",
            Self::Aes256Sha2 => "aes256-cts-hmac-sha384-192",
            Self::Rc4 => "rc4-hmac",
            Self::Rc4Export => "rc4-hmac-exp",
        }
    }
}
