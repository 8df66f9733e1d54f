//! Tabular data streams ([MS-TDS]): what hop 2 to SQL Server speaks.
//!
//! The layouts are those of TDS 7.4, whatever the era; of them only what a sign-in and one query take. A message is one
//! packet, and nothing is encrypted: both sides say in the PRELOGIN that they cannot.

mod characters;
mod lengths;
mod login7;
mod packet;
mod prelogin;
mod token;

pub use lengths::lengths;
pub use login7::Login7;
pub use packet::{Packet, TdsMessage, frame, is_tds};
pub use prelogin::{Prelogin, PreloginOption};
pub use token::{ColumnData, Complaint, LOGIN_FAILED, Token, UNTRUSTED_LOGIN, done};

/// The version that is spoken ([MS-TDS] 2.2.6.4, TDSVersion).
pub const VERSION: u32 = 0x7400_0004;

#[cfg(test)]
mod tests;
