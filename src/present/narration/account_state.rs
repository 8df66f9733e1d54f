//! Why an account may not sign in, whatever it proves.

use super::text::Text;
use crate::hosts::AccountState;
use crate::prose;

/// What an account's state is called, in a few words.
pub fn name(state: AccountState) -> &'static str {
    match state {
        AccountState::Enabled => "enabled",
        AccountState::Disabled => "disabled",
        AccountState::LockedOut => "locked out",
        AccountState::Expired => "expired",
        AccountState::OutsideLogonHours => "outside its logon hours",
        AccountState::PasswordExpired => "password expired",
        AccountState::PasswordMustChange => "password must be changed",
    }
}

/// The same as a clause, behind whose it is or “the”.
pub fn clause(state: AccountState) -> &'static str {
    match state {
        AccountState::Enabled => "account is in order",
        AccountState::Disabled => "account is disabled",
        AccountState::LockedOut => "account is locked out",
        AccountState::Expired => "account has expired",
        AccountState::OutsideLogonHours => "account may not sign in at this hour",
        AccountState::PasswordExpired => "password has expired",
        AccountState::PasswordMustChange => "password must be changed first",
    }
}

/// Why a KDC gives it no ticket.
pub fn why(state: AccountState) -> Text {
    match state {
        AccountState::Enabled => prose! { "Nothing stands against the account." },
        AccountState::Disabled => prose! { "The account is disabled." },
        AccountState::LockedOut => prose! {
            "The account is locked out: too many wrong passwords came. The right one does not help before the lockout is over."
        },
        AccountState::Expired => prose! { "The account has expired (accountExpires)." },
        AccountState::OutsideLogonHours => {
            prose! { "The account may not sign in at this hour (logonHours)." }
        }
        AccountState::PasswordExpired => prose! {
            "The proof is right, but the password is older than the domain allows. Nothing but a new password is taken now."
        },
        AccountState::PasswordMustChange => prose! {
            "The proof is right, but the password must be changed at the next logon (pwdLastSet is 0), and a web site is no place \
            where Windows asks for a new one."
        },
    }
}
