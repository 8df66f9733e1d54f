//! The computers of a picture, each in its place: who calls stands left of who is called, those that give tickets stand on the
//! right.

use super::ends::ends;
use crate::hosts::Role;
use crate::lab::{HostId, HostInfo};
use crate::letter_case::lower;
use crate::present::evidence::MOST_HOPS;
use crate::traffic::collection::Collection;
use crate::traffic::leg::Protocol;
use std::collections::{HashMap, HashSet};

/// Who calls whom in an attempt.
struct Call {
    client: String,
    server: String,
    to_kdc: bool,
}

impl Call {
    /// By their names in lower case: computers write each other's as they like.
    fn keys(&self) -> [String; 2] {
        [lower(&self.client), lower(&self.server)]
    }
}

/// The computers of these attempts, from left to right, each linked to those that it calls; and their ids by their names in
/// lower case.
pub(super) fn computers(
    collection: &Collection,
    members: &[usize],
) -> (Vec<HostInfo>, HashMap<String, HostId>) {
    let attempts = members.iter().filter_map(|it| collection.attempts.get(*it));
    let calls: Vec<Call> = attempts
        .filter_map(|attempt| {
            let flow = collection.flow(attempt)?;
            let [client, server] = ends(collection, attempt, flow);
            Some(Call {
                client,
                server,
                to_kdc: flow.protocol == Protocol::Kerberos,
            })
        })
        .collect();
    let keys: Vec<[String; 2]> = calls.iter().map(Call::keys).collect();
    let (mut hosts, mut ids) = (Vec::new(), HashMap::new());
    for (kdc, _, name) in in_places(&calls, &keys) {
        let id = HostId(u16::try_from(hosts.len()).unwrap_or(u16::MAX));
        ids.insert(lower(name), id);
        hosts.push(HostInfo {
            role: kdc.then_some(Role::DomainController),
            ..HostInfo::named(id, name)
        });
    }
    link(&mut hosts, &ids, &keys);
    (hosts, ids)
}

/// Of each computer whether it only gives tickets, how many calls lead to it, and its name as it was first written.
fn in_places<'a>(calls: &'a [Call], keys: &'a [[String; 2]]) -> Vec<(bool, usize, &'a str)> {
    let depths = depths(keys);
    let mut places: Vec<(bool, usize, &str)> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (call, [client, server]) in calls.iter().zip(keys) {
        for (name, key, kdc) in [
            (&call.client, client, false),
            (&call.server, server, call.to_kdc),
        ] {
            let place = *known.entry(key).or_insert(places.len());
            match places.get_mut(place) {
                // Who also serves something else is no KDC alone.
                Some(known) => known.0 &= kdc,
                None => {
                    let depth = depths.get(key.as_str()).copied().unwrap_or(0);
                    places.push((kdc, depth, name));
                }
            }
        }
    }
    places.sort_by_key(|(kdc, depth, _)| (*kdc, *depth));
    places.truncate(usize::from(u16::MAX));
    places
}

/// How many calls lead to each computer, at most.
fn depths(keys: &[[String; 2]]) -> HashMap<&str, usize> {
    let mut depths: HashMap<&str, usize> = HashMap::new();
    for _ in 0..MOST_HOPS.min(keys.len()) {
        for [client, server] in keys {
            let depth = depths.get(client.as_str()).copied().unwrap_or(0);
            let own = depths.entry(server).or_default();
            if client != server && *own <= depth && depth < MOST_HOPS {
                *own = depth + 1;
            }
        }
    }
    depths
}

/// Links each computer once to each that it calls.
fn link(hosts: &mut [HostInfo], ids: &HashMap<String, HostId>, keys: &[[String; 2]]) {
    let mut linked = HashSet::new();
    for [client, server] in keys {
        let ends = ids.get(client).zip(ids.get(server));
        let Some((from, to)) = ends.filter(|it| linked.insert(*it)) else {
            continue;
        };
        if let Some(host) = hosts.get_mut(usize::from(from.0)) {
            host.links.push(*to);
        }
    }
}
