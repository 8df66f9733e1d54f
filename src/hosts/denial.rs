//! Why a caller is refused.

use crate::wire::DecodeError;

/// Why a caller is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DenialReason {
    /// The page itself asks for authentication.
    PageAsks,
    /// Nobody has signed in, and anonymous access is off: 401.2.
    AnonymousOff,
    /// The logon failed with this NTSTATUS: 401.1.
    LogonFailed(u32),
    /// An AUTHENTICATE came on a connection that asked no question.
    NoContext,
    /// The MIC does not match the three messages.
    MicMismatch,
    /// The message could not be decoded.
    Malformed(DecodeError),
    /// The nonce is too old, was used before, or is not of this server.
    StaleNonce,
    /// The loopback check: the caller is on this computer, and called it by another name.
    Loopback,
    /// The ticket or its authenticator proves nothing: error-code of RFC 4120 7.5.9.
    Kerberos(i64),
    /// The scheme in use is not offered.
    SchemeNotOffered,
    /// The call carried no credentials at all.
    NoCredentials,
}

impl DenialReason {
    /// The sub-status that IIS logs with its 401. The page's own 401 has none, and for an AUTHENTICATE without a question
    /// the sources differ (KB288323 saw 401.5).
    pub fn sub_status(&self) -> Option<u8> {
        match self {
            Self::LogonFailed(_) | Self::MicMismatch | Self::Loopback | Self::Kerberos(_) => {
                Some(1)
            }
            Self::AnonymousOff | Self::SchemeNotOffered => Some(2),
            Self::PageAsks
            | Self::StaleNonce
            | Self::NoContext
            | Self::Malformed(_)
            | Self::NoCredentials => None,
        }
    }
}
