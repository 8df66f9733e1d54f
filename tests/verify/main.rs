//! Published sign-ins and made ones, and what becomes of them when something is wrong or missing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod kinds;
mod mic;
mod pairs;
mod properties;
mod unprotect;

use double_hop::crypto::{
    self, CodePage, DomainForm, KxKey, KxKind, NULL_KEY, NULL_LM, SessionFlags, Trace,
};
use double_hop::present::narration::verify::{because, opened};
use double_hop::traffic::verify::*;
use double_hop::wire::ntlm::{
    AV_FLAG_MIC, Authenticate, AvId, Challenge, ClientBlob, Negotiate, NegotiateFlags,
    ResponseKind, TargetInfo,
};
use double_hop::wire::text::utf16le;
use hex_literal::hex;

/// [MS-NLMP] 4.2.2: NTLMv1.
const V1: [&[u8]; 2] = [
    &hex!(
        "4e544c4d53535000020000000c000c0038000000338202e20123456789abcdef00000000000000000000000000000000060070170000000f530065007200760065007200"
    ),
    &hex!(
        "4e544c4d5353500003000000180018006c00000018001800840000000c000c00480000000800080054000000100010005c000000100010009c000000358280e20501280a0000000f44006f006d00610069006e00550073006500720043004f004d005000550054004500520098def7b87f88aa5dafe2df779688a172def11c7d5ccdef1367c43011f30298a2ad35ece64f16331c44bdbed927841f94518822b1b3f350c8958682ecbb3e3cb7"
    ),
];
/// [MS-NLMP] 4.2.4: NTLMv2.
const V2: [&[u8]; 2] = [
    &hex!(
        "4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef00000000000000002400240044000000060070170000000f53006500720076006500720002000c0044006f006d00610069006e0001000c0053006500720076006500720000000000"
    ),
    &hex!(
        "4e544c4d5353500003000000180018006c00000054005400840000000c000c00480000000800080054000000100010005c00000010001000d8000000358288e20501280a0000000f44006f006d00610069006e00550073006500720043004f004d005000550054004500520086c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa68cd0ab851e51c96aabc927bebef6a1c01010000000000000000000000000000aaaaaaaaaaaaaaaa0000000002000c0044006f006d00610069006e0001000c005300650072007600650072000000000000000000c5dad2544fc9799094ce1ce90bc9d03e"
    ),
];
/// The example of Davenport's "The NTLM Authentication Protocol and Security Support Provider".
const DAVENPORT: [&[u8]; 2] = [
    &hex!(
        "4e544c4d53535000020000000c000c003000000001028100 0123456789abcdef0000000000000000620062003c000000"
        "44004f004d00410049004e0002000c0044004f004d00410049004e0001000c005300450052005600450052000400140064006f006d00610069006e002e0063006f006d00030022007300650072007600650072002e0064006f006d00610069006e002e0063006f006d0000000000"
    ),
    &hex!(
        "4e544c4d5353500003000000180018006a00000018001800820000000c000c0040000000080008004c0000001600160054000000000000009a0000000102000044004f004d00410049004e00750073006500720057004f0052004b00530054004100540049004f004e00c337cd5cbd44fc9782a667af6d427c6de67c20c2d3e77c5625a98c1c31e81847466b29b2df4680f39958fb8c213a9cc6"
    ),
];

const QUESTION: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, 8];
const NONCE: [u8; 8] = [0xaa; 8];
const RIGHT: KnownCredentials<'static> = password("secret");

const fn password(password: &str) -> KnownCredentials<'_> {
    KnownCredentials {
        user: None,
        domain: None,
        secret: KnownSecret::Password(password),
    }
}

fn pair<'a>([challenge, authenticate]: [&'a [u8]; 2]) -> SignInBytes<'a> {
    SignInBytes {
        negotiate: None,
        challenge: Some(challenge),
        authenticate,
    }
}

/// A sign-in to be made: Alice of Contoso with the password "secret".
struct Recipe {
    flags: NegotiateFlags,
    /// The domain as the client spells it in its key.
    domain: &'static str,
    info: TargetInfo,
    mic: bool,
}

struct Made {
    negotiate: Vec<u8>,
    challenge: Vec<u8>,
    authenticate: Vec<u8>,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            flags: NegotiateFlags::UNICODE
                | NegotiateFlags::NTLM
                | NegotiateFlags::SIGN
                | NegotiateFlags::SEAL
                | NegotiateFlags::EXTENDED_SESSION_SECURITY
                | NegotiateFlags::KEY_128
                | NegotiateFlags::KEY_EXCH,
            domain: "Contoso",
            info: TargetInfo::new().with_flags(AV_FLAG_MIC),
            mic: true,
        }
    }
}

