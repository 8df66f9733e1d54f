//! NTLM’s and Kerberos’ cryptography: pure functions over RustCrypto.
//!
//! Knows nothing of messages or hosts. Whatever can be shown to a person takes a [`Trace`], into which it
//! puts its named [`ComputationStep`]s when the trace is on.

mod channel;
mod crc32;
mod digest;
pub mod kerberos;
mod owf;
mod primitives;
mod protecting;
mod response;
mod seal;
mod session;
#[cfg(test)]
mod tests;
mod text;
mod trace;
mod verify;

pub use crate::letter_case::{UpperCaseRule, lower, upper};
pub use channel::{ChannelBindings, EndpointHash, channel_bindings, endpoint_hash};
pub use crc32::{crc32, crc32_modified};
pub use digest::{
    DigestAlgorithm, DigestHash, DigestInput, DigestOutput, digest_hash, digest_response,
};
pub use owf::{lm_owf_v1, lm_owf_v1_in, nt_owf_v1, nt_owf_v2};
pub use primitives::{des, hmac_md5, keystream, md4, md5, rc4};
pub use protecting::{Mode, seal_key, sign_key};
pub use response::{
    ANONYMOUS_LM, NULL_KEY, NULL_LM, Ntlm2Session, NtlmV2, desl, effective_challenge, lm_v1, lm_v2,
    ntlm_v1, ntlm_v2, ntlm2_session, temp,
};
pub use seal::{DUMMY_SIGNATURE, Sealer, SignatureCheck};
pub use session::{
    ExportedKey, KxKey, KxKind, SessionFlags, export_key, key_exchange_key, mic, received_key,
    session_base_key_lm, session_base_key_lm_v2, session_base_key_v1,
};
pub use text::CodePage;
pub use trace::{ComputationStep, Operand, Trace};
pub use verify::{DomainForm, V2Check, check_lm_v2, check_v2};
