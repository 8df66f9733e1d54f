//! Files of traffic that belong together: one picture of what all of them show.

use super::attempts::{Attempt, attempts};
use super::leg::{Contents, Dropped, Flow, Leg, Moment, Party};
use std::collections::HashMap;
use std::net::IpAddr;

/// A file, without what is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct TrafficFile {
    /// Its name.
    pub name: String,
    /// What kind of file it is.
    pub format: String,
    /// Who wrote it, where it says.
    pub writer: Option<String>,
    /// So many packets, entries, events or lines were read.
    pub count: u64,
    /// What was not read.
    pub dropped: Vec<Dropped>,
    /// So many nanoseconds were added to its times, so that they fit those of the first file.
    pub shift: i64,
    /// Whether something in it and in an earlier file tells that.
    pub aligned: bool,
}

/// What several files show together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    /// The files, in the order in which they came.
    pub files: Vec<TrafficFile>,
    /// The connections of all of them.
    pub flows: Vec<Flow>,
    /// The messages of all of them, those of a file in its order.
    pub legs: Vec<Leg>,
    /// The attempts to sign in, in the order in which they begin.
    pub attempts: Vec<Attempt>,
    /// Names of addresses.
    pub names: HashMap<IpAddr, String>,
}

impl Collection {
    /// Takes a file along.
    pub fn add(&mut self, name: &str, contents: Contents) {
        let file = self.files.len();
        let first_flow = self.flows.len();
        let flows: Vec<Flow> = contents
            .flows
            .into_iter()
            .map(|flow| Flow { file, ..flow })
            .collect();
        let mut legs = contents.legs;
        let shift = self.shift(&flows, &legs);
        for leg in &mut legs {
            leg.flow = leg.flow.saturating_add(first_flow);
            if let (Some(at), Some(shift)) = (&mut leg.at, shift) {
                at.0 = at.0.saturating_add(shift);
            }
        }
        self.flows.extend(flows);
        self.legs.extend(legs);
        for (address, name) in contents.names {
            self.names.entry(address).or_insert(name);
        }
        self.files.push(TrafficFile {
            name: name.to_owned(),
            format: contents.format,
            writer: contents.writer,
            count: contents.count,
            dropped: contents.dropped,
            shift: shift.unwrap_or(0),
            aligned: shift.is_some(),
        });
        self.attempts = attempts(&self.flows, &self.legs);
    }

    /// How far the clock of a further file is from that of those before it: the same connection stands in both.
    fn shift(&self, flows: &[Flow], legs: &[Leg]) -> Option<i64> {
        let mut known: HashMap<_, Moment> = HashMap::new();
        for leg in &self.legs {
            let flow = self.flows.get(leg.flow);
            if let Some((ends, at)) = flow.and_then(ends).zip(leg.at) {
                known.entry(ends).or_insert(at);
            }
        }
        let mut apart: Vec<i64> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for leg in legs {
            let Some(ends) = flows.get(leg.flow).and_then(ends) else {
                continue;
            };
            if let (true, Some(at), Some(other)) = (seen.insert(ends), leg.at, known.get(&ends)) {
                apart.push(other.0.saturating_sub(at.0));
            }
        }
        // The middle one: a message that one of them lacks does not tell.
        apart.sort_unstable();
        apart.get(apart.len() / 2).copied()
    }

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

    /// The connection of an attempt.
    pub fn flow(&self, attempt: &Attempt) -> Option<&Flow> {
        self.flows.get(attempt.flow)
    }

    /// The same sign-in in another file: the attempt that has more messages, where this is the lesser of two.
    pub fn double_of(&self, number: usize) -> Option<usize> {
        let attempt = self.attempts.get(number)?;
        let flow = self.flow(attempt)?;
        let own = ends(flow)?;
        let begins = |attempt: &Attempt| {
            let legs = attempt.legs.iter();
            legs.filter_map(|(_, leg)| self.legs.get(*leg)?.at).min()
        };
        let at = begins(attempt)?;
        let mut others = self.attempts.iter().enumerate();
        let found = others.find(|(other, it)| {
            let elsewhere = self.flow(it).filter(|it| it.file != flow.file);
            let near = begins(it).is_some_and(|other| other.0.abs_diff(at.0) < SAME);
            let fuller =
                (it.legs.len(), usize::MAX - *other) > (attempt.legs.len(), usize::MAX - number);
            elsewhere.and_then(ends) == Some(own) && near && fuller
        });
        found.map(|(other, _)| other)
    }
}

/// Closer together than this, two files show the same: two seconds.
const SAME: u64 = 2_000_000_000;

/// What tells a connection in several files: its ports. Addresses may be those of either side of a translation.
fn ends(flow: &Flow) -> Option<(u16, u16)> {
    flow.client.port.zip(flow.server.port)
}
