//! The NTLM security package: one type per state, consumed on transition (`[MS-NLMP]` 3.1, 3.2).

mod answer;
mod client;
mod package;
mod server;
#[cfg(test)]
mod tests;
mod validate;

pub use client::{AwaitChallenge, start};
pub use package::Ntlm;
pub use server::{
    Authenticated, AwaitAuthenticate, AwaitValidation, Checked, Received, ServerError, accept,
};
pub use validate::validate;

use crate::crypto::{self, KxKey, KxKind, SessionFlags, Trace};
use crate::wire::ntlm::{Authenticate, NegotiateFlags, ResponseKind, encode_text};

/// KeyExchangeKey (`[MS-NLMP]` 3.4.5.1). The LM hash is not at hand: the flags that need it are never granted.
fn key_exchange_key(
    kind: ResponseKind,
    flags: NegotiateFlags,
    session_base_key: [u8; 16],
    lm_response: &[u8],
    server_challenge: [u8; 8],
    trace: &mut Trace,
) -> [u8; 16] {
    let kind = match kind {
        ResponseKind::NtlmV2 | ResponseKind::LmV2 => KxKind::V2,
        _ => KxKind::V1,
    };
    let key = KxKey {
        kind,
        flags: session_flags(flags),
        session_base_key,
        lm_owf: [0; 16],
        lm_response,
        server_challenge,
    };
    crypto::key_exchange_key(&key, trace)
}

fn session_flags(flags: NegotiateFlags) -> SessionFlags {
    SessionFlags::from_bits(flags.bits())
}

/// A name in the encoding that the flags say. What the OEM code page lacks becomes a question mark, as on Windows.
fn encode(name: &str, flags: NegotiateFlags) -> Vec<u8> {
    let one = |c: char| encode_text(flags, c.encode_utf8(&mut [0; 4])).unwrap_or(vec![b'?']);
    encode_text(flags, name).unwrap_or_else(|| name.chars().flat_map(one).collect())
}

/// The part of a response that proves something: NTProofStr, or the 24 bytes (in the LM field, if there only).
fn proof(message: &Authenticate) -> Vec<u8> {
    match message.ntlmv2_parts() {
        Some((proof, _)) => proof.to_vec(),
        None if message.nt_response.is_empty() => message.lm_response.clone(),
        None => message.nt_response.clone(),
    }
}
