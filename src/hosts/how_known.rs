//! How a host came to know who calls, and with what it answers itself.

use super::security::kerberos::TicketPath;
use crate::crypto::DigestAlgorithm;
use crate::wire::ntlm::ResponseKind;

/// How a host came to know who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HowKnown {
    /// The package that carried it.
    pub package: Package,
    /// What convinced the host, within that package.
    pub mechanism: Mechanism,
}

/// A security package, or the scheme that does without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Package {
    /// `[MS-NLMP]`: a response to a challenge.
    Ntlm,
    /// RFC 7616, as Windows has it in WDigest.
    Digest,
    /// RFC 4120, as Windows has it by `[MS-KILE]`.
    Kerberos,
    /// None: name and password are there in clear, typed at the keyboard or sent by Basic, and log on.
    LogonUser,
}

/// What convinces a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mechanism {
    /// The response proved knowledge of the NT hash.
    Response(ResponseKind),
    /// The response proved knowledge of the hash of name, realm and password.
    Digest(DigestAlgorithm),
    /// The password came in clear and was checked (Basic).
    Password,
    /// A ticket under the service's own key, and proof of its session key.
    Ticket(TicketPath),
    /// The system of the same computer named the calling thread's token.
    LocalCall,
    /// No name and no response: a null session.
    NullSession,
}

/// What the thread's token reaches when a question is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutboundCredential {
    /// The credential behind the logon session answers.
    Credential(Mechanism),
    /// There is nothing behind the token: a null session.
    Nothing,
    /// The call is local: the system vouches for the token.
    LocalCall,
    /// The AUTHENTICATE received on hop 1 is sent again, byte for byte.
    Replay,
    /// Somebody in IIS's place answers by hand: with this, or with bytes of their own.
    Hand(Option<Mechanism>),
}
