//! What other implementations got wrong about keys, and what every key leaves in a trace.

use super::spec_examples::{BASE_V1, CLIENT_CHALLENGE, PLAIN, RANDOM, SERVER_CHALLENGE, v1};
use super::*;
use hex_literal::hex;

#[test]
fn a_mic_covers_the_three_messages_in_order() {
    let off = &mut Trace::off();
    let right = mic(&RANDOM, b"one", b"two", b"three", off);
    assert_eq!(right, hmac_md5(&RANDOM, &[b"onetwothree"]));
    for [n, c, a] in [
        [&b"0ne"[..], b"two", b"three"],
        [b"two", b"one", b"three"],
        [b"one", b"two", b"thr33"],
    ] {
        assert_ne!(right, mic(&RANDOM, n, c, a, off));
    }
}

#[test]
fn with_a_timestamp_lm_proves_nothing() {
    // Z(24) is nobody's LM or LMv2 response, not even under a null key.
    let off = &mut Trace::off();
    assert_eq!(NULL_LM, [0; 24]);
    assert_ne!(lm_v1(&NULL_KEY, &SERVER_CHALLENGE, off), NULL_LM);
    assert_ne!(lm_v2(&NULL_KEY, &SERVER_CHALLENGE, &[0; 8], off), NULL_LM);
    // The timestamp stands in the blob as it stood in the CHALLENGE.
    let timestamp = hex!("3357bdb1078bcf01");
    assert_eq!(
        temp(u64::from_le_bytes(timestamp), &CLIENT_CHALLENGE, &[])[8..16],
        timestamp
    );
}

#[test]
fn kxkey_has_its_lm_variants_without_an_lm_hash_too() {
    let from = KxKey {
        kind: KxKind::V1,
        flags: SessionFlags {
            lm_key: true,
            ..SessionFlags::default()
        },
        session_base_key: BASE_V1,
        lm_owf: NULL_KEY,
        lm_response: &hex!("8bfcfed5a36d251386cc38de78bae16224c52fd735355e24"),
        server_challenge: SERVER_CHALLENGE,
    };
    let off = &mut Trace::off();
    assert_eq!(
        key_exchange_key(&from, off),
        hex!("5ffa2bf727add101c26cf2e6c113bd6d")
    );
    let non_nt = SessionFlags {
        request_non_nt: true,
        ..SessionFlags::default()
    };
    assert_eq!(
        key_exchange_key(
            &KxKey {
                flags: non_nt,
                ..from
            },
            off
        ),
        NULL_KEY
    );
    assert_eq!(
        key_exchange_key(
            &KxKey {
                kind: KxKind::V2,
                ..from
            },
            off
        ),
        BASE_V1
    );
}

#[test]
fn extended_session_security_wins_over_lm_key() {
    let ess = SessionFlags { ess: true, ..PLAIN };
    let both = SessionFlags {
        lm_key: true,
        ..ess
    };
    assert_eq!(v1(both, &CLIENT_CHALLENGE), v1(ess, &CLIENT_CHALLENGE));
    assert_eq!(
        seal_key(&RANDOM, both, Mode::Server, &mut Trace::off()),
        seal_key(&RANDOM, ess, Mode::Server, &mut Trace::off())
    );
}

#[test]
fn a_key_is_exchanged_only_to_protect_something() {
    let off = &mut Trace::off();
    for (key_exch, sign, seal) in [
        (true, true, false),
        (true, false, true),
        (true, false, false),
        (false, true, true),
    ] {
        let flags = SessionFlags {
            key_exch,
            sign,
            seal,
            ..SessionFlags::default()
        };
        let exchanged = key_exch && (sign || seal);
        let key = export_key(&BASE_V1, &RANDOM, flags, off);
        assert_eq!(key.encrypted.is_some(), exchanged);
        assert_eq!(key.exported, if exchanged { RANDOM } else { BASE_V1 });
        assert_eq!(
            received_key(&BASE_V1, &key.encrypted.unwrap_or(RANDOM), flags, off),
            key.exported
        );
    }
}

#[test]
fn an_anonymous_session_has_a_null_key() {
    let from = KxKey {
        kind: KxKind::Anonymous,
        flags: SessionFlags { ess: true, ..PLAIN },
        session_base_key: NULL_KEY,
        lm_owf: NULL_KEY,
        lm_response: &ANONYMOUS_LM,
        server_challenge: SERVER_CHALLENGE,
    };
    assert_eq!(key_exchange_key(&from, &mut Trace::off()), NULL_KEY);
}

#[test]
fn seal_keys_have_the_negotiated_strength() {
    let ess = SessionFlags {
        ess: true,
        ..SessionFlags::default()
    };
    let cases: [(SessionFlags, &[u8]); 6] = [
        (
            SessionFlags {
                bits_128: true,
                bits_56: true,
                ..ess
            },
            &hex!("9355f3a957c1583d25c4c2f11e40390e"),
        ),
        (
            SessionFlags {
                bits_56: true,
                ..ess
            },
            &hex!("583e2f98959b385cd158f3734b5f5d3f"),
        ),
        (ess, &hex!("c5d3853b406b7c1241c595f0ce0750e2")),
        (
            SessionFlags {
                lm_key: true,
                bits_56: true,
                ..SessionFlags::default()
            },
            &hex!("55555555555555a0"),
        ),
        (
            SessionFlags {
                datagram: true,
                ..SessionFlags::default()
            },
            &hex!("5555555555e538b0"),
        ),
        (SessionFlags::default(), &RANDOM),
    ];
    for (flags, key) in cases {
        assert_eq!(
            seal_key(&RANDOM, flags, Mode::Server, &mut Trace::off()),
            key,
            "{flags:?}"
        );
    }
    assert_eq!(
        sign_key(&RANDOM, ess, Mode::Server, &mut Trace::off()),
        Some(hex!("d04d6f10741041d1d246d64188d7a8ad"))
    );
    assert_eq!(
        sign_key(&RANDOM, PLAIN, Mode::Server, &mut Trace::off()),
        None
    );
}

#[test]
fn every_derived_value_is_recorded() {
    let mut trace = Trace::on();
    let key = nt_owf_v2(
        &nt_owf_v1("Password", &mut trace),
        "User",
        "Domain",
        &mut trace,
    );
    let response = ntlm_v2(&key, &SERVER_CHALLENGE, b"temp", &mut trace);
    let from = KxKey {
        kind: KxKind::V2,
        flags: PLAIN,
        session_base_key: response.session_base_key,
        lm_owf: NULL_KEY,
        lm_response: &NULL_LM,
        server_challenge: SERVER_CHALLENGE,
    };
    let kxkey = key_exchange_key(&from, &mut trace);
    export_key(&kxkey, &RANDOM, PLAIN, &mut trace);
    mic(&RANDOM, b"1", b"2", b"3", &mut trace);
    let names: Vec<_> = trace.steps().iter().map(|step| step.name).collect();
    let expected = [
        "NTOWFv1",
        "NTOWFv2",
        "NTProofStr",
        "SessionBaseKey",
        "KeyExchangeKey",
        "EncryptedRandomSessionKey",
        "MIC",
    ];
    assert_eq!(names, expected);
    assert!(
        trace
            .steps()
            .iter()
            .all(|step| !step.inputs.is_empty() && step.spec.starts_with("[MS-NLMP] "))
    );
}
