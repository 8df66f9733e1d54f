//! Whole sessions up to their keys, from the server's side.

use crate::support::{Case, array, field_at, u32_at};
use double_hop::crypto::*;
use double_hop::wire::ntlm::{NegotiateFlags, ResponseKind, Responses};

/// Compares a whole session up to its keys; `false` if its key cannot be computed.
pub fn check(case: &mut Case<'_>) -> bool {
    let off = &mut Trace::off();
    let type2 = case.bytes("type2");
    let type3 = case.bytes("type3");
    let server_challenge = array(&type2[24..32]);
    let wire_flags = if type3.is_empty() {
        u32_at(&type2, 20)
    } else {
        u32_at(&type3, 60)
    };
    let flags = SessionFlags::from_bits(wire_flags);
    let nt = nt_owf_v1(case.text("password"), off);
    let lm = lm_owf_v1(case.text("password"), off).unwrap();
    let base = session_base_key_v1(&nt, off);
    let (lm_response, nt_response, encrypted) = if type3.is_empty() {
        (
            lm_v1(&lm, &server_challenge, off).to_vec(),
            ntlm_v1(&nt, &server_challenge, off).to_vec(),
            &[][..],
        )
    } else {
        (
            field_at(&type3, 12).to_vec(),
            field_at(&type3, 20).to_vec(),
            field_at(&type3, 52),
        )
    };
    case.same_if_there("/responses/lm", &lm_response);
    case.same_if_there("/responses/nt", &nt_response);
    let v1 = |flags| v1_key(flags, base, lm, &lm_response, server_challenge);
    let negotiated = NegotiateFlags::from_bits_retain(wire_flags);
    let named = !case.text("user").is_empty();
    let kinds = Responses::classify(negotiated, named, &lm_response, &nt_response);
    let key = match kinds.nt {
        // Its key is nobody's but the system's.
        ResponseKind::LocalCall => return false,
        ResponseKind::Anonymous => anonymous_key(flags, server_challenge),
        ResponseKind::Empty => {
            case.equal(
                "LM response",
                &lm_response,
                &lm_v1(&lm, &server_challenge, off),
            );
            v1(SessionFlags {
                request_non_nt: true,
                ..flags
            })
        }
        ResponseKind::Ntlm => {
            case.equal(
                "LM response",
                &lm_response,
                &lm_v1(&lm, &server_challenge, off),
            );
            case.equal(
                "NT response",
                &nt_response,
                &ntlm_v1(&nt, &server_challenge, off),
            );
            v1(flags)
        }
        ResponseKind::Ntlm2Session => {
            let right = ntlm2_session(&nt, &server_challenge, &array(&lm_response[..8]), off);
            case.equal("NT response", &nt_response, &right.nt);
            case.equal("LM response", &lm_response, &right.lm);
            v1(flags)
        }
        ResponseKind::NtlmV2 => {
            let (user, domain) = (case.text("user"), case.text("domain"));
            let response_key = nt_owf_v2(&nt, user, domain, off);
            case.same_if_there("/derived/ntlmv2Hash", response_key);
            let nonce = array(&lm_response[16..]);
            case.equal(
                "LMv2",
                &lm_response,
                &lm_v2(&response_key, &server_challenge, &nonce, off),
            );
            let found = check_v2(&nt, user, domain, &server_challenge, &nt_response, off).unwrap();
            case.holds(
                "the NT proof is right",
                found.matched == Some(DomainForm::AsSent),
            );
            found.session_base_key
        }
        kind => panic!("{}: {kind:?}", case.id()),
    };
    case.same_if_there("/derived/ntlmHash", nt);
    case.same_if_there("/derived/lmHash", lm);
    case.same_if_there("/derived/NTLMUserSessionKey", base);
    for name in [
        "LMUserSessionKey",
        "LanManagerSessionKey",
        "NTLM2SessionResponseUserSessionKey",
        "NTLMv2UserSessionKey",
        "Anonymous User Session Key",
    ] {
        case.same_if_there(&format!("/derived/{name}"), key);
    }
    let exported = if encrypted.is_empty() {
        key
    } else {
        received_key(&key, &array(encrypted), flags, off)
    };
    case.same_if_there("/derived/key", exported);
    protecting_keys(case, &exported, flags);
    true
}

fn protecting_keys(case: &mut Case<'_>, exported: &[u8; 16], flags: SessionFlags) {
    let sign = |mode| sign_key(exported, flags, mode);
    // Without extended session security the source lists the session key before it is weakened.
    let seal = |mode| {
        if flags.ess {
            seal_key(exported, flags, mode)
        } else {
            exported.to_vec()
        }
    };
    let (server, client) = (
        sign(Mode::Server).unwrap_or(*exported),
        sign(Mode::Client).unwrap_or(*exported),
    );
    case.same_if_there("/context_keys/all four keys", exported);
    case.same_if_there("/context_keys/outbound signing key", server);
    case.same_if_there("/context_keys/inbound verifying key", client);
    case.same_if_there("/context_keys/outbound encrypting key", seal(Mode::Server));
    case.same_if_there("/context_keys/inbound decrypting key", seal(Mode::Client));
    case.same_if_there("/derived/signingKey", server);
    case.same_if_there("/derived/sealingKey", seal(Mode::Server));
    case.same_if_there("/weakened_key", seal_key(exported, flags, Mode::Server));
}

fn anonymous_key(flags: SessionFlags, server_challenge: [u8; 8]) -> [u8; 16] {
    let from = KxKey {
        kind: KxKind::Anonymous,
        flags,
        session_base_key: NULL_KEY,
        lm_owf: NULL_KEY,
        lm_response: &ANONYMOUS_LM,
        server_challenge,
    };
    key_exchange_key(&from, &mut Trace::off())
}

/// The key exchange key of an NTLMv1 session.
pub fn v1_key(
    flags: SessionFlags,
    session_base_key: [u8; 16],
    lm_owf: [u8; 16],
    lm_response: &[u8],
    server_challenge: [u8; 8],
) -> [u8; 16] {
    let from = KxKey {
        kind: KxKind::V1,
        flags,
        session_base_key,
        lm_owf,
        lm_response,
        server_challenge,
    };
    key_exchange_key(&from, &mut Trace::off())
}
