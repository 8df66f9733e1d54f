//! Messages of a session whose keys are known.

use super::*;
use double_hop::crypto::{DUMMY_SIGNATURE, Mode, Sealer};
use double_hop::traffic::verify::unprotect;

fn keys(flags: NegotiateFlags) -> Keys {
    let recipe = Recipe {
        flags,
        ..Recipe::with(TargetInfo::new())
    };
    recipe.make().verify().keys.unwrap()
}

/// With and without what matters.
fn all_flags() -> impl Iterator<Item = NegotiateFlags> {
    let matter = [
        NegotiateFlags::EXTENDED_SESSION_SECURITY,
        NegotiateFlags::KEY_EXCH,
        NegotiateFlags::DATAGRAM,
        NegotiateFlags::KEY_56,
        NegotiateFlags::LM_KEY,
    ];
    (0..32u8).map(move |bits| {
        let mut flags = NegotiateFlags::UNICODE | NegotiateFlags::SIGN | NegotiateFlags::SEAL;
        for (bit, flag) in matter.into_iter().enumerate() {
            flags.set(flag, bits & 1 << bit != 0);
        }
        flags
    })
}

#[test]
fn a_message_is_opened_wherever_it_stood() {
    let off = &mut Trace::off();
    for flags in all_flags() {
        let keys = keys(flags);
        let key = &keys.exported_session_key;
        for from in [Mode::Client, Mode::Server] {
            let mut sealer = Sealer::new(keys.flags, key, from, off);
            for seq in 0..3 {
                let text = b"the text of a message";
                let (sealed, signature) = sealer.seal(seq, text, off);
                let found = unprotect(&keys, &[&signature, &sealed[..]].concat());
                assert_eq!(found.result, Judgement::Right, "{flags:?}");
                assert_eq!(found.message.as_deref(), Some(&text[..]));
                assert!(opened(&found).starts_with("Sealed"), "{}", opened(&found));
                assert_eq!(found.steps.last().unwrap().output.bytes, signature);
            }
            let signature = sealer.sign(3, b"in clear", off);
            let found = unprotect(&keys, &[b"in clear", &signature[..]].concat());
            assert_eq!(
                found.message.as_deref(),
                Some(&b"in clear"[..]),
                "{flags:?}"
            );
            assert!(opened(&found).starts_with("Signed, not sealed"));
        }
    }
}

#[test]
fn what_is_not_of_the_session_stays_closed() {
    let keys = keys(Recipe::default().flags);
    let cases: [(&[u8], Judgement, &str); 5] = [
        (b"", Judgement::Wrong, "There is no signature"),
        (b"less than 16", Judgement::Wrong, "There is no signature"),
        (&[0xff; 40], Judgement::Wrong, "There is no signature"),
        (
            &hex!("01000000aabbccddeeff0011 00000000 99"),
            Judgement::Wrong,
            "not of this session",
        ),
        (&DUMMY_SIGNATURE, Judgement::Absent, "is a dummy"),
    ];
    for (bytes, result, words) in cases {
        let found = unprotect(&keys, bytes);
        assert_eq!((found.result, &found.message), (result, &None));
        assert!(opened(&found).contains(words), "{}", opened(&found));
    }
}
