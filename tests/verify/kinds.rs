//! Every kind of response by its name, and the code pages of LM.

use super::*;

#[test]
fn every_kind_of_response_has_its_name() {
    let off = &mut Trace::off();
    let hash = crypto::nt_owf_v1("secret", off);
    let key = crypto::nt_owf_v2(&hash, "Alice", "CONTOSO", off);
    let nt = crypto::ntlm_v1(&hash, &QUESTION, off);
    let lm_owf = crypto::lm_owf_v1("secret", off).unwrap();
    let lm = crypto::lm_v1(&lm_owf, &QUESTION, off);
    let lm_v2 = crypto::lm_v2(&key, &QUESTION, &NONCE, off);
    let session = crypto::ntlm2_session(&hash, &QUESTION, &NONCE, off);
    let unicode = NegotiateFlags::UNICODE;
    let ess = unicode | NegotiateFlags::EXTENDED_SESSION_SECURITY;
    use Judgement::{Absent, Right, Wrong};
    type Row<'a> = (
        NegotiateFlags,
        &'a [u8],
        &'a [u8],
        [(Judgement, &'a str); 2],
        bool,
    );
    let cases: [Row<'_>; 10] = [
        (
            unicode,
            &lm,
            &nt,
            [(Right, "NTLM response"), (Right, "LM response")],
            true,
        ),
        (
            unicode,
            &nt,
            &nt,
            [(Right, "NTLM response"), (Right, "repeats the NTLM")],
            true,
        ),
        (
            ess,
            &session.lm,
            &session.nt,
            [(Right, "NTLM2 session"), (Absent, "nonce")],
            true,
        ),
        (
            unicode,
            &session.lm,
            &session.nt,
            [(Wrong, "NTLM response"), (Wrong, "LM response")],
            false,
        ),
        (
            unicode,
            &lm_v2,
            &[],
            [(Absent, "is empty"), (Right, "in upper case")],
            true,
        ),
        (
            unicode,
            &lm,
            &[],
            [(Absent, "is empty"), (Right, "LM response")],
            true,
        ),
        (
            unicode,
            &lm,
            &[0; 24],
            [(Absent, "Z(24)"), (Right, "LM response")],
            true,
        ),
        (
            unicode,
            &[0; 24],
            &nt,
            [(Right, "NTLM response"), (Absent, "Z(24)")],
            true,
        ),
        (
            unicode,
            &[7; 24],
            &[],
            [(Absent, "is empty"), (Wrong, "LM response is not")],
            false,
        ),
        (
            unicode,
            &[7; 5],
            &[7; 9],
            [(Wrong, "has 9 bytes"), (Wrong, "has 5 bytes")],
            false,
        ),
    ];
    for (flags, lm, nt, [(nt_result, nt_words), (lm_result, lm_words)], keys) in cases {
        let found = made(flags, lm, nt).verify();
        is(&found, VerdictSubject::NtProof, nt_result, nt_words);
        is(&found, VerdictSubject::LmProof, lm_result, lm_words);
        assert_eq!(found.keys.is_some(), keys, "{nt_words}, {lm_words}");
    }
    // A password without an LM hash.
    let made = made(unicode, &crypto::lm_v1(&NULL_KEY, &QUESTION, off), &nt);
    let long = password("a password that is too long for LM");
    let found = verify(&made.set(), Some(&long), None, None);
    is(&found, VerdictSubject::LmProof, Absent, "proves nothing");
}

#[test]
fn the_code_page_of_an_lm_response_is_tried() {
    let off = &mut Trace::off();
    let [windows, dos] = [CodePage::Windows1252, CodePage::Dos850].map(|page| {
        let owf = crypto::lm_owf_v1_in(page, "café", off).unwrap();
        crypto::lm_v1(&owf, &QUESTION, off)
    });
    let nt = crypto::ntlm_v1(&crypto::nt_owf_v1("café", off), &QUESTION, off);
    use Judgement::{Right, Unknown, Wrong};
    for (sent, typed, result, words) in [
        (&windows, "café", Right, "of this password"),
        (&dos, "café", Right, "of this password"),
        (&[7; 24], "café", Unknown, "the OEM code page is not known"),
        (&[7; 24], "кафе", Unknown, "the OEM code page is not known"),
        (&[7; 24], "cafe", Wrong, "and would be"),
        (&[7; 24], "ein café zu viel", Wrong, "too long"),
    ] {
        for flags in [
            NegotiateFlags::UNICODE,
            NegotiateFlags::UNICODE | NegotiateFlags::LM_KEY,
        ] {
            let made = made(flags, sent, &nt);
            let found = verify(&made.set(), Some(&password(typed)), None, None);
            is(&found, VerdictSubject::LmProof, result, words);
            let keys = typed == "café" && (result == Right || flags == NegotiateFlags::UNICODE);
            assert_eq!(found.keys.is_some(), keys, "{typed}");
        }
    }
}

#[test]
fn nobody_and_the_computer_itself_have_no_proof() {
    let flags = NegotiateFlags::UNICODE | NegotiateFlags::EXTENDED_SESSION_SECURITY;
    let nobody = Authenticate {
        flags,
        lm_response: vec![0],
        ..Authenticate::default()
    };
    let local = Authenticate {
        flags: flags | NegotiateFlags::LOCAL_CALL,
        ..Authenticate::default()
    };
    let challenge = question(flags | NegotiateFlags::LOCAL_CALL).encode();
    let verified = |message: &Authenticate| {
        let authenticate = message.encode();
        verify(&pair([&challenge, &authenticate]), None, None, None)
    };
    let found = verified(&nobody);
    is(
        &found,
        VerdictSubject::NtProof,
        Judgement::Absent,
        "anonymous",
    );
    is(
        &found,
        VerdictSubject::LmProof,
        Judgement::Absent,
        "anonymous",
    );
    assert_eq!(found.keys.unwrap().exported_session_key, NULL_KEY);
    assert_eq!(found.responses.unwrap().nt, ResponseKind::Anonymous);
    let found = verified(&local);
    is(
        &found,
        VerdictSubject::NtProof,
        Judgement::Absent,
        "local call",
    );
    is(
        &found,
        VerdictSubject::LmProof,
        Judgement::Absent,
        "local call",
    );
    no_key(&found);
}

#[test]
fn names_in_another_upper_case_are_right_and_refused_elsewhere() {
    use double_hop::crypto::UpperCaseRule;
    let off = &mut Trace::off();
    let hash = crypto::nt_owf_v1("secret", off);
    let temp = ClientBlob::new(7, NONCE, TargetInfo::new()).encode();
    let flags = NegotiateFlags::UNICODE | NegotiateFlags::NTLM;
    let challenge = question(flags).encode();
    // What each client made of the name; Windows' rule leaves all of these as they are.
    let cases = [
        ("straße", "STRASSE", UpperCaseRule::Unicode),
        ("ışık", "IŞIK", UpperCaseRule::Unicode),
        ("Straße", "STRAßE", UpperCaseRule::Windows),
    ];
    for (user, upper, rule) in cases {
        let key = crypto::nt_owf_v2(&hash, upper, "CONTOSO", off);
        let response = crypto::ntlm_v2(&key, &QUESTION, &temp, off).response;
        let message = Authenticate {
            user: utf16le(user),
            ..answer(flags, &NULL_LM, &response)
        };
        let found = verify(
            &pair([&challenge, &message.encode()]),
            Some(&RIGHT),
            None,
            None,
        );
        let nt = found.verdict(VerdictSubject::NtProof).unwrap();
        assert_eq!(nt.result, Judgement::Right, "{user}");
        let VerdictReason::Proof(ProofReason::Right { account, .. }) = &nt.because else {
            panic!("{nt:?}");
        };
        assert_eq!(account.as_ref().unwrap().rule, rule);
        let refused = because(nt).contains("domain controller does it otherwise");
        assert_eq!(refused, rule != UpperCaseRule::Windows);
    }
}

#[test]
fn what_is_cut_is_checked_as_far_as_it_is_there() {
    let [challenge, authenticate] = V2;
    let password = password("Password");
    let check = |challenge: &[u8], authenticate: &[u8]| {
        let found = verify(
            &pair([challenge, authenticate]),
            Some(&password),
            None,
            None,
        );
        let nt = found.verdict(VerdictSubject::NtProof).unwrap();
        (nt.result, because(nt))
    };
    // The session key is behind the response, and the CHALLENGE's names are behind its question.
    let (result, why) = check(&challenge[..40], &authenticate[..220]);
    assert_eq!(result, Judgement::Right, "{why}");
    let (result, why) = check(challenge, &authenticate[..200]);
    assert_eq!(result, Judgement::Unknown);
    assert!(
        why.contains("16 bytes of NtChallengeResponse are missing"),
        "{why}"
    );
    let (result, why) = check(challenge, &authenticate[..83]);
    assert_eq!(result, Judgement::Unknown, "{why}");
    // A name that points outside leaves the question as it is.
    let mut outside = challenge.to_vec();
    outside[16] = 0xf0;
    assert_eq!(check(&outside, authenticate).0, Judgement::Right);
    let (result, why) = check(&challenge[..30], authenticate);
    assert_eq!(result, Judgement::Unknown);
    assert!(why.contains("the CHALLENGE does not decode"), "{why}");
    for length in 0..authenticate.len() {
        let found = verify(
            &pair([challenge, &authenticate[..length]]),
            Some(&password),
            None,
            None,
        );
        let wrong = found
            .verdicts
            .iter()
            .find(|it| it.result == Judgement::Wrong);
        assert_eq!(wrong, None, "{length}");
    }
}