impl Recipe {
    fn with(info: TargetInfo) -> Self {
        Self {
            info,
            mic: false,
            ..Self::default()
        }
    }

    /// NTLMv2, the LM response left out.
    fn make(self) -> Made {
        let off = &mut Trace::off();
        let negotiate = Negotiate {
            flags: self.flags,
            ..Negotiate::default()
        };
        let challenge = question(self.flags);
        let hash = crypto::nt_owf_v1("secret", off);
        let key = crypto::nt_owf_v2(&hash, "Alice", self.domain, off);
        let temp = ClientBlob::new(7, NONCE, self.info).encode();
        let response = crypto::ntlm_v2(&key, &QUESTION, &temp, off);
        let flags = SessionFlags::from_bits(self.flags.bits());
        let exported = crypto::export_key(&response.session_base_key, &[0x55; 16], flags, off);
        let mut message = Authenticate {
            session_key: exported.encrypted.map(Vec::from).unwrap_or_default(),
            mic: self.mic.then_some([0; 16]),
            ..answer(self.flags, &NULL_LM, &response.response)
        };
        let (negotiate, challenge) = (negotiate.encode(), challenge.encode());
        if self.mic {
            let zeroed = message.encode();
            let exported = &exported.exported;
            message.mic = Some(crypto::mic(exported, &negotiate, &challenge, &zeroed, off));
        }
        Made {
            negotiate,
            challenge,
            authenticate: message.encode(),
        }
    }
}

fn question(flags: NegotiateFlags) -> Challenge {
    Challenge {
        flags,
        server_challenge: QUESTION,
        ..Challenge::default()
    }
}

fn answer(flags: NegotiateFlags, lm: &[u8], nt: &[u8]) -> Authenticate {
    Authenticate {
        flags,
        lm_response: lm.to_vec(),
        nt_response: nt.to_vec(),
        domain: utf16le("Contoso"),
        user: utf16le("Alice"),
        ..Authenticate::default()
    }
}

impl Made {
    fn set(&self) -> SignInBytes<'_> {
        SignInBytes {
            negotiate: Some(&self.negotiate),
            challenge: Some(&self.challenge),
            authenticate: &self.authenticate,
        }
    }

    fn verify(&self) -> SignInVerification {
        verify(&self.set(), Some(&RIGHT), None, None)
    }
}

/// A sign-in of given responses.
fn made(flags: NegotiateFlags, lm: &[u8], nt: &[u8]) -> Made {
    Made {
        negotiate: Vec::new(),
        challenge: question(flags).encode(),
        authenticate: answer(flags, lm, nt).encode(),
    }
}

#[track_caller]
fn is(found: &SignInVerification, about: VerdictSubject, result: Judgement, words: &str) {
    let verdict = found.verdict(about).unwrap();
    let because = because(verdict);
    assert_eq!(verdict.result, result, "{because}");
    assert!(because.contains(words), "{because}");
    assert!(because.ends_with('.'), "{because}");
}

/// A session key that is in no step and no field.
#[track_caller]
fn no_key(found: &SignInVerification) {
    assert_eq!((&found.keys, found.matched), (&None, None));
    let kinds = found.steps.iter().map(|step| step.output.value_kind);
    let key = Some(double_hop::value_kind::ValueKind::SessionKey);
    assert!(kinds.into_iter().all(|kind| kind != key));
}

#[test]
fn published_sign_ins_are_right() {
    let cases = [(V1, "Password"), (V2, "Password"), (DAVENPORT, "SecREt01")];
    for (messages, right) in cases {
        let found = verify(&pair(messages), Some(&password(right)), None, None);
        is(
            &found,
            VerdictSubject::NtProof,
            Judgement::Right,
            "response is of this password",
        );
        is(
            &found,
            VerdictSubject::LmProof,
            Judgement::Right,
            "response is of this password",
        );
        is(
            &found,
            VerdictSubject::Mic,
            Judgement::Absent,
            "none is announced",
        );
        assert!(found.keys.is_some());
        let found = verify(&pair(messages), Some(&password("password")), None, None);
        is(
            &found,
            VerdictSubject::NtProof,
            Judgement::Wrong,
            "and would be ",
        );
        assert_eq!(found.keys, None);
        // LM knows no lower case, and says nothing of the session.
        if messages == V1 {
            let words = "the password differs in upper and lower case only";
            is(&found, VerdictSubject::NtProof, Judgement::Wrong, words);
            is(&found, VerdictSubject::LmProof, Judgement::Right, "");
        } else {
            is(
                &found,
                VerdictSubject::LmProof,
                Judgement::Wrong,
                "and would be ",
            );
        }
        let names: Vec<_> = found.steps.iter().map(|step| step.name).collect();
        let once = |name| names.iter().filter(|other| **other == name).count() <= 1;
        assert!(once("NTOWFv1") && once("NTOWFv2"), "{names:?}");
    }
    for messages in [V1, V2] {
        let found = verify(&pair(messages), Some(&password("Password")), None, None);
        assert_eq!(found.keys.unwrap().exported_session_key, [0x55; 16]);
    }
}

