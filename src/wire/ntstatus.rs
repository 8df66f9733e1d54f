//! What Windows says how something ended: NTSTATUS ([MS-ERREF] 2.3.1), and the Win32 errors that become of it.

/// The proof is right.
pub const STATUS_SUCCESS: u32 = 0;
/// The sign-in goes on: another message is wanted.
pub const STATUS_MORE_PROCESSING_REQUIRED: u32 = 0xC000_0016;
/// There is no domain controller to ask.
pub const STATUS_NO_LOGON_SERVERS: u32 = 0xC000_005E;
/// There is no such account.
pub const STATUS_NO_SUCH_USER: u32 = 0xC000_0064;
/// The account is there, the proof is wrong.
pub const STATUS_WRONG_PASSWORD: u32 = 0xC000_006A;
/// The account or the proof is wrong: all that a server tells its client.
pub const STATUS_LOGON_FAILURE: u32 = 0xC000_006D;
/// The account may not sign in this way.
pub const STATUS_ACCOUNT_RESTRICTION: u32 = 0xC000_006E;
/// The account may not sign in at this hour.
pub const STATUS_INVALID_LOGON_HOURS: u32 = 0xC000_006F;
/// The account may not sign in from that workstation.
pub const STATUS_INVALID_WORKSTATION: u32 = 0xC000_0070;
/// The password is right and too old.
pub const STATUS_PASSWORD_EXPIRED: u32 = 0xC000_0071;
/// An administrator has disabled the account.
pub const STATUS_ACCOUNT_DISABLED: u32 = 0xC000_0072;
/// The account's time is over.
pub const STATUS_ACCOUNT_EXPIRED: u32 = 0xC000_0193;
/// The password is right and must be changed first.
pub const STATUS_PASSWORD_MUST_CHANGE: u32 = 0xC000_0224;
/// The account lacks the right to this type of logon.
pub const STATUS_LOGON_TYPE_NOT_GRANTED: u32 = 0xC000_015B;
/// Too many wrong passwords came; a right one helps no more for a while.
pub const STATUS_ACCOUNT_LOCKED_OUT: u32 = 0xC000_0234;
/// The trust lets its users sign in only where they were given leave, and here they were not.
pub const STATUS_AUTHENTICATION_FIREWALL_FAILED: u32 = 0xC000_0413;
/// A policy blocks NTLM.
pub const STATUS_NTLM_BLOCKED: u32 = 0xC000_0418;
/// Not supported; of S4U2proxy: the account has no list of services that it may go on to.
pub const STATUS_NOT_SUPPORTED: u32 = 0xC000_00BB;
/// Not found; of S4U2proxy: the account of the service does not let the asker act.
pub const STATUS_NOT_FOUND: u32 = 0xC000_0225;
/// No match; of S4U2proxy: the service is not on the account's list.
pub const STATUS_NO_MATCH: u32 = 0xC000_0272;

/// The name of a status ([MS-ERREF] 2.3.1).
pub fn status_name(status: u32) -> Option<&'static str> {
    Some(match status {
        STATUS_SUCCESS => "STATUS_SUCCESS",
        STATUS_NO_LOGON_SERVERS => "STATUS_NO_LOGON_SERVERS",
        STATUS_NO_SUCH_USER => "STATUS_NO_SUCH_USER",
        STATUS_WRONG_PASSWORD => "STATUS_WRONG_PASSWORD",
        STATUS_LOGON_FAILURE => "STATUS_LOGON_FAILURE",
        STATUS_ACCOUNT_RESTRICTION => "STATUS_ACCOUNT_RESTRICTION",
        STATUS_INVALID_LOGON_HOURS => "STATUS_INVALID_LOGON_HOURS",
        STATUS_INVALID_WORKSTATION => "STATUS_INVALID_WORKSTATION",
        STATUS_PASSWORD_EXPIRED => "STATUS_PASSWORD_EXPIRED",
        STATUS_ACCOUNT_DISABLED => "STATUS_ACCOUNT_DISABLED",
        STATUS_MORE_PROCESSING_REQUIRED => "STATUS_MORE_PROCESSING_REQUIRED",
        0xC000_0022 => "STATUS_ACCESS_DENIED",
        STATUS_NOT_SUPPORTED => "STATUS_NOT_SUPPORTED",
        0xC000_0133 => "STATUS_TIME_DIFFERENCE_AT_DC",
        0xC000_018B => "STATUS_NO_TRUST_SAM_ACCOUNT",
        0xC000_018D => "STATUS_TRUSTED_RELATIONSHIP_FAILURE",
        0xC000_0192 => "STATUS_NETLOGON_NOT_STARTED",
        STATUS_ACCOUNT_EXPIRED => "STATUS_ACCOUNT_EXPIRED",
        0xC000_0203 => "STATUS_USER_SESSION_DELETED",
        STATUS_PASSWORD_MUST_CHANGE => "STATUS_PASSWORD_MUST_CHANGE",
        STATUS_NOT_FOUND => "STATUS_NOT_FOUND",
        STATUS_NO_MATCH => "STATUS_NO_MATCH",
        0xC000_035B => "STATUS_BAD_BINDINGS",
        0xC000_035C => "STATUS_NETWORK_SESSION_EXPIRED",
        STATUS_AUTHENTICATION_FIREWALL_FAILED => "STATUS_AUTHENTICATION_FIREWALL_FAILED",
        STATUS_LOGON_TYPE_NOT_GRANTED => "STATUS_LOGON_TYPE_NOT_GRANTED",
        STATUS_ACCOUNT_LOCKED_OUT => "STATUS_ACCOUNT_LOCKED_OUT",
        STATUS_NTLM_BLOCKED => "STATUS_NTLM_BLOCKED",
        _ => return None,
    })
}

/// The error of Windows that LogonUser fails with for a status ([MS-ERREF] 2.2 and 2.3); what has none of its own is
/// ERROR_LOGON_FAILURE.
pub fn win32_error(status: u32) -> u32 {
    match status {
        STATUS_ACCOUNT_RESTRICTION => 1327,
        STATUS_INVALID_LOGON_HOURS => 1328,
        STATUS_INVALID_WORKSTATION => 1329,
        STATUS_PASSWORD_EXPIRED => 1330,
        STATUS_ACCOUNT_DISABLED => 1331,
        STATUS_LOGON_TYPE_NOT_GRANTED => 1385,
        STATUS_ACCOUNT_EXPIRED => 1793,
        STATUS_PASSWORD_MUST_CHANGE => 1907,
        STATUS_ACCOUNT_LOCKED_OUT => 1909,
        STATUS_AUTHENTICATION_FIREWALL_FAILED => 1935,
        STATUS_NO_LOGON_SERVERS => 1311,
        _ => 1326,
    }
}
