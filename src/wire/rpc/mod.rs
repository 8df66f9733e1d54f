//! Connection-oriented remote procedure calls (`[C706]` 12, [MS-RPCE]): what hop 2 over MAPI speaks.

mod body;
pub mod emsmdb;
mod lengths;
mod pdu;
pub mod ptype;
pub mod status;
mod syntax;

pub use body::{Body, ContextResult, PresentationContext};
pub use lengths::lengths;
pub use pdu::{AuthVerifier, Pdu, frame, pfc};
pub use syntax::{NDR, Syntax, Uuid};
