//! Which sign-ins are one visit.

use crate::letter_case::lower;
use crate::traffic::attempts::{Attempt, AttemptOutcome, MessageRole, SeenMechanism};
use crate::traffic::collection::Collection;
use std::collections::HashSet;

/// The attempts of one visit that are drawn together: those of so many hosts as can be told apart.
pub fn visit(collection: &Collection, chosen: usize) -> Vec<usize> {
    let all = members(collection, chosen);
    let mut hosts: HashSet<String> = HashSet::new();
    let own = all.iter().copied().filter(|it| *it == chosen);
    let others = all.iter().copied().filter(|it| *it != chosen);
    let drawn = own.chain(others).filter(|number| {
        let flow = collection
            .attempts
            .get(*number)
            .and_then(|it| collection.flow(it));
        let ends = flow.map(|flow| [&flow.client, &flow.server].map(|it| collection.name(it)));
        let new: HashSet<String> = ends
            .into_iter()
            .flatten()
            .filter(|it| !hosts.contains(it))
            .collect();
        let fits = hosts.len() + new.len() <= MOST_HOSTS;
        if fits {
            hosts.extend(new);
        }
        fits
    });
    let mut drawn: Vec<usize> = drawn.collect();
    drawn.sort_unstable();
    drawn
}

/// How many attempts of the visit are not among those that are drawn.
pub fn undrawn(collection: &Collection, chosen: usize, drawn: &[usize]) -> usize {
    members(collection, chosen)
        .len()
        .saturating_sub(drawn.len())
}

/// The attempts of one visit: what it was made for and what was made for it, and the tickets that it shows.
fn members(collection: &Collection, chosen: usize) -> Vec<usize> {
    let attempts = &collection.attempts;
    let mut first = chosen;
    // A chain is as long as there are computers in it; one that bites its tail ends.
    for _ in 0..MOST_HOPS {
        match attempts.get(first).and_then(|it| it.on_behalf_of) {
            Some(before) => first = before,
            None => break,
        }
    }
    let mut members = vec![first];
    for (number, attempt) in attempts.iter().enumerate() {
        if members.len() >= MOST_MEMBERS {
            break;
        }
        let part = attempt.on_behalf_of.is_some_and(|it| members.contains(&it));
        if part && !members.contains(&number) {
            members.push(number);
        }
    }
    if !members.contains(&chosen) {
        members.push(chosen);
    }
    // Whoever shows a ticket has asked for it: a copy of it elsewhere is another's.
    let ticket = |attempt: &Attempt| {
        let client = &collection.flow(attempt)?.client;
        Some((attempt.facts.ticket?, client.address))
    };
    let tickets: HashSet<_> = members
        .iter()
        .filter_map(|it| ticket(attempts.get(*it)?))
        .collect();
    for (number, attempt) in attempts.iter().enumerate() {
        let gives = matches!(attempt.mechanism, SeenMechanism::Ticket(_));
        let shown = ticket(attempt).is_some_and(|it| tickets.contains(&it));
        if gives && shown && !members.contains(&number) && members.len() < 2 * MOST_MEMBERS {
            members.push(number);
        }
    }
    add_refused_tickets(collection, first, &mut members);
    add_logged(collection, &mut members);
    members.sort_unstable();
    members
}

/// Of a server’s demand that nobody answers: what the same client asked KDCs just then, and was refused.
fn add_refused_tickets(collection: &Collection, first: usize, members: &mut Vec<usize>) {
    let address = |attempt: &Attempt| collection.flow(attempt)?.client.address;
    let ends = |attempt: &Attempt| {
        let last = attempt.legs.last();
        last.and_then(|(_, leg)| collection.legs.get(*leg)?.at)
    };
    let Some(demand) = collection.attempts.get(first) else {
        return;
    };
    let asked = address(demand).zip(ends(demand));
    let silent = demand.outcome == AttemptOutcome::NotTried;
    let Some((client, at)) = asked.filter(|_| silent) else {
        return;
    };
    for (number, attempt) in collection.attempts.iter().enumerate() {
        let refused = matches!(attempt.mechanism, SeenMechanism::Ticket(_)) && attempt.is_refused();
        let near = ends(attempt).is_some_and(|it| it.0 >= at.0 && it.0 - at.0 <= CLOSE);
        let own = refused && near && address(attempt) == Some(client);
        if own && !members.contains(&number) && members.len() < MOST_MEMBERS {
            members.push(number);
        }
    }
}

/// What logs say of the same: the same logon session, the same address and port, or the same person within a few seconds.
fn add_logged(collection: &Collection, members: &mut Vec<usize>) {
    let begins = |attempt: &Attempt| {
        let first = attempt.legs.first();
        first.and_then(|(_, leg)| collection.legs.get(*leg)?.at)
    };
    let caller = |attempt: &Attempt| {
        let client = &collection.flow(attempt)?.client;
        client.address.zip(client.port)
    };
    let person = |attempt: &Attempt| attempt.facts.user.as_deref().map(lower);
    let own: Vec<&Attempt> = members
        .iter()
        .filter_map(|it| collection.attempts.get(*it))
        .collect();
    let callers: HashSet<_> = own.iter().filter_map(|it| caller(it)).collect();
    let guid = |attempt: &Attempt| attempt.facts.logon_guid.clone();
    let logons: HashSet<_> = own.iter().filter_map(|it| guid(it)).collect();
    let people: HashSet<_> = own.iter().filter_map(|it| person(it)).collect();
    let from = own.iter().filter_map(|it| begins(it)).min();
    let until = own.iter().filter_map(|it| begins(it)).max();
    for (number, attempt) in collection.attempts.iter().enumerate() {
        if !attempt.has(MessageRole::Logged)
            || members.contains(&number)
            || members.len() >= MOST_MEMBERS
        {
            continue;
        }
        let near = from.zip(until).zip(begins(attempt));
        let near = near.is_some_and(|((from, until), at)| {
            at.0 >= from.0.saturating_sub(CLOSE) && at.0 <= until.0.saturating_add(CLOSE)
        });
        let same_caller = caller(attempt).is_some_and(|it| callers.contains(&it));
        let same_person = person(attempt).is_some_and(|it| people.contains(&it));
        let same_logon = guid(attempt).is_some_and(|it| logons.contains(&it));
        if same_logon || (near && (same_caller || same_person)) {
            members.push(number);
        }
    }
}

/// More hops than this are not followed.
pub(in crate::present) const MOST_HOPS: usize = 16;
/// More sign-ins than this are not one visit.
const MOST_MEMBERS: usize = 200;
/// More hosts than this are not drawn beside each other.
const MOST_HOSTS: usize = 10;
/// Closer together than this, logs of the same person are of the same visit: five seconds.
const CLOSE: i64 = 5_000_000_000;
