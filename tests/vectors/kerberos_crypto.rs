//! Vectors about Kerberos' cryptography.

use crate::support::{Case, hex};
use double_hop::crypto::Trace;
use double_hop::crypto::kerberos::*;
use serde_json::Value;
use std::collections::BTreeSet;

/// Compares all that is about cryptography, and says how many vectors that are, and which kinds are not.
pub fn check_all(vectors: &[Value]) {
    let (mut compared, mut others) = (0, BTreeSet::new());
    let mut failures = Vec::new();
    for vector in vectors {
        let mut case = Case::new(vector);
        if check(&mut case) {
            compared += 1;
            if case.compared == 0 {
                case.failures.push("nothing was compared".to_owned());
            }
        } else {
            others.insert(case.kind());
        }
        let named = |what| format!("{} {}: {what}", case.id(), case.kind());
        failures.extend(case.failures.iter().map(named));
    }
    println!("{compared} vectors of Kerberos' cryptography were compared");
    println!("of other kinds: {others:?}");
    assert!(compared > 0, "no vector is about cryptography");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Compares what the vector says about cryptography; `false` if it says nothing.
fn check(case: &mut Case<'_>) -> bool {
    match case.kind() {
        "nfold" => {
            let bits = case.input("bits").as_u64().unwrap();
            let folded = n_fold(&case.bytes("input"), bits as usize / 8);
            case.same("/output", folded);
        }
        "aes_cts_raw" => raw_cts(case),
        "krb_fx_cf2" => cf2(case),
        "ad_salt" => salt(case),
        "rc4_usage_mapping" => rc4_usage(case),
        "pa_for_user_checksum" => for_user(case),
        "pac_signature" => {
            let data = case.bytes("pac_signatures_zeroed");
            let kind = case.expected("/signature_type").as_i64().unwrap();
            let sum = checksum(kind, Some(&key(case, "key")), usage(case), &data);
            case.same("/signature", sum.unwrap());
        }
        "gss_mic" => gss_mic(case),
        "gss_wrap_sign_only" => gss_wrap_signed(case),
        "gss_wrap_rc4" => gss_wrap_rc4(case),
        kind if kind.starts_with("string_to_key_") => from_password(case),
        kind if kind.starts_with("encrypt_") => encryption(case),
        kind if kind.starts_with("checksum_") => check_sum(case),
        kind if kind.starts_with("derive_key_") => derivation(case),
        kind if kind.starts_with("prf_") => {
            let output = key(case, "key").prf(&case.bytes("input"));
            case.same("/output", output);
        }
        _ => return false,
    }
    true
}

fn etype(case: &Case<'_>) -> Etype {
    Etype::from_number(case.input("etype").as_i64().unwrap()).unwrap()
}

fn key(case: &Case<'_>, name: &str) -> Key {
    Key::new(etype(case), case.bytes(name)).unwrap()
}

fn usage(case: &Case<'_>) -> u32 {
    case.input("usage").as_u64().unwrap() as u32
}

fn password(case: &Case<'_>) -> String {
    String::from_utf8(case.bytes("password_utf8")).unwrap()
}

fn from_password(case: &mut Case<'_>) {
    let iterations = case.input("iterations").as_u64().map(|count| count as u32);
    let salt = case.bytes("salt");
    let off = &mut Trace::off();
    let key = string_to_key(etype(case), &password(case), &salt, iterations, off);
    case.same("/key", key.bytes);
}

fn encryption(case: &mut Case<'_>) {
    let (key, usage) = (key(case, "key"), usage(case));
    let cipher = case.bytes("ciphertext");
    let on = &mut Trace::on();
    let plain = key.decrypt(usage, &cipher, on);
    case.holds("decrypts", plain.is_ok());
    let mut plain = plain.unwrap_or_default();
    if matches!(key.etype, Etype::DesCbcMd5 | Etype::Des3Sha1) {
        let length = case.expected("/plaintext").as_str().unwrap().len() / 2;
        let padding = plain.split_off(length.min(plain.len()));
        case.holds(
            "zeros fill the block",
            padding.iter().all(|byte| *byte == 0),
        );
    }
    case.same("/plaintext", &plain);
    let confounder = hex(case.expected("/confounder").as_str().unwrap());
    let again = key.encrypt(usage, &confounder, &plain, on);
    case.equal("ciphertext", &cipher, &again);
}

fn check_sum(case: &mut Case<'_>) {
    let kind: i64 = case.kind()["checksum_".len()..].parse().unwrap();
    let key = Etype::from_number(case.input("etype").as_i64().unwrap())
        .map(|etype| Key::new(etype, case.bytes("key")).unwrap());
    let sum = checksum(kind, key.as_ref(), usage(case), &case.bytes("data"));
    case.same("/checksum", sum.unwrap());
}

fn derivation(case: &mut Case<'_>) {
    let (etype, key, constant) = (etype(case), case.bytes("key"), case.bytes("constant"));
    let derived = match etype {
        Etype::Aes128Sha2 | Etype::Aes256Sha2 => {
            let length = match constant.last() {
                Some(0x55 | 0x99) => etype.mac_len(),
                _ => etype.key_len(),
            };
            kdf(etype, &key, &constant, &[], length)
        }
        _ => dk(etype, &key, &constant),
    };
    case.same("/derived", derived);
}

fn raw_cts(case: &mut Case<'_>) {
    let (key, iv, plain) = (case.bytes("key"), case.array("iv"), case.bytes("plaintext"));
    let cipher = cts_encrypt(&key, &iv, &plain);
    case.same("/ciphertext", &cipher);
    case.equal("plaintext", &plain, &cts_decrypt(&key, &iv, &cipher));
    // CBC's last block, which CTS puts before the last.
    let last = plain.len().div_ceil(16).saturating_sub(2) * 16;
    case.same_if_there("/next_iv", &cipher[last..last + 16]);
}

fn cf2(case: &mut Case<'_>) {
    let key = |name| {
        let text = case.text(name);
        string_to_key(etype(case), text, text.as_bytes(), None, &mut Trace::off())
    };
    let keys = [key("password_and_salt_1"), key("password_and_salt_2")];
    let [one, two] = ["pepper1", "pepper2"].map(|name| case.text(name).as_bytes());
    case.same("/key", krb_fx_cf2(&keys[0], &keys[1], one, two).bytes);
}

fn salt(case: &mut Case<'_>) {
    let (realm, account) = (case.text("realm"), case.text("sAMAccountName"));
    let upn = case.input("userPrincipalName").as_str();
    let salt = match case.text("account_type") {
        "user" => user_salt(realm, account, upn),
        "computer" => computer_salt(realm, account),
        "trust" => trust_salt(realm, account),
        other => panic!("{}: an account of type {other}", case.id()),
    };
    case.equal(
        "salt",
        case.expected("/salt").as_str().unwrap().as_bytes(),
        salt.as_bytes(),
    );
    let keys = [
        ("/aes256", Etype::Aes256Sha1),
        ("/aes128", Etype::Aes128Sha1),
        ("/rc4", Etype::Rc4),
    ];
    for (pointer, etype) in keys {
        let off = &mut Trace::off();
        let key = string_to_key(etype, case.text("password"), salt.as_bytes(), None, off);
        case.same(pointer, key.bytes);
    }
}

fn rc4_usage(case: &mut Case<'_>) {
    let key = Key::new(Etype::Rc4, case.bytes("key")).unwrap();
    let (usage, plain) = (usage(case), case.bytes("plaintext"));
    let off = &mut Trace::off();
    let cipher = key.encrypt(usage, &case.bytes("confounder"), &plain, off);
    case.same("/ciphertext", &cipher);
    case.equal(
        "plaintext",
        &plain,
        &key.decrypt(usage, &cipher, off).unwrap(),
    );
    let mapped = case.expected("/ms_usage").as_u64().unwrap() as u32;
    case.holds("ms_usage", key.decrypt(mapped, &cipher, off).is_ok());
}

/// The flags byte of a token by RFC 4121.
fn token_flags(case: &Case<'_>) -> u8 {
    let inputs = case.input("flags").as_u64();
    let flags = inputs.or_else(|| case.expected("/flags").as_u64());
    flags.unwrap_or_else(|| case.bytes("token")[2].into()) as u8
}

fn gss_mic(case: &mut Case<'_>) {
    let (key, payload) = (key(case, "key"), case.bytes("payload"));
    let on = &mut Trace::on();
    let sequence = case.input("seq").as_u64();
    let sequence = sequence.or_else(|| case.expected("/seq").as_u64());
    let token = gss::mic(&key, token_flags(case), sequence.unwrap(), &payload, on);
    case.same_if_there("/token", &token);
    case.same_if_there("/checksum", &token[16..]);
    let given = case.bytes("token");
    if !given.is_empty() {
        case.equal("token", &given, &token);
    }
    case.holds("proves", gss::check_mic(&key, &token, &payload, on));
    case.holds("usage", derived_by(on, usage(case)));
}

/// Whether the first key was derived for that usage.
fn derived_by(trace: &Trace, usage: u32) -> bool {
    trace.steps()[0].inputs[1].bytes == usage.to_be_bytes()
}

fn gss_wrap_signed(case: &mut Case<'_>) {
    let (key, token) = (key(case, "key"), case.bytes("token"));
    let on = &mut Trace::on();
    let payload = gss::unwrap(&key, &token, on).unwrap_or_default();
    case.same("/payload", &payload);
    case.holds("usage", derived_by(on, usage(case)));
    let sequence = u64::from_be_bytes(token[8..16].try_into().unwrap());
    let again = gss::wrap_signed(&key, token[2], sequence, &payload, on);
    case.equal("token", &token, &again);
    case.same("/checksum", &again[16 + payload.len()..]);
}

fn gss_wrap_rc4(case: &mut Case<'_>) {
    let key = Key::new(Etype::Rc4, case.bytes("session_key")).unwrap();
    let off = &mut Trace::off();
    let sender = match case.text("direction") == "acceptor" {
        true => gss::Rc4Sender::Acceptor,
        false => gss::Rc4Sender::Initiator,
    };
    let token = gss::wrap_rc4(
        &key,
        sender,
        u32::from_be_bytes(case.array("seq_num")),
        case.array("confounder"),
        &case.bytes("plaintext"),
        off,
    );
    let data = hex(case.expected("/encrypted_data").as_str().unwrap()).len();
    let (signature, data) = token.split_at(token.len() - data);
    case.same("/signature_token", signature);
    case.same("/encrypted_data", data);
    let plain = gss::unwrap_rc4(&key, &token, off).unwrap_or_default();
    case.equal("plaintext", &case.bytes("plaintext"), &plain);
}

fn for_user(case: &mut Case<'_>) {
    let etype = Etype::from_number(case.input("key_etype").as_i64().unwrap()).unwrap();
    let key = Key::new(etype, case.bytes("tgt_session_key")).unwrap();
    let kind = case.expected("/cksum_type").as_i64().unwrap();
    let data = hex(case.expected("/byte_array").as_str().unwrap());
    let sum = checksum(kind, Some(&key), usage(case), &data);
    case.same("/cksum", sum.unwrap());
}
