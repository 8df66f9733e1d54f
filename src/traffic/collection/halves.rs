//! Connections of which one file has what the client sends and another what the server does, as a TAP writes them, or captures on
//! two ways through a network.

use super::Collection;
use super::alignment::SAME;
use crate::traffic::leg::Timestamp;
use crate::traffic::stretch::halves;
use std::collections::{HashMap, HashSet};

impl Collection {
    /// Makes one connection of its halves, and puts the messages of their files in the order of time: such files have one clock.
    ///
    /// Of HTTP alone, whose answers come in the order of its requests: elsewhere what a message belongs to is told by what the
    /// other end said.
    pub(super) fn join_halves(&mut self) {
        let mut halves = halves(&self.flows);
        halves.retain(|(client, _)| {
            self.flows
                .get(*client)
                .is_some_and(|it| it.protocol.is_http())
        });
        if halves.is_empty() {
            return;
        }
        let mut begins: HashMap<(usize, usize), Timestamp> = HashMap::new();
        for leg in &self.legs {
            if let Some(at) = leg.at {
                begins.entry((leg.flow, leg.file)).or_insert(at);
            }
        }
        let mut whole: HashMap<usize, usize> = HashMap::new();
        let mut groups: Vec<usize> = (0..self.files.len()).collect();
        for (client, server) in halves {
            let file = |flow: usize| self.flows.get(flow).map(|it| it.file);
            let Some((of_client, of_server)) = file(client).zip(file(server)) else {
                continue;
            };
            let asked = begins.get(&(client, of_client));
            // Its messages may be those of the whole already.
            let answered = begins.get(&(server, of_server));
            let answered = answered.or_else(|| begins.get(&(client, of_server)));
            let near = asked.zip(answered);
            if near.is_none_or(|(one, other)| one.0.abs_diff(other.0) >= SAME) {
                continue;
            }
            whole.entry(server).or_insert(client);
            let group = |file: usize| groups.get(file).copied().unwrap_or(file);
            let (one, other) = (group(of_client), group(of_server));
            for it in groups.iter_mut().filter(|it| **it == one.max(other)) {
                *it = one.min(other);
            }
            let port = self.flows.get(client).and_then(|it| it.client.port);
            if let Some(file) = self.files.get_mut(of_client.max(of_server)) {
                (file.joined, file.aligned) = (file.joined.or(port), true);
            }
        }
        for leg in &mut self.legs {
            leg.flow = whole.get(&leg.flow).copied().unwrap_or(leg.flow);
        }
        self.sort_by_time(&groups);
    }

    /// Puts the messages of the files of each group in the order of time, those of a file in their own order.
    fn sort_by_time(&mut self, groups: &[usize]) {
        let group = |file: usize| groups.get(file).copied().unwrap_or(file);
        let mixed = |(file, group): (usize, &usize)| (file != *group).then_some(*group);
        let mixed: HashSet<usize> = groups.iter().enumerate().filter_map(mixed).collect();
        let mut ranks: HashMap<usize, usize> = HashMap::new();
        let mut latest: HashMap<usize, Timestamp> = HashMap::new();
        let legs = std::mem::take(&mut self.legs).into_iter();
        let mut ordered: Vec<_> = legs
            .map(|leg| {
                let group = group(leg.file);
                let next = ranks.len();
                let rank = *ranks.entry(group).or_insert(next);
                let own = latest.entry(leg.file).or_insert(Timestamp(i64::MIN));
                *own = leg.at.map_or(*own, |at| at.max(*own));
                let time = mixed.contains(&group).then_some(*own);
                ((rank, time), leg)
            })
            .collect();
        ordered.sort_by_key(|(place, _)| *place);
        self.legs = ordered.into_iter().map(|(_, leg)| leg).collect();
    }
}
