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
