//! AES with SHA-2, encrypt-then-MAC (RFC 8009).

use super::aes::{BLOCK, cts_decrypt, cts_encrypt};
use super::pbkdf2::pbkdf2;
use super::simplified::KeyUse;
use super::steps::{derivation, derived_key, passphrase};
use super::{Etype, Key};
use crate::crypto::{ComputationStep, Operand, Trace};
use crate::value_kind::ValueKind;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha384};

/// `KDF-HMAC-SHA2`: `length` bytes (at most a hash's) from a key, for a purpose that `label` and `context` name
/// (RFC 8009 3). SHA-384 with [`Etype::Aes256Sha2`], else SHA-256.
pub fn kdf(etype: Etype, key: &[u8], label: &[u8], context: &[u8], length: usize) -> Vec<u8> {
    let bits = (length * 8) as u32;
    let parts = [&[0, 0, 0, 1], label, &[0], context, &bits.to_be_bytes()];
    let mut derived = hmac_sha2(etype, key, &parts);
    derived.truncate(length);
    derived
}

/// `C ‖ HMAC(Ki, IV ‖ C)`, where `C = E(Ke, confounder ‖ plaintext)` (RFC 8009 5).
pub(super) fn encrypt(key: &Key, usage: u32, confounded: &[u8], trace: &mut Trace) -> Vec<u8> {
    let ke = derive(key, usage, KeyUse::Encryption, trace);
    let ki = derive(key, usage, KeyUse::Integrity, trace);
    let mut cipher = cts_encrypt(&ke, &[0; BLOCK], confounded);
    trace.record(|| {
        ComputationStep::new(
            "C",
            "E(Ke, N ‖ plaintext, IV)",
            "RFC 8009 5",
            [
                derived_key("Ke", &ke, usage),
                Operand::plain("N ‖ plaintext", confounded),
            ],
            Operand::plain("C", &cipher),
        )
    });
    let mac = integrity(key.etype, &ki, usage, &cipher, trace);
    cipher.extend(mac);
    cipher
}

/// What [`encrypt`] encrypted, with the confounder; `None` if the MAC is another: then nothing is decrypted.
pub(super) fn decrypt(key: &Key, usage: u32, cipher: &[u8], trace: &mut Trace) -> Option<Vec<u8>> {
    let length = cipher.len().checked_sub(key.etype.mac_len())?;
    let (cipher, mac) = cipher.split_at_checked(length)?;
    let ke = derive(key, usage, KeyUse::Encryption, trace);
    let ki = derive(key, usage, KeyUse::Integrity, trace);
    if integrity(key.etype, &ki, usage, cipher, trace) != mac {
        return None;
    }
    let confounded = cts_decrypt(&ke, &[0; BLOCK], cipher);
    trace.record(|| {
        ComputationStep::new(
            "P",
            "D(Ke, C, IV)",
            "RFC 8009 5",
            [derived_key("Ke", &ke, usage), Operand::plain("C", cipher)],
            Operand::plain("N ‖ plaintext", &confounded),
        )
    });
    Some(confounded)
}

/// `HMAC(Kc, data)`, its first half (RFC 8009 6).
pub(super) fn checksum(key: &Key, usage: u32, data: &[u8], trace: &mut Trace) -> Vec<u8> {
    let kc = derive(key, usage, KeyUse::Checksum, trace);
    let mut mac = hmac_sha2(key.etype, &kc, &[data]);
    mac.truncate(key.etype.mac_len());
    trace.record(|| {
        ComputationStep::new(
            "checksum",
            "HMAC(Kc, data)[0..h-1]",
            "RFC 8009 6",
            [derived_key("Kc", &kc, usage), Operand::plain("data", data)],
            Operand::plain("checksum", &mac),
        )
    });
    mac
}

/// `KDF(PBKDF2(passphrase, name ‖ 0 ‖ salt, iterations), "kerberos")` (RFC 8009 4).
pub(super) fn string_to_key(
    etype: Etype,
    password: &str,
    salt: &[u8],
    iterations: u32,
    trace: &mut Trace,
) -> Vec<u8> {
    let saltp = [etype.name().as_bytes(), &[0], salt].concat();
    let tkey = pbkdf2(etype, password, &saltp, iterations);
    let key = kdf(etype, &tkey, b"kerberos", &[], etype.key_len());
    trace.record(|| {
        ComputationStep::new(
            "tkey",
            "PBKDF2(passphrase, enctype-name ‖ 0x00 ‖ salt, iter_count, keylength)",
            "RFC 8009 4",
            [
                passphrase(password),
                Operand::plain("saltp", &saltp),
                Operand::plain("iter_count", iterations.to_be_bytes()),
            ],
            Operand::of_kind("tkey", &tkey, ValueKind::NtHash),
        )
    });
    trace.record(|| {
        ComputationStep::new(
            "string-to-key",
            "KDF-HMAC-SHA2(tkey, \"kerberos\", keylength)",
            "RFC 8009 4",
            [Operand::of_kind("tkey", &tkey, ValueKind::NtHash)],
            Operand::of_kind("string-to-key", &key, ValueKind::NtHash),
        )
    });
    key
}

fn derive(key: &Key, usage: u32, purpose: KeyUse, trace: &mut Trace) -> Vec<u8> {
    let length = match purpose {
        KeyUse::Encryption => key.etype.key_len(),
        KeyUse::Integrity | KeyUse::Checksum => key.etype.mac_len(),
    };
    let label = purpose.constant(usage);
    let derived = kdf(key.etype, &key.bytes, &label, &[], length);
    trace.record(|| {
        let name = match purpose {
            KeyUse::Encryption => [
                "Ke",
                "KDF-HMAC-SHA2(base-key, usage ‖ 0xAA, k)",
                "RFC 8009 5",
            ],
            KeyUse::Integrity => [
                "Ki",
                "KDF-HMAC-SHA2(base-key, usage ‖ 0x55, k)",
                "RFC 8009 5",
            ],
            KeyUse::Checksum => [
                "Kc",
                "KDF-HMAC-SHA2(base-key, usage ‖ 0x99, k)",
                "RFC 8009 6",
            ],
        };
        derivation(name, &key.bytes, usage, &derived)
    });
    derived
}

fn integrity(etype: Etype, ki: &[u8], usage: u32, cipher: &[u8], trace: &mut Trace) -> Vec<u8> {
    let mut mac = hmac_sha2(etype, ki, &[&[0; BLOCK], cipher]);
    mac.truncate(etype.mac_len());
    trace.record(|| {
        ComputationStep::new(
            "H",
            "HMAC(Ki, IV ‖ C)[0..h-1]",
            "RFC 8009 5",
            [derived_key("Ki", ki, usage), Operand::plain("C", cipher)],
            Operand::plain("H", &mac),
        )
    });
    mac
}

fn hmac_sha2(etype: Etype, key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    match etype {
        Etype::Aes256Sha2 => mac::<Hmac<Sha384>>(key, parts),
        _ => mac::<Hmac<Sha256>>(key, parts),
    }
}

fn mac<M: Mac + KeyInit>(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    // HMAC takes a key of any length: no error comes of it.
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else {
        return Vec::new();
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}
