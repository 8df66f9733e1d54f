//! Files of traffic that belong together: one picture of what all of them show.

use super::attempts::{Attempt, Part, attempts};
use super::files::{AuthStory, Told};
use super::leg::{Contents, Credential, Dropped, Flow, Kind, Leg, Moment, Party, Protocol, Spot};
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hasher};
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
    /// The files that show sign-ins of a connection, by its ports.
    shown: HashMap<Ports, Vec<usize>>,
    /// Whether any file is a log, which may tell how a proof was judged.
    pub has_log: bool,
    /// The computers that are seen to give tickets.
    pub kdcs: HashSet<IpAddr>,
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
        let (joined, shift) = self.joint(&flows, &legs);
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
        self.has_log = self.flows.iter().any(|it| it.protocol == Protocol::Log);
        let kdcs = self
            .flows
            .iter()
            .filter(|it| it.protocol == Protocol::Kerberos);
        self.kdcs = kdcs.filter_map(|it| it.server.address).collect();
        self.attach_stories();
        self.attach_logons();
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

    /// Gives attempts of logs the numbers of their logon sessions.
    fn attach_logons(&mut self) {
        let mut guids: HashMap<(usize, Spot), String> = HashMap::new();
        for (number, file) in self.files.iter().enumerate() {
            let records = file.told.records.iter();
            guids.extend(records.filter_map(|it| Some(((number, it.spot), it.logon_guid()?))));
        }
        for attempt in self.attempts.iter_mut().filter(|it| it.has(Part::Logged)) {
            let Some(flow) = self.flows.get(attempt.flow) else {
                continue;
            };
            let last = attempt.legs.last();
            let spot = last.and_then(|(_, leg)| Some(self.legs.get(*leg)?.spot));
            let guid = spot.and_then(|spot| guids.get(&(flow.file, spot)));
            attempt.told.logon_guid = guid.cloned();
        }
    }

    /// Gives attempts what the browser's own log tells of them.
    fn attach_stories(&mut self) {
        for (number, file) in self.files.iter().enumerate() {
            if file.told.stories.is_empty() {
                continue;
            }
            // Where the messages of attempts stand in the file, but for those that show no proof yet.
            let mut places: HashMap<usize, Vec<(u32, usize)>> = HashMap::new();
            for (attempt, it) in self.attempts.iter().enumerate() {
                for (part, leg) in &it.legs {
                    let leg = self.legs.get(*leg).filter(|_| *part != Part::Request);
                    let own = leg.filter(|leg| {
                        let flow = self.flows.get(leg.flow);
                        flow.is_some_and(|flow| flow.file == number)
                    });
                    if let Some(leg) = own {
                        let known = places.entry(it.flow).or_default();
                        known.push((leg.spot.first, attempt));
                    }
                }
            }
            for known in places.values_mut() {
                known.sort_unstable();
            }
            for story in &file.told.stories {
                let own = story.flow.and_then(|flow| places.get(&flow));
                let Some((told, places)) = story.spot.zip(own) else {
                    continue;
                };
                let from = places.partition_point(|(place, _)| *place < told.first);
                let within = places.get(from..).unwrap_or_default().iter();
                for (_, attempt) in within.take_while(|(place, _)| *place <= told.last) {
                    if let Some(attempt) = self.attempts.get_mut(*attempt) {
                        attach(story, attempt);
                    }
                }
            }
        }
    }

    /// What ties a further file to those before it: the client's port of a connection that stands in both, and how far its
    /// clock is from theirs.
    ///
    /// The same proof in both tells for sure. The same ports tell only where nothing speaks against it: different connections
    /// of different days have the same ports too.
    fn joint(&self, flows: &[Flow], legs: &[Leg]) -> (Option<u16>, Option<i64>) {
        let mut proofs: HashMap<u64, Moment> = HashMap::new();
        let mut begins: HashMap<Ports, (Moment, usize)> = HashMap::new();
        for leg in self.legs.iter().filter(|leg| leg.kind == Kind::Message) {
            let Some(at) = leg.at else { continue };
            if let Some(proof) = proof(leg) {
                proofs.entry(proof).or_insert(at);
            }
            if let Some(ports) = self.flows.get(leg.flow).and_then(ports) {
                begins.entry(ports).or_insert((at, leg.flow));
            }
        }
        let port = |leg: &Leg| flows.get(leg.flow)?.client.port;
        let (mut by_proof, mut by_port) = (Vec::new(), Vec::new());
        let (mut proven, mut like) = (None, None);
        let mut seen = HashSet::new();
        for leg in legs.iter().filter(|leg| leg.kind == Kind::Message) {
            let Some((at, flow)) = leg.at.zip(flows.get(leg.flow)) else {
                continue;
            };
            if let Some(other) = proof(leg).and_then(|it| proofs.get(&it)) {
                by_proof.push(other.0.saturating_sub(at.0));
                proven = proven.or(port(leg));
            }
            let ports = ports(flow).filter(|ports| seen.insert(*ports));
            if let Some((other, known)) = ports.and_then(|it| begins.get(&it)) {
                let shift = other.0.saturating_sub(at.0);
                let known = self.flows.get(*known);
                if known.is_some_and(|known| may_be_same(known, flow)) && shift.abs() < DAY {
                    by_port.push(shift);
                    like = like.or(port(leg));
                }
            }
        }
        match by_proof.is_empty() {
            true => (like, middle(by_port)),
            false => (proven, middle(by_proof)),
        }
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
        let own = ports(flow);
        let shown = own.and_then(|own| self.shown.get(&own));
        shown.is_some_and(|files| files.iter().any(|file| *file != flow.file))
    }

    /// Finds which sign-ins stand in several files: the one with more messages counts.
    fn find_doubles(&mut self) {
        let begins = |attempt: &Attempt| {
            let legs = attempt.legs.iter();
            legs.filter_map(|(_, leg)| self.legs.get(*leg)?.at).min()
        };
        let begins: Vec<Option<Moment>> = self.attempts.iter().map(begins).collect();
        let begins = |number: usize| begins.get(number).copied().flatten();
        let file = |attempt: &Attempt| self.flows.get(attempt.flow).map(|it| it.file);
        // Which have the ports or a proof in common.
        let mut alike: HashMap<Alike, Vec<usize>> = HashMap::new();
        let mut shown: HashMap<Ports, Vec<usize>> = HashMap::new();
        for (number, attempt) in self.attempts.iter().enumerate() {
            if let Some(ports) = self.flows.get(attempt.flow).and_then(ports) {
                alike.entry(Alike::Ports(ports)).or_default().push(number);
                let files = shown.entry(ports).or_default();
                let file = file(attempt).filter(|file| !files.contains(file));
                files.extend(file);
            }
            let legs = attempt.legs.iter();
            for proof in legs.filter_map(|(_, leg)| proof(self.legs.get(*leg)?)) {
                alike.entry(Alike::Proof(proof)).or_default().push(number);
            }
        }
        let mut doubles = vec![None; self.attempts.len()];
        let several = if self.files.len() > 1 {
            alike
        } else {
            HashMap::new()
        };
        for (how, numbers) in several {
            for number in &numbers {
                let Some(attempt) = self.attempts.get(*number) else {
                    continue;
                };
                let own = (attempt.legs.len(), usize::MAX - *number);
                let others = numbers.iter().take(MOST_ALIKE);
                let others = others.filter_map(|other| Some((*other, self.attempts.get(*other)?)));
                let fuller = others.filter(|(other, it)| {
                    let near = begins(*other).zip(begins(*number));
                    let near = near.is_some_and(|(one, two)| one.0.abs_diff(two.0) < SAME);
                    let flows = self.flow(it).zip(self.flow(attempt));
                    let same = match how {
                        Alike::Proof(_) => true,
                        Alike::Ports(_) => near && flows.is_some_and(|(a, b)| may_be_same(a, b)),
                    };
                    let longer = (it.legs.len(), usize::MAX - *other) > own;
                    file(it) != file(attempt) && same && longer
                });
                let fullest = fuller.max_by_key(|(other, it)| (it.legs.len(), usize::MAX - *other));
                if let Some((double, (found, _))) = doubles.get_mut(*number).zip(fullest)
                    && double.is_none_or(|known| known > found)
                {
                    *double = Some(found);
                }
            }
        }
        // What was done for somebody was done for the one that counts.
        for attempt in &mut self.attempts {
            let fuller = attempt
                .serves
                .and_then(|it| doubles.get(it).copied().flatten());
            attempt.serves = fuller.or(attempt.serves);
        }
        (self.doubles, self.shown) = (doubles, shown);
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

/// What two sign-ins have in common that may be the same one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Alike {
    Ports(Ports),
    Proof(u64),
}

