//! Which name stands for which: the same name always for the same one, whatever its case and wherever it occurs.

use super::domains::Domains;
use super::http::CUT;
use super::known::{documentation, is_class, is_everybodys, is_everybodys_address, is_port};
use crate::wire::kerberos::is_krbtgt;
use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, Ipv6Addr};

/// What kind of thing a name identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// A person or a service account.
    User,
    /// A computer, by any name of it.
    Host,
    /// A domain or realm, by its NetBIOS or DNS name.
    Domain,
    /// An IP address, of version 4 or 6.
    Address,
    /// A security identifier.
    Sid,
    /// What is asked for on a server.
    Path,
}

/// A name that was replaced, for a preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// What kind of thing it identifies.
    pub what: NameKind,
    /// The name, as it occurred first.
    pub name: String,
    /// What stands for it wherever it occurs.
    pub pseudonym: String,
}

/// Names and what stands for them. One for all that belongs together: an export, or several files.
#[derive(Clone, Debug, Default)]
pub struct Pseudonyms {
    /// The number of each name, by its key.
    numbers: HashMap<(NameKind, String), u32>,
    /// How many numbers of each kind are given.
    given: HashMap<NameKind, u32>,
    /// Random values that occur in several places.
    values: HashMap<[u8; 8], u64>,
    /// The number of each header that is somebody's own, by its name.
    headers: HashMap<String, usize>,
    replaced: Vec<Replaced>,
    /// Which names stand there already.
    told: HashSet<(NameKind, String)>,
    domains: Domains,
}

impl Pseudonyms {
    /// No names yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// No names yet, but with what is known of those that these were asked for: which are a domain's, and of the same one. What
    /// is told of a name may come after it, so whoever wants the same name for the same thing goes through all twice.
    pub fn again(self) -> Self {
        Self {
            domains: self.domains,
            ..Self::default()
        }
    }

    /// What was replaced, in the order in which it occurred.
    pub fn replaced(&self) -> &[Replaced] {
        &self.replaced
    }

    /// A user in any manner of writing: `alice`, `CONTOSO\alice`, `alice@contoso.example`, and a computer's account, `WEB-01$`.
    pub fn user(&mut self, name: &str) -> String {
        let (domain, name) = match name.split_once('\\') {
            Some((domain, name)) => (format!("{}\\", self.domain(domain)), name),
            None => (String::new(), name),
        };
        let (name, realm) = match name.rsplit_once('@') {
            Some((name, realm)) => (name, format!("@{}", self.domain(realm))),
            None => (name, String::new()),
        };
        let user = match name.strip_suffix('$').filter(|host| !host.is_empty()) {
            Some(host) => format!("{}$", self.host(host)),
            None => self.replace(NameKind::User, name),
        };
        format!("{domain}{user}{realm}")
    }

    /// A host: its short name, its name in DNS, or its address, or a domain that is asked as one; a port behind it stays, an
    /// instance of SQL Server goes.
    pub fn host(&mut self, name: &str) -> String {
        if let Ok(address) = name.parse::<IpAddr>() {
            return self.address(address).to_string();
        }
        let (host, behind) = match name.rsplit_once(':') {
            Some((host, port)) if is_port(port) => (host, format!(":{port}")),
            Some((host, _)) if !host.contains(':') => (host, format!(":{CUT}")),
            _ => (name, String::new()),
        };
        let inside = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        match inside {
            Some(inside) => format!("[{}]{behind}", self.name_or_address(inside)),
            None => format!("{}{behind}", self.name_or_address(host)),
        }
    }

    fn name_or_address(&mut self, name: &str) -> String {
        if let Ok(address) = name.parse::<IpAddr>() {
            return self.address(address).to_string();
        }
        let (host, domain) = match name.split_once('.') {
            Some((host, domain)) => (host, Some(domain)),
            None => (name, None),
        };
        // A name of two labels is as often a domain's.
        if domain.is_none_or(|domain| domain.contains('.')) {
            self.domains.see_computer(host);
        }
        if self.domains.has(name) {
            return self.domain(name);
        }
        let host = self.replace(NameKind::Host, host);
        match domain {
            Some(domain) => format!("{host}.{}", self.domain(domain)),
            None => host,
        }
    }

    /// A domain or realm, by its short name or the whole one in DNS. Where there is none, clients write in its place the server:
    /// its address, or its name, where it has accounts of its own.
    pub fn domain(&mut self, name: &str) -> String {
        if let Ok(address) = name.parse::<IpAddr>() {
            return self.address(address).to_string();
        }
        self.domains.see(name);
        match self.domains.has(name) {
            true => self.replace(NameKind::Domain, name.trim_end_matches('.')),
            false => self.replace(NameKind::Host, name),
        }
    }

    /// Says that a short name and a name in DNS are of one domain, where a message has both.
    pub fn same_domain(&mut self, short: &str, dns: &str) {
        self.domains.same(short, dns);
    }

