//! Pseudo-random functions, and keys made of two keys.

use super::{Etype, Key, aes_sha2, des, simplified};
use crate::crypto::md5;
use hmac::{Hmac, KeyInit, Mac};
use sha1::{Digest, Sha1};

impl Key {
    /// `PRF`: bytes that only who has the key can compute (RFC 3961 3; RFC 3962 6, RFC 8009 5; with RC4 as MIT
    /// has it): 16 with DES, DES3 and AES with SHA-1, 20 with RC4, 32 or 48 with AES and SHA-2.
    pub fn prf(&self, input: &[u8]) -> Vec<u8> {
        match self.etype {
            Etype::DesCbcMd5 => des::cbc_encrypt(&self.bytes, &[0; 8], &md5(&[input])),
            Etype::Des3Sha1 | Etype::Aes128Sha1 | Etype::Aes256Sha1 => {
                let key = simplified::dk(self.etype, &self.bytes, b"prf");
                let digest = Sha1::digest(input);
                let whole_blocks = digest.get(..16).unwrap_or_default();
                simplified::cipher(self.etype, &key, whole_blocks)
            }
            Etype::Aes128Sha2 => aes_sha2::kdf(self.etype, &self.bytes, b"prf", input, 32),
            Etype::Aes256Sha2 => aes_sha2::kdf(self.etype, &self.bytes, b"prf", input, 48),
            Etype::Rc4 | Etype::Rc4Export => match Hmac::<Sha1>::new_from_slice(&self.bytes) {
                Ok(mac) => mac.chain_update(input).finalize().into_bytes().to_vec(),
                // HMAC takes a key of any length: no error comes of it.
                Err(_) => Vec::new(),
            },
        }
    }

    /// `PRF+`: `length` bytes, of as many runs of the PRF with a number before the input as it takes (RFC 6113 5.1).
    fn prf_plus(&self, input: &[u8], length: usize) -> Vec<u8> {
        let mut output: Vec<u8> = (1..=u8::MAX)
            .map(|run| self.prf(&[&[run], input].concat()))
            .scan(0, |produced, part| {
                let enough = *produced >= length;
                *produced += part.len();
                (!enough).then_some(part)
            })
            .flatten()
            .collect();
        output.truncate(length);
        output
    }
}

/// `KRB-FX-CF2`: a key of the first one's type, which takes both to compute (RFC 6113 5.1).
pub fn krb_fx_cf2(first: &Key, second: &Key, pepper1: &[u8], pepper2: &[u8]) -> Key {
    let length = first.etype.seed_len();
    let mut seed = first.prf_plus(pepper1, length);
    for (to, from) in seed.iter_mut().zip(second.prf_plus(pepper2, length)) {
        *to ^= from;
    }
    Key::from_seed(first.etype, &seed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::Trace;
    use crate::crypto::kerberos::string_to_key;
    use hex_literal::hex;

    #[test]
    fn cf2_as_rfc_6113_has_it() {
        let cases: [(Etype, &[u8]); 5] = [
            (Etype::DesCbcMd5, &hex!("43bae3738c9467e6")),
            (
                Etype::Des3Sha1,
                &hex!("e58f9eb643862c13ad38e529313462a7f73e62834fe54a01"),
            ),
            (Etype::Rc4, &hex!("24d7f6b6bae4e5c00d2082c5ebab3672")),
            (Etype::Aes128Sha1, &hex!("97df97e4b798b29eb31ed7280287a92a")),
            (
                Etype::Aes256Sha1,
                &hex!("4d6ca4e629785c1f01baf55e2e548566b9617ae3a96868c337cb93b5e72b1c7b"),
            ),
        ];
        for (etype, expected) in cases {
            let key =
                |text: &str| string_to_key(etype, text, text.as_bytes(), None, &mut Trace::off());
            let made = krb_fx_cf2(&key("key1"), &key("key2"), b"a", b"b");
            assert_eq!(made.bytes, expected, "{etype:?}");
        }
    }
}
