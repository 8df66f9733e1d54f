//! The primitives of [MS-NLMP] 6, in the shapes that NTLM uses.

use ::des::Des;
use ::des::cipher::BlockCipherEncrypt;
use ::rc4::{KeyInit, Rc4, StreamCipher};
use hmac::{Hmac, Mac};
use md4::{Digest, Md4};
use md5::Md5;

/// MD4 of `data` ([RFC 1320]).
///
/// [RFC 1320]: https://www.rfc-editor.org/rfc/rfc1320
pub fn md4(data: &[u8]) -> [u8; 16] {
    Md4::digest(data).into()
}

/// MD5 of the joined `parts` ([RFC 1321]).
///
/// [RFC 1321]: https://www.rfc-editor.org/rfc/rfc1321
pub fn md5(parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Md5::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// HMAC-MD5 of the joined `parts` ([RFC 2104]).
///
/// [RFC 2104]: https://www.rfc-editor.org/rfc/rfc2104
pub fn hmac_md5(key: &[u8], parts: &[&[u8]]) -> [u8; 16] {
    // HMAC takes a key of any length: no error comes of it.
    let Ok(mut mac) = Hmac::<Md5>::new_from_slice(key) else {
        return [0; 16];
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// DES of one block under a 56-bit key without parity bits ([MS-NLMP] 6, `DES`).
pub fn des(key: &[u8; 7], block: &[u8; 8]) -> [u8; 8] {
    let mut out = (*block).into();
    Des::new(&spread(key).into()).encrypt_block(&mut out);
    out.into()
}

/// RC4 of `data` under a fresh key ([MS-NLMP] 6, `RC4K`). Encrypting twice gives the data back.
pub fn rc4(key: &[u8; 16], data: &[u8]) -> Vec<u8> {
    let stream = keystream(key, data.len());
    data.iter().zip(stream).map(|(a, b)| a ^ b).collect()
}

/// The first `length` bytes that RC4 makes of a key of 1 to 256 bytes; none of any other.
pub fn keystream(key: &[u8], length: usize) -> Vec<u8> {
    let Ok(mut handle) = Rc4::new_from_slice(key) else {
        return Vec::new();
    };
    let mut stream = vec![0; length];
    handle.apply_keystream(&mut stream);
    stream
}

/// `a ‖ b`, whose length the caller's type says.
pub(super) fn join<const A: usize, const B: usize, const N: usize>(
    a: &[u8; A],
    b: &[u8; B],
) -> [u8; N] {
    const { assert!(A + B == N) };
    let mut out = [0; N];
    for (to, from) in out.iter_mut().zip(a.iter().chain(b)) {
        *to = *from;
    }
    out
}

/// The first bytes of `data`; zeros where it is too short.
pub(super) fn head<const N: usize>(data: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    fill(&mut out, data);
    out
}

fn fill(to: &mut [u8], from: &[u8]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = *from;
    }
}

/// Seven bits to a byte, leaving the parity bit clear: DES ignores it.
fn spread(key: &[u8; 7]) -> [u8; 8] {
    let bits = u64::from_be_bytes(join(&[0], key));
    let mut groups = 0;
    for group in (0..8).rev() {
        groups = groups << 8 | (bits >> (7 * group) & 0x7f) << 1;
    }
    groups.to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hex_literal::hex;

    #[test]
    fn hmac_md5_of_rfc_2202() {
        assert_eq!(
            hmac_md5(&[0x0b; 16], &[b"Hi ", b"There"]),
            hex!("9294727a3638bb1c13f48ef8158bfc9d")
        );
        assert_eq!(
            hmac_md5(b"Jefe", &[b"what do ya want for nothing?"]),
            hex!("750c783e6ab0b503eaa86e310a5db738")
        );
        assert_eq!(
            hmac_md5(
                &[0xaa; 80],
                &[b"Test Using Larger Than Block-Size Key - Hash Key First"]
            ),
            hex!("6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd")
        );
    }

    #[test]
    fn md4_of_rfc_1320_and_md5_of_rfc_1321() {
        assert_eq!(md4(b"abc"), hex!("a448017aaf21d8525fc10ae87aa6729d"));
        assert_eq!(
            md5(&[b"a", b"bc"]),
            hex!("900150983cd24fb0d6963f7d28e17f72")
        );
    }

    #[test]
    fn des_keys_lose_nothing() {
        assert_eq!(spread(&[0xff; 7]), [0xfe; 8]);
        assert_eq!(spread(&hex!("01020304050607")), hex!("008080604028180e"));
        // The LMOWF of an empty password is the constant under a zero key, twice.
        assert_eq!(des(&[0; 7], b"KGS!@#$%"), hex!("aad3b435b51404ee"));
    }

    #[test]
    fn rc4_of_rfc_6229() {
        let key = hex!("0102030405060708090a0b0c0d0e0f10");
        assert_eq!(
            rc4(&key, &[0; 16]),
            hex!("9ac7cc9a609d1ef7b2932899cde41b97")
        );
        assert_eq!(rc4(&key, &rc4(&key, b"twice")), b"twice");
    }
}
