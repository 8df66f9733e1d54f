//! What logs and events tell of attempts, at the attempts they are about.

use super::Collection;
use crate::traffic::attempts::{Attempt, MessageRole, ServiceForUser};
use crate::traffic::files::{AuthControllerTrace, ListedTicket, LogonDetails};
use crate::traffic::leg::FileLocation;
use std::collections::HashMap;

impl Collection {
    /// Gives attempts of logs the numbers of their logon sessions, and those of lists of tickets the tickets' flags.
    pub(super) fn attach_logons(&mut self) {
        let mut logons: HashMap<(usize, FileLocation), &LogonDetails> = HashMap::new();
        let mut tickets: HashMap<(usize, FileLocation), &ListedTicket> = HashMap::new();
        for (number, file) in self.files.iter().enumerate() {
            let told = file.extras.logons.iter();
            logons.extend(told.map(|(location, told)| ((number, *location), told)));
            let listed = file.extras.tickets.iter();
            tickets.extend(listed.map(|it| ((number, it.location), it)));
        }
        for attempt in self
            .attempts
            .iter_mut()
            .filter(|it| it.has(MessageRole::Logged))
        {
            let Some(flow) = self.flows.get(attempt.flow) else {
                continue;
            };
            let last = attempt.legs.last();
            let location = last.and_then(|(_, leg)| Some(self.legs.get(*leg)?.location));
            let place = location.map(|location| (flow.file, location));
            let facts = &mut attempt.facts;
            if let Some(told) = place.and_then(|place| logons.get(&place)) {
                facts.logon_guid.clone_from(&told.guid);
                facts.acting.clone_from(&told.acting);
                facts.s4u = told.by_proxy.then_some(ServiceForUser::Proxy);
                (facts.etype, facts.response) = (told.etype, told.response);
                facts.interactive = told.interactive;
            }
            if let Some(ticket) = place.and_then(|place| tickets.get(&place)) {
                facts.marks = ticket.marks();
                facts.acting.clone_from(&ticket.asker);
            }
        }
    }

    /// Gives attempts what the browser's own log tells of them.
    pub(super) fn attach_auth_traces(&mut self) {
        for (number, file) in self.files.iter().enumerate() {
            if file.extras.auth_traces.is_empty() {
                continue;
            }
            // Where the messages of attempts stand in the file, but for those that show no proof yet.
            let mut places: HashMap<usize, Vec<(u32, usize)>> = HashMap::new();
            for (attempt, it) in self.attempts.iter().enumerate() {
                for (part, leg) in it.legs.iter() {
                    let leg = self
                        .legs
                        .get(*leg)
                        .filter(|_| *part != MessageRole::Request);
                    let own = leg.filter(|leg| {
                        let flow = self.flows.get(leg.flow);
                        flow.is_some_and(|flow| flow.file == number)
                    });
                    if let Some(leg) = own {
                        let known = places.entry(it.flow).or_default();
                        known.push((leg.location.first, attempt));
                    }
                }
            }
            for known in places.values_mut() {
                known.sort_unstable();
            }
            for trace in &file.extras.auth_traces {
                let own = trace.flow.and_then(|flow| places.get(&flow));
                let Some((told, places)) = trace.location.zip(own) else {
                    continue;
                };
                let from = places.partition_point(|(place, _)| *place < told.first);
                let within = places.get(from..).unwrap_or_default().iter();
                for (_, attempt) in within.take_while(|(place, _)| *place <= told.last) {
                    if let Some(attempt) = self.attempts.get_mut(*attempt) {
                        attach(trace, attempt);
                    }
                }
            }
        }
    }
}

fn attach(trace: &AuthControllerTrace, attempt: &mut Attempt) {
    let known = &mut attempt.facts;
    let source = trace.source.as_deref().and_then(|it| it.split_once('@'));
    if let (None, Some((user, realm))) = (&known.user, source) {
        (known.user, known.domain) = (Some(user.to_owned()), Some(realm.to_owned()));
    }
    known.delegates = trace.delegated.or(known.delegates);
    if known.service.is_none() {
        known.service.clone_from(&trace.spn);
    }
    if attempt.failure.is_none() {
        attempt.failure = trace.failures.first().cloned();
    }
}
