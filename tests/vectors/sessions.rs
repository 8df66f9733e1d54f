//! Whole sessions up to their keys, from the server's side.

use crate::support::{Case, array, field_at, hex, u32_at};
use double_hop::crypto::*;
use double_hop::wire::ntlm::{NegotiateFlags, ResponseKind, ResponseKinds};

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
    let kinds = ResponseKinds::classify(negotiated, named, &lm_response, &nt_response);
    let key = match kinds.nt {
        // Its key is nobody's but the system's. The source gives what is made of it.
        ResponseKind::LocalCall => {
            let derived = |name| hex(case.expected(name).as_str().unwrap());
            let sign = array(&derived("/derived/signingKey"));
            let seal = derived("/derived/sealingKey");
            let sealer = || Sealer::with_keys(flags, Some(sign), seal.clone());
            protected(case, flags, &sealer);
            return true;
        }
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
            let found = check_v2(
                UpperCaseRule::Windows,
                &nt,
                (user, domain),
                &server_challenge,
                &nt_response,
                off,
            )
            .unwrap();
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
    protected(case, flags, &|| {
        Sealer::new(flags, &exported, Mode::Server, &mut Trace::off())
    });
    true
}

fn protecting_keys(case: &mut Case<'_>, exported: &[u8; 16], flags: SessionFlags) {
    let sign = |mode| sign_key(exported, flags, mode, &mut Trace::off());
    // Without extended session security the source lists the session key before it is weakened.
    let seal = |mode| {
        if flags.ess {
            seal_key(exported, flags, mode, &mut Trace::off())
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
    case.same_if_there(
        "/weakened_key",
        seal_key(exported, flags, Mode::Server, &mut Trace::off()),
    );
}

/// The source's context signs eight bytes, then seals them twice, on one handle; then the other side checks that.
fn protected(case: &mut Case<'_>, flags: SessionFlags, new: &dyn Fn() -> Sealer) {
    const MESSAGE: &[u8] = &[1, 2, 3, 4, 5, 6, 7, 8];
    let off = &mut Trace::off();
    let said = |list: &serde_json::Value| -> Vec<Vec<u8>> {
        let items = list.as_array().into_iter().flatten();
        items.filter_map(|item| item.as_str()).map(hex).collect()
    };
    let signed = said(case.expected("/signature_of_0102030405060708"));
    let sealed = said(case.expected("/sealed_then_trailer"));
    let (mut ours, mut theirs) = (new(), new());
    // A dummy is no message, and datagrams are numbered by the application: the source leaves them at 0.
    let dummy = !flags.sign && !flags.seal;
    let step = u32::from(!flags.datagram);
    let mut seq = 0;
    // RandomPad is a counter in the source.
    let padded = |mut right: [u8; 16], theirs: &[u8]| {
        if !flags.ess {
            right[4..8].copy_from_slice(&theirs[4..8]);
        }
        right
    };
    for signature in &signed {
        let right = padded(ours.sign(seq, MESSAGE, off), signature);
        case.equal("signature", signature, &right);
        let check = theirs.check(seq, MESSAGE, array(signature), off);
        case.holds("signature is accepted", check.matches);
        seq += if dummy { 0 } else { step };
    }
    for both in &sealed {
        let (sealed, trailer) = both.split_at(MESSAGE.len());
        let (text, signature) = ours.seal(seq, MESSAGE, off);
        case.equal("sealed", sealed, &text);
        case.equal("trailer", trailer, &padded(signature, trailer));
        let (opened, check) = theirs.unseal(seq, sealed, array(trailer), off);
        case.equal("opened", MESSAGE, &opened);
        case.holds(
            "trailer is accepted",
            check.matches && check.sequence == seq,
        );
        seq += step;
    }
    case.holds(
        "signed and sealed",
        !signed.is_empty() && !sealed.is_empty(),
    );
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
