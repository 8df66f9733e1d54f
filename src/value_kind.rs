//! The kinds of value that the lab follows from host to host. Each keeps one colour and one letter everywhere.

/// A kind of value worth following: who holds it decides who can prove what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ValueKind {
    /// A password in clear, which answers any challenge and any scheme.
    Password,
    /// A one-way function of the password (NTOWF, LMOWF): as good as the password for NTLM.
    NtHash,
    /// A server's random question.
    Challenge,
    /// One answer to one challenge.
    Response,
    /// A key derived from an exchange: it protects that session and proves nothing elsewhere.
    SessionKey,
    /// A Kerberos ticket: a permission that a KDC has signed.
    Ticket,
    /// A Windows access token.
    Token,
}
