//! What is said of which message, and what is not.

use super::*;
use crate::wire::token;

/// What is said of a token's innermost layer.
fn said(bytes: &[u8]) -> Vec<Warning> {
    warnings(token(bytes).last().unwrap(), None)
}

/// An AUTHENTICATE of Alice with an NTLM response.
fn alice(flags: NegotiateFlags) -> Authenticate {
    Authenticate {
        flags: flags | NegotiateFlags::UNICODE,
        user: b"a\0".to_vec(),
        nt_response: vec![1; 24],
        ..Authenticate::default()
    }
}

#[test]
fn a_key_is_weak_where_few_of_its_bits_count() {
    type F = NegotiateFlags;
    for (flags, bits) in [
        (F::SIGN, None),
        (F::SIGN | F::KEY_56, None),
        (F::SIGN | F::EXTENDED_SESSION_SECURITY, Some(40)),
        (F::SEAL | F::EXTENDED_SESSION_SECURITY | F::KEY_56, Some(56)),
        (F::SEAL | F::EXTENDED_SESSION_SECURITY | F::KEY_128, None),
        (F::SEAL | F::LM_KEY | F::KEY_128, Some(40)),
        (F::SEAL | F::LM_KEY | F::KEY_128 | F::KEY_56, Some(56)),
        (F::EXTENDED_SESSION_SECURITY, None),
    ] {
        let said = said(&alice(flags).encode());
        let weak = said.iter().find_map(|it| match it {
            Warning::WeakKey(bits) => Some(*bits),
            _ => None,
        });
        assert_eq!(weak, bits, "{flags:?}");
    }
}

#[test]
fn only_an_empty_msvavflags_of_the_server_is_told() {
    for (value, told) in [(&[][..], true), (&[0; 4], true), (&[2, 0, 0, 0], false)] {
        let info = TargetInfo::new().with(AvId::Flags, value).encode();
        let challenge = Challenge {
            flags: NegotiateFlags::UNICODE | NegotiateFlags::TARGET_INFO,
            target_info: Some(info),
            ..Challenge::default()
        };
        let said = said(&challenge.encode());
        assert_eq!(said.contains(&Warning::FlagsFromServer), told, "{said:?}");
    }
}

#[test]
fn a_response_of_an_odd_length_is_told() {
    for length in [0, 1, 23, 24, 25, 43, 44, 48] {
        let mut message = alice(NegotiateFlags::empty());
        message.nt_response = vec![1; length];
        let said = said(&message.encode());
        let odd = !matches!(length, 0 | 24 | 44 | 48);
        assert_eq!(
            said.contains(&Warning::OddResponse(length)),
            odd,
            "{length}"
        );
        assert_eq!(
            said.contains(&Warning::BrokenList),
            length >= 44,
            "{length}"
        );
    }
}

#[test]
fn nobody_may_ask_to_be_nobody() {
    let nobody = Authenticate {
        flags: NegotiateFlags::UNICODE | NegotiateFlags::ANONYMOUS | NegotiateFlags::R10,
        lm_response: vec![0],
        ..Authenticate::default()
    };
    let said = said(&nobody.encode());
    assert_eq!(said, [Warning::Anonymous, Warning::UnusualFlags(8)]);
}

#[test]
fn a_mic_that_repeats_the_token_is_told() {
    for (mic, told) in [
        (&b"\xa3\x05\x04\x03abc"[..], true),
        (b"\xa3\x05\x04\x03abd", false),
        (b"", false),
    ] {
        let fields = [&b"\xa2\x05\x04\x03abc"[..], mic].concat();
        let length = u8::try_from(fields.len()).unwrap();
        let answer = [&[0xa1, length + 2, 0x30, length], &fields[..]].concat();
        let said = said(&answer);
        assert_eq!(said.contains(&Warning::MicIsToken), told, "{said:?}");
    }
}
