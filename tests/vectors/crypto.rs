//! Vectors about hashes, responses and keys.

use crate::sessions::{self, v1_key};
use crate::support::{Case, array, field_at, flags, hex, u32_at};
use double_hop::crypto::*;

/// Compares what the vector says about cryptography; `false` if it says nothing.
pub fn check(case: &mut Case<'_>) -> bool {
    match case.kind() {
        "ntlmv1_compute_and_messages" => ntlm_v1_response(case),
        "ntlmv1_ess_ntlm2_session_response" => ntlm2_session_response(case),
        "ntlmv2_compute_and_messages" => ntlm_v2_response(case),
        "kxkey_lm_key_with_zero_lmowf" => lm_key_without_lm_hash(case),
        "ntowfv1_surrogate_pair_password" => surrogate_pair(case),
        "seal_sign_keys" => seal_sign_keys(case),
        "nt_lm_hash" => hashes(case),
        "lm_ntlm_ntlmv2_lmv2_ntlm2session_responses" => all_responses(case),
        "full_http_ntlmv2_triple_mic_verifiable" => verified_triple(case),
        "seal_sign_ntlm1" => sealed_without_ess(case),
        "crc32" => case.same(
            "/crc32_le",
            crc32(case.text("data_ascii").as_bytes()).to_le_bytes(),
        ),
        "ntlm1_sign_seal_40bit" => weak_key(case),
        "ntlm2_sign_seal" => master_key(case),
        kind if kind.starts_with("davenport_appendix_c") => return sessions::check(case),
        _ => return false,
    }
    true
}

fn ntlm_v1_response(case: &mut Case<'_>) {
    let off = &mut Trace::off();
    let challenge = case.array("server_challenge");
    let nt = nt_owf_v1(case.text("password"), off);
    let lm = lm_owf_v1(case.text("password"), off).unwrap();
    let lm_response = lm_v1(&lm, &challenge, off);
    let base = session_base_key_v1(&nt, off);
    case.same("/LMOWFv1", lm);
    case.same("/NTOWFv1", nt);
    case.same("/SessionBaseKey", base);
    case.same("/LMv1Response", lm_response);
    case.same("/NTLMv1Response", ntlm_v1(&nt, &challenge, off));
    let plain = SessionFlags::from_bits(flags(case.text("challenge_flags")));
    let variants = [
        (
            plain,
            "/KeyExchangeKey_no_flag",
            "/EncryptedSessionKey_no_flag",
        ),
        (
            SessionFlags {
                request_non_nt: true,
                ..plain
            },
            "/KeyExchangeKey_NON_NT",
            "/EncryptedSessionKey_NON_NT_SESSION_KEY",
        ),
        (
            SessionFlags {
                lm_key: true,
                ..plain
            },
            "/KeyExchangeKey_with_NEGOTIATE_LM_KEY",
            "/EncryptedSessionKey_LM_KEY",
        ),
    ];
    for (flags, kxkey, encrypted) in variants {
        let key = v1_key(flags, base, lm, &lm_response, challenge);
        case.same(kxkey, key);
        let exported = export_key(&key, &case.array("random_session_key"), flags, off);
        case.same(encrypted, exported.encrypted.unwrap());
    }
}

fn ntlm2_session_response(case: &mut Case<'_>) {
    let off = &mut Trace::off();
    let challenge = case.array("server_challenge");
    let nt = nt_owf_v1(case.text("password"), off);
    let response = ntlm2_session(&nt, &challenge, &case.array("client_challenge"), off);
    let base = session_base_key_v1(&nt, off);
    let flags = SessionFlags::from_bits(flags(case.text("challenge_flags")));
    let key = v1_key(flags, base, NULL_KEY, &response.lm, challenge);
    case.same("/NTLMv1_ESS_NtResponse", response.nt);
    case.same("/LmResponse", response.lm);
    case.same("/SessionBaseKey", base);
    case.same("/KeyExchangeKey", key);
    case.same(
        "/client_seal_key_56",
        seal_key(&key, flags, Mode::Client, &mut Trace::off()),
    );
    case.same(
        "/client_sign_key",
        sign_key(&key, flags, Mode::Client, &mut Trace::off()).unwrap(),
    );
    let mut sealer = Sealer::new(flags, &key, Mode::Client, off);
    let (sealed, signature) = sealer.seal(0, PLAINTEXT, off);
    case.same("/sealed", sealed);
    case.same("/signature", signature);
}

