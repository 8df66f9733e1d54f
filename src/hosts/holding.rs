//! What hosts hold, and where.

use super::security::kerberos::TicketSummary;
use super::{ConnectionId, LogonType};
use crate::value_kind::ValueKind;

/// Something a host holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// What kind of secret it is, and so what can be proved with it.
    pub secret: ValueKind,
    /// Whose it is, such as `CONTOSO\alice`.
    pub of: String,
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
    pub fn new(secret: ValueKind, of: impl Into<String>, place: StorageLocation) -> Self {
        Self {
            secret,
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