#[test]
fn a_wrong_password_gives_no_key() {
    let made = Recipe::default().make();
    let keys = made.verify().keys.unwrap();
    assert_eq!(keys.exported_session_key, [0x55; 16]);
    assert!(keys.client_signing_key.is_some());
    for wrong in ["", "ValueKind", "secret "] {
        let found = verify(&made.set(), Some(&password(wrong)), None, None);
        is(
            &found,
            VerdictSubject::NtProof,
            Judgement::Wrong,
            "NTProofStr is ",
        );
        is(
            &found,
            VerdictSubject::Mic,
            Judgement::Unknown,
            "the NT proof is wrong",
        );
        no_key(&found);
        let names: Vec<_> = found.steps.iter().map(|step| step.name).collect();
        assert_eq!(names, ["NTOWFv1", "NTOWFv2", "NTProofStr"]);
    }
}

#[test]
fn the_computation_is_shown_to_the_last_key() {
    let found = Recipe::default().make().verify();
    let names: Vec<_> = found.steps.iter().map(|step| step.name).collect();
    let expected = [
        "NTOWFv1",
        "NTOWFv2",
        "NTProofStr",
        "SessionBaseKey",
        "KeyExchangeKey",
        "ExportedSessionKey",
        "ClientSigningKey",
        "ServerSigningKey",
        "ClientSealingKey",
        "ServerSealingKey",
        "MIC",
    ];
    assert_eq!(names, expected);
}

#[test]
fn the_spelling_of_the_domain_is_told() {
    let cases = [
        ("Contoso", Some(DomainForm::AsSent), "as sent"),
        ("CONTOSO", Some(DomainForm::UpperCase), "in upper case"),
        ("", Some(DomainForm::Empty), "empty domain"),
        ("contoso", None, "tried as it is, in upper case and empty"),
    ];
    for (domain, form, words) in cases {
        let recipe = Recipe {
            domain,
            ..Recipe::default()
        };
        let found = recipe.make().verify();
        let result = form.map_or(Judgement::Wrong, |_| Judgement::Right);
        is(&found, VerdictSubject::NtProof, result, words);
        assert_eq!(
            (found.matched, found.keys.is_some()),
            (form, form.is_some())
        );
    }
    let other = Recipe {
        domain: "contoso",
        ..Recipe::default()
    };
    let given = KnownCredentials {
        domain: Some("contoso"),
        user: Some("aLICE"),
        ..RIGHT
    };
    let found = verify(&other.make().set(), Some(&given), None, None);
    is(
        &found,
        VerdictSubject::NtProof,
        Judgement::Right,
        "“aLICE” in “contoso”, with the domain as given",
    );
}

#[test]
fn what_is_missing_is_named() {
    let [challenge, authenticate] = V2;
    let alone = SignInBytes {
        challenge: None,
        ..pair(V2)
    };
    let found = verify(&alone, Some(&password("Password")), None, None);
    is(
        &found,
        VerdictSubject::NtProof,
        Judgement::Unknown,
        "The NTLMv2 response cannot be verified: the CHALLENGE is missing.",
    );
    is(
        &found,
        VerdictSubject::LmProof,
        Judgement::Unknown,
        "The LMv2 response cannot be verified: the CHALLENGE is missing.",
    );
    no_key(&found);
    let found = verify(&alone, None, None, None);
    is(
        &found,
        VerdictSubject::NtProof,
        Judgement::Unknown,
        "the CHALLENGE is missing, and so is a password or an NT hash",
    );
    let found = verify(&pair(V2), None, None, None);
    is(
        &found,
        VerdictSubject::NtProof,
        Judgement::Unknown,
        ": a password or an NT hash is missing",
    );
    no_key(&found);
    let cut = [&challenge[..20], authenticate];
    let found = verify(&pair(cut), Some(&password("Password")), None, None);
    is(
        &found,
        VerdictSubject::NtProof,
        Judgement::Unknown,
        "the CHALLENGE does not decode: ",
    );
    let found = verify(&pair([challenge, &authenticate[..40]]), None, None, None);
    assert_eq!(found.verdicts.len(), 5);
    is(
        &found,
        VerdictSubject::LmProof,
        Judgement::Unknown,
        "The AUTHENTICATE does not decode: ",
    );
    assert_eq!(found.responses, None);
}

