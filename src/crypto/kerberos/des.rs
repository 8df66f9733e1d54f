//! DES in CBC with MD5 (RFC 3961 6.2), and what triple DES has of it.

use super::Key;
use super::steps::{base_key, passphrase};
use crate::crypto::primitives::{head, join};
use crate::crypto::{ComputationStep, Operand, Trace, md5};
use crate::value_kind::ValueKind;
use ::des::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use ::des::{TdesEde3, weak_key_test};

const BLOCK: usize = 8;
/// Bytes of MD5, which stands behind the confounder.
const DIGEST: usize = 16;

/// `DES(K, confounder ‖ MD5 ‖ plaintext ‖ zeros)`, where MD5 is of all that with zeros in its place
/// (RFC 3961 6.2). DES has one key for all usages.
pub(super) fn encrypt(
    key: &Key,
    usage: u32,
    mut confounded: Vec<u8>,
    trace: &mut Trace,
) -> Vec<u8> {
    let mut plain = confounded.split_off(confounded.len().min(BLOCK));
    plain.resize(plain.len().next_multiple_of(BLOCK), 0);
    let digest = digest(&confounded, &plain, trace);
    let whole = [&confounded, &digest[..], &plain].concat();
    let cipher = cbc_encrypt(&key.bytes, &[0; BLOCK], &whole);
    trace.record(|| {
        ComputationStep::new(
            "edata",
            "des-cbc(key, confounder ‖ checksum ‖ msg ‖ pad)",
            "RFC 3961 6.2",
            [
                base_key("key", key, usage),
                Operand::plain("confounder ‖ checksum ‖ msg ‖ pad", &whole),
            ],
            Operand::plain("edata", &cipher),
        )
    });
    cipher
}

/// What [`encrypt`] encrypted, with the confounder and the zeros; `None` if the checksum is another.
pub(super) fn decrypt(key: &Key, usage: u32, cipher: &[u8], trace: &mut Trace) -> Option<Vec<u8>> {
    if !cipher.len().is_multiple_of(BLOCK) {
        return None;
    }
    let whole = cbc_decrypt(&key.bytes, cipher);
    trace.record(|| {
        ComputationStep::new(
            "data",
            "des-cbc⁻¹(key, edata)",
            "RFC 3961 6.2",
            [base_key("key", key, usage), Operand::plain("edata", cipher)],
            Operand::plain("confounder ‖ checksum ‖ msg ‖ pad", &whole),
        )
    });
    let (confounder, rest) = whole.split_at_checked(BLOCK)?;
    let (checksum, plain) = rest.split_at_checked(DIGEST)?;
    let right = digest(confounder, plain, trace) == checksum;
    right.then(|| [confounder, plain].concat())
}

fn digest(confounder: &[u8], padded: &[u8], trace: &mut Trace) -> [u8; DIGEST] {
    let digest = md5(&[confounder, &[0; DIGEST], padded]);
    trace.record(|| {
        ComputationStep::new(
            "checksum",
            "MD5(confounder ‖ 00000000000000000000000000000000 ‖ msg ‖ pad)",
            "RFC 3961 6.2",
            [
                Operand::plain("confounder", confounder),
                Operand::plain("msg ‖ pad", padded),
            ],
            Operand::plain("checksum", digest),
        )
    });
    digest
}

/// `mit_des_string_to_key`: the password and the salt, folded, then hashed by DES itself (RFC 3961 6.2).
pub(super) fn string_to_key(password: &str, salt: &[u8], trace: &mut Trace) -> Vec<u8> {
    let mut text = [password.as_bytes(), salt].concat();
    text.resize(text.len().next_multiple_of(BLOCK), 0);
    let mut folded = 0;
    for (at, block) in text.as_chunks::<BLOCK>().0.iter().enumerate() {
        let bits = block
            .iter()
            .fold(0, |bits, &byte| bits << 7 | u64::from(byte & 0x7f));
        folded ^= if at % 2 == 0 {
            bits
        } else {
            bits.reverse_bits() >> 8
        };
    }
    let temporary = corrected(folded);
    let last = cbc_encrypt(&temporary, &temporary, &text);
    let last = last.last_chunk().copied().unwrap_or(temporary);
    let key = corrected(seven_bits(&last));
    trace.record(|| {
        ComputationStep::new(
            "string-to-key",
            "mit_des_string_to_key(passphrase, salt)",
            "RFC 3961 6.2",
            [passphrase(password), Operand::plain("salt", salt)],
            Operand::of_kind("string-to-key", key, ValueKind::NtHash),
        )
    });
    key.to_vec()
}

/// A key of 7 random bytes, or a triple one of 21, with parity (RFC 3961 6.2, `des_random_to_key`): the low bits of seven make up an eighth
/// byte.
pub(super) fn random_to_key(seed: &[u8]) -> Vec<u8> {
    let key_of = |seed: &[u8; 7]| {
        let eighth = seed.iter().rev().fold(0, |low, byte| low << 1 | byte & 1);
        corrected(seven_bits(&join(seed, &[eighth << 1])))
    };
    seed.as_chunks().0.iter().flat_map(key_of).collect()
}

/// DES or triple DES in CBC over whole blocks; what is left over is left out.
pub(super) fn cbc_encrypt(key: &[u8], iv: &[u8; BLOCK], plain: &[u8]) -> Vec<u8> {
    let des = triple(key);
    let mut blocks = plain.as_chunks::<BLOCK>().0.to_vec();
    let mut before = *iv;
    for block in &mut blocks {
        xor(block, &before);
        des.encrypt_block(block.into());
        before = *block;
    }
    blocks.as_flattened().to_vec()
}

pub(super) fn cbc_decrypt(key: &[u8], cipher: &[u8]) -> Vec<u8> {
    let des = triple(key);
    let mut blocks = cipher.as_chunks::<BLOCK>().0.to_vec();
    let mut before = [0; BLOCK];
    for block in &mut blocks {
        let next = *block;
        des.decrypt_block(block.into());
        xor(block, &before);
        before = next;
    }
    blocks.as_flattened().to_vec()
}

/// Triple DES under a key of 24 bytes; or DES under one of 8, which is the same as three times the same key.
fn triple(key: &[u8]) -> TdesEde3 {
    let whole: [u8; 24] = match key.len() {
        0..=BLOCK => head([head::<BLOCK>(key); 3].as_flattened()),
        _ => head(key),
    };
    TdesEde3::new(&whole.into())
}

fn xor(to: &mut [u8; BLOCK], from: &[u8; BLOCK]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to ^= from;
    }
}

/// The upper seven bits of each byte, 56 in all.
fn seven_bits(key: &[u8; BLOCK]) -> u64 {
    key.iter()
        .fold(0, |bits, byte| bits << 7 | u64::from(byte >> 1))
}

/// 56 bits as a key: seven to a byte above odd parity, and the last byte changed by F0 where DES is weak with it
/// (`key_correction`).
fn corrected(bits: u64) -> [u8; BLOCK] {
    let mut key = [0; BLOCK];
    for (at, byte) in key.iter_mut().rev().enumerate() {
        let seven = ((bits >> (7 * at)) as u8 & 0x7f) << 1;
        *byte = seven | u8::from(seven.count_ones().is_multiple_of(2));
    }
    if weak_key_test(&key).is_err() {
        let [.., last] = &mut key;
        *last ^= 0xf0;
    }
    key
}
