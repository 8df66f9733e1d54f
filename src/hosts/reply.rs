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
    /// What the thread's token reaches, as if nobody sat there: a ticket, where a KDC gives one.
    Thread,
    /// An answer computed from that credential.
    Credential(Credential),
    /// Bytes to be sent as the AUTHENTICATE.
    Raw(Vec<u8>),
}

/// Passwords and hashes are not printed.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Replay => "Replay",
            Self::Nothing => "Nothing",
            Self::Thread => "Thread",
            Self::Credential(_) => "Credential(…)",
            Self::Raw(_) => "Raw(…)",
        })
    }
}
