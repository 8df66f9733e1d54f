//! What holds for Kerberos' cryptography whatever the key, the usage and the bytes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use double_hop::crypto::Trace;
use double_hop::crypto::kerberos::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn etypes() -> impl Strategy<Value = Etype> {
    select(&Etype::ALL[..])
}

fn keys() -> impl Strategy<Value = Key> {
    (etypes(), vec(any::<u8>(), 32)).prop_map(|(etype, seed)| Key::from_seed(etype, &seed))
}

/// Of any length, as the fields of a key allow.
fn any_keys() -> impl Strategy<Value = Key> {
    (etypes(), vec(any::<u8>(), 0..40)).prop_map(|(etype, bytes)| Key { etype, bytes })
}

fn bytes(length: usize) -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..length)
}

proptest! {
    #[test]
    fn what_is_encrypted_decrypts(
        key in keys(), usage in any::<u32>(), confounder in any::<[u8; 16]>(), plain in bytes(101)
    ) {
        let off = &mut Trace::off();
        let cipher = key.encrypt(usage, &confounder, &plain, off);
        let mut opened = key.decrypt(usage, &cipher, off).unwrap();
        if matches!(key.etype, Etype::DesCbcMd5 | Etype::Des3Sha1) {
            prop_assert!(opened[plain.len()..].iter().all(|byte| *byte == 0));
            opened.truncate(plain.len());
        } else {
            let expected = key.etype.confounder_len() + plain.len() + key.etype.mac_len();
            prop_assert_eq!(cipher.len(), expected);
        }
        prop_assert_eq!(opened, plain);
    }

    #[test]
    fn a_changed_byte_is_noticed(
        key in keys(), usage in any::<u32>(), plain in bytes(101), at in any::<Index>(), change in 1..=u8::MAX
    ) {
        let off = &mut Trace::off();
        let mut cipher = key.encrypt(usage, &[3; 16], &plain, off);
        let at = at.index(cipher.len());
        cipher[at] ^= change;
        prop_assert_eq!(key.decrypt(usage, &cipher, off), Err(DecryptError::Integrity));
    }

    #[test]
    fn another_usage_opens_nothing(
        key in keys(), usage in 10..1000_u32, other in 10..1000_u32, plain in bytes(50)
    ) {
        prop_assume!(key.etype != Etype::DesCbcMd5 && usage != other && usage != 23 && other != 23);
        let off = &mut Trace::off();
        let cipher = key.encrypt(usage, &[3; 16], &plain, off);
        prop_assert!(key.decrypt(other, &cipher, off).is_err());
        prop_assert_ne!(key.checksum(usage, &plain, off), key.checksum(other, &plain, off));
    }

    #[test]
    fn steps_change_nothing(key in keys(), usage in any::<u32>(), plain in bytes(50)) {
        let (on, off) = (&mut Trace::on(), &mut Trace::off());
        let cipher = key.encrypt(usage, &[3; 16], &plain, on);
        prop_assert_eq!(&cipher, &key.encrypt(usage, &[3; 16], &plain, off));
        prop_assert_eq!(key.decrypt(usage, &cipher, on), key.decrypt(usage, &cipher, off));
        prop_assert_eq!(key.checksum(usage, &plain, on), key.checksum(usage, &plain, off));
    }

    #[test]
    fn no_bytes_panic(
        key in any_keys(), usage in any::<u32>(), data in bytes(300), kind in -140..30_i64
    ) {
        let on = &mut Trace::on();
        let _ = key.decrypt(usage, &data, on);
        key.encrypt(usage, &data, &data, on);
        key.checksum(usage, &data, on);
        key.prf(&data);
        krb_fx_cf2(&key, &key, &data, b"pepper");
        let _ = checksum(kind, Some(&key), usage, &data);
        let _ = gss::unwrap(&key, &data, on);
        gss::check_mic(&key, &data, b"message", on);
        let _ = gss::unwrap_rc4(&key, &data, on);
        gss::check_mic_rc4(&key, &data, b"message", on);
        n_fold(&data, data.len() % 40);
        dk(key.etype, &key.bytes, &data);
        cts_decrypt(&key.bytes, &[0; 16], &data);
    }

    #[test]
    fn no_wrap_token_panics(
        key in keys(), flags in any::<u8>(), counts in any::<[u8; 4]>(), body in bytes(100)
    ) {
        let header = [5, 4, flags, 0xff, counts[0], counts[1], counts[2], counts[3]];
        let token = [&header[..], &[0; 8], &body].concat();
        prop_assert_eq!(gss::unwrap(&key, &token, &mut Trace::off()), None);
    }

    #[test]
    fn ciphertext_stealing_keeps_lengths(long in any::<bool>(), key in any::<[u8; 32]>(), plain in vec(any::<u8>(), 16..101)) {
        let key = if long { &key[..] } else { &key[..16] };
        let cipher = cts_encrypt(key, &[9; 16], &plain);
        prop_assert_eq!(cipher.len(), plain.len());
        prop_assert_eq!(cts_decrypt(key, &[9; 16], &cipher), plain);
    }

    #[test]
    fn any_password_makes_a_key(etype in etypes(), password in any::<String>(), salt in bytes(40)) {
        let key = string_to_key(etype, &password, &salt, Some(1), &mut Trace::on());
        prop_assert!(Key::new(etype, key.bytes).is_some());
    }
}
