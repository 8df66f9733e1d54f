//! What holds for every encryption type.

use super::*;
use crate::crypto::{ComputationStep, Trace};
use hex_literal::hex;

fn key(etype: Etype) -> Key {
    let bytes: Vec<u8> = (1..).take(etype.key_len()).collect();
    Key::new(etype, bytes).unwrap()
}

fn names(steps: &[ComputationStep]) -> Vec<&'static str> {
    steps.iter().map(|step| step.name).collect()
}

#[test]
fn numbers_name_their_types() {
    for etype in Etype::ALL {
        assert_eq!(Etype::from_number(etype.number()), Some(etype));
        assert!(Key::new(etype, vec![0; etype.key_len() + 1]).is_none());
    }
    assert_eq!(Etype::from_number(1), None);
}

#[test]
fn debugging_prints_no_key() {
    assert_eq!(format!("{:?}", key(Etype::Rc4)), "rc4-hmac");
}

#[test]
fn another_key_or_usage_decrypts_nothing() {
    let off = &mut Trace::off();
    for etype in Etype::ALL {
        let cipher = key(etype).encrypt(2, &[7; 16], b"ticket", off);
        let mut other = key(etype);
        other.bytes[0] ^= 2;
        assert_eq!(other.decrypt(2, &cipher, off), Err(DecryptError::Integrity));
        if etype != Etype::DesCbcMd5 {
            let again = key(etype).decrypt(11, &cipher, off);
            assert_eq!(again, Err(DecryptError::Integrity), "{etype:?}");
        }
        assert_eq!(
            key(etype).decrypt(2, &cipher[..17], off),
            Err(DecryptError::TooShort)
        );
    }
}

#[test]
fn rc4_opens_usage_9_by_either_number() {
    let off = &mut Trace::off();
    let key = key(Etype::Rc4);
    for usage in [8, 9] {
        let cipher = key.encrypt(usage, &[7; 8], b"part", off);
        assert_eq!(key.decrypt(9, &cipher, off), Ok(b"part".to_vec()));
    }
    let cipher = key.encrypt(9, &[7; 8], b"part", off);
    assert!(key.decrypt(8, &cipher, off).is_err());
}

#[test]
fn steps_are_named_as_specified_and_change_nothing() {
    type Names = &'static [&'static str];
    let cases: [(Etype, Names, Names, Names); 5] = [
        (
            Etype::Des3Sha1,
            &["Ke", "Ki", "C1", "H1"],
            &["Ke", "Ki", "P1", "H1"],
            &["Kc", "checksum"],
        ),
        (
            Etype::Aes256Sha1,
            &["Ke", "Ki", "C1", "H1"],
            &["Ke", "Ki", "P1", "H1"],
            &["Kc", "checksum"],
        ),
        (
            Etype::Aes256Sha2,
            &["Ke", "Ki", "C", "H"],
            &["Ke", "Ki", "H", "P"],
            &["Kc", "checksum"],
        ),
        (
            Etype::Rc4,
            &["K1", "checksum", "K3", "edata"],
            &["K1", "K3", "data", "checksum"],
            &["Ksign", "checksum"],
        ),
        (
            Etype::DesCbcMd5,
            &["checksum", "edata"],
            &["data", "checksum"],
            &["checksum"],
        ),
    ];
    for (etype, encrypt, decrypt, checksum) in cases {
        let [mut one, mut two, mut three] = [Trace::on(), Trace::on(), Trace::on()];
        let cipher = key(etype).encrypt(2, &[7; 16], b"eight by", &mut one);
        assert_eq!(names(one.steps()), encrypt);
        assert_eq!(
            cipher,
            key(etype).encrypt(2, &[7; 16], b"eight by", &mut Trace::off())
        );
        assert_eq!(
            key(etype).decrypt(2, &cipher, &mut two).unwrap(),
            b"eight by"
        );
        assert_eq!(names(two.steps()), decrypt);
        let sum = key(etype).checksum(6, b"body", &mut three);
        assert_eq!(names(three.steps()), checksum);
        assert_eq!(three.steps().last().unwrap().output.bytes, sum);
    }
}