    /// The name of a service: `HTTP/web-01.contoso.example:8080@CONTOSO.EXAMPLE`. Its class stays.
    pub fn service(&mut self, name: &str) -> String {
        let (name, realm) = match name.rsplit_once('@') {
            Some((name, realm)) => (name, format!("@{}", self.domain(realm))),
            None => (name, String::new()),
        };
        let mut parts = name.split('/');
        let class = parts.next().unwrap_or_default();
        let Some(host) = parts.next() else {
            // Not the name of a service: it may be anything.
            return self.host(class) + &realm;
        };
        let mut service = match is_class(class) {
            true => class.to_owned(),
            false => "service".to_owned(),
        };
        service.push('/');
        service.push_str(&match is_krbtgt(class) {
            true => self.domain(host),
            false => self.host(host),
        });
        // What a domain controller serves, which is its domain.
        for part in parts {
            service.push('/');
            service.push_str(&self.domain(part));
        }
        service + &realm
    }

    /// An address: loopback and what stands for none stay, the others become ones for documentation (RFC 5737, RFC 3849).
    pub fn address(&mut self, address: IpAddr) -> IpAddr {
        let address = address.to_canonical();
        if is_everybodys_address(address) {
            return address;
        }
        let text = address.to_string();
        let number = self.number(NameKind::Address, &text);
        let made = address_of(number, address);
        self.note(NameKind::Address, &text, &made.to_string());
        made
    }

    /// A SID as text. Those that every Windows has stay; of a domain's, its three numbers and those of its own accounts
    /// change, while the accounts that every domain has keep theirs ([MS-DTYP] 2.4.2.4).
    pub fn sid(&mut self, sid: &str) -> String {
        let parts: Vec<&str> = sid.split('-').collect();
        let ["S" | "s", "1", "5", "21", a, b, c, rest @ ..] = parts.as_slice() else {
            return sid.to_owned();
        };
        let domain = self.number(NameKind::Sid, &format!("S-1-5-21-{a}-{b}-{c}"));
        let mut made = format!("S-1-5-21-1-1-{domain}");
        if let Some(rid) = rest.first() {
            let own = rid.parse::<u32>().is_ok_and(|rid| rid < 1_000);
            made = if own {
                format!("{made}-{rid}")
            } else {
                let number = self.number(NameKind::Sid, sid);
                format!("{made}-{}", number.saturating_add(1_000))
            };
        }
        self.note(NameKind::Sid, sid, &made);
        made
    }

    /// What is asked for on a server: the root stays.
    pub fn path(&mut self, path: &str) -> String {
        match path {
            "/" | "*" | "" => path.to_owned(),
            path => {
                let number = self.number(NameKind::Path, path);
                let made = written(NameKind::Path, number, path);
                self.note(NameKind::Path, path, &made);
                made
            }
        }
    }

    /// A random value, such as a challenge: another one each, the same in all places, told from the others by its first bytes,
    /// which are those that are shown where there is little room. Zeros stay.
    pub fn value(&mut self, value: [u8; 8]) -> [u8; 8] {
        if value == [0; 8] {
            return value;
        }
        let next = self.values.len() as u64 + 1;
        self.values.entry(value).or_insert(next).to_le_bytes()
    }

    /// A header that is not known; its name may say whose it is.
    pub fn header(&mut self, name: &str) -> String {
        let next = self.headers.len() + 1;
        let number = self.headers.entry(name.to_lowercase()).or_insert(next);
        format!("X-Redacted-{number}")
    }

    /// The pseudonym of a single name, in capitals where the name is.
    pub(super) fn replace(&mut self, what: NameKind, name: &str) -> String {
        if is_everybodys(name) {
            return name.to_owned();
        }
        let made = written(what, self.number(what, name), name);
        self.note(what, name, &made);
        match name.chars().any(char::is_lowercase) || !name.chars().any(char::is_uppercase) {
            true => made,
            false => made.to_uppercase(),
        }
    }

    fn number(&mut self, what: NameKind, name: &str) -> u32 {
        let key = match what {
            NameKind::Domain => self.domains.key_of(name),
            _ => name.to_lowercase(),
        };
        let key = (what, key);
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let given = self.given.entry(what).or_default();
        *given = given.saturating_add(1);
        // A name that looks like the one that would stand for it would be told as it is.
        let itself = |name: &str| written(what, *given, name).eq_ignore_ascii_case(name);
        if itself(name) || itself(&key.1) {
            *given = given.saturating_add(1);
        }
        self.numbers.insert(key, *given);
        *given
    }

    /// Remembers a replacement for the preview, once.
    fn note(&mut self, what: NameKind, name: &str, pseudonym: &str) {
        if self.told.insert((what, name.to_lowercase())) {
            self.replaced.push(Replaced {
                what,
                name: name.to_owned(),
                pseudonym: pseudonym.to_owned(),
            });
        }
    }
}

/// The pseudonym of that number.
fn written(what: NameKind, number: u32, name: &str) -> String {
    match what {
        NameKind::User => format!("user{number}"),
        NameKind::Host => format!("host{number}"),
        NameKind::Domain if name.contains('.') => format!("domain{number}.example"),
        NameKind::Domain => format!("domain{number}"),
        NameKind::Path => format!("/path{number}"),
        NameKind::Address => name.parse().map_or_else(
            |_| String::new(),
            |address| address_of(number, address).to_string(),
        ),
        NameKind::Sid => format!("S-1-5-21-1-1-{number}"),
    }
}

/// An address for documentation, of the same version.
fn address_of(number: u32, address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => IpAddr::V4(documentation(number)),
        IpAddr::V6(_) => {
            let [high, low] =
                [number >> 16, number & 0xffff].map(|half| u16::try_from(half).unwrap_or_default());
            IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, high, low))
        }
    }
}
