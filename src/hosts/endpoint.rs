//! Where a service is reached.

use super::same;
use std::fmt;

/// A host name as callers write it, and a TCP port. Services are addressed by it and by nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Endpoint {
    /// A NetBIOS or DNS name; upper and lower case are the same.
    pub host: String,
    /// The TCP port, such as [`Self::HTTP`].
    pub port: u16,
}

impl Endpoint {
    /// HTTP, where the URL names no port (RFC 9110 4.2.1).
    pub const HTTP: u16 = 80;
    /// HTTP to the back-end site where the front-end site of the same computer has port 80, as Exchange has it.
    pub const HTTP_BACK_END: u16 = 81;
    /// A KDC, over TCP and UDP (RFC 4120 7.2.3).
    pub const KDC: u16 = 88;
    /// SMB, which carries Netlogon's named pipe.
    pub const SMB: u16 = 445;
    /// SQL Server's default instance ([MS-TDS] 1.9).
    pub const SQL: u16 = 1433;
    /// The Exchange store over RPC. A real one is found through the endpoint mapper, which is left out.
    pub const STORE: u16 = 1025;

    /// A port of TCP at a host, by whatever name that is called.
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self {
            host: host.into(),
            port,
        }
    }

    /// Whether both name the same place.
    pub fn matches(&self, other: &Self) -> bool {
        self.port == other.port && same(&self.host, &other.host)
    }

    /// What an HTTP request says in its `Host` header: the port only where it is not the usual one (RFC 9110 7.2).
    pub fn authority(&self) -> String {
        match self.port {
            Self::HTTP => self.host.clone(),
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}
