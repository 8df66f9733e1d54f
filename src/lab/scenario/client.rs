//! The person at the browser, and the browser.

use crate::hosts::{Endpoint, account_of, same};
use crate::wire::basic::split_domain;

/// The person and the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Account name, as typed; also the mailbox that is asked for.
    pub user: String,
    /// Domain, as typed; may be empty.
    pub domain: String,
    /// Password, as typed at each prompt; the directory has its own.
    pub password: String,
    /// Where the person sits.
    pub from: BrowsingFrom,
    /// The host in the address that is typed; empty for the name of the computer of IIS.
    pub address: String,
    /// Whether DNS has that host as an alias (CNAME) of the computer of IIS.
    pub alias: bool,
    /// Whether the browser asks for a ticket for the name behind an alias, as browsers do unless a policy forbids it.
    pub follows_alias: bool,
    /// Whether the browser asks for a ticket for the port too, where the address has an unusual one
    /// (EnableAuthNegotiatePort).
    pub names_port: bool,
    /// In which zone the browser takes the address to be.
    pub zone: Zone,
    /// Whether policy lets the browser delegate to the server: it is on AuthNegotiateDelegateAllowlist. Internet Explorer
    /// has no such list, and goes by the zone.
    pub delegates: bool,
    /// In whose forest the person's account is.
    pub forest: UserForest,
}

/// In which zone a browser takes an address to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// The intranet: it signs in as whoever is logged on, and Internet Explorer delegates.
    Intranet,
    /// The internet: it asks first, and Internet Explorer never delegates.
    Internet,
}

/// In whose forest the person's account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UserForest {
    /// That of the servers: one domain controller for all.
    Same,
    /// One of its own, which the servers' forest trusts.
    Trusted,
}

/// Where the person sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BrowsingFrom {
    /// At a computer of their own.
    Desk,
    /// At the computer of IIS, logged on there.
    Server,
}

impl Client {
    /// The name of the account: what is typed, without `DOMAIN\` before it; or of a user principal name
    /// what stands before the `@`.
    pub fn account(&self) -> &str {
        account_of(split_domain(&self.user).1)
    }

    /// Whether the name that is typed is that account's, with its domain or without.
    pub fn is_called(&self, account: &str) -> bool {
        let typed = self.user.as_str();
        let (_, behind) = split_domain(typed);
        [typed, behind, self.account()]
            .iter()
            .any(|name| same(name, account))
    }

    /// The host in the address and its port, which is the usual one where the address has none. The host may be empty.
    pub fn host_and_port(&self) -> (&str, u16) {
        let address = self.address.trim();
        let parts = address.rsplit_once(':');
        let parts = parts.and_then(|(host, port)| Some((host, port.parse().ok()?)));
        parts.unwrap_or((address, Endpoint::HTTP))
    }
}
