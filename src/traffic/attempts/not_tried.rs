//! Demands that nobody answered.

use super::builder::ConnectionState;
use super::{Attempt, AttemptOutcome, MessageRole, SignInFacts};
use crate::traffic::leg::{Flow, Leg, Party};
use std::collections::HashMap;
use std::net::IpAddr;

/// Demands that nobody answered, on this connection or another, as attempts that were not made.
pub fn not_tried(
    all: &mut Vec<Attempt>,
    lines: &HashMap<(usize, u64), ConnectionState>,
    flows: &[Flow],
    legs: &[Leg],
) {
    let ends = |flow: usize| {
        let flow = flows.get(flow)?;
        Some((flow.client.address, place(&flow.server)))
    };
    let mut answered: HashMap<_, usize> = HashMap::new();
    for attempt in all.iter() {
        let last = attempt.legs.last().map_or(0, |(_, leg)| *leg);
        let latest = answered.entry(ends(attempt.flow)).or_default();
        *latest = last.max(*latest);
    }
    let mut left: HashMap<_, Unanswered> = HashMap::new();
    for ((flow, strand), line) in lines {
        let Some((demand, first)) = line.first_demand else {
            continue;
        };
        let key = (ends(*flow), *strand);
        if answered.get(&key.0).is_some_and(|last| *last >= demand) {
            continue;
        }
        // Of several to the same host, the first and the last tell.
        let last = line.demand.unwrap_or(demand);
        let known = left.entry(key).or_insert_with(|| Unanswered {
            flow: *flow,
            to_proxy: *strand == Leg::TO_PROXY,
            request: first,
            demands: (demand, last),
        });
        if demand < known.demands.0 {
            (known.flow, known.request, known.demands.0) = (*flow, first, demand);
        }
        known.demands.1 = last.max(known.demands.1);
    }
    // The server and a proxy may both ask after one request, with which both begin: in the order in which they ask.
    let mut left: Vec<_> = left.into_values().collect();
    left.sort_by_cached_key(|it| it.demands.0);
    for Unanswered {
        flow,
        to_proxy,
        request,
        demands,
    } in left
    {
        let mut attempt = Attempt::new(flow);
        let http = flows.get(flow).is_some_and(|flow| flow.protocol.is_http());
        attempt.to_proxy = http && to_proxy;
        let last = Some(demands.1).filter(|last| *last != demands.0);
        let shown = request.map(|it| (MessageRole::Request, it)).into_iter();
        let shown = shown.chain([(MessageRole::Demand, demands.0)]);
        for (role, number) in shown.chain(last.map(|it| (MessageRole::Demand, it))) {
            if let Some(leg) = legs.get(number) {
                attempt.take(role, number, leg, SignInFacts::default());
            }
        }
        attempt.legs.sort();
        attempt.outcome = AttemptOutcome::NotTried;
        all.push(attempt);
    }
}

/// What logs tell the beginning of: demands that no line with a name or a refusal follows. Each new connection of whoever got in
/// is asked anew, so that alone tells nothing of those.
pub fn unfinished(
    all: &mut Vec<Attempt>,
    lines: &HashMap<(usize, u64), ConnectionState>,
    legs: &[Leg],
) {
    for ((flow, _), line) in lines {
        let demands = line.refusals.iter();
        let demands: Vec<_> = demands
            .filter_map(|it| Some((it.leg, legs.get(it.leg)?)))
            .collect();
        let begun = demands.iter().any(|(_, leg)| leg.windows.is_some());
        let Some((_, last)) = demands.last() else {
            continue;
        };
        if line.attempt.is_some() && !begun {
            continue;
        }
        let mut attempt = Attempt::new(*flow);
        attempt.target.clone_from(&last.target);
        attempt.request.clone_from(&last.request);
        attempt.only_begun = begun;
        for (number, leg) in demands {
            attempt.take(MessageRole::Demand, number, leg, SignInFacts::default());
        }
        if !begun {
            attempt.outcome = AttemptOutcome::NotTried;
        }
        all.push(attempt);
    }
}

/// Demands of one host that nobody answers: the first with its request, and the last.
struct Unanswered {
    flow: usize,
    to_proxy: bool,
    request: Option<usize>,
    demands: (usize, usize),
}

/// What two connections to the same service have in common.
fn place(party: &Party) -> (Option<IpAddr>, Option<u16>, Option<String>) {
    let name = party.name.clone().filter(|_| party.address.is_none());
    (party.address, party.port, name)
}
