//! The worked examples of [MS-NLMP] 4.2, to the byte.

use super::*;
use hex_literal::hex;

pub(super) const SERVER_CHALLENGE: [u8; 8] = hex!("0123456789abcdef");
pub(super) const CLIENT_CHALLENGE: [u8; 8] = [0xaa; 8];
pub(super) const RANDOM: [u8; 16] = [0x55; 16];
const LM_OWF: [u8; 16] = hex!("e52cac67419a9a224a3b108f3fa6cb6d");
const NT_OWF: [u8; 16] = hex!("a4f49c406510bdcab6824ee7c30fd852");
pub(super) const BASE_V1: [u8; 16] = hex!("d87262b0cde4b1cb7499becccdf10784");

pub(super) const PLAIN: SessionFlags = SessionFlags {
    sign: true,
    seal: true,
    datagram: false,
    lm_key: false,
    ess: false,
    request_non_nt: false,
    bits_128: true,
    key_exch: true,
    bits_56: true,
};

pub(super) fn v1(flags: SessionFlags, lm_response: &[u8]) -> [u8; 16] {
    let from = KxKey {
        kind: KxKind::V1,
        flags,
        session_base_key: BASE_V1,
        lm_owf: LM_OWF,
        lm_response,
        server_challenge: SERVER_CHALLENGE,
    };
    key_exchange_key(&from, &mut Trace::off())
}

#[test]
fn ms_nlmp_4_2_2_ntlmv1() {
    let off = &mut Trace::off();
    assert_eq!(lm_owf_v1("Password", off), Some(LM_OWF));
    assert_eq!(nt_owf_v1("Password", off), NT_OWF);
    assert_eq!(session_base_key_v1(&NT_OWF, off), BASE_V1);
    let lm = lm_v1(&LM_OWF, &SERVER_CHALLENGE, off);
    assert_eq!(lm, hex!("98def7b87f88aa5dafe2df779688a172def11c7d5ccdef13"));
    assert_eq!(
        ntlm_v1(&NT_OWF, &SERVER_CHALLENGE, off),
        hex!("67c43011f30298a2ad35ece64f16331c44bdbed927841f94")
    );
    let lm_key = SessionFlags {
        lm_key: true,
        ..PLAIN
    };
    let non_nt = SessionFlags {
        request_non_nt: true,
        ..PLAIN
    };
    let variants = [
        (PLAIN, BASE_V1, hex!("518822b1b3f350c8958682ecbb3e3cb7")),
        (
            non_nt,
            hex!("e52cac67419a9a220000000000000000"),
            hex!("7452ca55c225a1ca04b48fae32cf56fc"),
        ),
        (
            lm_key,
            hex!("b09e379f7fbecb1eaf0afdcb0383c8a0"),
            hex!("4cd7bb57d697ef9b549f02b8f9b37864"),
        ),
    ];
    for (flags, kxkey, encrypted) in variants {
        assert_eq!(v1(flags, &lm), kxkey);
        let key = export_key(&kxkey, &RANDOM, flags, off);
        assert_eq!(
            key,
            ExportedKey {
                exported: RANDOM,
                encrypted: Some(encrypted)
            }
        );
        assert_eq!(received_key(&kxkey, &encrypted, flags, off), RANDOM);
    }
}

#[test]
fn ms_nlmp_4_2_3_ntlmv1_with_client_challenge() {
    let off = &mut Trace::off();
    let response = ntlm2_session(&NT_OWF, &SERVER_CHALLENGE, &CLIENT_CHALLENGE, off);
    assert_eq!(
        response.nt,
        hex!("7537f803ae367128ca458204bde7caf81e97ed2683267232")
    );
    assert_eq!(
        response.lm,
        hex!("aaaaaaaaaaaaaaaa00000000000000000000000000000000")
    );
    let flags = SessionFlags::from_bits(0x820a_8233);
    let key = v1(flags, &response.lm);
    assert_eq!(key, hex!("eb93429a8bd952f8b89c55b87f475edc"));
    // No key exchange was negotiated: the key exchange key is exported as it is.
    assert_eq!(
        export_key(&key, &RANDOM, flags, off),
        ExportedKey {
            exported: key,
            encrypted: None
        }
    );
    assert_eq!(
        seal_key(&key, flags, Mode::Client, &mut Trace::off()),
        hex!("04dd7f014d8504d265a25cc86a3a7c06")
    );
    assert_eq!(
        sign_key(&key, flags, Mode::Client, &mut Trace::off()),
        Some(hex!("60e799be5c72fc92922ae8ebe961fb8d"))
    );
}

#[test]
fn ms_nlmp_4_2_4_ntlmv2() {
    let off = &mut Trace::off();
    let info = hex!("02000c0044006f006d00610069006e0001000c0053006500720076006500720000000000");
    let temp = temp(0, &CLIENT_CHALLENGE, &info);
    assert_eq!(
        temp[..28],
        hex!("01010000000000000000000000000000aaaaaaaaaaaaaaaa00000000")
    );
    assert_eq!((&temp[28..64], &temp[64..]), (&info[..], &[0; 4][..]));
    let key = nt_owf_v2(&NT_OWF, "User", "Domain", off);
    assert_eq!(key, hex!("0c868a403bfd7a93a3001ef22ef02e3f"));
    let response = ntlm_v2(&key, &SERVER_CHALLENGE, &temp, off);
    assert_eq!(response.proof, hex!("68cd0ab851e51c96aabc927bebef6a1c"));
    assert_eq!(response.response.len(), 0x54);
    assert_eq!(
        response.session_base_key,
        hex!("8de40ccadbc14a82f15cb0ad0de95ca3")
    );
    assert_eq!(
        lm_v2(&key, &SERVER_CHALLENGE, &CLIENT_CHALLENGE, off),
        hex!("86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa")
    );
    let flags = SessionFlags::from_bits(0xe28a_8233);
    let exported = export_key(&response.session_base_key, &RANDOM, flags, off);
    assert_eq!(
        exported.encrypted,
        Some(hex!("c5dad2544fc9799094ce1ce90bc9d03e"))
    );
    assert_eq!(
        seal_key(&RANDOM, flags, Mode::Client, &mut Trace::off()),
        hex!("59f600973cc4960a25480a7c196e4c58")
    );
    assert_eq!(
        sign_key(&RANDOM, flags, Mode::Client, &mut Trace::off()),
        Some(hex!("4788dc861b4782f35d43fd98fe1a2d39"))
    );
}
