//! Which names are a domain's, and which of them are of the same one.

use std::collections::{HashMap, HashSet};

/// The names of domains and computers that were seen so far.
#[derive(Clone, Debug, Default)]
pub struct Domains {
    /// Names of domains, short ones and whole ones of DNS.
    domains: HashSet<String>,
    /// Short names of computers.
    computers: HashSet<String>,
    /// The names in DNS that messages say a short name has.
    told: HashMap<String, HashSet<String>>,
    /// The names in DNS that begin with a short name: mostly it is theirs.
    alike: HashMap<String, HashSet<String>>,
}

impl Domains {
    /// Remembers that a domain has that name.
    pub fn see(&mut self, name: &str) {
        let name = key(name);
        if let Some((short, _)) = name.split_once('.') {
            let alike = self.alike.entry(short.to_owned()).or_default();
            alike.insert(name.clone());
        }
        self.domains.insert(name);
    }

    /// Remembers that a computer has that short name.
    pub fn see_computer(&mut self, short: &str) {
        self.computers.insert(key(short));
    }

    /// Remembers that a short name and one in DNS are of one domain.
    pub fn same(&mut self, short: &str, dns: &str) {
        let dns = key(dns);
        if dns.contains('.') {
            self.told.entry(key(short)).or_default().insert(dns);
        }
    }

    /// Whether it is a domain's. A short one that a computer has too is a domain's only where one in DNS goes with it: servers
    /// name themselves where others name a domain, of accounts of their own.
    pub fn has(&self, name: &str) -> bool {
        let name = key(name);
        let is_short = !name.contains('.');
        self.domains.contains(&name)
            && !(is_short && self.computers.contains(&name) && self.in_dns(&name).is_none())
    }

    /// What the domain of that name is known by: its name in DNS, where that is the only one that it can be.
    pub fn key_of(&self, name: &str) -> String {
        let name = key(name);
        self.dns_of(&name).map(str::to_owned).unwrap_or(name)
    }

    fn dns_of(&self, short: &str) -> Option<&str> {
        let mut names = self.in_dns(short)?.iter();
        let first = names.next()?;
        names.next().is_none().then_some(first)
    }

    fn in_dns(&self, short: &str) -> Option<&HashSet<String>> {
        self.told.get(short).or_else(|| self.alike.get(short))
    }
}

fn key(name: &str) -> String {
    name.trim_end_matches('.').to_lowercase()
}