/// The message of [MS-NLMP] 4.2.
const PLAINTEXT: &[u8] = b"P\0l\0a\0i\0n\0t\0e\0x\0t\0";

fn sealed_without_ess(case: &mut Case<'_>) {
    let off = &mut Trace::off();
    let flags = SessionFlags::from_bits(flags(case.text("flags")));
    let mut sealer = Sealer::new(
        flags,
        &case.array("exported_session_key"),
        Mode::Client,
        off,
    );
    let (sealed, signature) = sealer.seal(0, &case.bytes("plaintext_hex"), off);
    case.same("/sealed", sealed);
    case.same("/signature", signature);
}

fn weak_key(case: &mut Case<'_>) {
    let off = &mut Trace::off();
    let message = case.text("message_ascii").as_bytes();
    case.same("/crc32_le", crc32(message).to_le_bytes());
    let flags = SessionFlags {
        sign: true,
        seal: true,
        lm_key: true,
        ..SessionFlags::default()
    };
    let key = case.bytes("key");
    let exported = array(&[&key[..], &key[..]].concat());
    let new = |off: &mut Trace| Sealer::new(flags, &exported, Mode::Client, off);
    case.equal(
        "weakened key",
        &key,
        &seal_key(&exported, flags, Mode::Client, off),
    );
    let signature = new(off).sign(0, message, off);
    case.same("/signature_tail", &signature[8..]);
    let counted = case.expected("/signature_with_windows_counter").as_str();
    let check = new(off).check(0, message, array(&hex(counted.unwrap())), off);
    case.holds("a counter as padding is right too", check.matches);
    let (sealed, signature) = new(off).seal(0, message, off);
    case.same("/sealed", sealed);
    case.same("/sealed_signature_tail", &signature[8..]);
}

fn ntlm_v2_response(case: &mut Case<'_>) {
    let off = &mut Trace::off();
    let (challenge, nonce) = (
        case.array("server_challenge"),
        case.array("client_challenge"),
    );
    let info = hex(case.expected("/target_info").as_str().unwrap());
    let key = nt_owf_v2(
        &nt_owf_v1(case.text("password"), off),
        case.text("user"),
        case.text("domain"),
        off,
    );
    let temp = temp(u64::from_le_bytes(case.array("time")), &nonce, &info);
    let response = ntlm_v2(&key, &challenge, &temp, off);
    case.same("/NTOWFv2", key);
    case.same("/NTProofStr", response.proof);
    case.same("/SessionBaseKey", response.session_base_key);
    case.same(
        "/LMv2Response_first16",
        &lm_v2(&key, &challenge, &nonce, off)[..16],
    );
    let message = hex(case.expected("/authenticate_message").as_str().unwrap());
    case.equal(
        "NtChallengeResponse",
        field_at(&message, 20),
        &response.response,
    );
    case.equal(
        "LmChallengeResponse",
        field_at(&message, 12),
        &lm_v2(&key, &challenge, &nonce, off),
    );
    let flags = SessionFlags::from_bits(flags(case.text("challenge_flags")));
    let exported = export_key(
        &response.session_base_key,
        &case.array("random_session_key"),
        flags,
        off,
    );
    case.same("/EncryptedSessionKey", exported.encrypted.unwrap());
    case.same(
        "/client_seal_key",
        seal_key(&exported.exported, flags, Mode::Client, &mut Trace::off()),
    );
    case.same(
        "/client_sign_key",
        sign_key(&exported.exported, flags, Mode::Client, &mut Trace::off()).unwrap(),
    );
    let plain = SessionFlags {
        key_exch: false,
        ..flags
    };
    for (flags, sealed, signature) in [
        (flags, "/sealed", "/signature"),
        (plain, "/sealed_no_key_exch", "/signature_no_key_exch"),
    ] {
        let found =
            Sealer::new(flags, &exported.exported, Mode::Client, off).seal(0, PLAINTEXT, off);
        case.same(sealed, found.0);
        case.same(signature, found.1);
    }
}

