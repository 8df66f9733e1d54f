//! What somebody who sits in IIS's place answers the mailbox host's question with.

use super::Credential;
use std::fmt;

/// An answer given by hand. Whatever it is, the security package makes the message and the mailbox host judges it.
#[derive(Clone, PartialEq, Eq)]
pub enum Reply {
    /// The AUTHENTICATE received on hop 1, as it is; without one, the thread answers.
    Replay,
    /// No name and no response.
    Nothing,
    /// An answer computed from a password.
    Password(Credential),
    /// An answer computed from sixteen bytes that stand for the NT hash.
    NtHash {
        /// The domain to say.
        domain: String,
        /// The user to say.
        user: String,
        /// The sixteen bytes.
        hash: [u8; 16],
    },
    /// Bytes to be sent as the AUTHENTICATE.
    Raw(Vec<u8>),
}

/// Passwords and hashes are not printed.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Replay => "Replay",
            Self::Nothing => "Nothing",
            Self::Password(_) => "Password(…)",
            Self::NtHash { .. } => "NtHash(…)",
            Self::Raw(_) => "Raw(…)",
        })
    }
}
