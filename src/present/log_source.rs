//! Where something that computers write is to be seen, and how sure it is.

/// A log, or where else something is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogSource {
    /// IIS's own, in the W3C extended format; times are UTC.
    Iis,
    /// The Security log.
    Security,
    /// The System log.
    System,
    /// The Application log.
    Application,
    /// Microsoft-Windows-Security-Kerberos/Operational.
    KerberosOperational,
    /// Microsoft-Windows-NTLM/Operational.
    NtlmOperational,
    /// The channels of NTLM and Protected Users.
    ProtectedUsers,
    /// SQL Server's errorlog.
    SqlErrorlog,
    /// What the application is told.
    ApplicationSees,
    /// What the browser shows.
    BrowserShows,
}

/// How sure a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Confidence {
    /// The maker's text, or a captured event.
    High,
    /// One secondary source, or two facts joined.
    Medium,
    /// Inferred.
    Low,
}
