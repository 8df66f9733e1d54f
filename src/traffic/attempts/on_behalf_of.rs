//! On whose behalf servers sign in elsewhere.

use super::{Attempt, AttemptOutcome, MessageRole, SeenMechanism};
use crate::letter_case::lower;
use crate::traffic::leg::{Flow, Leg, Party, Protocol, Sender, Timestamp};
use std::collections::HashMap;
use std::net::IpAddr;

/// So long after a request a server may still call somebody for it, where its answer is not seen: five seconds.
const LATE: i64 = 5_000_000_000;

/// Clocks of computers that nothing aligns are taken to be so near each other: two seconds.
const APART: i64 = 2_000_000_000;

/// So many requests before a call are looked at for whom it serves.
const NEAR: usize = 64;

/// A computer: by its address, or by its name where a file has no addresses.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Computer {
    Address(IpAddr),
    Name(String),
}

/// A request of somebody who signs in or has signed in, until it is answered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Visit {
    from: Timestamp,
    until: Timestamp,
    attempt: usize,
}

/// Finds on whose behalf servers sign in elsewhere: of those who asked them and had no answer yet the one of the same name, or
/// else the last.
pub fn find_callers(all: &mut [Attempt], flows: &[Flow], legs: &[Leg]) {
    let visits = visits(all, flows, legs);
    let found: Vec<Option<usize>> = (0..all.len())
        .map(|number| {
            let (attempt, flow, first) = call(all, flows, legs, number)?;
            let same_name = |it: usize| {
                let user = |attempt: &Attempt| attempt.facts.user.as_deref().map(lower);
                let own = user(attempt);
                own.is_some() && all.get(it).and_then(user) == own
            };
            let mut own = computers(&flow.client, [&attempt.facts.computer, &None]);
            own.find_map(|computer| {
                let list = visits.get(&computer)?;
                let before = list.partition_point(|visit| visit.from <= first);
                let near = list.get(before.saturating_sub(NEAR)..before)?.iter().rev();
                // A server does not call itself over the connection that it was called on.
                let open = |it: &&Visit| {
                    let other = all.get(it.attempt).map(|it| it.flow);
                    first <= it.until && other.is_some_and(|other| other != attempt.flow)
                };
                let mut near = near.filter(open).map(|visit| visit.attempt);
                let last = near.clone().next();
                near.find(|it| same_name(*it)).or(last)
            })
        })
        .collect();
    for (attempt, serves) in all.iter_mut().zip(found) {
        attempt.on_behalf_of = serves;
    }
}

/// The same of calls for which nobody was found, among those who asked in another file: where the clocks of the two have
/// nothing in common they may differ a little, so that the call comes before the request or after the answer. Only where a
/// single sign-in fits is it taken.
pub fn find_callers_elsewhere(
    all: &mut [Attempt],
    flows: &[Flow],
    legs: &[Leg],
    one_clock: impl Fn(usize, usize) -> bool,
) {
    let visits = visits(all, flows, legs);
    for number in 0..all.len() {
        let found = elsewhere(all, flows, legs, &visits, number, &one_clock);
        if let Some((attempt, (serves, apart))) = all.get_mut(number).zip(found) {
            (attempt.on_behalf_of, attempt.apart) = (Some(serves), Some(apart));
        }
    }
}

fn elsewhere(
    all: &[Attempt],
    flows: &[Flow],
    legs: &[Leg],
    visits: &HashMap<Computer, Vec<Visit>>,
    number: usize,
    one_clock: &impl Fn(usize, usize) -> bool,
) -> Option<(usize, i64)> {
    let (attempt, flow, first) = call(all, flows, legs, number)?;
    if attempt.on_behalf_of.is_some() {
        return None;
    }
    // Nobody acts for whoever acts for them.
    let serves_it = |other: usize| {
        let served = |it: &usize| all.get(*it)?.on_behalf_of;
        let mut chain = std::iter::successors(Some(other), served).take(NEAR);
        chain.any(|it| it == number)
    };
    let mut fits: Option<(usize, i64)> = None;
    for computer in computers(&flow.client, [&attempt.facts.computer, &None]) {
        let Some(list) = visits.get(&computer) else {
            continue;
        };
        let until = first.0.saturating_add(APART);
        let before = list.partition_point(|visit| visit.from.0 <= until);
        let near = list.get(before.saturating_sub(NEAR)..before)?;
        for visit in near {
            let other = all.get(visit.attempt).and_then(|it| flows.get(it.flow));
            let apart = match first {
                it if it < visit.from => it.0.saturating_sub(visit.from.0),
                it => it.0.saturating_sub(visit.until.0).max(0),
            };
            if other.is_none_or(|other| one_clock(other.file, flow.file))
                || apart > APART
                || serves_it(visit.attempt)
            {
                continue;
            }
            fits = match fits {
                Some((known, _)) if known != visit.attempt => return None,
                Some((known, least)) if least.abs() <= apart.abs() => Some((known, least)),
                _ => Some((visit.attempt, apart)),
            };
        }
    }
    fits
}

