//! On whose behalf servers sign in elsewhere.

use super::{Attempt, Part};
use crate::traffic::leg::{Flow, Leg, Moment, Protocol};
use std::collections::HashMap;
use std::net::IpAddr;

/// So long after a request a server may still call somebody for it, where its answer is not seen: five seconds.
const LATE: i64 = 5_000_000_000;

/// Finds on whose behalf servers sign in elsewhere: whoever asked them last, while that was not answered.
pub fn serve(all: &mut [Attempt], flows: &[Flow], legs: &[Leg]) {
    let at = |leg: usize| legs.get(leg).and_then(|leg| leg.at);
    // Whoever signed in to a computer, in the order of time.
    let mut visits: HashMap<IpAddr, Vec<(Moment, Moment, usize)>> = HashMap::new();
    for (number, attempt) in all.iter().enumerate() {
        let Some(flow) = flows.get(attempt.flow) else {
            continue;
        };
        let carries = matches!(flow.protocol, Protocol::Kerberos | Protocol::Log);
        let (Some(server), false) = (flow.server.address, carries) else {
            continue;
        };
        let proof = attempt
            .legs
            .iter()
            .rfind(|(part, _)| !matches!(part, Part::Answer | Part::ApRep | Part::Gap));
        let end = attempt.legs.last().and_then(|(_, leg)| at(*leg));
        let Some(from) = proof.and_then(|(_, leg)| at(*leg)) else {
            continue;
        };
        let until = end.filter(|end| *end > from);
        let until = until.unwrap_or(Moment(from.0.saturating_add(LATE)));
        visits
            .entry(server)
            .or_default()
            .push((from, until, number));
    }
    for list in visits.values_mut() {
        list.sort_unstable();
    }
    let found: Vec<Option<usize>> = all
        .iter()
        .enumerate()
        .map(|(number, attempt)| {
            let flow = flows.get(attempt.flow)?;
            if flow.client.address == flow.server.address {
                return None;
            }
            let first = attempt.legs.first().and_then(|(_, leg)| at(*leg))?;
            let list = visits.get(&flow.client.address?)?;
            let before = list.partition_point(|(from, ..)| *from <= first);
            // Those that were asked long ago have their answer.
            let near = list.get(before.saturating_sub(NEAR)..before)?.iter().rev();
            let mut near = near.filter(|(_, until, it)| first <= *until && *it != number);
            near.next().map(|(.., it)| *it)
        })
        .collect();
    for (attempt, serves) in all.iter_mut().zip(found) {
        attempt.serves = serves;
    }
}

/// So many sign-ins before one are looked at for whom it serves.
const NEAR: usize = 64;
