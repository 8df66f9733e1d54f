//! The simplified profile of RFC 3961 5: AES with SHA-1 and checksums of 96 bits (RFC 3962), and triple DES with SHA-1
//! (RFC 3961 6.3).

use super::aes::{BLOCK, cts_decrypt, cts_encrypt};
use super::pbkdf2::pbkdf2;
use super::steps::{derivation, derived_key, passphrase};
use super::{Etype, Key, des, n_fold};
use crate::crypto::{ComputationStep, Operand, Trace};
use crate::value_kind::ValueKind;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// `DK`: a key derived from another of the same type, for a purpose that `constant` names (RFC 3961 5.1). With a type
/// of another profile, as with AES.
pub fn dk(etype: Etype, key: &[u8], constant: &[u8]) -> Vec<u8> {
    let mut seed = Vec::with_capacity(2 * etype.seed_len());
    let mut block = n_fold(constant, block_len(etype));
    while seed.len() < etype.seed_len() {
        block = cipher(etype, key, &block);
        seed.extend(&block);
    }
    seed.truncate(etype.seed_len());
    Key::from_seed(etype, &seed).bytes
}

/// `E`: the cipher of the type, without an initial vector. Triple DES leaves out what does not fill a block.
pub(super) fn cipher(etype: Etype, key: &[u8], plain: &[u8]) -> Vec<u8> {
    match etype {
        Etype::Des3Sha1 => des::cbc_encrypt(key, &[0; 8], plain),
        _ => cts_encrypt(key, &[0; BLOCK], plain),
    }
}

/// `E(Ke, P1) ‖ HMAC(Ki, P1)`, where `P1` begins with the confounder (RFC 3961 5.3).
pub(super) fn encrypt(
    key: &Key,
    usage: u32,
    mut confounded: Vec<u8>,
    trace: &mut Trace,
) -> Vec<u8> {
    if key.etype == Etype::Des3Sha1 {
        confounded.resize(confounded.len().next_multiple_of(block_len(key.etype)), 0);
    }
    let ke = derive(key, usage, KeyUse::Encryption, trace);
    let ki = derive(key, usage, KeyUse::Integrity, trace);
    let mut cipher = cipher(key.etype, &ke, &confounded);
    trace.record(|| {
        ComputationStep::new(
            "C1",
            "E(Ke, confounder ‖ plaintext)",
            "RFC 3961 5.3",
            [
                derived_key("Ke", &ke, usage),
                Operand::plain("confounder ‖ plaintext", &confounded),
            ],
            Operand::plain("C1", &cipher),
        )
    });
    cipher.extend(integrity(key.etype, &ki, usage, &confounded, trace));
    cipher
}

/// What [`encrypt`] encrypted, with the confounder; `None` if the checksum is another.
pub(super) fn decrypt(key: &Key, usage: u32, cipher: &[u8], trace: &mut Trace) -> Option<Vec<u8>> {
    let (cipher, mac) = cipher.split_at_checked(cipher.len().checked_sub(key.etype.mac_len())?)?;
    let ke = derive(key, usage, KeyUse::Encryption, trace);
    let ki = derive(key, usage, KeyUse::Integrity, trace);
    let confounded = match key.etype {
        Etype::Des3Sha1 if !cipher.len().is_multiple_of(8) => return None,
        Etype::Des3Sha1 => des::cbc_decrypt(&ke, cipher),
        _ => cts_decrypt(&ke, &[0; BLOCK], cipher),
    };
    trace.record(|| {
        ComputationStep::new(
            "P1",
            "D(Ke, C1)",
            "RFC 3961 5.3",
            [derived_key("Ke", &ke, usage), Operand::plain("C1", cipher)],
            Operand::plain("confounder ‖ plaintext", &confounded),
        )
    });
    (integrity(key.etype, &ki, usage, &confounded, trace) == mac).then_some(confounded)
}

/// `HMAC(Kc, data)`, with AES the first 96 bits (RFC 3961 5.4).
pub(super) fn checksum(key: &Key, usage: u32, data: &[u8], trace: &mut Trace) -> Vec<u8> {
    let kc = derive(key, usage, KeyUse::Checksum, trace);
    let mac = hmac_sha1(key.etype, &kc, data);
    trace.record(|| {
        ComputationStep::new(
            "checksum",
            "HMAC-SHA1(Kc, data)[0..h-1]",
            "RFC 3961 5.4",
            [derived_key("Kc", &kc, usage), Operand::plain("data", data)],
            Operand::plain("checksum", &mac),
        )
    });
    mac
}