/// An attempt that may be a call on somebody's behalf, with its connection and when it begins.
fn call<'a>(
    all: &'a [Attempt],
    flows: &'a [Flow],
    legs: &[Leg],
    number: usize,
) -> Option<(&'a Attempt, &'a Flow, Timestamp)> {
    let attempt = all.get(number)?;
    let flow = flows.get(attempt.flow)?;
    let (from, to) = (flow.client.address, flow.server.address);
    if flow.protocol == Protocol::Log || (from.is_some() && from == to) {
        return None;
    }
    let (_, first) = attempt.legs.first()?;
    Some((attempt, flow, legs.get(*first)?.at?))
}

/// The requests that each computer was asked, in order.
fn visits(all: &[Attempt], flows: &[Flow], legs: &[Leg]) -> HashMap<Computer, Vec<Visit>> {
    let mut visits: HashMap<Computer, Vec<Visit>> = HashMap::new();
    for visit in requests(all, flows, legs) {
        let attempt = all.get(visit.attempt);
        let Some((attempt, flow)) = attempt.and_then(|it| Some((it, flows.get(it.flow)?))) else {
            continue;
        };
        let names = [&attempt.facts.server, &attempt.target];
        // A proxy only passes on what the server behind it is told.
        let server = Party {
            address: flow.server.address.filter(|_| !attempt.by_proxy),
            ..flow.server.clone()
        };
        for computer in computers(&server, names) {
            visits.entry(computer).or_default().push(visit);
        }
    }
    for list in visits.values_mut() {
        list.sort_unstable();
    }
    visits
}

/// What a computer may be found by. Addresses tell; names are for files that have none.
fn computers(party: &Party, names: [&Option<String>; 2]) -> impl Iterator<Item = Computer> {
    let short = |name: &String| {
        let name = name.split(['.', ':', '/', '@']).next().unwrap_or_default();
        (!name.is_empty() && name.parse::<u8>().is_err()).then(|| Computer::Name(lower(name)))
    };
    let mut all: Vec<Computer> = party.address.map(Computer::Address).into_iter().collect();
    let names = [&party.name].into_iter().chain(names).flatten();
    for name in names.filter_map(short) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all.into_iter()
}

/// The attempt that each message proves something in.
fn owners(all: &[Attempt], legs: &[Leg]) -> Vec<Option<usize>> {
    let mut owners: Vec<Option<usize>> = vec![None; legs.len()];
    for (number, attempt) in all.iter().enumerate() {
        for (role, leg) in attempt.legs.iter() {
            let proves = !matches!(
                role,
                MessageRole::Request
                    | MessageRole::Demand
                    | MessageRole::Gap
                    | MessageRole::Negotiate
                    | MessageRole::Mechanisms
            );
            // Where a file hides the proof, the request stands for it.
            if let Some(owner) = owners.get_mut(*leg)
                && (proves || attempt.hidden.is_some())
            {
                *owner = Some(number);
            }
        }
    }
    owners
}

/// The requests that came with a proof, and those that came after it over the same connection without another one.
fn requests(all: &[Attempt], flows: &[Flow], legs: &[Leg]) -> Vec<Visit> {
    let mut found: Vec<Visit> = Vec::new();
    // Of each connection: whoever signed in last, and the request that has no answer yet.
    let mut signed_in: HashMap<usize, usize> = HashMap::new();
    let mut open: HashMap<usize, usize> = HashMap::new();
    for (leg, owner) in legs.iter().zip(owners(all, legs)) {
        let carries = flows.get(leg.flow).is_none_or(|flow| {
            matches!(
                flow.protocol,
                Protocol::Kerberos | Protocol::Log | Protocol::Tls
            )
        });
        let Some(at) = leg.at.filter(|_| !carries) else {
            continue;
        };
        if let Some(owner) = owner {
            let kept = all.get(owner).is_some_and(|it| {
                let connection =
                    matches!(it.mechanism, SeenMechanism::Ntlm | SeenMechanism::Kerberos);
                connection && !it.to_proxy && matches!(it.outcome, AttemptOutcome::Accepted(_))
            });
            match kept {
                true => signed_in.insert(leg.flow, owner),
                false => signed_in.remove(&leg.flow),
            };
        }
        match leg.sender {
            Sender::Client => {
                let attempt = owner.or_else(|| signed_in.get(&leg.flow).copied());
                let Some(attempt) = attempt else { continue };
                open.insert(leg.flow, found.len());
                found.push(Visit {
                    from: at,
                    until: Timestamp(at.0.saturating_add(LATE)),
                    attempt,
                });
            }
            Sender::Server => {
                let visit = open.remove(&leg.flow).and_then(|it| found.get_mut(it));
                if let Some(visit) = visit.filter(|visit| visit.from <= at) {
                    visit.until = at;
                }
            }
        }
    }
    found
}