#[test]
fn an_nt_hash_serves_for_all_but_lm() {
    let hash = KnownCredentials {
        secret: KnownSecret::NtHash(hex!("a4f49c406510bdcab6824ee7c30fd852")),
        ..RIGHT
    };
    let found = verify(&pair(V2), Some(&hash), None, None);
    is(
        &found,
        VerdictSubject::NtProof,
        Judgement::Right,
        "of this NT hash for “User”",
    );
    is(
        &found,
        VerdictSubject::LmProof,
        Judgement::Right,
        "LMv2 response is of this NT hash",
    );
    let found = verify(&pair(V1), Some(&hash), None, None);
    is(
        &found,
        VerdictSubject::NtProof,
        Judgement::Right,
        "NTLM response is of this NT hash.",
    );
    is(
        &found,
        VerdictSubject::LmProof,
        Judgement::Unknown,
        "the password is missing: an NT hash cannot make an LM response",
    );
    assert_eq!(found.keys.unwrap().exported_session_key, [0x55; 16]);
    // Where the key is made of the LM hash, there is none.
    let off = &mut Trace::off();
    let nt = crypto::ntlm_v1(&crypto::nt_owf_v1("secret", off), &QUESTION, off);
    let lm_owf = crypto::lm_owf_v1("secret", off).unwrap();
    let lm = crypto::lm_v1(&lm_owf, &QUESTION, off);
    let flags = NegotiateFlags::UNICODE | NegotiateFlags::LM_KEY;
    let made = made(flags, &lm, &nt);
    let hash = KnownCredentials {
        secret: KnownSecret::NtHash(crypto::nt_owf_v1("secret", off)),
        ..RIGHT
    };
    let found = verify(&made.set(), Some(&hash), None, None);
    is(
        &found,
        VerdictSubject::NtProof,
        Judgement::Right,
        "made of the LM hash, which an NT hash does not give",
    );
    assert_eq!(found.keys, None);
    let from = KxKey {
        kind: KxKind::V1,
        flags: SessionFlags::from_bits(flags.bits()),
        session_base_key: NULL_KEY,
        lm_owf,
        lm_response: &lm,
        server_challenge: QUESTION,
    };
    let key = crypto::key_exchange_key(&from, off);
    assert_eq!(made.verify().keys.unwrap().key_exchange_key, key);
}

#[test]
fn a_name_that_is_typed_with_its_domain_is_the_name_that_was_sent() {
    for user in ["user", "DOMAIN\\User", "user@domain.com", "other\\user"] {
        let typed = KnownCredentials {
            user: Some(user),
            ..password("Password")
        };
        let found = verify(&pair(V2), Some(&typed), None, None);
        is(&found, VerdictSubject::NtProof, Judgement::Right, "");
    }
}

#[test]
fn with_both_the_password_serves_for_lm_and_another_hash_is_told() {
    let hash = hex!("a4f49c406510bdcab6824ee7c30fd852");
    let both = |password, hash| {
        let secret = KnownSecret::Both(password, hash);
        verify(
            &pair(V1),
            Some(&KnownCredentials { secret, ..RIGHT }),
            None,
            None,
        )
    };
    let found = both("Password", hash);
    assert_eq!(
        found,
        verify(&pair(V1), Some(&password("Password")), None, None)
    );
    let other = "; the password given has another NT hash than the one given.";
    let found = both("other", hash);
    is(&found, VerdictSubject::NtProof, Judgement::Right, other);
    is(
        &found,
        VerdictSubject::LmProof,
        Judgement::Wrong,
        "is not of this password",
    );
    let found = both("Password", [7; 16]);
    is(&found, VerdictSubject::NtProof, Judgement::Wrong, other);
    is(
        &found,
        VerdictSubject::LmProof,
        Judgement::Right,
        "is of this password",
    );
}
