//! Vectors with whole sign-ins, judged as somebody who pastes them has them judged.

use crate::support::{Case, array, hex};
use double_hop::present::narration::verify::{because, opened as narrated};
use double_hop::traffic::verify::*;
use double_hop::wire::from_base64;

/// Judges the sign-in of a vector; `false` if it has none.
pub fn check(case: &mut Case<'_>) -> bool {
    match case.kind() {
        "ntlmv1_compute_and_messages" | "ntlmv2_compute_and_messages" => example(case),
        "full_http_ntlmv2_triple_mic_verifiable" => triple(case),
        "parse_type3_and_http_exchange" => exchange(case),
        kind if kind.starts_with("davenport_appendix_c") => return session(case),
        _ => return false,
    }
    true
}

fn password(password: &str) -> KnownCredentials<'_> {
    KnownCredentials {
        user: None,
        domain: None,
        secret: KnownSecret::Password(password),
    }
}

fn judged(
    case: &mut Case<'_>,
    found: &SignInVerification,
    about: VerdictSubject,
    result: Judgement,
) {
    let verdict = found.verdict(about).unwrap();
    let what = format!(
        "{} {:?}: {}",
        about.name(),
        verdict.result,
        because(verdict)
    );
    case.holds(&what, verdict.result == result);
}

/// With the right password as told, with a wrong one never right and without any key.
fn both(case: &mut Case<'_>, set: &SignInBytes<'_>, results: [Judgement; 2]) -> SignInVerification {
    let found = verify(set, Some(&password(case.text("password"))), None, None);
    judged(case, &found, VerdictSubject::NtProof, results[0]);
    judged(case, &found, VerdictSubject::LmProof, results[1]);
    let wrong = verify(set, Some(&password("wrong")), None, None);
    for (about, result) in [VerdictSubject::NtProof, VerdictSubject::LmProof]
        .into_iter()
        .zip(results)
    {
        let expected = match result {
            Judgement::Right => Judgement::Wrong,
            other => other,
        };
        judged(case, &wrong, about, expected);
    }
    case.holds("a wrong password gives no key", wrong.keys.is_none());
    found
}

fn example(case: &mut Case<'_>) {
    let message = |case: &Case<'_>, name| hex(case.expected(name).as_str().unwrap());
    let set = SignInBytes {
        negotiate: None,
        challenge: Some(&message(case, "/challenge_message")),
        authenticate: &message(case, "/authenticate_message"),
    };
    let found = both(case, &set, [Judgement::Right, Judgement::Right]);
    let keys = found.keys.unwrap();
    case.same("/SessionBaseKey", keys.session_base_key);
    let random = case.bytes("random_session_key");
    case.equal("ExportedSessionKey", &random, &keys.exported_session_key);
}

fn triple(case: &mut Case<'_>) {
    let [negotiate, challenge, authenticate] =
        ["negotiate", "challenge", "authenticate"].map(|name| case.bytes(name));
    let set = SignInBytes {
        negotiate: Some(&negotiate),
        challenge: Some(&challenge),
        authenticate: &authenticate,
    };
    let found = both(case, &set, [Judgement::Right, Judgement::Absent]);
    judged(case, &found, VerdictSubject::Mic, Judgement::Right);
    judged(
        case,
        &found,
        VerdictSubject::ChannelBindings,
        Judgement::Absent,
    );
    judged(case, &found, VerdictSubject::TargetName, Judgement::Unknown);
    case.same("/session_key", found.keys.unwrap().exported_session_key);
    let hash = KnownCredentials {
        secret: KnownSecret::NtHash(array(&hex(case.expected("/nt_hash").as_str().unwrap()))),
        ..password("")
    };
    for (host, result) in [
        ("RW.local", Judgement::Right),
        ("rw", Judgement::Unknown),
        ("other.local", Judgement::Wrong),
    ] {
        let found = verify(&set, Some(&hash), None, Some(host));
        judged(case, &found, VerdictSubject::TargetName, result);
        judged(case, &found, VerdictSubject::Mic, Judgement::Right);
    }
    let alone = SignInBytes {
        negotiate: None,
        ..set
    };
    let found = verify(&alone, Some(&hash), None, None);
    judged(case, &found, VerdictSubject::Mic, Judgement::Unknown);
    let mut other = negotiate.clone();
    other[12] ^= 0x80;
    let changed = SignInBytes {
        negotiate: Some(&other),
        ..set
    };
    let found = verify(&changed, Some(&hash), None, None);
    judged(case, &found, VerdictSubject::Mic, Judgement::Wrong);
}

fn exchange(case: &mut Case<'_>) {
    let token = case
        .text("http_www_authenticate_type2")
        .strip_prefix("NTLM ");
    let challenge = from_base64(token.unwrap()).unwrap();
    let set = SignInBytes {
        negotiate: None,
        challenge: Some(&challenge),
        authenticate: &case.bytes("message"),
    };
    both(case, &set, [Judgement::Right, Judgement::Right]);
}

/// What the source's server signed and sealed opens with the keys found.
fn session(case: &mut Case<'_>) -> bool {
    let [negotiate, challenge, authenticate] =
        ["type1", "type2", "type3"].map(|name| case.bytes(name));
    if authenticate.is_empty() {
        return false;
    }
    let set = SignInBytes {
        negotiate: (!negotiate.is_empty()).then_some(&negotiate),
        challenge: Some(&challenge),
        authenticate: &authenticate,
    };
    let title = case.kind().to_owned();
    let results = if title.contains("Anonymous") || title.contains(": Local") {
        [Judgement::Absent, Judgement::Absent]
    } else if title.contains("LM User Session Key") && !title.contains("NTLM User") {
        [Judgement::Absent, Judgement::Right]
    } else if title.contains("NTLM2 Session Response Auth") {
        [Judgement::Right, Judgement::Absent]
    } else {
        [Judgement::Right, Judgement::Right]
    };
    let found = if title.contains("Anonymous") {
        verify(&set, None, None, None)
    } else {
        both(case, &set, results)
    };
    judged(case, &found, VerdictSubject::Mic, Judgement::Absent);
    let Some(keys) = found.keys else {
        case.holds("only a local call has no key", title.contains(": Local"));
        return true;
    };
    let says = |pointer: &str| {
        let list = case.expected(pointer).as_array().unwrap();
        let items = list.iter().map(|item| hex(item.as_str().unwrap()));
        items.collect::<Vec<_>>()
    };
    let signed = says("/signature_of_0102030405060708");
    let sealed = says("/sealed_then_trailer");
    let message = [1, 2, 3, 4, 5, 6, 7, 8];
    for signature in signed {
        let mut bent = [&message[..], &signature].concat();
        bent[0] ^= 1;
        let opened = unprotect(&keys, &bent);
        case.holds("a bit is noticed", opened.result == Judgement::Wrong);
        case.holds("nothing is opened", opened.message.is_none());
        for whole in [
            [&message[..], &signature].concat(),
            [&signature, &message[..]].concat(),
        ] {
            let opened = unprotect(&keys, &whole);
            case.holds(&narrated(&opened), opened.result == Judgement::Right);
            case.holds("signed", opened.message.as_deref() == Some(&message[..]));
        }
    }
    for both in sealed {
        let opened = unprotect(&keys, &both);
        case.holds(&narrated(&opened), opened.result == Judgement::Right);
        case.holds("sealed", opened.message.as_deref() == Some(&message[..]));
    }
    true
}
