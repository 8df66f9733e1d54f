//! Bytes ↔ values. Knows nothing of state, time or randomness.

mod base64;
pub mod basic;
mod byte_order;
pub mod ccache;
mod credential_file;
pub mod credssp;
mod decoded;
pub mod der;
mod digest_validation;
mod error;
mod field;
pub mod field_name;
mod gss;
pub mod hash_line;
pub mod http;
pub mod kerberos;
pub mod kerberos_line;
pub mod keytab;
mod layer;
mod layer_kind;
mod layers;
pub mod ldap;
mod named_numbers;
pub mod negoex;
pub mod netlogon;
pub mod ntlm;
pub mod ntstatus;
pub mod oid;
pub mod pac;
mod reader;
pub mod rpc;
pub mod sasl;
pub mod spnego;
pub mod tds;
pub mod text;
mod token_length;
mod writer;

pub use base64::{from_base64, to_base64};
pub use byte_order::ByteOrder;
pub use decoded::Decoded;
pub use digest_validation::DigestValidationRequest;
pub use error::{DecodeError, ErrorDetails, ErrorKind, TooLong};
pub use field::{Field, Layout, Overlap, Tile, Value};
pub use layer::{Layer, LayerValue};
pub use layer_kind::LayerKind;
pub use layers::{
    carried, challenges, credentials, decrypted, hash_line, kerberos_line, layers, ntlm_token,
    replace, sasl, token,
};
pub use reader::{Bound, Reader};
pub use token_length::token_length;
pub use writer::Writer;
