//! What hosts hold, and where.

use super::security::kerberos::TicketSummary;
use super::{AccountName, ConnectionId, Identity, LogonType};
use crate::value_kind::ValueKind;
use crate::wire::kerberos::KRBTGT;
use std::fmt;

/// Something a host holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// What kind of value it is, and so what can be proved with it.
    pub kind: ValueKind,
    /// Whose it is.
    pub of: HoldingOwner,
    /// Process, connection, logon session or database: which calls can reach it.
    pub place: StorageLocation,
    /// Its value, where it is worth showing.
    pub value: Option<Vec<u8>>,
    /// For a token: how it was made.
    pub logon: Option<LogonType>,
    /// For a ticket and its session key: what the ticket is for.
    pub ticket: Option<Box<TicketSummary>>,
}

impl Holding {
    /// A holding without more to say.
    pub fn new(kind: ValueKind, of: impl Into<HoldingOwner>, place: StorageLocation) -> Self {
        Self {
            kind,
            of: of.into(),
            place,
            value: None,
            logon: None,
            ticket: None,
        }
    }

    /// The same, with the bytes to show.
    pub fn valued(mut self, value: &[u8]) -> Self {
        self.value = Some(value.to_vec());
        self
    }
}

/// Whose something is that a host holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoldingOwner {
    /// Nobody's in particular: a challenge is for whoever asked.
    Nobody,
    /// ANONYMOUS LOGON's: a null session.
    Anonymous,
    /// The ticket-granting service's, which only a KDC has.
    Krbtgt {
        /// The domain whose TGTs are under its key.
        domain: String,
    },
    /// An account's.
    Account(AccountName),
    /// A principal's, as its ticket names it.
    Principal {
        /// The principal's name, without its realm.
        name: String,
        /// The realm that knows it.
        realm: String,
    },
}

impl HoldingOwner {
    /// The name of an account or a principal, without domain and realm; empty where it is nobody's.
    pub fn user(&self) -> &str {
        match self {
            Self::Nobody => "",
            Self::Anonymous => Identity::Anonymous.user(),
            Self::Krbtgt { .. } => KRBTGT,
            Self::Account(account) => &account.user,
            Self::Principal { name, .. } => name,
        }
    }
}

impl From<AccountName> for HoldingOwner {
    fn from(account: AccountName) -> Self {
        Self::Account(account)
    }
}

impl From<&Identity> for HoldingOwner {
    fn from(identity: &Identity) -> Self {
        match identity {
            Identity::Anonymous => Self::Anonymous,
            Identity::User(account) => Self::Account(account.clone()),
        }
    }
}

impl fmt::Display for HoldingOwner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => Ok(()),
            Self::Anonymous => Identity::Anonymous.fmt(f),
            Self::Krbtgt { domain } => write!(f, "{domain}\\{}", self.user()),
            Self::Account(account) => account.fmt(f),
            Self::Principal { name, realm } => write!(f, "{name}@{realm}"),
        }
    }
}

/// Where a computer holds something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StorageLocation {
    /// In the process, until it ends.
    Process,
    /// With a connection, until it closes.
    Connection(ConnectionId),
    /// Behind a token, in a logon session.
    LogonSession(u32),
    /// In the directory or the SAM, which proofs are held against.
    AccountDatabase,
}
