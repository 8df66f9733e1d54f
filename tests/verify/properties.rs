//! What must hold for any bytes.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

/// Where the NT response lies.
fn response(message: &[u8]) -> std::ops::Range<usize> {
    let layout = Authenticate::decode(message).layout;
    layout.find("NtChallengeResponse").unwrap().range.clone()
}

proptest! {
    #[test]
    fn any_bit_of_an_ntlmv2_response_counts(at in any::<prop::sample::Index>(), bit in 0..8u8) {
        let mut made = Recipe::default().make();
        let range = response(&made.authenticate);
        made.authenticate[range.start + at.index(range.len())] ^= 1 << bit;
        let found = made.verify();
        let nt = found.verdict(VerdictSubject::NtProof).unwrap();
        prop_assert_eq!(nt.result, Judgement::Wrong);
        no_key(&found);
        prop_assert_ne!(found.verdict(VerdictSubject::Mic).unwrap().result, Judgement::Right);
    }

    #[test]
    fn any_bit_of_a_v1_response_counts(at in 0..48usize, bit in 0..8u8) {
        let [challenge, authenticate] = V1;
        let mut authenticate = authenticate.to_vec();
        // LmChallengeResponse, then NtChallengeResponse.
        authenticate[0x6c + at] ^= 1 << bit;
        let found = verify(&pair([challenge, &authenticate]), Some(&password("Password")), None, None);
        let (wrong, other) = if at < 24 { (1, 0) } else { (0, 1) };
        prop_assert_eq!(found.verdicts[wrong].result, Judgement::Wrong);
        prop_assert_eq!(found.verdicts[other].result, Judgement::Right);
        prop_assert_eq!(found.keys.is_some(), at < 24);
    }

    #[test]
    fn any_bit_of_the_messages_breaks_the_mic_or_the_proof(
        which in 0..3usize, at in any::<prop::sample::Index>(), bit in 0..8u8,
    ) {
        let made = Recipe::default().make();
        let mut messages = [made.negotiate, made.challenge, made.authenticate];
        let at = at.index(messages[which].len());
        messages[which][at] ^= 1 << bit;
        let [negotiate, challenge, authenticate] = messages;
        let found = Made { negotiate, challenge, authenticate }.verify();
        prop_assert_ne!(found.verdict(VerdictSubject::Mic).unwrap().result, Judgement::Right);
    }

    #[test]
    fn any_bytes_are_answered(
        negotiate in prop::option::of(vec(any::<u8>(), 0..60)),
        challenge in prop::option::of(vec(any::<u8>(), 0..120)),
        noise in vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        length in any::<prop::sample::Index>(),
        certificate in vec(any::<u8>(), 0..60),
        host: String,
    ) {
        let made = Recipe::default().make();
        let mut authenticate = made.authenticate.clone();
        for (at, byte) in noise {
            let at = at.index(authenticate.len());
            authenticate[at] = byte;
        }
        authenticate.truncate(length.index(authenticate.len() + 1));
        let set = SignInBytes {
            negotiate: negotiate.as_deref(),
            challenge: challenge.as_deref().or(Some(&made.challenge)),
            authenticate: &authenticate,
        };
        let binding = Binding::Certificate(&certificate);
        let found = verify(&set, Some(&RIGHT), Some(&binding), Some(&host));
        let about: Vec<_> = found.verdicts.iter().map(|verdict| verdict.about.name()).collect();
        prop_assert_eq!(about, ["NT proof", "LM proof", "MIC", "channel bindings", "target name"]);
    }
}
