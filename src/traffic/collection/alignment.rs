//! What several files show alike: the same connection, by which their clocks are aligned, and the same sign-in.

use super::{Collection, TrafficFile, ring};
use crate::traffic::attempts::{Attempt, AttemptOutcome};
use crate::traffic::leg::{Flow, Leg, LegKind, Party, SentCredential, Timestamp};
use crate::traffic::stretch::may_overlap;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hasher};

/// What the messages of earlier files have that tells them in a further one.
#[derive(Default)]
pub(super) struct Before {
    /// So many messages are known.
    legs: usize,
    /// When each proof was given.
    proofs: HashMap<u64, Timestamp>,
    /// When the first connection with those ports begins, and its number.
    begins: HashMap<Ports, (Timestamp, usize)>,
}

impl Before {
    /// Learns the messages that were added since it last did.
    pub(super) fn learn(&mut self, flows: &[Flow], legs: &[Leg]) {
        let added = legs.get(self.legs..).unwrap_or_default();
        for leg in added.iter().filter(|leg| leg.kind == LegKind::Message) {
            let Some(at) = leg.at else { continue };
            if let Some(proof) = proof(leg) {
                self.proofs.entry(proof).or_insert(at);
            }
            if let Some(ports) = flows.get(leg.flow).and_then(ports) {
                self.begins.entry(ports).or_insert((at, leg.flow));
            }
        }
        self.legs = legs.len();
    }
}

impl Collection {
    /// What ties a further file to those before it: the client's port of a connection that stands in both, and how far its
    /// clock is from theirs.
    ///
    /// The same proof in both tells for sure. The same ports tell only where nothing speaks against it: different connections
    /// of different days have the same ports too, and so have those of different computers in a ring, whose parts have one
    /// clock.
    pub(super) fn align(
        &self,
        before: &Before,
        name: &str,
        flows: &[Flow],
        legs: &[Leg],
    ) -> (Option<u16>, Option<i64>) {
        let port = |leg: &Leg| flows.get(leg.flow)?.client.port;
        let (mut by_proof, mut by_port) = (Vec::new(), Vec::new());
        let (mut proven, mut like) = (None, None);
        let mut seen = HashSet::new();
        let ring = ring::sibling(&self.files, name);
        for leg in legs.iter().filter(|leg| leg.kind == LegKind::Message) {
            let Some((at, flow)) = leg.at.zip(flows.get(leg.flow)) else {
                continue;
            };
            if let Some(other) = proof(leg).and_then(|it| before.proofs.get(&it)) {
                by_proof.push(other.0.saturating_sub(at.0));
                proven = proven.or(port(leg));
            }
            let ports = ports(flow).filter(|ports| seen.insert(*ports));
            if let Some((other, known)) = ports.and_then(|it| before.begins.get(&it)) {
                let shift = other.0.saturating_sub(at.0);
                let known = self.flows.get(*known);
                let same = |known: &Flow| {
                    let translated =
                        differ(&known.client, &flow.client) || differ(&known.server, &flow.server);
                    may_be_same(known, flow)
                        && may_overlap(known, flow)
                        && !(translated && ring.is_some())
                };
                if known.is_some_and(same) && shift.abs() < DAY {
                    by_port.push(shift);
                    like = like.or(port(leg));
                }
            }
        }
        let told = |(number, it): &(usize, &TrafficFile)| *number == 0 || it.aligned;
        let of_ring = ring.filter(told).map(|(_, it)| it.shift);
        match by_proof.is_empty() {
            true => (like, of_ring.or_else(|| middle(by_port))),
            false => (proven, middle(by_proof)),
        }
    }

