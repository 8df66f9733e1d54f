//! Checking a response against what the account's hash would have answered.

use super::owf::nt_owf_v2_by;
use super::primitives::head;
use super::{Trace, UpperCaseRule, lm_v2, ntlm_v2, session_base_key_lm_v2, upper};

/// Which spelling of the domain a client put into its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainForm {
    /// As it stands in the message.
    AsSent,
    /// In upper case, whatever the message has.
    UpperCase,
    /// Left out ([MS-NLMP] 3.2.5.1.2: servers should support it).
    Empty,
}

/// What checking an NTLMv2 or LMv2 response found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct V2Check {
    /// The proof that was sent.
    pub received: [u8; 16],
    /// The proof that would have been right (for the domain as sent, when none is).
    pub expected: [u8; 16],
    /// The spelling of the domain under which the proof is right; `None` when it is wrong.
    pub matched: Option<DomainForm>,
    /// The session base key that belongs to the expected proof. It proves nothing unless something matched.
    pub session_base_key: [u8; 16],
}

/// Checks an NTLMv2 response over the bytes received, whatever they are ([MS-NLMP] 3.2.5.1.2). `None` when
/// it is too short to hold a proof. `rule` is how the client put the user's name in upper case; servers know Windows' rule
/// only. The trace shows the spelling that matched, or else the domain as sent.
pub fn check_v2(
    rule: UpperCaseRule,
    nt_hash: &[u8; 16],
    (user, domain): (&str, &str),
    server_challenge: &[u8; 8],
    response: &[u8],
    trace: &mut Trace,
) -> Option<V2Check> {
    let (received, temp) = response.split_first_chunk()?;
    Some(check(domain, received, trace, &|domain, trace| {
        let key = nt_owf_v2_by(rule, nt_hash, user, domain, trace);
        let right = ntlm_v2(&key, server_challenge, temp, trace);
        (right.proof, right.session_base_key)
    }))
}

/// Checks an LMv2 response in the same way ([MS-NLMP] 3.3.2). `None` unless it has 24 bytes.
pub fn check_lm_v2(
    rule: UpperCaseRule,
    nt_hash: &[u8; 16],
    (user, domain): (&str, &str),
    server_challenge: &[u8; 8],
    response: &[u8],
    trace: &mut Trace,
) -> Option<V2Check> {
    let (received, nonce) = response.split_first_chunk()?;
    let nonce = nonce.try_into().ok()?;
    Some(check(domain, received, trace, &|domain, trace| {
        let key = nt_owf_v2_by(rule, nt_hash, user, domain, trace);
        let right = head(&lm_v2(&key, server_challenge, nonce, trace));
        (right, session_base_key_lm_v2(&key, &right))
    }))
}

/// The proof and the session base key for one spelling of the domain.
type Compute<'a> = &'a dyn Fn(&str, &mut Trace) -> ([u8; 16], [u8; 16]);