fn lm_key_without_lm_hash(case: &mut Case<'_>) {
    let flags = SessionFlags {
        lm_key: true,
        ..SessionFlags::default()
    };
    let base = session_base_key_v1(
        &nt_owf_v1(case.text("password"), &mut Trace::off()),
        &mut Trace::off(),
    );
    let (lm, challenge) = (case.array("lmowf"), case.array("server_challenge"));
    case.same(
        "/key_exchange_key",
        v1_key(flags, base, lm, &case.bytes("lm_response"), challenge),
    );
}

fn surrogate_pair(case: &mut Case<'_>) {
    let password = String::from_utf8(case.bytes("password_utf8_hex")).unwrap();
    case.same("/ntowfv1", nt_owf_v1(&password, &mut Trace::off()));
}

fn seal_sign_keys(case: &mut Case<'_>) {
    let exported = case.array("exported_session_key");
    let none = SessionFlags::default();
    let ess = SessionFlags { ess: true, ..none };
    for entry in case.expected("/ess_seal_keys").as_array().unwrap() {
        let [strength, usage, key] =
            ["strength", "usage", "key"].map(|name| entry[name].as_str().unwrap());
        let flags = SessionFlags {
            bits_128: strength == "128",
            bits_56: strength == "56",
            ..ess
        };
        let mode = if usage == "initiate" {
            Mode::Client
        } else {
            Mode::Server
        };
        case.equal(
            &format!("{strength} {usage}"),
            &hex(key),
            &seal_key(&exported, flags, mode, &mut Trace::off()),
        );
    }
    for weak in [
        SessionFlags {
            lm_key: true,
            ..none
        },
        SessionFlags {
            datagram: true,
            ..none
        },
    ] {
        let key = |bits_56| {
            seal_key(
                &exported,
                SessionFlags { bits_56, ..weak },
                Mode::Client,
                &mut Trace::off(),
            )
        };
        case.same("/lm_key_or_datagram_56", key(true));
        case.same("/lm_key_or_datagram_40", key(false));
    }
    case.same(
        "/no_flags",
        seal_key(&exported, none, Mode::Client, &mut Trace::off()),
    );
    case.same(
        "/sign_key_client",
        sign_key(&exported, ess, Mode::Client, &mut Trace::off()).unwrap(),
    );
    case.same(
        "/sign_key_server",
        sign_key(&exported, ess, Mode::Server, &mut Trace::off()).unwrap(),
    );
    case.holds(
        "no signing key without ESS",
        sign_key(&exported, none, Mode::Client, &mut Trace::off()).is_none(),
    );
}

fn hashes(case: &mut Case<'_>) {
    let off = &mut Trace::off();
    let password = case.text("password");
    case.same("/nt_hash", nt_owf_v1(password, off));
    // The source hashes the first 14 characters of a longer password; Windows has no LM hash of it.
    case.holds(
        "no LM hash of a long password",
        password.len() <= 14 || lm_owf_v1(password, off).is_none(),
    );
    let start: String = password.chars().take(14).collect();
    case.same("/lm_hash", lm_owf_v1(&start, off).unwrap());
}

