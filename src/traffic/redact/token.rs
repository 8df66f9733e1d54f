//! Tokens: NTLM, Kerberos, and SPNEGO around them.

use super::{Pseudonyms, cut, kerberos, ntlm};
use crate::wire::kerberos::is_kerberos;
use crate::wire::ntlm::is_ntlmssp;
use crate::wire::spnego::{NegToken, is_spnego};

/// Redacts a token; `None` where it is not understood.
pub fn redact(token: &[u8], names: &mut Pseudonyms) -> Option<Vec<u8>> {
    at_depth(token, names, 4)
}

/// The same; zeros, as many, where it is not understood, and all but the head of a signature.
pub fn or_zeros(token: &[u8], names: &mut Pseudonyms) -> Vec<u8> {
    redact(token, names).unwrap_or_else(|| {
        let mut zeros = token.to_vec();
        cut::signature(&mut zeros);
        zeros
    })
}

/// SPNEGO may lie in SPNEGO, but not without end.
fn at_depth(token: &[u8], names: &mut Pseudonyms, depth: u8) -> Option<Vec<u8>> {
    if is_ntlmssp(token) {
        return ntlm::redact(token, names);
    }
    if is_kerberos(token) {
        return kerberos::redact(token, names);
    }
    match depth.checked_sub(1) {
        Some(depth) if is_spnego(token) => spnego(token, names, depth),
        _ => None,
    }
}

fn spnego(token: &[u8], names: &mut Pseudonyms, depth: u8) -> Option<Vec<u8>> {
    /// What Windows writes where no hint is.
    const NO_HINT: &str = "not_defined_in_RFC4178@please_ignore";
    let mut read = NegToken::decode(token).value.ok()?;
    let (inner, mic) = match &mut read {
        NegToken::Init(token) | NegToken::Init2(token) => {
            if token.hint_name.as_ref().is_some_and(|hint| hint != NO_HINT) {
                token.hint_name = Some(String::new());
            }
            if let Some(address) = &mut token.hint_address {
                cut::zero(address);
            }
            // As it is encoded again.
            token.mech_list = crate::wire::spnego::mech_list(&token.mech_types);
            (&mut token.mech_token, &mut token.mech_list_mic)
        }
        NegToken::Resp(token) => (&mut token.response_token, &mut token.mech_list_mic),
    };
    // Windows 2000 repeats the token there.
    let same = inner == mic;
    if let Some(inner) = inner {
        let redacted = at_depth(inner, names, depth);
        *inner = redacted.unwrap_or_else(|| vec![0; inner.len()]);
    }
    if same {
        mic.clone_from(inner);
    } else if let Some(mic) = mic {
        cut::signature(mic);
    }
    let bytes = read.encode();
    (NegToken::decode(&bytes).value.as_ref() == Ok(&read)).then_some(bytes)
}