#[test]
fn keys_from_passwords_tell_their_steps() {
    let cases: [(Etype, &[&str]); 5] = [
        (Etype::Des3Sha1, &["string-to-key"]),
        (Etype::Aes128Sha1, &["tkey", "string-to-key"]),
        (Etype::Aes128Sha2, &["tkey", "string-to-key"]),
        (Etype::Rc4, &["NTOWFv1"]),
        (Etype::DesCbcMd5, &["string-to-key"]),
    ];
    for (etype, expected) in cases {
        let mut trace = Trace::on();
        let key = string_to_key(etype, "secret", b"X.TESTbob", Some(2), &mut trace);
        assert_eq!(names(trace.steps()), expected);
        assert_eq!(trace.steps().last().unwrap().output.bytes, key.bytes);
        assert_eq!(key.bytes.len(), etype.key_len());
    }
}

#[test]
fn checksums_as_mit_and_samba_have_them() {
    type Case<'a> = (i64, Option<Key>, u32, &'a [u8], &'a [u8]);
    let with = |etype, bytes: &[u8]| Key::new(etype, bytes);
    let des3 = hex!("7a25df8992296dceda0e135bc4046e2375b3c14c98fbc162");
    let rc4 = hex!("f7d3a155af5e238a0b7a871a96ba2ab2");
    // MIT krb5, src/lib/crypto/crypto_tests/t_cksums.c.
    let mit: [Case<'_>; 6] = [
        (
            2,
            None,
            0,
            b"one",
            &hex!("305dcc2c0fdd5339969552c7b8996348"),
        ),
        (
            7,
            None,
            0,
            b"two three four five",
            &hex!("bab5321551e1084490869635b3c26815"),
        ),
        (
            14,
            None,
            0,
            b"",
            &hex!("da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ),
        (
            12,
            with(Etype::Des3Sha1, &des3),
            2,
            b"six seven",
            &hex!("0eefc9c3e049aabc1ba5c401677d9ab699082bb4"),
        ),
        (
            -137,
            with(Etype::Rc4, &rc4),
            5,
            b"fifteen sixteen",
            &hex!("9f41df304907de735447001fd2a197b9"),
        ),
        (
            -138,
            with(Etype::Rc4, &rc4),
            6,
            b"seventeen eighteen nineteen twenty",
            &hex!("eb38cc97e2230f59da4117dc5859d7ec"),
        ),
    ];
    // Samba, python/samba/tests/krb5/kcrypto.py; SHA-1 by its other number too.
    let samba: [Case<'_>; 3] = [
        (
            10,
            None,
            0,
            b"twenty nineteen eighteen seventeen",
            &hex!("381c870d8875d1913555de19af5c885fd27b7da9"),
        ),
        (
            14,
            None,
            0,
            b"twenty nineteen eighteen seventeen",
            &hex!("381c870d8875d1913555de19af5c885fd27b7da9"),
        ),
        (
            1,
            None,
            0,
            b"africa america asia australia europe",
            &hex!("ce595a53"),
        ),
    ];
    for (kind, key, usage, data, sum) in mit.into_iter().chain(samba) {
        assert_eq!(checksum_kind::is_keyed(kind), key.is_some(), "{kind}");
        assert_eq!(
            checksum(kind, key.as_ref(), usage, data).as_deref(),
            Some(sum),
            "{kind}"
        );
    }
}

#[test]
fn rc4_for_export_as_mit_has_it() {
    type Case<'a> = (&'a [u8], u32, &'a [u8], &'a [u8]);
    // MIT krb5, src/lib/crypto/crypto_tests/t_decrypt.c.
    let cases: [Case<'_>; 3] = [
        (
            &hex!("f7d3a155af5e238a0b7a871a96ba2ab2"),
            0,
            &hex!("2827f0e90f62e7460c4e2fb39f9657ba8bfaa991d7fdadff"),
            b"",
        ),
        (
            &hex!("33ad7fc2678615569b2b09836e0a3ab6"),
            2,
            &hex!("09d136ac485d92644ec6701d6a0d03e8982d7a3ca7efd0f8f4f83660ef4277bb81"),
            b"9 bytesss",
        ),
        (
            &hex!("39f25cd4f0d41b2b2d9d300fcb2981cb"),
            3,
            &hex!("912388d7c07612819e3b640ff5cecdaf72e5a59df10f1091a6bec39caad748af9bd2d8d546"),
            b"13 bytes byte",
        ),
    ];
    let off = &mut Trace::off();
    for (bytes, usage, cipher, plain) in cases {
        let key = Key::new(Etype::Rc4Export, bytes).unwrap();
        let opened = key.decrypt(usage, cipher, off);
        assert_eq!(opened.as_deref(), Ok(plain), "{usage}");
        let again = key.encrypt(usage, &[7; 8], plain, off);
        assert_eq!(key.decrypt(usage, &again, off).as_deref(), Ok(plain));
        let other = Key::new(Etype::Rc4, bytes).unwrap();
        assert!(other.decrypt(usage, cipher, off).is_err());
    }
}

#[test]
fn checksums_want_their_key() {
    let rc4 = key(Etype::Rc4);
    assert_eq!(checksum(7, None, 6, b"abc").unwrap().len(), 16);
    assert_eq!(checksum(-138, None, 17, b"abc"), None);
    assert_eq!(checksum(16, Some(&rc4), 17, b"abc"), None);
    assert!(checksum(-138, Some(&key(Etype::Aes256Sha1)), 17, b"abc").is_some());
    assert_eq!(checksum(99, Some(&rc4), 17, b"abc"), None);
}

#[test]
fn gss_tokens_prove_their_message_and_no_other() {
    let off = &mut Trace::off();
    for etype in [Etype::Aes128Sha1, Etype::Aes256Sha2] {
        let key = key(etype);
        let token = gss::mic(&key, gss::SENT_BY_ACCEPTOR, 9, b"list", off);
        assert!(gss::check_mic(&key, &token, b"list", off));
        assert!(!gss::check_mic(&key, &token, b"last", off));
        for token in [
            gss::wrap_signed(&key, gss::ACCEPTOR_SUBKEY, 9, b"message", off),
            gss::wrap_sealed(&key, 0, 9, &[7; 16], b"message", off),
        ] {
            assert_eq!(gss::unwrap(&key, &token, off).unwrap(), b"message");
            for at in 0..token.len() {
                let mut changed = token.clone();
                changed[at] ^= 0x10;
                assert_eq!(gss::unwrap(&key, &changed, off), None, "byte {at}");
            }
            // As DCE has it: what belongs at the end comes first.
            let mut rotated = token;
            rotated[7] = 28;
            let rotation = 28 % (rotated.len() - 16);
            rotated[16..].rotate_right(rotation);
            assert_eq!(gss::unwrap(&key, &rotated, off).unwrap(), b"message");
        }
    }
}

#[test]
fn gss_tokens_of_rc4_prove_their_message_and_no_other() {
    let off = &mut Trace::off();
    let key = key(Etype::Rc4);
    let token = gss::mic_rc4(&key, gss::Rc4Sender::Acceptor, 9, b"list", off);
    assert!(gss::check_mic_rc4(&key, &token, b"list", off));
    assert!(!gss::check_mic_rc4(&key, &token, b"last", off));
    for length in [0, 7, 200, 70_000] {
        let message = vec![b'm'; length];
        let mut token = gss::wrap_rc4(&key, gss::Rc4Sender::Initiator, 9, [7; 8], &message, off);
        assert_eq!(gss::unwrap_rc4(&key, &token, off).unwrap(), message);
        *token.last_mut().unwrap() ^= 1;
        assert_eq!(gss::unwrap_rc4(&key, &token, off), None);
    }
}
