//! The MIC, and the keys it is made with.

use super::*;

#[test]
fn a_mic_is_there_where_it_is_announced() {
    let made = Recipe::default().make();
    is(
        &made.verify(),
        VerdictSubject::Mic,
        Judgement::Right,
        "nobody changed the three messages",
    );
    let lone = SignInBytes {
        negotiate: None,
        ..made.set()
    };
    let found = verify(&lone, Some(&RIGHT), None, None);
    is(
        &found,
        VerdictSubject::Mic,
        Judgement::Unknown,
        "The MIC cannot be checked: the NEGOTIATE is missing.",
    );
    let found = verify(&lone, None, None, None);
    is(
        &found,
        VerdictSubject::Mic,
        Judgement::Unknown,
        "the NEGOTIATE is missing, and the session key is not known",
    );
    // Any other NEGOTIATE or CHALLENGE.
    for at in [12, 15] {
        let mut negotiate = made.negotiate.clone();
        negotiate[at] ^= 0x10;
        let other = SignInBytes {
            negotiate: Some(&negotiate),
            ..made.set()
        };
        let found = verify(&other, Some(&RIGHT), None, None);
        is(&found, VerdictSubject::NtProof, Judgement::Right, "");
        is(
            &found,
            VerdictSubject::Mic,
            Judgement::Wrong,
            "over these three messages",
        );
    }
    // Copied with too much behind it.
    for which in 0..8 {
        let made = Recipe::default().make();
        let mut messages = [made.negotiate, made.challenge, made.authenticate];
        let mut words = String::new();
        for (at, name) in ["NEGOTIATE", "CHALLENGE", "AUTHENTICATE"]
            .iter()
            .enumerate()
        {
            if which >> at & 1 == 1 {
                messages[at].extend([7; 3]);
                words += &format!("; bytes behind the {name} that do not belong to it: 3");
            }
        }
        let [negotiate, challenge, authenticate] = messages;
        let found = Made {
            negotiate,
            challenge,
            authenticate,
        }
        .verify();
        is(
            &found,
            VerdictSubject::Mic,
            Judgement::Right,
            &(words + "."),
        );
    }
    let bare = Recipe {
        mic: false,
        ..Recipe::default()
    };
    is(
        &bare.make().verify(),
        VerdictSubject::Mic,
        Judgement::Absent,
        "announces a MIC (0x2), but there is none",
    );
    let idle = Recipe {
        info: TargetInfo::new(),
        ..Recipe::default()
    };
    is(
        &idle.make().verify(),
        VerdictSubject::Mic,
        Judgement::Absent,
        "at offset 64, where a MIC would stand, count for nothing",
    );
    is(
        &Recipe::with(TargetInfo::new()).make().verify(),
        VerdictSubject::Mic,
        Judgement::Absent,
        "none is announced",
    );
    // The VERSION flag has no say.
    for version in [NegotiateFlags::empty(), NegotiateFlags::VERSION] {
        let mut recipe = Recipe::default();
        recipe.flags |= version;
        is(
            &recipe.make().verify(),
            VerdictSubject::Mic,
            Judgement::Right,
            "",
        );
    }
}

#[test]
fn a_flag_that_was_not_granted_chooses_nothing() {
    let mut made = Recipe::with(TargetInfo::new()).make();
    let mut challenge = question(Recipe::default().flags);
    challenge.flags -= NegotiateFlags::KEY_EXCH;
    made.challenge = challenge.encode();
    let keys = made.verify().keys.unwrap();
    assert_eq!(keys.exported_session_key, keys.key_exchange_key);
}

#[test]
fn a_key_that_was_not_sent_whole_is_no_key() {
    for length in [0, 8, 17] {
        let made = Recipe::default().make();
        let mut message = Authenticate::decode(&made.authenticate).value.unwrap();
        message.session_key = vec![7; length];
        let authenticate = message.encode();
        let found = Made {
            authenticate,
            ..made
        }
        .verify();
        let words = format!("; EncryptedRandomSessionKey has {length} bytes, not 16");
        is(&found, VerdictSubject::NtProof, Judgement::Right, &words);
        is(
            &found,
            VerdictSubject::Mic,
            Judgement::Unknown,
            "the session key is not known, though",
        );
        assert_eq!(found.keys, None);
    }
}
