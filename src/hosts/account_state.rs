//! Whether an account may sign in at all, whatever it proves.

use crate::wire::kerberos::error_code::{KDC_ERR_CLIENT_REVOKED, KDC_ERR_KEY_EXPIRED};
use crate::wire::ntstatus;

/// Whether an account is in good standing (`[MS-KILE]` 3.3.5.6.3), and if not, what stands against it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AccountState {
    /// It may sign in.
    #[default]
    Enabled,
    /// An administrator has disabled it: ACCOUNTDISABLE of userAccountControl.
    Disabled,
    /// Too many wrong passwords came: lockoutTime.
    LockedOut,
    /// Its time is over: accountExpires, as of guests and contractors.
    Expired,
    /// It may not sign in at this hour: logonHours.
    OutsideLogonHours,
    /// The password is older than the domain's policy lets it be: pwdLastSet.
    PasswordExpired,
    /// The password must be changed first: pwdLastSet is 0.
    PasswordMustChange,
}

impl AccountState {
    /// All that can stand against an account's sign-in.
    pub const AGAINST: [Self; 6] = [
        Self::Disabled,
        Self::LockedOut,
        Self::Expired,
        Self::OutsideLogonHours,
        Self::PasswordExpired,
        Self::PasswordMustChange,
    ];

    /// The status that a logon ends with (`[MS-ERREF]` 2.3.1); none where nothing stands against it.
    pub fn status(self) -> Option<u32> {
        Some(match self {
            Self::Enabled => return None,
            Self::Disabled => ntstatus::STATUS_ACCOUNT_DISABLED,
            Self::LockedOut => ntstatus::STATUS_ACCOUNT_LOCKED_OUT,
            Self::Expired => ntstatus::STATUS_ACCOUNT_EXPIRED,
            Self::OutsideLogonHours => ntstatus::STATUS_INVALID_LOGON_HOURS,
            Self::PasswordExpired => ntstatus::STATUS_PASSWORD_EXPIRED,
            Self::PasswordMustChange => ntstatus::STATUS_PASSWORD_MUST_CHANGE,
        })
    }

    /// The same as an error of Windows (`[MS-ERREF]` 2.2).
    pub fn win32(self) -> Option<u32> {
        self.status().map(ntstatus::win32_error)
    }

    /// The error that a KDC answers (RFC 4120 7.5.9, `[MS-KILE]` 3.3.5.6.3); none where nothing stands against it.
    pub fn kdc_error(self) -> Option<i64> {
        match self {
            Self::Enabled => None,
            _ if self.is_of_password() => Some(KDC_ERR_KEY_EXPIRED),
            _ => Some(KDC_ERR_CLIENT_REVOKED),
        }
    }

    /// Whether it is the password that is too old and not the account: who does not sign in with the password is not held up.
    pub fn is_of_password(self) -> bool {
        matches!(self, Self::PasswordExpired | Self::PasswordMustChange)
    }

    /// The attribute that says so in Active Directory, and what stands in it: its value, or what the value comes to.
    pub fn attribute(self) -> (&'static str, &'static str) {
        match self {
            Self::Enabled => ("ACCOUNTDISABLE", "FALSE"),
            Self::Disabled => ("ACCOUNTDISABLE", "TRUE"),
            Self::LockedOut => ("lockoutTime", "within the lockout duration"),
            Self::Expired => ("accountExpires", "in the past"),
            Self::OutsideLogonHours => ("logonHours", "not this hour"),
            Self::PasswordExpired => ("pwdLastSet", "longer ago than maxPwdAge"),
            Self::PasswordMustChange => ("pwdLastSet", "0"),
        }
    }
}
