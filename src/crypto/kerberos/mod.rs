//! Kerberos' cryptography ([RFC 3961]): what each encryption type does with a key, a usage number and bytes.
//!
//! Keys for a usage are derived anew with each operation, which costs a few AES blocks. A key from a password costs
//! thousands of hashes, so the last ones are kept.
//!
//! [RFC 3961]: https://www.rfc-editor.org/rfc/rfc3961

mod aes;
mod aes_sha2;
mod checksum;
mod des;
mod etype;
pub mod gss;
mod gss_rc4;
mod key;
mod nfold;
mod pbkdf2;
mod prf;
mod rc4;
mod salt;
mod simplified;
mod steps;
mod string_to_key;
#[cfg(test)]
mod tests;
pub mod usage;

pub use aes::{cts_decrypt, cts_encrypt};
pub use aes_sha2::kdf;
pub use checksum::{checksum, checksum_kind, keyed_checksum};
pub use etype::Etype;
pub use key::{DecryptError, Key};
pub use nfold::n_fold;
pub use prf::krb_fx_cf2;
pub use salt::{computer_salt, trust_salt, user_salt};
pub use simplified::dk;
pub use string_to_key::{MAX_ITERATIONS, string_to_key};
