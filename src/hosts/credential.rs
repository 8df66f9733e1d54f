//! What can answer for somebody.

use super::AccountName;
use super::security::kerberos::HeldTicket;
use std::fmt;

/// What can answer for somebody: it is kept behind a logon session, or typed.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// A name and a password.
    Password(UserPassword),
    /// A ticket: the user's own TGT, or what the user has shown.
    Ticket(Box<HeldTicket>),
    /// A name and the NT hash of its password, which is as good for NTLM.
    NtHash {
        /// NetBIOS domain; may be empty.
        domain: String,
        /// Account name, without its domain.
        user: String,
        /// NTOWFv1 of the password ([MS-NLMP] 3.3.1).
        hash: [u8; 16],
    },
}

/// A name and a password, as typed.
#[derive(Clone, PartialEq, Eq)]
pub struct UserPassword {
    /// NetBIOS domain; may be empty.
    pub domain: String,
    /// Account name, as typed.
    pub user: String,
    /// Password in clear; `Debug` does not print it.
    pub password: String,
}

impl UserPassword {
    /// Whose password it is.
    pub fn account(&self) -> AccountName {
        AccountName {
            domain: self.domain.clone(),
            user: self.user.clone(),
        }
    }

    /// As a logon session keeps it: under the names by which the authority knows the account, whatever was typed.
    pub fn known_as(self, account: AccountName) -> Self {
        Self {
            domain: account.domain,
            user: account.user,
            ..self
        }
    }
}

/// Passwords and hashes are not printed.
impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Password(typed) => typed.fmt(f),
            Self::Ticket(ticket) => ticket.fmt(f),
            Self::NtHash { domain, user, .. } => write!(f, "NtHash({domain}\\{user}, …)"),
        }
    }
}

/// Passwords are not printed.
impl fmt::Debug for UserPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Password({}\\{}, …)", self.domain, self.user)
    }
}
