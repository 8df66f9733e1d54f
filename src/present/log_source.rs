//! Where something that computers write is to be seen, and how sure it is.

/// A log, or where else something is to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogSource {
    /// IIS's own, in the W3C extended format; times are UTC.
    Iis,
    /// Windows' Security log: logons, and what a KDC gave and refused.
    Security,
    /// Windows' System log: errors of Kerberos, of its client and of its KDC.
    System,
    /// Windows' Application log, into which services such as ASP.NET write.
    Application,
    /// The channel Microsoft-Windows-Security-Kerberos/Operational, off by default.
    KerberosOperational,
    /// The channel Microsoft-Windows-NTLM/Operational: its audits, and what policies block.
    NtlmOperational,
    /// The channels of NTLM and Protected Users.
    ProtectedUsers,
    /// The file ERRORLOG of SQL Server, where a failed login has its state.
    SqlErrorlog,
    /// What the application is told.
    ApplicationSees,
    /// What the person at the browser gets to see.
    BrowserShows,
}

/// How sure a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Confidence {
    /// The maker's text, or a captured event.
    High,
    /// One secondary source, or two facts joined.
    Medium,
    /// Inferred from other facts: no source shows such a line.
    Low,
}
