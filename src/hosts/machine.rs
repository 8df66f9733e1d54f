//! A computer: its names, its settings, and its accounts.

use super::accounts::domain_and_account;
use super::{Accounts, Endpoint, Era, KerberosHost, Level, Lsa, same};
use crate::crypto;
use crate::crypto::kerberos::Key;
use crate::wire::netlogon::{Logon, LogonRequest};
use std::time::Duration;

/// A computer: what it is called, how it is set, whom it knows, and what its LSA keeps. Its services share it.
#[derive(Clone, Debug)]
pub struct Machine {
    /// NetBIOS name, such as `WEB-01`.
    pub name: String,
    /// The domain it is a member of.
    pub domain: Domain,
    /// What it puts on the wire.
    pub era: Era,
    /// LmCompatibilityLevel: which responses it sends.
    pub level: Level,
    /// Accounts in its own database.
    pub accounts: Accounts,
    /// Whether a sign-in that comes back to this computer by another name than its own is refused, as Windows does since
    /// XP SP2 and Server 2003 SP1 unless `DisableLoopbackCheck` is set (KB896861).
    pub loopback_check: bool,
    /// How long a nonce of its own may be answered.
    pub nonce_lifetime: Duration,
    /// What it knows for Kerberos.
    pub kerberos: KerberosHost,
    /// How many minutes its clock is ahead.
    pub clock_ahead: i16,
    /// The local security authority: logon sessions, tickets, handles of local calls.
    pub lsa: Lsa,
}

/// A domain, as its members know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// NetBIOS name, as in `CONTOSO\alice`.
    pub netbios: String,
    /// DNS name, such as `contoso.example`.
    pub dns: String,
    /// Where its domain controller takes logon requests.
    pub controller: Endpoint,
}

impl Machine {
    /// A member of `domain` without accounts of its own, that nobody is logged on to.
    pub fn new(name: impl Into<String>, domain: Domain, era: Era, level: Level) -> Self {
        let name = name.into();
        Self {
            accounts: Accounts::new(name.as_str(), level, Vec::new()),
            name,
            domain,
            era,
            level,
            loopback_check: false,
            nonce_lifetime: Duration::from_secs(300),
            kerberos: KerberosHost::default(),
            clock_ahead: 0,
            lsa: Lsa::default(),
        }
    }

    /// Whether the loopback check lets a call to that service principal name come back to this computer. A name without
    /// a host says nothing. Clients of SQL Server make the name of the computer's full one, whatever they were told to
    /// call: it is no foreign name (KB896861 speaks of what a person types).
    pub fn may_loop_back(&self, service: &str) -> bool {
        let Some((class, host)) = service.split_once('/') else {
            return true;
        };
        let host = host.split_once(':').map_or(host, |(host, _)| host);
        let own = same(host, &self.name) || host == "localhost";
        let made = class == "MSSQLSvc" && same(host, &self.dns_name());
        !self.loopback_check || own || made
    }

    /// The long-term keys of Kerberos that it has, and whose they are: those of the accounts in its database, and those
    /// of the accounts that services run as here.
    pub fn kerberos_keys(&self) -> Vec<(String, Key)> {
        let authority = self.accounts.authority();
        let accounts = self.accounts.all().iter().map(|account| {
            let of = [authority, "\\", &account.name].concat();
            (of, &account.kerberos.keys)
        });
        let services = self.kerberos.accepts_as.iter();
        let services = services.chain(&self.kerberos.runs_as);
        let services = services.map(|it| ([&it.name, "@", &it.realm].concat(), &it.keys));
        let all = accounts.chain(services);
        all.flat_map(|(of, keys)| keys.iter().map(move |key| (of.clone(), key.clone())))
            .collect()
    }

    /// Its name in lower case, with the domain's DNS name behind it.
    pub fn dns_name(&self) -> String {
        format!("{}.{}", self.name.to_ascii_lowercase(), self.domain.dns)
    }

    /// Whether the account of a logon is looked up in this computer's own database. No domain, or a dot, means this
    /// computer; what names a domain behind an `@` is that domain's. A response without a domain is the domain's to judge
    /// where no account here has its name (KB103390).
    pub fn is_authority_for(&self, request: &LogonRequest) -> bool {
        let (domain, _) = domain_and_account(request);
        let same = |name: &str| crypto::upper(name) == crypto::upper(domain);
        let network = matches!(request.logon, Logon::Network(_));
        match domain {
            "" if network => self.accounts.find(request).is_some(),
            "" | "." => true,
            _ => same(&self.name) || same(self.accounts.authority()),
        }
    }
}
