//! Bytes ↔ values. Knows nothing of state, time or randomness.

mod base64;
pub mod basic;
mod error;
mod field;
pub mod form;
pub mod http;
mod layers;
pub mod netlogon;
pub mod ntlm;
mod reader;
pub mod rpc;
pub mod text;
mod writer;

pub use base64::{from_base64, to_base64};
pub use error::{DecodeError, ErrorKind, Wrong};
pub use field::{Field, Layout, Overlap, Tile, Value};
pub use layers::{Layer, LayerValue, layers, ntlm_token};
pub use reader::{Decoded, Reader};
pub use writer::Writer;
