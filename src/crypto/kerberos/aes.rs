//! AES in CBC with ciphertext stealing, as Kerberos has it (RFC 3962 5).

use crate::crypto::primitives::head;
use ::aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use ::aes::{Aes128, Aes256};

/// A block of AES, in bytes, whatever the key's length.
pub(super) const BLOCK: usize = 16;

/// `plain` under a key of 16 or 32 bytes: as long as it is, but at least a block. The last two blocks are swapped
/// always, even if the last is full (RFC 3962 5, "CBC-CTS"); a single block is plain CBC.
pub fn cts_encrypt(key: &[u8], iv: &[u8; BLOCK], plain: &[u8]) -> Vec<u8> {
    let aes = Aes::new(key);
    let mut blocks = blocks_of(plain);
    let mut before = *iv;
    for block in &mut blocks {
        xor(block, &before);
        aes.encrypt(block);
        before = *block;
    }
    if let [.., next_to_last, last] = blocks.as_mut_slice() {
        core::mem::swap(next_to_last, last);
    }
    cut(&blocks, plain.len().max(BLOCK))
}

/// The opposite of [`cts_encrypt`]. Fewer bytes than a block count as a block with zeros at its end.
pub fn cts_decrypt(key: &[u8], iv: &[u8; BLOCK], cipher: &[u8]) -> Vec<u8> {
    let aes = Aes::new(key);
    let mut blocks = blocks_of(cipher);
    if let [.., next_to_last, last] = blocks.as_mut_slice() {
        // What the last block lost is at the end of what the one that is now before it decrypts to.
        let present = (cipher.len() - 1) % BLOCK + 1;
        let mut lost = *next_to_last;
        aes.decrypt(&mut lost);
        for (to, from) in last.iter_mut().zip(lost).skip(present) {
            *to = from;
        }
        core::mem::swap(next_to_last, last);
    }
    let mut before = *iv;
    for block in &mut blocks {
        let next = *block;
        aes.decrypt(block);
        xor(block, &before);
        before = next;
    }
    cut(&blocks, cipher.len())
}

/// AES with either length of key.
enum Aes {
    /// AES-128, by a key of 16 bytes.
    Short(Aes128),
    /// AES-256, by a key of 32 bytes.
    Long(Aes256),
}

impl Aes {
    /// With the first 32 bytes of `key`, or 16 if it has no more.
    fn new(key: &[u8]) -> Self {
        if key.len() > 16 {
            Self::Long(Aes256::new(&head::<32>(key).into()))
        } else {
            Self::Short(Aes128::new(&head::<16>(key).into()))
        }
    }

    /// Encrypts a block in place.
    fn encrypt(&self, block: &mut [u8; BLOCK]) {
        let block = block.into();
        match self {
            Self::Short(aes) => aes.encrypt_block(block),
            Self::Long(aes) => aes.encrypt_block(block),
        }
    }

    fn decrypt(&self, block: &mut [u8; BLOCK]) {
        let block = block.into();
        match self {
            Self::Short(aes) => aes.decrypt_block(block),
            Self::Long(aes) => aes.decrypt_block(block),
        }
    }
}

/// `data` in blocks, the last filled with zeros; one of zeros for no data.
fn blocks_of(data: &[u8]) -> Vec<[u8; BLOCK]> {
    if data.is_empty() {
        return vec![[0; BLOCK]];
    }
    data.chunks(BLOCK).map(head).collect()
}

fn cut(blocks: &[[u8; BLOCK]], length: usize) -> Vec<u8> {
    let mut bytes = blocks.as_flattened().to_vec();
    bytes.truncate(length);
    bytes
}

fn xor(to: &mut [u8; BLOCK], from: &[u8; BLOCK]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to ^= from;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hex_literal::hex;

    const KEY: &[u8] = b"chicken teriyaki";
    const IV: [u8; 16] = [0; 16];

    #[test]
    fn as_rfc_3962_has_it() {
        let text = b"I would like the General Gau's Chicken, please, and wonton soup.";
        let cases: [(usize, &[u8]); 3] = [
            (17, &hex!("c6353568f2bf8cb4d8a580362da7ff7f97")),
            (
                31,
                &hex!("fc00783e0efdb2c1d445d4c8eff7ed2297687268d6ecccc0c07b25e25ecfe5"),
            ),
            (
                32,
                &hex!("39312523a78662d5be7fcbcc98ebf5a897687268d6ecccc0c07b25e25ecfe584"),
            ),
        ];
        for (length, cipher) in cases {
            assert_eq!(cts_encrypt(KEY, &IV, &text[..length]), cipher);
            assert_eq!(cts_decrypt(KEY, &IV, cipher), &text[..length]);
        }
    }

    #[test]
    fn less_than_a_block_is_a_block() {
        let cipher = cts_encrypt(KEY, &IV, b"short");
        assert_eq!(
            cts_decrypt(KEY, &IV, &cipher),
            *b"short\0\0\0\0\0\0\0\0\0\0\0"
        );
        assert_eq!(cts_encrypt(KEY, &IV, b"").len(), 16);
        assert_eq!(cts_decrypt(KEY, &IV, b""), b"");
    }
}
