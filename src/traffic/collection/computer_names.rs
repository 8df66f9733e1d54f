//! What the computers are called.

use super::Collection;
use crate::letter_case::lower;
use crate::traffic::http::host_and_port;
use crate::traffic::leg::{Party, Protocol, Sender};
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

impl Collection {
    /// What an end of a connection is called: its name, or else its address.
    pub fn name(&self, party: &Party) -> String {
        let known = || self.names.get(&party.address?).cloned();
        let name = party.name.clone().or_else(known);
        match (name, party.address) {
            (Some(name), _) => name,
            (None, Some(address)) => address.to_string(),
            (None, None) => String::new(),
        }
    }

    /// Names of computers, as they call themselves when they sign in or ask for it. Several may share an address; the first
    /// tells.
    pub(super) fn learn_names(&mut self) {
        for attempt in &self.attempts {
            let Some(flow) = self.flows.get(attempt.flow) else {
                continue;
            };
            // A proxy or a relay hands on what the server behind it and the client before it say.
            let between = attempt.handed_on.map(|(_, end)| end);
            let server = flow.server.address;
            let server = server.filter(|_| !attempt.by_proxy && between != Some(Sender::Server));
            let client = flow.client.address;
            let client = client.filter(|_| between != Some(Sender::Client));
            let own = [
                (client, &attempt.facts.computer),
                (server, &attempt.facts.server),
            ];
            for (address, name) in own {
                let address = address.filter(|it| !it.is_loopback() && !it.is_unspecified());
                if let Some((address, name)) = address.zip(name.as_ref()) {
                    self.names.entry(address).or_insert_with(|| name.clone());
                }
            }
        }
        // What is named here and there without its name is the same computer, unless several share the address.
        let mut named: HashMap<IpAddr, Option<&str>> = HashMap::new();
        for party in self
            .flows
            .iter()
            .flat_map(|flow| [&flow.client, &flow.server])
        {
            let outside = party
                .address
                .filter(|it| !it.is_loopback() && !it.is_unspecified());
            if let Some((address, name)) = outside.zip(party.name.as_deref()) {
                let known = named.entry(address).or_insert(Some(name));
                *known = known.filter(|known| known.eq_ignore_ascii_case(name));
            }
        }
        for (address, name) in named {
            if let Some(name) = name {
                self.names.entry(address).or_insert_with(|| name.to_owned());
            }
        }
        self.learn_asked_names();
    }

    /// Servers of which nothing else tells the name, by what they are asked as: in a `Host` header or in the name of a service.
    /// It has to be one name for an address, and one address for that name: a name may be an alias, and several may share one.
    fn learn_asked_names(&mut self) {
        // The first name of each address, while it has no other.
        let mut names: HashMap<IpAddr, Option<String>> = HashMap::new();
        let mut addresses: HashMap<String, HashSet<IpAddr>> = HashMap::new();
        for attempt in &self.attempts {
            let flow = self.flows.get(attempt.flow);
            let asked = !attempt.by_proxy && !attempt.to_proxy;
            let flow = flow.filter(|it| asked && it.protocol != Protocol::Kerberos);
            let address = flow.and_then(|flow| flow.server.address);
            let address = address.filter(|it| !it.is_loopback() && !it.is_unspecified());
            let Some(address) = address else { continue };
            let told = [&attempt.target, &attempt.facts.service];
            for name in told.into_iter().flatten() {
                let name = name.split(['/', '@']).nth(usize::from(name.contains('/')));
                let (host, _) = host_and_port(name.unwrap_or_default());
                if host.is_empty() || host.parse::<IpAddr>().is_ok() {
                    continue;
                }
                addresses.entry(lower(host)).or_default().insert(address);
                let first = names
                    .entry(address)
                    .or_insert_with(|| Some(host.to_owned()));
                first.take_if(|it| !it.eq_ignore_ascii_case(host));
            }
        }
        let one = |name: &String| addresses.get(&lower(name)).is_some_and(|it| it.len() == 1);
        for (address, name) in names {
            if let Some(name) = name.filter(one) {
                self.names.entry(address).or_insert(name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::files::FileExtras;
    use crate::traffic::leg::{Contents, FileLocation, Flow, Leg, Method, SentCredential, Unit};

    #[test]
    fn a_server_is_called_what_it_is_asked_as_where_that_is_one_name() {
        let name = |asked: &[(u8, &str)]| {
            let mut contents = Contents::default();
            for (number, (server, host)) in asked.iter().enumerate() {
                let party = |last| Party {
                    address: Some([10, 0, 0, last].into()),
                    ..Party::default()
                };
                let flow = Flow::new(party(1), party(*server), Protocol::Http);
                contents.flows.push(flow);
                let location = FileLocation {
                    unit: Unit::Packet,
                    first: 1,
                    last: 1,
                };
                let mut leg = Leg::new(number, Sender::Client, None, location);
                leg.target = Some((*host).to_owned());
                let basic = SentCredential::Clear(Method::Basic, "alice".to_owned(), None);
                leg.credential = Some(basic);
                contents.legs.push(leg);
            }
            let mut collection = Collection::default();
            collection.add("capture", contents, FileExtras::default());
            let server = collection.flows[0].server.clone();
            collection.name(&server)
        };
        assert_eq!(name(&[(2, "web-01:8080"), (2, "WEB-01")]), "web-01");
        for asked in [
            [(2, "web-01"), (2, "intranet")],
            [(2, "web"), (3, "web")],
            [(2, "10.0.0.2"), (2, "10.0.0.2:80")],
        ] {
            assert_eq!(name(&asked), "10.0.0.2", "{asked:?}");
        }
    }
}
