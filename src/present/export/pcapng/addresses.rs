//! Addresses for hosts. Most of them have only a name.

use crate::lab::{Connection, HostId, HostInfo, Log};
use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The address of each host. Hosts of one name, whatever its case, are on one computer and have one address.
pub struct Addresses<'a> {
    of: HashMap<HostId, Ipv4Addr>,
    /// The addresses of hosts that have a name, in the order of connections.
    names: Vec<(IpAddr, &'a str)>,
}

impl<'a> Addresses<'a> {
    /// A host whose name is an IPv4 address has that one, and one that traffic shows an IPv4 address of has that. The others
    /// have addresses that no host of the world has.
    pub fn of(log: &'a Log) -> Self {
        let seen = seen(log);
        let named = |host: &HostInfo| host.name.parse::<Ipv4Addr>().ok();
        let own = |host: &HostInfo| named(host).or_else(|| seen.get(&host.id).copied());
        let taken: HashSet<Ipv4Addr> = log.hosts.iter().filter_map(own).collect();
        let mut free = unused().filter(|address| !taken.contains(address));
        let mut by_name: HashMap<String, Ipv4Addr> = HashMap::new();
        let mut addresses = Self {
            of: HashMap::new(),
            names: Vec::new(),
        };
        for host in &log.hosts {
            let address = named(host).unwrap_or_else(|| {
                let name = host.name.to_lowercase();
                *by_name.entry(name).or_insert_with(|| {
                    let made = || free.next().unwrap_or(Ipv4Addr::LOCALHOST);
                    own(host).unwrap_or_else(made)
                })
            });
            addresses.of.insert(host.id, address);
        }
        addresses.names = addresses.named(log);
        addresses
    }

    /// The addresses that packets have, with the names of their hosts, each once.
    fn named(&self, log: &'a Log) -> Vec<(IpAddr, &'a str)> {
        let mut known = HashSet::new();
        let mut names = Vec::new();
        for connection in &log.connections {
            let hosts = [connection.from, connection.to];
            for (host, address) in hosts.into_iter().zip(self.ends(connection)) {
                let name = log.host(host).map_or("", |host| &host.name);
                let is_name = !name.is_empty() && name.parse::<IpAddr>().is_err();
                if is_name && known.insert(address) {
                    names.push((address, name));
                }
            }
        }
        names
    }

    /// The addresses of a connection's ends: of IPv6 where traffic shows both, and else each host's own of IPv4 where that is
    /// known, or one made up for it.
    pub fn ends(&self, connection: &Connection) -> [IpAddr; 2] {
        let own = |host: HostId| self.of.get(&host).copied().unwrap_or(Ipv4Addr::UNSPECIFIED);
        match ipv6(connection) {
            Some(seen) => seen.map(IpAddr::from),
            None => [connection.from, connection.to].map(|host| own(host).into()),
        }
    }

    /// The names of the addresses.
    pub fn names(&self) -> impl Iterator<Item = (IpAddr, &'a str)> {
        self.names.iter().copied()
    }
}

/// The addresses of a connection of IPv6.
fn ipv6(connection: &Connection) -> Option<[Ipv6Addr; 2]> {
    match connection.carrier.addresses? {
        [IpAddr::V6(client), IpAddr::V6(server)] => Some([client, server]),
        _ => None,
    }
}

/// The addresses of IPv4 that traffic shows; of a host with several the first.
fn seen(log: &Log) -> HashMap<HostId, Ipv4Addr> {
    let mut seen = HashMap::new();
    for connection in &log.connections {
        let addresses = connection.carrier.addresses.into_iter().flatten();
        for (host, address) in [connection.from, connection.to].into_iter().zip(addresses) {
            if let IpAddr::V4(address) = address {
                seen.entry(host).or_insert(address);
            }
        }
    }
    seen
}

/// First the network for documentation (RFC 5737), then that for measurements (RFC 2544 C.2.2): more than there can be hosts.
fn unused() -> impl Iterator<Item = Ipv4Addr> {
    let documentation = (1..255).map(|last| Ipv4Addr::new(192, 0, 2, last));
    let first = u32::from(Ipv4Addr::new(198, 18, 0, 1));
    let last = u32::from(Ipv4Addr::new(198, 19, 255, 254));
    documentation.chain((first..=last).map(Ipv4Addr::from))
}
