//! Who somebody is on a computer, and how they came to be that.

use super::AccountName;
use std::fmt;

/// An access token: an identity on this computer, and the logon session it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    /// Whom this computer takes the caller for.
    pub identity: Identity,
    /// By which logon, and so whether a credential is behind it.
    pub logon: LogonType,
    /// The number of its logon session in this computer's LSA, which may keep a credential.
    pub session: u32,
}

/// Who somebody is, once a host is convinced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// NT AUTHORITY\ANONYMOUS LOGON.
    Anonymous,
    /// An account of a domain or of a computer.
    User(AccountName),
}

impl Identity {
    /// The domain or computer that knows the account; "NT AUTHORITY" is the system itself.
    pub fn domain(&self) -> &str {
        match self {
            Self::Anonymous => "NT AUTHORITY",
            Self::User(account) => &account.domain,
        }
    }

    /// The account's name, as its directory spells it.
    pub fn user(&self) -> &str {
        match self {
            Self::Anonymous => "ANONYMOUS LOGON",
            Self::User(account) => &account.user,
        }
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\\{}", self.domain(), self.user())
    }
}

/// How a token was made, and so whether anything is kept behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogonType {
    /// An answer to a challenge was validated: type 3.
    Network,
    /// As if at the keyboard: type 2.
    Interactive,
    /// As a batch job: type 4.
    Batch,
    /// A network logon that keeps the password: type 8.
    NetworkCleartext,
}

impl LogonType {
    /// The types IIS can be set to for Basic, in the order of its LogonMethod values 0, 1, 2, 3.
    pub const METHODS: [Self; 4] = [
        Self::Interactive,
        Self::Batch,
        Self::Network,
        Self::NetworkCleartext,
    ];

    /// Whether the logon session keeps the name and password.
    pub fn keeps_credential(self) -> bool {
        self != Self::Network
    }

    /// Its number in the event log.
    pub fn number(self) -> u8 {
        match self {
            Self::Interactive => 2,
            Self::Network => 3,
            Self::Batch => 4,
            Self::NetworkCleartext => 8,
        }
    }
}