    /// Which sign-ins have the ports or a proof in common, and which files show those ports.
    fn in_common(&self) -> (HashMap<Alike, Vec<usize>>, HashMap<Ports, Vec<usize>>) {
        let file = |attempt: &Attempt| self.flows.get(attempt.flow).map(|it| it.file);
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
            for leg in legs.filter_map(|(_, leg)| self.legs.get(*leg)) {
                let entry = entry(leg).filter(|_| self.files.len() > 1);
                let all = [proof(leg).map(Alike::Proof), entry.map(Alike::Entry)];
                for how in all.into_iter().flatten() {
                    alike.entry(how).or_default().push(number);
                }
            }
        }
        (alike, shown)
    }

    /// Finds which sign-ins stand in several files, or twice in one: the one whose end is seen counts, and of those the one with more messages.
    pub(super) fn find_duplicates(&mut self) {
        let begins = |attempt: &Attempt| {
            let legs = attempt.legs.iter();
            legs.filter_map(|(_, leg)| self.legs.get(*leg)?.at).min()
        };
        let begins: Vec<Option<Timestamp>> = self.attempts.iter().map(begins).collect();
        let begins = |number: usize| begins.get(number).copied().flatten();
        let file = |attempt: &Attempt| self.flows.get(attempt.flow).map(|it| it.file);
        let weight = |number: usize, it: &Attempt| {
            let open = matches!(
                it.outcome,
                AttemptOutcome::Unanswered | AttemptOutcome::Incomplete | AttemptOutcome::NotTried
            );
            (!open, it.legs.len(), usize::MAX - number)
        };
        let (alike, shown) = self.in_common();
        let mut doubles = vec![None; self.attempts.len()];
        for (how, numbers) in alike {
            for number in &numbers {
                let Some(attempt) = self.attempts.get(*number) else {
                    continue;
                };
                let own = weight(*number, attempt);
                let others = numbers.iter().take(MOST_ALIKE);
                let others = others.filter_map(|other| Some((*other, self.attempts.get(*other)?)));
                let fuller = others.filter(|(other, it)| {
                    let near = begins(*other).zip(begins(*number));
                    let near = near.is_some_and(|(one, two)| one.0.abs_diff(two.0) < SAME);
                    let flows = self.flow(it).zip(self.flow(attempt));
                    let same = match how {
                        // A file may show both sides of a translation.
                        _ if file(it) == file(attempt) => {
                            let translated = flows.is_some_and(|(a, b)| is_translated(a, b));
                            near && translated && it.facts.user == attempt.facts.user
                        }
                        Alike::Proof(_) | Alike::Entry(_) => true,
                        Alike::Ports(_) => near && flows.is_some_and(|(a, b)| may_be_same(a, b)),
                    };
                    same && weight(*other, it) > own
                });
                let fullest = fuller.max_by_key(|(other, it)| weight(*other, it));
                if let Some((double, (found, _))) = doubles.get_mut(*number).zip(fullest)
                    && double.is_none_or(|known| known > found)
                {
                    *double = Some(found);
                }
            }
        }
        for (validation, logon) in self.validated() {
            if let Some(double) = doubles.get_mut(validation) {
                *double = double.or(Some(logon));
            }
        }
        // What was done for somebody was done for the one that counts.
        for attempt in &mut self.attempts {
            let fuller = attempt
                .on_behalf_of
                .and_then(|it| doubles.get(it).copied().flatten());
            attempt.on_behalf_of = fuller.or(attempt.on_behalf_of);
        }
        (self.doubles, self.shown) = (doubles, shown);
    }
}

/// Closer together than this, two files show the same: two seconds.
const SAME: u64 = 2_000_000_000;

/// Clocks that are further apart than a day are not told from ports.
const DAY: i64 = 86_400_000_000_000;

/// So many sign-ins that are alike are held against each other.
pub(super) const MOST_ALIKE: usize = 64;

pub(super) fn ports(flow: &Flow) -> Option<Ports> {
    flow.client.port.zip(flow.server.port)
}

/// Whether two connections with the same ports may be one: one address may be that of either side of a translation, not both.
fn may_be_same(one: &Flow, other: &Flow) -> bool {
    !(differ(&one.client, &other.client) && differ(&one.server, &other.server))
}

/// Whether two connections are one on both sides of a translation, which leaves one address and the numbers of TCP as they are.
fn is_translated(one: &Flow, other: &Flow) -> bool {
    differ(&one.client, &other.client) != differ(&one.server, &other.server)
        && one.stretches == other.stretches
        && one.stretches.iter().all(Option::is_some)
}

fn differ(one: &Party, other: &Party) -> bool {
    let both = one.address.zip(other.address);
    both.is_some_and(|(one, other)| one != other)
}

/// A digest of a token that no other sign-in has: with a challenge, a response or a ticket in it.
fn proof(leg: &Leg) -> Option<u64> {
    let Some(SentCredential::Token(_, bytes)) = &leg.credential else {
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

/// A digest of an entry that names somebody, with its time: two files that have it overlap, or are one file twice.
fn entry(leg: &Leg) -> Option<u64> {
    let named = matches!(leg.credential, Some(SentCredential::Clear(..)));
    let at = leg.at.filter(|_| named && !leg.message.is_empty())?;
    let mut hasher = DefaultHasher::new();
    hasher.write_i64(at.0);
    hasher.write(&leg.message);
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

/// What two sign-ins have in common that may be the same one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Alike {
    Ports(Ports),
    Proof(u64),
    Entry(u64),
}

/// What tells a connection in several files: the client's port and the server's.
pub(super) type Ports = (u16, u16);