/// Tries the three spellings.
fn check(domain: &str, received: &[u8; 16], trace: &mut Trace, compute: Compute<'_>) -> V2Check {
    let upper = upper(domain);
    let forms = [
        (DomainForm::AsSent, domain),
        (DomainForm::UpperCase, &upper),
        (DomainForm::Empty, ""),
    ];
    let found = forms
        .into_iter()
        .find(|(_, domain)| compute(domain, &mut Trace::off()).0 == *received);
    let (expected, session_base_key) = compute(found.map_or(domain, |(_, domain)| domain), trace);
    V2Check {
        received: *received,
        expected,
        matched: found.map(|(form, _)| form),
        session_base_key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::{NtlmV2, nt_owf_v1, nt_owf_v2, temp};

    const CHALLENGE: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

    fn answer(domain: &str, temp: &[u8]) -> (NtlmV2, [u8; 16]) {
        let off = &mut Trace::off();
        let hash = nt_owf_v1("secret", off);
        (
            ntlm_v2(
                &nt_owf_v2(&hash, "alice", domain, off),
                &CHALLENGE,
                temp,
                off,
            ),
            hash,
        )
    }

    #[test]
    fn the_verifier_knows_three_spellings_of_the_domain() {
        let cases = [
            ("Contoso", Some(DomainForm::AsSent)),
            ("CONTOSO", Some(DomainForm::UpperCase)),
            ("", Some(DomainForm::Empty)),
            ("contoso", None),
        ];
        for (used, matched) in cases {
            let (right, hash) = answer(used, b"temp");
            let check = check_v2(
                UpperCaseRule::Windows,
                &hash,
                ("Alice", "Contoso"),
                &CHALLENGE,
                &right.response,
                &mut Trace::off(),
            )
            .unwrap();
            assert_eq!(check.matched, matched, "{used}");
            assert_eq!(
                check.session_base_key == right.session_base_key,
                matched.is_some()
            );
        }
    }

    #[test]
    fn four_zeros_follow_and_the_bytes_received_are_hashed() {
        let info = [0, 0, 0, 0];
        let temp = temp(0x0102_0304, &[0xaa; 8], &info);
        assert_eq!(temp.len(), 28 + info.len() + 4);
        assert!(temp.ends_with(&[0; 8]));
        // A peer that leaves the zeros out, or adds more, is right about the bytes it sent.
        for sent in [
            &temp[..],
            &temp[..temp.len() - 4],
            &[&temp[..], &[0; 3]].concat(),
        ] {
            let (right, hash) = answer("D", sent);
            let check = check_v2(
                UpperCaseRule::Windows,
                &hash,
                ("alice", "D"),
                &CHALLENGE,
                &right.response,
                &mut Trace::off(),
            )
            .unwrap();
            assert_eq!(check.matched, Some(DomainForm::AsSent));
            assert_eq!(check.expected, check.received);
        }
    }

    #[test]
    fn a_wrong_or_short_response_does_not_match() {
        let (right, hash) = answer("D", b"temp");
        let off = &mut Trace::off();
        let mut bent = right.response.clone();
        bent[20 - 1] ^= 1;
        for (challenge, response) in [(&CHALLENGE, &bent), (&[0; 8], &right.response)] {
            let check = check_v2(
                UpperCaseRule::Windows,
                &hash,
                ("alice", "D"),
                challenge,
                response,
                off,
            )
            .unwrap();
            assert_eq!(check.matched, None);
            assert_ne!(check.expected, check.received);
        }
        assert_eq!(
            check_v2(
                UpperCaseRule::Windows,
                &hash,
                ("alice", "D"),
                &CHALLENGE,
                &right.response[..15],
                off
            ),
            None
        );
    }

    #[test]
    fn a_check_shows_one_spelling() {
        let (right, hash) = answer("", b"temp");
        let mut trace = Trace::on();
        check_v2(
            UpperCaseRule::Windows,
            &hash,
            ("alice", "D"),
            &CHALLENGE,
            &right.response,
            &mut trace,
        )
        .unwrap();
        let names: Vec<_> = trace.steps().iter().map(|s| s.name).collect();
        assert_eq!(names, ["NTOWFv2", "NTProofStr", "SessionBaseKey"]);
        assert_eq!(trace.steps()[1].output.bytes, right.proof);
    }

    proptest::proptest! {
        #[test]
        fn what_was_computed_is_accepted(
            password: String, user: String, domain: String, challenge: [u8; 8], temp: Vec<u8>,
        ) {
            let off = &mut Trace::off();
            let hash = nt_owf_v1(&password, off);
            let right = ntlm_v2(&nt_owf_v2(&hash, &user, &domain, off), &challenge, &temp, off);
            let check = check_v2(UpperCaseRule::Windows, &hash, (&upper(&user), &domain), &challenge, &right.response, off).unwrap();
            proptest::prop_assert_eq!(check.matched, Some(DomainForm::AsSent));
            proptest::prop_assert_eq!(upper(&user).encode_utf16().count(), user.encode_utf16().count());
            crate::crypto::lm_owf_v1(&password, off);
        }
    }
}
