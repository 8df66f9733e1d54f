//! Files of traffic that belong together: one picture of what all of them show.

use super::attempts::{Attempt, Part, attempts};
use super::files::{AuthStory, Told};
use super::leg::{Contents, Dropped, Flow, Kind, Leg, Moment, Party, Protocol};
use std::collections::{HashMap, HashSet};
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
    /// The client's port of a connection that stands in an earlier file too.
    pub joined: Option<u16>,
    /// What it tells besides its messages.
    pub told: Told,
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
    /// Of each attempt the same one in another file that has more messages of it, where there is one.
    pub doubles: Vec<Option<usize>>,
    /// Whether a log of a computer is among what tells of attempts.
    pub has_logs: bool,
    /// The files that show sign-ins of a connection, by its ports.
    shown: HashMap<(u16, u16), Vec<usize>>,
}

impl Collection {
    /// Takes a file along.
    pub fn add(&mut self, name: &str, contents: Contents, told: Told) {
        let file = self.files.len();
        let first_flow = self.flows.len();
        let flows: Vec<Flow> = contents
            .flows
            .into_iter()
            .map(|flow| Flow { file, ..flow })
            .collect();
        let mut legs = contents.legs;
        let shift = self.shift(&flows, &legs);
        let known: HashSet<_> = self.flows.iter().filter_map(ends).collect();
        let joined = flows.iter().filter_map(ends).find(|it| known.contains(it));
        let joined = joined.map(|(client, _)| client);
        for leg in &mut legs {
            leg.flow = leg.flow.saturating_add(first_flow);
            if let (Some(at), Some(shift)) = (&mut leg.at, shift) {
                at.0 = at.0.saturating_add(shift);
            }
        }
        let mut told = told;
        for story in &mut told.stories {
            story.flow = story.flow.map(|flow| flow.saturating_add(first_flow));
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
            joined,
            told,
        });
        self.attempts = attempts(&self.flows, &self.legs);
        let mut flows = self.attempts.iter().filter_map(|it| self.flow(it));
        self.has_logs = flows.any(|flow| flow.protocol == Protocol::Log);
        self.attach_stories();
        self.learn_names();
        self.find_doubles();
    }

    /// Names of computers, as they call themselves when they sign in or ask for it. Several may share an address; the first
    /// tells.
    fn learn_names(&mut self) {
        for attempt in &self.attempts {
            let Some(flow) = self.flows.get(attempt.flow) else {
                continue;
            };
            let own = [
                (flow.client.address, &attempt.told.computer),
                (flow.server.address, &attempt.told.server),
            ];
            for (address, name) in own {
                let address = address.filter(|it| !it.is_loopback() && !it.is_unspecified());
                if let Some((address, name)) = address.zip(name.as_ref()) {
                    self.names.entry(address).or_insert_with(|| name.clone());
                }
            }
        }
    }

    /// Gives attempts what the browser's own log tells of them.
    fn attach_stories(&mut self) {
        for (number, file) in self.files.iter().enumerate() {
            if file.told.stories.is_empty() {
                continue;
            }
            // Where the messages of attempts stand in the file, but for those that show no proof yet.
            let mut places: Vec<(u32, usize)> = Vec::new();
            for (attempt, it) in self.attempts.iter().enumerate() {
                for (part, leg) in &it.legs {
                    let leg = self.legs.get(*leg).filter(|_| *part != Part::Request);
                    let own = leg.filter(|leg| {
                        let flow = self.flows.get(leg.flow);
                        flow.is_some_and(|flow| flow.file == number)
                    });
                    places.extend(own.map(|leg| (leg.spot.first, attempt)));
                }
            }
            places.sort_unstable();
            for story in &file.told.stories {
                let Some(told) = story.spot else { continue };
                let from = places.partition_point(|(place, _)| *place < told.first);
                let within = places.get(from..).unwrap_or_default().iter();
                for (_, attempt) in within.take_while(|(place, _)| *place <= told.last) {
                    let attempt = self.attempts.get_mut(*attempt);
                    if let Some(attempt) = attempt.filter(|it| Some(it.flow) == story.flow) {
                        attach(story, attempt);
                    }
                }
            }
        }
    }

    /// How far the clock of a further file is from that of those before it: the same connection stands in both.
    fn shift(&self, flows: &[Flow], legs: &[Leg]) -> Option<i64> {
        let mut known: HashMap<_, Moment> = HashMap::new();
        for leg in self.legs.iter().filter(|leg| leg.kind == Kind::Message) {
            let flow = self.flows.get(leg.flow);
            if let Some((ends, at)) = flow.and_then(ends).zip(leg.at) {
                known.entry(ends).or_insert(at);
            }
        }
        let mut apart: Vec<i64> = Vec::new();
        let mut seen = HashSet::new();
        for leg in legs.iter().filter(|leg| leg.kind == Kind::Message) {
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

    /// Whether another file shows the sign-ins on the same connection, as a browser's log does of what a capture has in TLS.
    pub fn is_elsewhere(&self, flow: &Flow) -> bool {
        let own = ends(flow);
        let shown = own.and_then(|own| self.shown.get(&own));
        shown.is_some_and(|files| files.iter().any(|file| *file != flow.file))
    }

    /// Finds which sign-ins stand in several files: the one with more messages counts.
    fn find_doubles(&mut self) {
        let begins = |attempt: &Attempt| {
            let legs = attempt.legs.iter();
            legs.filter_map(|(_, leg)| self.legs.get(*leg)?.at).min()
        };
        let mut of_connection: HashMap<(u16, u16), Vec<usize>> = HashMap::new();
        self.shown.clear();
        for (number, attempt) in self.attempts.iter().enumerate() {
            let flow = self.flows.get(attempt.flow);
            let Some((flow, ends)) = flow.and_then(|flow| Some((flow, ends(flow)?))) else {
                continue;
            };
            of_connection.entry(ends).or_default().push(number);
            let files = self.shown.entry(ends).or_default();
            if !files.contains(&flow.file) {
                files.push(flow.file);
            }
        }
        let mut doubles = vec![None; self.attempts.len()];
        for numbers in of_connection.values() {
            for number in numbers {
                let Some(attempt) = self.attempts.get(*number) else {
                    continue;
                };
                let others = numbers.iter().take(MOST_ON_ONE);
                let found = others.filter_map(|other| Some((*other, self.attempts.get(*other)?)));
                let mut found = found.filter(|(other, it)| {
                    let file = |attempt: &Attempt| self.flows.get(attempt.flow).map(|it| it.file);
                    let near = begins(it).zip(begins(attempt));
                    let near = near.is_some_and(|(one, two)| one.0.abs_diff(two.0) < SAME);
                    let own = (attempt.legs.len(), usize::MAX - *number);
                    let fuller = (it.legs.len(), usize::MAX - *other) > own;
                    file(it) != file(attempt) && near && fuller
                });
                if let Some(double) = doubles.get_mut(*number) {
                    *double = found.next().map(|(other, _)| other);
                }
            }
        }
        self.doubles = doubles;
    }
}

fn attach(story: &AuthStory, attempt: &mut Attempt) {
    let known = &mut attempt.told;
    let source = story.source.as_deref().and_then(|it| it.split_once('@'));
    if let (None, Some((user, realm))) = (&known.user, source) {
        (known.user, known.domain) = (Some(user.to_owned()), Some(realm.to_owned()));
    }
    known.delegates = story.delegated.or(known.delegates);
    if known.service.is_none() {
        known.service.clone_from(&story.spn);
    }
    if attempt.failure.is_none() {
        attempt.failure = story.failures.first().cloned();
    }
}

/// Closer together than this, two files show the same: two seconds.
const SAME: u64 = 2_000_000_000;

/// On one connection so many sign-ins are held against each other.
const MOST_ON_ONE: usize = 64;

/// What tells a connection in several files: its ports. Addresses may be those of either side of a translation.
fn ends(flow: &Flow) -> Option<(u16, u16)> {
    flow.client.port.zip(flow.server.port)
}