/// Closer together than this, two files show the same: two seconds.
const SAME: u64 = 2_000_000_000;

/// Clocks that are further apart than a day are not told from ports.
const DAY: i64 = 86_400_000_000_000;

/// So many sign-ins that are alike are held against each other.
const MOST_ALIKE: usize = 64;

/// What tells a connection in several files: the client's port and the server's.
type Ports = (u16, u16);

fn ports(flow: &Flow) -> Option<Ports> {
    flow.client.port.zip(flow.server.port)
}

/// Whether two connections with the same ports may be one: one address may be that of either side of a translation, not both.
fn may_be_same(one: &Flow, other: &Flow) -> bool {
    let differ = |one: &Party, other: &Party| {
        let both = one.address.zip(other.address);
        both.is_some_and(|(one, other)| one != other)
    };
    !(differ(&one.client, &other.client) && differ(&one.server, &other.server))
}

/// A digest of a token that no other sign-in has: with a challenge, a response or a ticket in it.
fn proof(leg: &Leg) -> Option<u64> {
    let Some(Credential::Token(_, bytes)) = &leg.credential else {
        return None;
    };
    let negotiate = |bytes: &[u8]| bytes.windows(NEGOTIATE.len()).any(|it| it == NEGOTIATE);
    if bytes.len() < LEAST_PROOF || negotiate(bytes.get(..MOST_BEFORE).unwrap_or(bytes)) {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    Some(hasher.finish())
}

/// How NTLM's NEGOTIATE begins ([MS-NLMP] 2.2.1.1), which is the same each time; in SPNEGO it is behind a few other bytes.
const NEGOTIATE: &[u8] = b"NTLMSSP\0\x01\0\0\0";
const MOST_BEFORE: usize = 256;

/// What SPNEGO says without a token is shorter, and the same each time; so long is the shortest CHALLENGE.
const LEAST_PROOF: usize = 48;

/// The middle one: a message that one of them lacks does not tell.
fn middle(mut all: Vec<i64>) -> Option<i64> {
    all.sort_unstable();
    all.get(all.len() / 2).copied()
}