fn all_responses(case: &mut Case<'_>) {
    let off = &mut Trace::off();
    let (challenge, nonce) = (case.array("server_challenge"), case.array("client_nonce"));
    let nt = nt_owf_v1(case.text("password"), off);
    let lm = lm_owf_v1(case.text("password"), off).unwrap();
    let key = nt_owf_v2(&nt, case.text("user"), case.text("domain"), off);
    let time = u64::from_le_bytes(case.array("timestamp_le"));
    let session = ntlm2_session(&nt, &challenge, &nonce, off);
    case.same("/lm_hash", lm);
    case.same("/lm_response", lm_v1(&lm, &challenge, off));
    case.same("/nt_hash", nt);
    case.same("/ntlm_response", ntlm_v1(&nt, &challenge, off));
    case.same("/ntlmv2_hash", key);
    case.same(
        "/nt_proof",
        ntlm_v2(
            &key,
            &challenge,
            &temp(time, &nonce, &case.bytes("target_info")),
            off,
        )
        .proof,
    );
    case.same("/lmv2_response", lm_v2(&key, &challenge, &nonce, off));
    let nonce_md5 = md5(&[&challenge, &nonce]);
    case.same("/ntlm2_session_nonce_md5", nonce_md5);
    case.equal(
        "effective challenge",
        &nonce_md5[..8],
        &session.effective_challenge,
    );
    case.same("/ntlm2_session_response", session.nt);
    case.same("/ntlm_user_session_key", session_base_key_v1(&nt, off));
}

fn verified_triple(case: &mut Case<'_>) {
    let off = &mut Trace::off();
    let [negotiate, challenge, mut authenticate] =
        ["negotiate", "challenge", "authenticate"].map(|name| case.bytes(name));
    let server_challenge = array(&challenge[24..32]);
    let nt = nt_owf_v1(case.text("password"), off);
    case.same("/nt_hash", nt);
    case.same(
        "/ntowfv2",
        nt_owf_v2(&nt, case.text("user"), case.text("domain"), off),
    );
    case.same("/server_challenge", server_challenge);
    let response = field_at(&authenticate, 20).to_vec();
    let (user, domain) = (case.text("user"), case.text("domain"));
    let found = check_v2(
        UpperCaseRule::Windows,
        &nt,
        (user, domain),
        &server_challenge,
        &response,
        off,
    )
    .unwrap();
    case.holds(
        "the NT proof is right as sent",
        found.matched == Some(DomainForm::AsSent),
    );
    case.holds(
        "the LM response is null",
        field_at(&authenticate, 12) == NULL_LM,
    );
    let flags = SessionFlags::from_bits(u32_at(&authenticate, 60));
    let from = KxKey {
        kind: KxKind::V2,
        flags,
        session_base_key: found.session_base_key,
        lm_owf: NULL_KEY,
        lm_response: &NULL_LM,
        server_challenge,
    };
    let exported = export_key(&key_exchange_key(&from, off), &NULL_KEY, flags, off);
    case.holds("no key is exchanged", exported.encrypted.is_none());
    case.same("/session_key", exported.exported);
    case.same("/mic", &authenticate[72..88]);
    authenticate[72..88].fill(0);
    case.same(
        "/mic",
        mic(
            &exported.exported,
            &negotiate,
            &challenge,
            &authenticate,
            off,
        ),
    );
}

fn master_key(case: &mut Case<'_>) {
    let master = case.array("master_key");
    let ess = SessionFlags {
        ess: true,
        ..SessionFlags::default()
    };
    case.same(
        "/client_sign_key",
        sign_key(&master, ess, Mode::Client, &mut Trace::off()).unwrap(),
    );
    case.same(
        "/client_seal_key_128",
        seal_key(
            &master,
            SessionFlags {
                bits_128: true,
                ..ess
            },
            Mode::Client,
            &mut Trace::off(),
        ),
    );
    case.same(
        "/client_seal_key_40",
        seal_key(&master, ess, Mode::Client, &mut Trace::off()),
    );
    let message = case.text("message_ascii").as_bytes();
    let off = &mut Trace::off();
    let weak = SessionFlags {
        sign: true,
        seal: true,
        key_exch: true,
        ..ess
    };
    let strong = SessionFlags {
        bits_128: true,
        ..weak
    };
    let new = |flags, off: &mut Trace| Sealer::new(flags, &master, Mode::Client, off);
    case.same("/signature", new(strong, off).sign(0, message, off));
    let (sealed, signature) = new(weak, off).seal(0, message, off);
    case.same("/sealed_40", sealed);
    case.same("/seal_signature_40", signature);
}