/// `DK(PBKDF2(passphrase, salt, iterations), "kerberos")` (RFC 3962 4).
pub(super) fn string_to_key(
    etype: Etype,
    password: &str,
    salt: &[u8],
    iterations: u32,
    trace: &mut Trace,
) -> Vec<u8> {
    let tkey = pbkdf2(etype, password, salt, iterations);
    let key = dk(etype, &tkey, b"kerberos");
    trace.record(|| {
        ComputationStep::new(
            "tkey",
            "PBKDF2-HMAC-SHA1(passphrase, salt, iter_count, keylength)",
            "RFC 3962 4",
            [
                passphrase(password),
                Operand::plain("salt", salt),
                Operand::plain("iter_count", iterations.to_be_bytes()),
            ],
            Operand::of_kind("tkey", &tkey, ValueKind::NtHash),
        )
    });
    trace.record(|| {
        ComputationStep::new(
            "string-to-key",
            "DK(tkey, \"kerberos\")",
            "RFC 3962 4",
            [Operand::of_kind("tkey", &tkey, ValueKind::NtHash)],
            Operand::of_kind("string-to-key", &key, ValueKind::NtHash),
        )
    });
    key
}

/// `DK(168-fold(passphrase ‖ salt), "kerberos")` (RFC 3961 6.3.1).
pub(super) fn string_to_key_des3(password: &str, salt: &[u8], trace: &mut Trace) -> Vec<u8> {
    let etype = Etype::Des3Sha1;
    let folded = n_fold(&[password.as_bytes(), salt].concat(), etype.seed_len());
    let tmp_key = Key::from_seed(etype, &folded).bytes;
    let key = dk(etype, &tmp_key, b"kerberos");
    trace.record(|| {
        ComputationStep::new(
            "string-to-key",
            "DK(random-to-key(168-fold(passphrase ‖ salt)), \"kerberos\")",
            "RFC 3961 6.3.1",
            [passphrase(password), Operand::plain("salt", salt)],
            Operand::of_kind("string-to-key", &key, ValueKind::NtHash),
        )
    });
    key
}

/// What a key is derived for: the last byte of the constant (RFC 3961 5.3).
#[derive(Clone, Copy)]
pub(super) enum KeyUse {
    /// `Ke`, which the data are encrypted with.
    Encryption = 0xaa,
    /// `Ki`, which the checksum within a ciphertext is made with.
    Integrity = 0x55,
    /// `Kc`, which a checksum by itself is made with.
    Checksum = 0x99,
}

impl KeyUse {
    /// The constant that names a purpose and a usage.
    pub(super) fn constant(self, usage: u32) -> [u8; 5] {
        let [a, b, c, d] = usage.to_be_bytes();
        [a, b, c, d, self as u8]
    }
}

fn derive(key: &Key, usage: u32, purpose: KeyUse, trace: &mut Trace) -> Vec<u8> {
    let derived = dk(key.etype, &key.bytes, &purpose.constant(usage));
    trace.record(|| {
        let name = match purpose {
            KeyUse::Encryption => ["Ke", "DK(base-key, usage ‖ 0xAA)", "RFC 3961 5.3"],
            KeyUse::Integrity => ["Ki", "DK(base-key, usage ‖ 0x55)", "RFC 3961 5.3"],
            KeyUse::Checksum => ["Kc", "DK(base-key, usage ‖ 0x99)", "RFC 3961 5.4"],
        };
        derivation(name, &key.bytes, usage, &derived)
    });
    derived
}

fn integrity(etype: Etype, ki: &[u8], usage: u32, confounded: &[u8], trace: &mut Trace) -> Vec<u8> {
    let mac = hmac_sha1(etype, ki, confounded);
    trace.record(|| {
        ComputationStep::new(
            "H1",
            "HMAC-SHA1(Ki, confounder ‖ plaintext)[0..h-1]",
            "RFC 3961 5.3",
            [
                derived_key("Ki", ki, usage),
                Operand::plain("confounder ‖ plaintext", confounded),
            ],
            Operand::plain("H1", &mac),
        )
    });
    mac
}

fn hmac_sha1(etype: Etype, key: &[u8], data: &[u8]) -> Vec<u8> {
    // HMAC takes a key of any length: no error comes of it.
    let Ok(mac) = Hmac::<Sha1>::new_from_slice(key) else {
        return Vec::new();
    };
    let mut mac = mac.chain_update(data).finalize().into_bytes().to_vec();
    mac.truncate(etype.mac_len());
    mac
}

fn block_len(etype: Etype) -> usize {
    if etype == Etype::Des3Sha1 { 8 } else { BLOCK }
}
