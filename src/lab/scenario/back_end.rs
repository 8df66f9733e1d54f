//! The mailbox host, or SQL Server.

use super::RunsAs;
use crate::hosts::{BackEndProtocol, Scheme};

/// The mailbox host, or SQL Server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackEnd {
    /// Over which protocol IIS calls it: MAPI, HTTP or TDS.
    pub protocol: BackEndProtocol,
    /// Whether it runs on the computer of IIS or on another one.
    pub placement: BackEndLocation,
    /// Where the public folders are: with the mailbox, or on a host of their own.
    pub folders: BackEndLocation,
    /// Who may open the mailbox, as `DOMAIN\name`, several with commas.
    pub admits: String,
    /// The schemes it takes over HTTP, in order. MAPI takes NTLM only, SQL Server both (KB918710).
    pub schemes: Vec<Scheme>,
    /// What it runs as, and so with whose key it opens tickets.
    pub runs_as: RunsAs,
    /// Whether its account lets that of IIS act for others: msDS-AllowedToActOnBehalfOfOtherIdentity.
    pub lets_front_end_act: bool,
}

/// Where a back end runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BackEndLocation {
    /// On the computer of the IIS.
    SameHost,
    /// On a computer of its own.
    AnotherHost,
}

impl BackEnd {
    /// Whether the public folders have a host of their own; a database has none.
    pub fn has_folder_server(&self) -> bool {
        self.folders == BackEndLocation::AnotherHost && self.protocol != BackEndProtocol::Sql
    }
}
