//! Things to try, for first-time visitors.

/// Something seen: its name, and what would be pasted.
pub const EXAMPLES: [(&str, &str); 4] = [
    (
        "ANONYMOUS LOGON at SQL Server",
        "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.\nfails from a desk, works on the server",
    ),
    (
        "Asked three times, then 401",
        "prompted three times\nThe Kerberos client received a KRB_AP_ERR_MODIFIED error from the server svc-web.",
    ),
    (
        "The domain controller refuses",
        "the page opens, its data does not\n4769 0xD",
    ),
    (
        "NTLM in place of Kerberos",
        "WWW-Authenticate: Negotiate\nAuthorization: Negotiate TlRMTVNTUAABAAAAB4IIogAAAAAAAAAAAAAAAAAAAAAKALpHAAAADw==",
    ),
];

/// Stands above the buttons.
pub const TRY: &str = "Nothing at hand? Try one of these:";
